// The engine in the page computes what the command computes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { COMMAND } from "./site.mjs";

/** @type {Browser} */
let browser;
const folder = mkdtempSync(join(tmpdir(), "feedforward-page-"));
before(async () => { browser = await Browser.open(); });
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** What the command prints as JSON. @param {string[]} words */
const command = (...words) => JSON.parse(execFileSync(COMMAND, [...words, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));

test("the outputs of the built-in network over the test digits are the command's, to the bit", () =>
  browser.visit({}, async (page) => {
    const found = await page.evaluate(async () => {
      const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
      const engine = await openEngine();
      const { id } = await engine.builtIn();
      const batches = [];
      for (const batch of [100, 1, 10000]) batches.push((await engine.evaluate(id, batch)).outputsSha256);
      return { kernel: engine.info.kernel, batches };
    });
    const { outputs_sha256: expected } = command("evaluate");
    assert.match(expected, /^[0-9a-f]{64}$/);
    assert.deepEqual(found.batches, [expected, expected, expected], found.kernel);
  }));

test("a network that learned in the page is saved as a file with which the command gives the same outputs", () =>
  browser.visit({}, async (page) => {
    const { bytes, sha256 } = await page.evaluate(async () => {
      const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
      const engine = await openEngine();
      const { session } = await engine.startSession({
        sizes: [784, 20, 10], activation: "relu", output: "softmax", seed: 1, optimizer: { name: "adam" },
        learningRate: 0.001, weightDecay: 0, batch: 100, data: { kind: "digits", augment: false },
      });
      const { fault, loss } = await engine.runSession(session, { steps: 30 });
      if (fault || !(loss < 2.3)) throw new Error(`it does not learn: ${loss} ${fault?.message}`);
      const { id } = await engine.sessionNetwork(session, "mine");
      const { outputsSha256 } = await engine.evaluate(id, 100);
      return { bytes: [...await engine.save(id)], sha256: outputsSha256 };
    });
    const file = join(folder, "mine.safetensors");
    writeFileSync(file, Uint8Array.from(bytes));
    const report = command("evaluate", "--model", file);
    assert.equal(report.outputs_sha256, sha256);
  }));

test("a broken file is refused in the command's words", () =>
  browser.visit({}, async (page) => {
    const bytes = Buffer.from("PK\x03\x04 and no archive");
    const found = await page.evaluate(async (data) => {
      const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
      const engine = await openEngine();
      return engine.open("broken.npz", Uint8Array.from(data)).then(() => "opened", (/** @type {any} */ error) => `${error.kind}: ${error.message}`);
    }, [...bytes]);
    const file = join(folder, "broken.npz");
    writeFileSync(file, bytes);
    let said = "";
    try {
      execFileSync(COMMAND, ["inspect", file], { encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      said = /** @type {any} */ (error).stderr.trim();
    }
    const message = found.replace(/^file: /, "");
    assert.notEqual(message, "opened");
    assert.ok(said.endsWith(message), `${found} and ${said}`);
  }));
