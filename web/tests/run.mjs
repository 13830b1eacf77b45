// Runs the tests of the page, in Debian's Chromium, one file after the other.
//
//   node web/tests/run.mjs [NAME ...]      only the files whose names contain one of these
//
// FEEDFORWARD is the command that serves the page (by default the one in target/release), FEEDFORWARD_SITE a
// folder to serve instead, CHROMIUM the browser.

import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CHROMIUM } from "./browser.mjs";
import { COMMAND } from "./site.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
for (const [file, help] of [
  [CHROMIUM, "apt-get install chromium, or name another in CHROMIUM"],
  [COMMAND, "cargo build --release, or name another in FEEDFORWARD"],
]) {
  if (existsSync(file)) continue;
  console.error(`error: there is no ${file}: ${help}`);
  process.exit(2);
}
const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort().map((name) => join(folder, name));
if (files.length === 0) {
  console.error(`error: no file of tests is named like ${wanted.join(" or ")}`);
  process.exit(2);
}
const child = spawn(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], { stdio: "inherit" });
child.on("exit", (status) => process.exit(status ?? 1));
