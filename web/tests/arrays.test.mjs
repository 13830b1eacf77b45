// The section on arrays: sizes, entries written out, shapes that do not fit.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, LANGUAGES, ready, words } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @param {import("playwright-core").Page} page @param {string} place @param {string} value */
const shows = (page, place, value) => page.getByTestId(`entry-${place}`).filter({ hasText: new RegExp(`^${value.replace(/[.-]/g, "\\$&")}$`) }).waitFor();

for (const language of LANGUAGES) {
  test(`${language}: an entry of the product is the sum along its row and column`, () =>
    browser.visit({ language, section: "arrays" }, async (page) => {
      for (const [place, value] of /** @type {const} */ ([["0-0", "19"], ["0-1", "22"], ["1-0", "43"], ["1-1", "50"]])) {
        await shows(page, place, value);
      }
      await page.getByTestId("entry-1-0").click();
      await page.getByTestId("sum").filter({ hasText: /3·5 \+ 4·7 = 43/ }).waitFor();
      await page.getByTestId("entry-1-0").press("ArrowRight");
      await page.getByTestId("sum").filter({ hasText: /3·6 \+ 4·8 = 50/ }).waitFor();
    }));

  test(`${language}: a changed entry changes its column, can be undone, and is in the link`, () =>
    browser.visit({ language, section: "arrays" }, async (page) => {
      const shell = await words("shell", language);
      await page.getByRole("spinbutton", { name: "B [1, 0]" }).fill("9");
      await shows(page, "0-0", "23");
      await shows(page, "1-0", "51");
      await shows(page, "0-1", "22");
      await page.waitForFunction(() => location.hash.includes("?"));
      await page.reload();
      await ready(page, "arrays");
      await shows(page, "1-0", "51");
      assert.equal(await page.getByRole("spinbutton", { name: "B [1, 0]" }).inputValue(), "9");
      await page.getByRole("spinbutton", { name: "B [1, 0]" }).fill("7");
      await shows(page, "1-0", "43");
      await page.getByRole("button", { name: shell.undo }).click();
      await shows(page, "1-0", "51");
      await page.getByRole("button", { name: shell.startOver }).click();
      await shows(page, "1-0", "43");
    }));

  test(`${language}: shapes that do not fit say why, and each way out leads to a product`, () =>
    browser.visit({ language, section: "arrays" }, async (page) => {
      await page.getByTestId("preset-wrong").click();
      const wrong = page.getByTestId("wrong");
      await wrong.waitFor();
      assert.match(await wrong.innerText(), /3/);
      const fixes = await page.getByTestId(/^fix-/).count();
      assert.equal(fixes, 4);
      for (let fix = 0; fix < fixes; fix++) {
        await page.getByTestId("preset-wrong").click();
        await page.getByTestId(`fix-${fix}`).click();
        await wrong.waitFor({ state: "detached" });
        await page.getByTestId("entry-0-0").waitFor();
      }
    }));

  test(`${language}: one example more is one row more, and the weights stay`, () =>
    browser.visit({ language, section: "arrays" }, async (page) => {
      await page.getByTestId("preset-batch").click();
      await page.getByTestId(/^entry-/).first().waitFor();
      const rows = () => page.getByTestId("product").getByRole("row").count();
      const weights = () => page.getByRole("spinbutton", { name: /^W / }).evaluateAll((fields) => fields.map((field) => /** @type {HTMLInputElement} */ (field).value));
      const [before, given] = [await rows(), await weights()];
      await page.getByTestId("example-more").click();
      await page.waitForFunction((count) => document.querySelectorAll("[data-test=product] [role=row], [data-test=product] tr").length > count, before);
      assert.equal(await rows(), before + 1);
      assert.deepEqual(await weights(), given);
    }));

  test(`${language}: the chain of shapes is that of 784-50-100-10, with a batch and without`, () =>
    browser.visit({ language, section: "arrays" }, async (page) => {
      const text = await words("arrays", language);
      const chain = (/** @type {RegExp} */ shapes) => page.getByRole("img", { name: shapes }).waitFor();
      await chain(/784×50.*50×100.*100×10/);
      await page.getByRole("radio", { name: text.chain.hundred, exact: true }).check();
      await chain(/100×784.*784×50.*100×10/);
    }));
}
