// What the page weighs, and how fast it answers and learns, in this machine's Chromium.
//
//   node web/tests/measure.mjs [--json]

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { Browser } from "./browser.mjs";

const site = process.env.FEEDFORWARD_SITE ?? fileURLToPath(new URL("../site", import.meta.url));

/** Bytes with gzip of the site's files whose path fits. @param {(path: string) => boolean} fits */
function weight(fits) {
  const files = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith(".d.ts") && fits(path.slice(site.length + 1)));
  return files.reduce((sum, path) => sum + (path.endsWith(".gz") ? readFileSync(path) : gzipSync(readFileSync(path), { level: 9 })).length, 0);
}

const isEngine = (/** @type {string} */ path) => /^engine\/.*\.wasm$/.test(path);
const isData = (/** @type {string} */ path) => path.startsWith("data/");

/** @type {Record<string, number | string>} */
const found = {
  "page without engine and data, all sections, one language, gzip bytes": weight((path) => !isEngine(path) && !isData(path) && !/^(text\/ko|en)\//.test(path)),
  "the same in both languages, gzip bytes": weight((path) => !isEngine(path) && !isData(path)),
  "engine, gzip bytes": weight((path) => path === "engine/engine.wasm"),
  "engine with relaxed SIMD, gzip bytes": weight((path) => path === "engine/engine_relaxed.wasm"),
  "reader of pictures, gzip bytes": weight((path) => path === "engine/pictures.wasm"),
  "network, gzip bytes": weight((path) => path.endsWith("digits.safetensors")),
  "test digits, bytes": weight((path) => path.includes("t10k")),
};

const browser = await Browser.open();
try {
  found.chromium = browser.chromium.version();
  // A visit without a cache: from the link to the first answer of the engine that is drawn.
  found["first section ready, ms"] = await browser.visit({ section: "perceptron" }, (page) => page.evaluate(() => Math.round(performance.now())));
  found["digits ready, ms"] = await browser.visit({ section: "digits" }, (page) => page.evaluate(() => Math.round(performance.now())));
  for (const section of ["perceptron", "digits", "learning"]) {
    found[`page loaded by a first visit to ${section}, gzip bytes`] = await browser.visit({ section }, (page) =>
      page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname.slice(1))))
      .then((paths) => weight((path) => !isEngine(path) && !isData(path) && (paths.includes(path) || path === "en/index.html")))
      .catch((error) => `not measured: ${error.message.split("\n")[0]}`);
  }
  const engine = await browser.visit({ section: "perceptron" }, (page) => page.evaluate(async () => {
    const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
    const engine = await openEngine();
    const { id } = await engine.builtIn();
    /** @type {Record<string, number | string>} */
    const found = { kernel: engine.info.kernel };
    const pixels = await engine.testDigits([0, 1, 2, 3]);
    const x = { rows: 1, columns: 784, data: Float32Array.from(pixels.slice(0, 784), (/** @type {number} */ pixel) => pixel / 255) };
    const times = [];
    for (let run = 0; run < 200; run++) {
      const start = performance.now();
      await engine.predict(id, x);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    found["one digit answered, from the page and back, median ms"] = Number(times[100].toFixed(2));
    const gray = pixels.slice(0, 784);
    const reading = [];
    for (let run = 0; run < 30; run++) {
      const start = performance.now();
      await engine.readPicture(id, { width: 28, height: 28, gray });
      reading.push(performance.now() - start);
    }
    reading.sort((a, b) => a - b);
    found["one picture of a digit prepared and read, median ms"] = Number(reading[15].toFixed(2));
    for (const batch of [1, 100]) {
      const { milliseconds, digits } = await engine.time(id, batch);
      found[`digits a second in batches of ${batch}`] = Math.round(digits / milliseconds * 1000);
    }
    return found;
  }));
  Object.assign(found, engine);
  found["digits learned a second (784-50-100-10, adam, batches of 100)"] = await browser.visit({ section: "perceptron" }, (page) => page.evaluate(async () => {
    const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
    const engine = await openEngine();
    const { session } = await engine.startSession({
      sizes: [784, 50, 100, 10], activation: "relu", output: "softmax", seed: 1, optimizer: { name: "adam" },
      learningRate: 0.001, weightDecay: 0, batch: 100, data: { kind: "digits", augment: false },
    });
    await engine.runSession(session, { steps: 10 });
    const start = performance.now();
    let steps = 0;
    while (performance.now() - start < 3000) {
      await engine.runSession(session, { steps: 10 });
      steps += 10;
    }
    return Math.round(steps * 100 / (performance.now() - start) * 1000);
  })).catch((error) => `not measured: ${error.message.split("\n")[0]}`);
  found["frames a second while the playground trains"] = await browser.visit({ section: "learning" }, async (page) => {
    await page.locator("[data-test=play]").click();
    await page.waitForTimeout(500);
    return page.evaluate(() => new Promise((resolve) => {
      const start = performance.now();
      let frames = 0;
      const count = () => {
        frames++;
        if (performance.now() - start < 3000) requestAnimationFrame(count);
        else resolve(Number((frames / (performance.now() - start) * 1000).toFixed(1)));
      };
      requestAnimationFrame(count);
    }));
  }).catch((error) => `not measured: ${error.message.split("\n")[0]}`);
} finally {
  await browser.close();
}
if (process.argv.includes("--json")) console.log(JSON.stringify(found));
else for (const [name, value] of Object.entries(found)) console.log(`${String(value).padStart(10)}  ${name}`);
