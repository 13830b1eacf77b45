// The panels below the digits: each is opened, used by mouse and by keys, and says what the engine says.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { accessible, Browser, fitsWidth, LANGUAGES, largeEnough } from "./browser.mjs";

/** @typedef {import("playwright-core").Page} Page */

const NAMES = ["why", "flip", "effects", "nearest", "wall", "versus", "timing", "sheet", "copy"];
/** What a panel shows once it has its answer. @type {Record<string, string>} */
const SIGNS = {
  why: "why-sum", flip: "flip-now", effects: "effects-said", nearest: "nearest-said", wall: "confusion-9-9", versus: "panel-versus", timing: "timing-start", sheet: "sheet-0", copy: "copy-code",
};

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @param {Page} page @param {string} name */
const by = (page, name) => page.locator(`[data-test="${name}"]`);

/** @param {Page} page @param {string} name of a panel */
async function open(page, name) {
  const panel = by(page, `panel-${name}`);
  if ((await panel.getAttribute("open")) === null) await panel.locator("summary").first().click();
  await by(page, SIGNS[name]).first().waitFor();
  await page.waitForFunction((test) => document.querySelector(`[data-test="${test}"]`)?.textContent !== "", SIGNS[name]);
  return panel;
}

/** @param {Page} page @param {string} test @param {RegExp} pattern */
async function says(page, test, pattern) {
  await page.waitForFunction(({ test, source }) => new RegExp(source).test(document.querySelector(`[data-test="${test}"]`)?.textContent ?? ""), { test, source: pattern.source });
}

/** @param {string} text with the page's minus */
const numbers = (text) => (text.replaceAll("−", "-").replaceAll(/([+-]) /g, "$1").match(/-?\d+(?:[.,]\d+)*/g) ?? []).map((found) => Number(found.replaceAll(",", "")));

for (const language of LANGUAGES) {
  test(`all panels open in ${language}: axe finds nothing, and they fit a phone`, async () => {
    for (const [width, theme] of /** @type {const} */ ([[1280, "light"], [390, "dark"], [320, "light"]])) {
      await browser.visit({ language, section: "digits", width, theme }, async (page) => {
        for (const name of NAMES) await open(page, name);
        await page.locator(".digit-card").nth(20).waitFor();
        await fitsWidth(page, `panels ${language} ${width}`);
        await largeEnough(page, `panels ${language} ${width}`);
        await accessible(page, `panels ${language} ${width} ${theme}`);
      });
    }
  });
}

test("nothing runs in a closed panel", () =>
  browser.visit({ section: "digits" }, async (page) => {
    await open(page, "flip");
    await by(page, "panel-flip").locator("summary").first().click();
    const before = await by(page, "flip-said").textContent();
    await by(page, "index").fill("8");
    await by(page, "index").press("Enter");
    await says(page, "why-said", /logit of 5/);
    assert.equal(await by(page, "flip-said").textContent(), before);
    await by(page, "panel-flip").locator("summary").first().click();
    await says(page, "flip-said", /From 5 to/);
  }));

test("the shares add up to the difference of the two logits, and a neuron opens from there", () =>
  browser.visit({ section: "digits" }, async (page) => {
    await open(page, "why");
    await by(page, "why-against").selectOption("1");
    await says(page, "why-said", /that of 1/);
    const [above, below, bias, value] = numbers((await by(page, "why-sum").textContent()) ?? "");
    assert.ok(Math.abs(above + below + bias - value) < 0.0021, `${above} ${below} ${bias} ${value}`);
    const [seven, logit, one, rival, difference] = numbers((await by(page, "why-said").textContent()) ?? "");
    assert.deepEqual([seven, one, difference], [7, 1, value]);
    assert.ok(Math.abs(logit - rival - value) < 0.0021);
    await page.locator(".panel.why .neuron-list button").first().press("Enter");
    await page.waitForURL(/n=0\.\d+/);
    assert.match(page.url(), /why=-1/);
  }));

test("a link opens with what the panels show", () =>
  browser.visit({ section: "digits?why=7-n&flip=9&wall=4.9.all.wrong.0" }, async (page) => {
    await says(page, "why-said", /^The logit of 7 is 8\.648/);
    await says(page, "flip-said", /From 7 to 9/);
    await says(page, "wall-count", /: 5$/);
  }));

test("the smallest change is played, moved by keys and put back", () =>
  browser.visit({ section: "digits" }, async (page) => {
    await open(page, "flip");
    await says(page, "flip-said", /From 7 to \d: \d+ pixels/);
    await says(page, "flip-now", /100.*the answer is [^7]/);
    await by(page, "flip-back").click();
    await says(page, "flip-now", /^0.*the answer is 7/);
    await by(page, "flip-slider").press("End");
    await says(page, "flip-now", /the answer is [^7]/);
    await by(page, "flip-play").click();
    await says(page, "flip-now", /the answer is 7/);
    await says(page, "flip-now", /^100.*the answer is [^7]/);
    await by(page, "flip-to").selectOption("9");
    await says(page, "flip-said", /From 7 to 9/);
  }));

