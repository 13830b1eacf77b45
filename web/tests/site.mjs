// The page, served: by the command, or straight from a folder that was just built.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The command, built in release mode. */
export const COMMAND = process.env.FEEDFORWARD ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release", "feedforward");

/**
 * Serves the page until `close` is called. `FEEDFORWARD_SITE` names a folder to serve instead of what is
 * in the command.
 *
 * @param {string[]} [flags] of `feedforward page`
 * @returns {Promise<{ origin: string, address: string, close(): Promise<void> }>}
 */
export async function serve(flags = []) {
  const folder = process.env.FEEDFORWARD_SITE;
  return folder && flags.length === 0 ? serveFolder(folder) : serveCommand(flags);
}

/** @param {string[]} flags */
async function serveCommand(flags) {
  const child = spawn(COMMAND, ["page", "--no-open", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let notes = "";
  child.stderr.on("data", (part) => {
    notes += part;
  });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part) => {
      said += part;
      if (said.includes("\n")) resolve(said.trim());
    });
    child.on("error", reject);
    child.on("exit", (status) => reject(new Error(`${COMMAND} page ended with status ${status}: ${notes}`)));
  });
  return {
    address,
    origin: new URL(address).origin,
    async close() {
      if (child.exitCode !== null) return;
      child.kill("SIGINT");
      await once(child, "exit");
    },
  };
}

const TYPES = new Map([
  ["html", "text/html; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["js", "text/javascript; charset=utf-8"],
  ["svg", "image/svg+xml"],
  ["wasm", "application/wasm"],
]);

/**
 * As any static host would.
 *
 * @param {string} folder
 */
async function serveFolder(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const bytes = await readFile(join(folder, file));
      const type = TYPES.get(file.slice(file.lastIndexOf(".") + 1)) ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    address: `${origin}/`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
