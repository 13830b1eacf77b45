// Activation functions: x by mouse, key and number; three straight layers that fold into one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, LANGUAGES, ready, settled, words } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @typedef {import("playwright-core").Page} Page */
/** @param {Page} page @param {string} text */
const values = (page, text) => page.getByTestId("values").filter({ hasText: text }).waitFor();

for (const language of LANGUAGES) {
  test(`${language}: at x = 2 the sigmoid is 0.8808, ReLU 2 and the step 1`, () =>
    browser.visit({ language, section: "activation" }, async (page) => {
      await page.getByTestId("x").fill("2");
      await values(page, "0.8808");
      const rows = await page.getByTestId("values").getByRole("row").allInnerTexts();
      const row = (/** @type {RegExp} */ name) => rows.find((cells) => name.test(cells)) ?? "";
      assert.match(row(/relu/i), /\b2\b/, rows.join("\n"));
      assert.match(row(/step|계단/), /\b1\b/, rows.join("\n"));
      await page.getByTestId("x").fill("-2");
      await values(page, "0.1192");
    }));

  test(`${language}: x is dragged by mouse and moved by key, and is in the link`, () =>
    browser.visit({ language, section: "activation" }, async (page) => {
      const x = () => page.getByTestId("x").inputValue().then(Number);
      await values(page, "0");
      await settled(page);
      const handle = page.getByTestId("x-handle");
      const before = await x();
      await handle.focus();
      await page.keyboard.press("ArrowLeft");
      await page.waitForFunction((old) => Number(/** @type {HTMLInputElement} */ (document.querySelector("[data-test=x]")).value) < old, before);
      const [box, pressed] = [await handle.boundingBox(), await x()];
      assert.ok(box);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2, { steps: 8 });
      await page.mouse.up();
      await page.waitForFunction((old) => Number(/** @type {HTMLInputElement} */ (document.querySelector("[data-test=x]")).value) > old, pressed);
      const dragged = await x();
      await page.waitForTimeout(500);
      await page.reload();
      await ready(page, "activation");
      assert.ok(Math.abs(await x() - dragged) < 1e-6);
    }));

  test(`${language}: every activation of the engine is there, and slopes on request`, () =>
    browser.visit({ language, section: "activation" }, async (page) => {
      const text = await words("activation", language);
      const names = await page.evaluate(async () => {
        const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
        const { info } = await openEngine();
        return info.activations.map((/** @type {{ name: string }} */ { name }) => name.split("(")[0]);
      });
      assert.ok(names.length >= 15);
      for (const name of names) {
        assert.equal(await page.getByTestId(`show-${name}`).count(), 1, name);
        assert.ok(text.formulas[name], `${name} has no formula`);
      }
      await page.getByTestId("slope").check();
      await page.getByTestId("x").fill("0");
      await values(page, "0.25");
      await page.getByTestId("range").getByRole("radio", { name: text.ranges[10], exact: true }).check();
      await page.getByTestId("x").fill("10");
      await values(page, "e-5");
      await page.getByTestId("remark").filter({ hasText: /sigmoid/ }).waitFor();
    }));

  test(`${language}: three layers of c·x fold into one of c³·x, and do not with ReLU between them`, () =>
    browser.visit({ language, section: "activation" }, async (page) => {
      const text = await words("activation", language);
      await page.getByTestId("c").fill("0.5");
      await page.getByTestId("in").fill("2");
      await page.getByTestId("fold").click();
      await page.getByTestId("fold-words").filter({ hasText: "0.125" }).filter({ hasText: "0.25" }).waitFor();
      await page.getByTestId("between").getByRole("radio", { name: text.betweens.relu, exact: true }).check();
      await page.getByTestId("fold-words").filter({ hasText: text.bent("", "", "", "").split("**")[1] }).waitFor();
      assert.equal(await page.getByTestId("fold-words").filter({ hasText: "0.125" }).count(), 0);
    }));
}
