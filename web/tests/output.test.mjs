// The output layer: sums to drag, a constant, overflow.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, LANGUAGES, ready, words } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @param {import("playwright-core").Page} page @param {number} index @param {string} value */
const output = (page, index, value) => page.getByTestId(`y-${index}`).filter({ hasText: value }).waitFor();

for (const language of LANGUAGES) {
  test(`${language}: softmax gives the probabilities of the book, and a constant changes none`, () =>
    browser.visit({ language, section: "output" }, async (page) => {
      const text = await words("output", language);
      for (const [index, value] of ["0.01821", "0.2452", "0.7366"].entries()) await output(page, index, value);
      await page.getByTestId("c").fill("100");
      await page.getByTestId("moved").filter({ hasText: /100/ }).waitFor();
      for (const [index, value] of ["0.01821", "0.2452", "0.7366"].entries()) await output(page, index, value);
      await page.getByTestId("naive").filter({ hasText: "nan" }).waitFor();
      assert.ok(!(await page.getByTestId("ours").innerText()).includes("nan"));
      assert.ok(text.lead.length > 0);
    }));

  test(`${language}: the formula as it stands overflows to nan, and ours does not`, () =>
    browser.visit({ language, section: "output" }, async (page) => {
      await page.getByTestId("preset-large").click();
      await page.getByTestId("naive").filter({ hasText: /inf/ }).filter({ hasText: /nan/ }).waitFor();
      assert.ok(!/nan|inf/.test(await page.getByTestId("ours").getByRole("table").innerText()));
      for (const index of [0, 1, 2]) assert.match(await page.getByTestId(`y-${index}`).innerText(), /\d/);
    }));

  test(`${language}: a bar moves by pointer and by key, and the others follow`, () =>
    browser.visit({ language, section: "output" }, async (page) => {
      await output(page, 2, "0.7366");
      const bar = page.getByTestId("logit-0");
      await bar.focus();
      for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => document.querySelector("[data-test=y-2]")?.textContent !== "0.7366");
      const before = Number(await bar.getAttribute("aria-valuenow") ?? await bar.inputValue());
      assert.ok(before > 0.3, `${before}`);
      const box = await bar.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 8 });
      await page.mouse.up();
      const moved = Number(await bar.getAttribute("aria-valuenow") ?? await bar.inputValue());
      assert.ok(moved > before, `${moved} after ${before}`);
    }));

  test(`${language}: three, five and ten classes, and two`, () =>
    browser.visit({ language, section: "output" }, async (page) => {
      for (const [preset, count] of /** @type {const} */ ([["animals", 3], ["feelings", 5], ["digits", 10], ["two", 2]])) {
        await page.getByTestId(`preset-${preset}`).click();
        await page.waitForFunction((count) => document.querySelectorAll("[data-test^='y-']").length === count, count);
        const sum = await page.getByTestId(/^y-/).allInnerTexts();
        const total = sum.reduce((sum, value) => sum + Number(value), 0);
        assert.ok(Math.abs(total - 1) < 0.01, `${preset}: ${sum}`);
      }
    }));

  test(`${language}: identity and sigmoid, and the link keeps what is set`, () =>
    browser.visit({ language, section: "output" }, async (page) => {
      const text = await words("output", language);
      await output(page, 2, "0.7366");
      await page.getByRole("radio", { name: text.functions.sigmoid, exact: true }).check();
      await output(page, 2, "0.982");
      await page.waitForFunction(() => location.hash.includes("?"));
      await page.reload();
      await ready(page, "output");
      await output(page, 2, "0.982");
      assert.ok(await page.getByRole("radio", { name: text.functions.sigmoid }).isChecked());
      await page.getByRole("radio", { name: text.functions.identity, exact: true }).check();
      await output(page, 2, "4");
    }));
}
