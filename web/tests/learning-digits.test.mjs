// Digits learned in the page: to 95 %, asked on the way, looked into, saved and read by the command.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, Browser, drawByPointer, fitsWidth, LANGUAGES, largeEnough, ready, words } from "./browser.mjs";
import { COMMAND } from "./site.mjs";
import { DIGITS } from "./strokes.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @typedef {import("playwright-core").Page} Page */
const section = "learning?part=digits";

/** Waits until the session has begun. @param {Page} page */
const begun = (page) => page.getByTestId("paper").waitFor();

/** @param {Page} page @param {string} name */
const number = async (page, name) => Number((await page.getByTestId(`digits-${name}`).innerText()).replace(/[,%]/g, ""));

/** Learns for one epoch, and waits for its end. @param {Page} page */
async function epoch(page) {
  const before = await number(page, "epochs");
  await page.getByTestId("digits-epoch").click();
  await page.waitForFunction((before) => Number(document.querySelector("[data-test=digits-epochs]")?.textContent) >= before + 1
    && document.querySelector("[data-test=digits-epoch]")?.matches(":enabled"), before, { timeout: 60_000 });
}

/** A digest of what the canvas of the weights shows. @param {Page} page */
const pictures = (page) => page.getByTestId("digit-weights").evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());

for (const language of LANGUAGES) {
  test(`${language}: it learns to 95 %, is asked on the way, saved, and read by the command alike`, () =>
    browser.visit({ language, section }, async (page) => {
      await begun(page);
      const text = await words("learning-digits", language);
      const untrained = await number(page, "accuracy");
      assert.ok(untrained < 40, `${untrained} % before the first step`);
      await drawByPointer(page, page.getByTestId("paper"), DIGITS[7]);
      await page.getByTestId("digits-play").click();
      await page.waitForFunction((part) => document.querySelector("[data-test=digits-reached]")?.textContent?.includes(part), "95 %", { timeout: 120_000 });
      await page.getByTestId("learned-answer").locator("b").filter({ hasText: /^7$/ }).waitFor();
      await page.getByTestId("digits-play").click();
      await page.getByRole("button", { name: text.goOn, exact: true }).waitFor();
      await accessible(page, `${language}: digits learned`);

      const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("digits-save").click()]);
      assert.equal(download.suggestedFilename(), "mine.safetensors");
      const folder = mkdtempSync(join(tmpdir(), "feedforward-learned-"));
      try {
        const path = join(folder, "mine.safetensors");
        await download.saveAs(path);
        const command = JSON.parse(execFileSync(COMMAND, ["evaluate", path, "--json"], { encoding: "utf8" }));
        const bytes = execFileSync("base64", ["-w0", path], { encoding: "utf8", maxBuffer: 1 << 24 });
        const evaluated = await page.evaluate(async (bytes) => {
          const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
          const engine = await openEngine();
          const { id } = await engine.open("mine.safetensors", Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)));
          const { outputsSha256, correct } = await engine.evaluate(id, 100);
          return { outputsSha256, correct };
        }, bytes);
        assert.equal(evaluated.correct, command.correct);
        assert.ok(command.accuracy > 0.95, `${command.accuracy} of all`);
        assert.equal(evaluated.outputsSha256, command.outputs_sha256);
      } finally {
        rmSync(folder, { recursive: true });
      }

      await page.getByTestId("digits-look").click();
      await ready(page, "digits");
      await page.getByText(text.networkName).first().waitFor();
    }));

  for (const width of [1280, 390, 320]) {
    test(`${language}: it fits ${width} pixels, and everything is large enough`, () =>
      browser.visit({ language, section, width, height: 844, theme: width === 390 ? "dark" : "light" }, async (page) => {
        await begun(page);
        await epoch(page);
        await fitsWidth(page, `${width}`);
        await largeEnough(page, `${width}`);
        await accessible(page, `${language}, ${width}`);
        for (const summary of await page.locator(".learning-digits summary").all()) await summary.click();
        await fitsWidth(page, `${width}, unfolded`);
        await accessible(page, `${language}, ${width}, unfolded`);
      }));
  }
}

test("the same start leads to the same weights, and a new seed to others", () =>
  browser.visit({ section }, async (page) => {
    await begun(page);
    const start = await pictures(page);
    await epoch(page);
    const [learned, accuracy] = [await pictures(page), await number(page, "accuracy")];
    assert.notEqual(learned, start);
    await page.getByTestId("digits-reset").click();
    await page.waitForFunction(() => document.querySelector("[data-test=digits-steps]")?.textContent === "0");
    assert.equal(await pictures(page), start);
    await epoch(page);
    assert.equal(await number(page, "accuracy"), accuracy);
    assert.equal(await pictures(page), learned);
    await page.getByTestId("digits-new-seed").click();
    await page.waitForFunction(() => document.querySelector("[data-test=digits-steps]")?.textContent === "0");
    assert.notEqual(await pictures(page), start);
  }));

test("a rate that is too high stops with the reason, and a lower one goes on", () =>
  browser.visit({ section }, async (page) => {
    await begun(page);
    await page.getByTestId("digits-optimizer").selectOption("sgd");
    await page.getByTestId("digits-rate").selectOption("1000");
    await page.getByTestId("digits-play").click();
    await page.getByTestId("digits-fault").waitFor({ timeout: 60_000 });
    assert.match(await page.getByTestId("digits-fault").innerText(), /learning rate 1000[^]*below 1000/);
    await page.getByTestId("digits-rate").selectOption("0.01");
    await page.getByTestId("digits-fault").waitFor({ state: "hidden" });
  }));

test("sizes that cannot be are refused in place, and others begin anew", () =>
  browser.visit({ section }, async (page) => {
    await begun(page);
    const field = page.getByTestId("digits-hidden");
    await field.fill("50-0");
    await field.press("Tab");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    await field.fill("");
    await field.press("Tab");
    assert.equal(await field.getAttribute("aria-invalid"), "false");
    await page.waitForFunction(() => /** @type {HTMLCanvasElement} */ (document.querySelector("[data-test=digit-weights]")).height === 28);
    await epoch(page);
    assert.ok(await number(page, "accuracy") > 80);
  }));

test("with reduced motion it draws at most twice a second, and learns all the same", () =>
  browser.visit({ section, reduced: true }, async (page) => {
    await begun(page);
    await page.getByTestId("digit-weights").evaluate((canvas) => {
      const put = CanvasRenderingContext2D.prototype.putImageData;
      const counter = { drawn: 0 };
      Object.assign(window, { counter });
      CanvasRenderingContext2D.prototype.putImageData = function (/** @type {any[]} */ ...all) {
        if (this.canvas === canvas) counter.drawn += 1;
        // @ts-expect-error passed on as it came
        return put.apply(this, all);
      };
    });
    const started = await page.evaluate(() => performance.now());
    await epoch(page);
    const { drawn, seconds } = await page.evaluate((started) => ({ drawn: /** @type {any} */ (window).counter.drawn, seconds: (performance.now() - started) / 1000 }), started);
    // Beside these: the first, and the last measurement.
    assert.ok(drawn <= 2 * seconds + 3, `${drawn} pictures in ${seconds} s`);
    assert.ok(await number(page, "accuracy") > 80);
  }));
