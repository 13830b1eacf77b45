// Activation functions: values at an x that is dragged, those that are chosen, and layers that fold.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, LANGUAGES, ready, swipe, words } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @typedef {import("playwright-core").Page} Page */

/**
 * Waits until a function's row says this y and this slope.
 *
 * @param {Page} page
 * @param {string} name
 * @param {readonly [string, string]} numbers
 */
async function says(page, name, [y, slope]) {
  const row = page.getByTestId("values").getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await row.filter({ has: page.getByRole("cell", { name: y, exact: true }) }).filter({ has: page.getByRole("cell", { name: slope, exact: true }) }).first().waitFor();
}

/** @param {Page} page */
async function ends(page) {
  const [plane, handle] = await Promise.all([page.getByTestId("overlay").boundingBox(), page.getByTestId("x-handle").boundingBox()]);
  assert.ok(plane && handle);
  return { from: /** @type {[number, number]} */ ([handle.x + handle.width / 2, handle.y + handle.height / 2]), left: plane.x + plane.width * 0.2, right: plane.x + plane.width * 0.9 };
}

for (const language of LANGUAGES) {
  test(`${language}: y and slope are what the engine says at x, typed, dragged by mouse and finger, and by key`, () =>
    browser.visit({ language, section: "activation", touch: true }, async (page) => {
      const x = () => page.getByTestId("x").inputValue().then(Number);
      await says(page, "sigmoid", ["0.7311", "0.1966"]);
      await page.getByTestId("x").fill("0");
      await says(page, "sigmoid", ["0.5", "0.25"]);
      await says(page, "step", ["0", "0"]);
      const mouse = await ends(page);
      await page.mouse.move(...mouse.from);
      await page.mouse.down();
      await page.mouse.move(mouse.right, mouse.from[1], { steps: 8 });
      await page.mouse.up();
      assert.ok(await x() > 3, `x = ${await x()}`);
      await says(page, "step", ["1", "0"]);
      const finger = await ends(page);
      await swipe(page, finger.from, [finger.left, finger.from[1]]);
      assert.ok(await x() < -2, `x = ${await x()}`);
      await says(page, "relu", ["0", "0"]);
      await page.getByTestId("x-handle").focus();
      await page.keyboard.press("Home");
      assert.equal(await x(), -5);
      await page.keyboard.press("ArrowRight");
      assert.equal(await x(), -4.9);
      await page.getByTestId("x").fill("10");
      await says(page, "sigmoid", ["1", "4.54e-5"]);
      assert.equal(await x(), 10);
      assert.ok(await page.getByTestId("range").getByRole("radio").nth(1).isChecked(), "the picture does not reach to a typed x = 10");
    }));

  test(`${language}: every function of the engine is there, and those chosen are drawn and in the link`, () =>
    browser.visit({ language, section: "activation" }, async (page) => {
      const text = await words("activation", language);
      const boxes = page.getByRole("group", { name: text.all }).getByRole("checkbox");
      const names = await page.evaluate(async () => {
        const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
        return (await openEngine()).info.activations.map((/** @type {{ name: string }} */ { name }) => name.replace(/\(.*/, ""));
      });
      assert.equal(await boxes.count(), names.length);
      for (const name of names) {
        assert.ok(text.formulas[name], `no formula of ${name}`);
        await page.getByTestId(`show-${name}`).setChecked(["tanh", "leaky_relu"].includes(name));
      }
      await page.getByTestId("x").fill("-2");
      await page.getByTestId("parameter-leaky_relu").fill("0.2");
      await says(page, "leaky_relu", ["−0.4", "0.2"]);
      await says(page, "tanh", ["−0.964", "0.07065"]);
      await page.waitForFunction(() => location.hash.includes("p=0.2"));
      const link = page.url();
      await page.goto("about:blank");
      await page.goto(link);
      await ready(page, "activation");
      await says(page, "leaky_relu", ["−0.4", "0.2"]);
      assert.equal(await boxes.and(page.locator(":checked")).count(), 2);
    }));

  test(`${language}: linear layers fold into one with the same answer, and with ReLU they do not`, () =>
    browser.visit({ language, section: "activation", reduced: true }, async (page) => {
      const text = await words("activation", language);
      const said = (/** @type {string} */ sentence) => page.getByTestId("fold-words").filter({ hasText: sentence.replaceAll("*", "") }).waitFor();
      await said(text.deep.one("2", "3", "54"));
      await page.getByTestId("fold").click();
      await said(text.same.one("2", "3", "54", "27", "54"));
      await page.getByTestId("fold-figure").getByText("× 27").waitFor();
      await page.getByTestId("c").fill("0.5");
      await said(text.same.one("2", "0.5", "0.25", "0.125", "0.25"));
      await page.getByTestId("between").getByRole("radio", { name: text.betweens.relu }).check();
      await said(text.bent("2", "0.25", "−2", "0"));
      await page.getByTestId("fold").click();
      assert.equal(await page.getByTestId("fold-figure").getByText(text.oneLayer, { exact: true }).count(), 0);
      await page.getByTestId("between").getByRole("radio", { name: text.betweens.linear }).check();
      await page.getByTestId("form").getByRole("radio").nth(1).check();
      await said(text.same.matrices("(2, 1)", "6.5", "[5, −3.5]", "6.5"));
      await page.getByTestId("form").getByRole("radio").nth(0).check();
      await page.getByTestId("c").fill("1e15");
      await said(text.tooLarge);
    }));
}
