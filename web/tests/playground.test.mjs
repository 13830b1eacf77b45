// The section on learning as a visitor uses it: play, step, back, reset, other points, save.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser, LANGUAGES, ready } from "./browser.mjs";
import { COMMAND } from "./site.mjs";

/** @type {Browser} */
let browser;
const folder = mkdtempSync(join(tmpdir(), "feedforward-page-"));
before(async () => { browser = await Browser.open(); });
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** @typedef {import("playwright-core").Page} Page */
/** @param {Page} page @param {string} name */
const read = async (page, name) => Number((await page.getByTestId(name).innerText()).replaceAll(",", ""));
/** @param {Page} page @param {number} loss */
const learned = (page, loss) => page.waitForFunction((most) => {
  const shown = document.querySelector("[data-test=loss]")?.textContent ?? "";
  return shown !== "" && Number(shown) < most;
}, loss, { timeout: 60_000 });

for (const language of LANGUAGES) {
  test(`${language}: all five sets of points are learned below a loss of 0.05`, () =>
    browser.visit({ language, section: "learning" }, async (page) => {
      for (const set of ["circle", "xor", "blobs", "spiral", "moons"]) {
        await page.getByTestId("data").locator(`input[value=${set}]`).check();
        await page.getByTestId("preset-good").click();
        await page.waitForFunction(() => document.querySelector("[data-test=step]")?.textContent === "0");
        await page.getByTestId("play").click();
        await learned(page, 0.05);
        await page.getByTestId("play").click();
      }
    }));

  test(`${language}: a step, the way back, and a reset to the same start`, () =>
    browser.visit({ language, section: "learning" }, async (page) => {
      const step = (/** @type {number} */ number) => page.waitForFunction((text) => document.querySelector("[data-test=step]")?.textContent === text, String(number));
      await step(0);
      const first = await read(page, "loss");
      await page.getByTestId("one-step").click();
      await step(1);
      const second = await read(page, "loss");
      assert.notEqual(second, first);
      await page.getByTestId("one-step").click();
      await step(2);
      await page.getByTestId("one-back").click();
      await step(1);
      assert.equal(await read(page, "loss"), second);
      await page.getByTestId("play").click();
      await page.waitForFunction(() => Number(document.querySelector("[data-test=step]")?.textContent?.replaceAll(",", "")) > 50);
      await page.getByTestId("play").click();
      await page.getByTestId("reset").click();
      await step(0);
      assert.equal(await read(page, "loss"), first);
    }));

  test(`${language}: the link brings back data and settings`, () =>
    browser.visit({ language, section: "learning" }, async (page) => {
      await page.getByTestId("data").locator("input[value=moons]").check();
      await page.getByTestId("new-seed").click();
      await page.waitForFunction(() => location.hash.includes("moons") && location.hash.includes("seed"));
      await page.waitForTimeout(500);
      const [link, loss] = [page.url(), await read(page, "loss")];
      await page.goto("about:blank");
      await page.goto(link);
      await ready(page, "learning");
      await page.waitForFunction((loss) => Number(document.querySelector("[data-test=loss]")?.textContent) === loss, loss);
      assert.ok(await page.getByTestId("data").locator("input[value=moons]").isChecked());
    }));
}

test("a network that learned points is saved as a file that the command opens", () =>
  browser.visit({ section: "learning" }, async (page) => {
    await page.getByTestId("play").click();
    await learned(page, 0.1);
    await page.getByTestId("play").click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save").click()]);
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    const report = JSON.parse(execFileSync(COMMAND, ["inspect", file, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
    assert.match(report.network, /^2-/);
  }));
