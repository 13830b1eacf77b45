// The three-layer network of the slides, number by number.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, LANGUAGES, ready, words } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @param {import("playwright-core").Page} page @param {RegExp} answer */
const answers = (page, answer) => page.getByTestId("value-6").filter({ hasText: answer }).waitFor();

for (const language of LANGUAGES) {
  test(`${language}: the network answers as the book's`, () =>
    browser.visit({ language, section: "layers" }, async (page) => {
      await answers(page, /0\.316827 0\.696279/);
      for (const [line, values] of /** @type {const} */ ([
        [1, "0.3 0.7 1.1"], [2, "0.574443 0.668188 0.75026"], [3, "0.51616 1.21403"], [4, "0.626249 0.771011"]])) {
        assert.ok((await page.getByTestId(`value-${line}`).innerText()).includes(values), `line ${line}`);
      }
    }));

  test(`${language}: a neuron shows its sum, by click and by key, and its weights change the answer`, () =>
    browser.visit({ language, section: "layers" }, async (page) => {
      await answers(page, /0\.316827/);
      await page.getByTestId("node-1-1").focus();
      await page.keyboard.press("Enter");
      await page.getByTestId("neuron-sum").filter({ hasText: /1·0\.3 \+ 0\.5·0\.4 \+ 0\.2 = 0\.7/ }).waitFor();
      await page.getByTestId("node-3-0").click();
      const bias = page.getByRole("spinbutton", { name: "B3[0]", exact: true });
      await bias.fill("0.7832");
      await answers(page, /\[1 0\.696279\]|\[1\.0000|\[0\.99999|\[1\.00/);
      await page.waitForFunction(() => location.hash.includes("0.7832"));
      await page.reload();
      await ready(page, "layers");
      await answers(page, /\[1 0\.696279\]|\[1\.0000|\[0\.99999|\[1\.00/);
    }));

  test(`${language}: the forward pass goes step by step, and says each`, () =>
    browser.visit({ language, section: "layers" }, async (page) => {
      const text = await words("layers", language);
      await page.getByRole("button", { name: text.first, exact: true }).click();
      for (const [step, said] of text.stepWords.entries()) {
        await page.getByTestId("step-words").filter({ hasText: said }).waitFor();
        if (step < 6) await page.getByRole("button", { name: text.forward, exact: true }).click();
      }
      await page.getByRole("slider", { name: text.steps }).press("ArrowLeft");
      await page.getByTestId("step-words").filter({ hasText: text.stepWords[5] }).waitFor();
    }));

  test(`${language}: with the identity the three layers are one`, () =>
    browser.visit({ language, section: "layers" }, async (page) => {
      const text = await words("layers", language);
      await page.getByRole("combobox", { name: text.hidden }).selectOption({ label: text.functions.identity });
      await answers(page, /0\.426\d* 0\.912/);
      await page.getByTestId("one-layer").filter({ hasText: text.oneLayer.slice(0, 20) }).waitFor();
    }));
}