test("with reduced motion the film jumps to its end", () =>
  browser.visit({ section: "digits", reduced: true }, async (page) => {
    await open(page, "flip");
    await by(page, "flip-back").click();
    await by(page, "flip-play").click();
    assert.match((await by(page, "flip-now").textContent()) ?? "", /^100/);
  }));

test("a neuron is switched off, and the networks with and without it are compared", () =>
  browser.visit({ section: "digits" }, async (page) => {
    const panel = await open(page, "effects");
    const off = panel.locator("[data-test$='-off']");
    for (let count = 0; count < 3; count += 1) {
      await off.nth(count).press("Enter");
      await page.waitForFunction((held) => document.querySelectorAll(".panel.effects button[aria-pressed=true]").length === held, count + 1);
    }
    await open(page, "versus");
    await by(page, "versus-built-in").click();
    await says(page, "versus-said", /differently on [\d,]+ of 10,000/);
    const counts = (await page.locator(".panel.versus table").first().locator("td").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
    assert.equal(counts.reduce((sum, count) => sum + count, 0), 10000);
    await by(page, "effects-release").click();
    await says(page, "versus-said", /same network/);
  }));

test("a file is the second network, and what is no network is refused", () =>
  browser.visit({ section: "digits" }, async (page) => {
    await open(page, "versus");
    await by(page, "versus-file").setInputFiles({ name: "none.npz", mimeType: "", buffer: Buffer.from("no network") });
    await page.locator(".panel.versus > .note").filter({ visible: true }).waitFor();
    const buffer = await readFile(new URL("../site/data/digits.safetensors", import.meta.url));
    await by(page, "versus-file").setInputFiles({ name: "mine.safetensors", mimeType: "", buffer });
    await says(page, "versus-said", /differently on 0 of 10,000/);
    assert.equal(await page.locator(".panel.versus .card").nth(1).locator("h3").textContent(), "mine.safetensors");
  }));

test("the nearest digits have labels and distances, and are chosen", () =>
  browser.visit({ section: "digits" }, async (page) => {
    const panel = await open(page, "nearest");
    await says(page, "nearest-said", /All of the 12 nearest test digits have the label 7/);
    const card = panel.locator(".digit-card").first();
    const index = await card.getAttribute("data-index");
    await card.press("Enter");
    await page.waitForURL(new RegExp(`i=${index}`));
  }));

test("the wall shows what is wrong first, and a cell of the confusion matrix its digits", () =>
  browser.visit({ section: "digits" }, async (page) => {
    const panel = await open(page, "wall");
    await says(page, "wall-said", /9,890 of 10,000 are right: an accuracy of 98\.90%\. 110 are wrong/);
    await panel.locator(".digit-card").nth(119).waitFor();
    assert.equal(await panel.locator(".digit-card.wrong").count(), 110);
    const cell = by(page, "confusion-4-9");
    const count = Number(await cell.textContent());
    await cell.click();
    await says(page, "wall-count", new RegExp(`: ${count}$`));
    await page.waitForFunction((count) => document.querySelectorAll(".panel.wall .digit-card").length === count, count);
    await cell.press("ArrowLeft");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-test")), "confusion-4-8");
    await by(page, "wall-clear").click();
    await panel.locator(".digit-card").nth(119).waitFor();
    const first = panel.locator(".digit-card").first();
    await first.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const index = await page.evaluate(() => document.activeElement?.getAttribute("data-index"));
    assert.equal(index, await panel.locator(".digit-card").nth(1).getAttribute("data-index"));
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`i=${index}`));
    await by(page, "wall-after").click();
    await page.waitForURL(/wall=..all.wrong.1/);
  }));

test("batches are timed, and give the same bits", () =>
  browser.visit({ section: "digits" }, async (page) => {
    const panel = await open(page, "timing");
    await by(page, "timing-start").click();
    await page.waitForFunction(() => document.querySelector("[data-test='timing-bits']")?.textContent !== "", undefined, { timeout: 60_000 });
    assert.match((await by(page, "timing-bits").textContent()) ?? "", /same bit for bit/);
    assert.equal(await panel.locator(".bars li").count(), 5);
  }));

test("a sheet is read from left to right, and its digits are chosen", () =>
  browser.visit({ section: "digits" }, async (page) => {
    await open(page, "sheet");
    await says(page, "sheet-said", /6 digits were found: 7 2 1 0 4 1/);
    await by(page, "sheet-1").press("Enter");
    await says(page, "why-said", /The logit of 2/);
  }));

test("code for this digit is there for the command, Rust and Python, and its picture is saved", () =>
  browser.visit({ section: "digits?i=3" }, async (page) => {
    const panel = await open(page, "copy");
    await says(page, "copy-code", /feedforward predict --index 3\n# -> 0 \(/);
    await panel.getByRole("radio", { name: "Rust" }).check();
    await says(page, "copy-code", /test\.row\(3\)/);
    await panel.getByRole("radio", { name: "Python (NumPy)" }).check();
    await says(page, "copy-code", /np\.maximum\(x @ w\["W1"\] \+ w\["b1"\], 0\)/);
    const [download] = await Promise.all([page.waitForEvent("download"), by(page, "copy-png").click()]);
    const bytes = await readFile(await download.path());
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [28, 28]);
  }));
