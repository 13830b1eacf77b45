// Digits: drawn by mouse, finger and keys, dropped as files; neurons opened and switched off.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, Browser, drawByPointer, drawByTouch, drop, fitsWidth, Keys, LANGUAGES, ready, words } from "./browser.mjs";
import { COMMAND, ROOT } from "./site.mjs";
import { DIGITS } from "./strokes.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @typedef {import("playwright-core").Page} Page */
/** @param {Page} page @param {number | string} digit */
const answers = (page, digit) => page.getByTestId("answer").locator("b").filter({ hasText: new RegExp(`^${digit}$`) }).waitFor();
/** @param {Page} page */
const clear = async (page) => {
  await page.getByTestId("clear").click();
  await answers(page, "\\?");
};
/** @param {string} path of the repository */
const file = (path) => new Uint8Array(readFileSync(join(ROOT, path)));

for (const language of LANGUAGES) {
  test(`${language}: one digit of each class, drawn by mouse`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      for (const [digit, strokes] of DIGITS.entries()) {
        await clear(page);
        await drawByPointer(page, page.getByTestId("paper"), strokes);
        await answers(page, digit);
      }
    }));

  test(`${language}: one digit of each class, drawn by finger on a phone`, () =>
    browser.visit({ language, section: "digits", width: 390, height: 844, touch: true }, async (page) => {
      for (const [digit, strokes] of DIGITS.entries()) {
        await clear(page);
        await drawByTouch(page, page.getByTestId("paper"), strokes);
        await answers(page, digit);
      }
      await fitsWidth(page, "digits drawn");
    }));

  test(`${language}: one digit of each class, drawn by keys`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      const hand = new Keys(page, page.getByTestId("paper"));
      for (const [digit, strokes] of DIGITS.entries()) {
        await clear(page);
        await hand.draw(strokes);
        await answers(page, digit);
      }
    }));

  test(`${language}: a drawing is in the link, and a stroke can be undone`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      await clear(page);
      await drawByPointer(page, page.getByTestId("paper"), DIGITS[4]);
      await answers(page, 4);
      await page.waitForFunction(() => location.hash.includes("d="));
      await page.waitForTimeout(500);
      const link = page.url();
      const shares = await page.getByTestId("classes").innerText();
      await page.goto("about:blank");
      await page.goto(link);
      await ready(page, "digits");
      await answers(page, 4);
      assert.equal(await page.getByTestId("classes").innerText(), shares);
      await page.getByTestId("undo-stroke").click();
      await page.waitForFunction((old) => /** @type {HTMLElement} */ (document.querySelector("[data-test=classes]")).innerText !== old, shares);
    }));

  test(`${language}: a cell opens to its weights and its sum, by key too, and can be switched off`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      await answers(page, 7);
      const shares = await page.getByTestId("classes").innerText();
      await page.getByTestId(/^cell-0/).first().focus().catch(() => page.getByTestId("layer-0").locator("button").first().focus());
      await page.keyboard.press("Enter");
      await page.getByTestId("sum").first().waitFor();
      await accessible(page, `an open neuron, ${language}`);
      await page.getByTestId("switch-off").first().click();
      await page.getByTestId("held").waitFor();
      await page.waitForFunction((old) => /** @type {HTMLElement} */ (document.querySelector("[data-test=classes]")).innerText !== old, shares);
      await page.getByTestId("let-all-go").click();
      await page.waitForFunction((old) => /** @type {HTMLElement} */ (document.querySelector("[data-test=classes]")).innerText === old, shares);
    }));

  test(`${language}: weight files are dropped: pickle, npz, safetensors, and a broken one`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      await answers(page, 7);
      const main = page.locator(".section.digits");
      const chain = page.getByTestId("chain");
      for (const path of ["crates/cli/tests/pickles/book.pkl", "crates/files/tests/golden/np1-deflated.npz", "crates/feedforward/models/digits.safetensors"]) {
        const name = path.split("/").at(-1) ?? "";
        await drop(main, name, file(path));
        const { chain: expected } = JSON.parse(execFileSync(COMMAND, ["inspect", join(ROOT, path), "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
        await page.waitForFunction((text) => document.querySelector("[data-test=chain]")?.textContent?.trim() === text, expected.join("\n").trim());
        await page.locator(".files").filter({ hasText: name }).waitFor();
      }
      const kept = await chain.innerText();
      await drop(main, "broken.npz", Buffer.from("PK\x03\x04 and no archive"));
      await page.getByTestId("file-fault").filter({ hasText: "broken.npz" }).waitFor();
      assert.equal(await chain.innerText(), kept, "the network before it stays");
      await page.getByTestId("file-fault").getByRole("button").click();
      await page.getByTestId("file-fault").waitFor({ state: "hidden" });
    }));

  test(`${language}: a picture of a digit is dropped and read as the command reads it`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      await answers(page, 7);
      const path = "crates/digits/tests/pictures/7_ink_on_paper.png";
      await page.getByTestId("index").fill("1");
      await page.getByTestId("index").press("Enter");
      await answers(page, 2);
      await drop(page.locator(".section.digits"), "7_ink_on_paper.png", file(path));
      await answers(page, 7);
      await page.getByTestId("done").waitFor();
    }));

  test(`${language}: test digits are browsed, and one that is read wrong says so`, () =>
    browser.visit({ language, section: "digits" }, async (page) => {
      const text = await words("digits", language);
      await answers(page, 7);
      await page.getByTestId("truth").filter({ hasText: text.right(7) }).waitFor();
      await page.getByTestId("wrong").click();
      await page.getByTestId("truth").filter({ hasText: "✗" }).waitFor();
    }));
}
