// The perceptron's line: turned by mouse and by keys, undone, and those of the network with two layers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {readonly string[]} names */
const numbers = (page, ...names) => Promise.all(names.map((name) => page.getByTestId(name).inputValue().then(Number)));

/**
 * @param {Page} page
 * @param {string} handle
 * @param {[number, number]} by
 */
async function drag(page, handle, [right, down]) {
  await page.getByTestId(handle).scrollIntoViewIfNeeded();
  const box = await page.getByTestId(handle).boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right, y + down, { steps: 8 });
  await page.mouse.up();
}

test("turning the line by mouse keeps the length of the weights, and one undo takes it back", () =>
  browser.visit({ section: "perceptron" }, async (page) => {
    await drag(page, "plane-0-turn", [120, 40]);
    const [w1, w2, b] = await numbers(page, "w1", "w2", "b");
    assert.ok(Math.abs(Math.hypot(w1, w2) - Math.hypot(0.5, 0.5)) < 2e-3, `${w1}, ${w2}`);
    // The place it turns about stays on the line.
    assert.ok(Math.abs(0.7 * w1 + 0.7 * w2 + b) < 3e-3, `${w1}, ${w2}, ${b}`);
    await page.getByTestId("undo").click();
    assert.deepEqual(await numbers(page, "w1", "w2", "b"), [0.5, 0.5, -0.7]);
  }));

test("half a turn by keys makes NAND of AND", () =>
  browser.visit({ section: "perceptron" }, async (page) => {
    await page.getByTestId("plane-0-turn").focus();
    for (let press = 0; press < 36; press++) await page.keyboard.press("ArrowRight");
    assert.deepEqual(await numbers(page, "w1", "w2", "b"), [-0.5, -0.5, 0.7]);
    await page.getByTestId("status-nand").filter({ hasText: "met" }).waitFor();
  }));

test("a line that passes no point says so, and a neuron without weights has none", () =>
  browser.visit({ section: "perceptron?b=-3" }, async (page) => {
    await page.getByTestId("words").getByText("The line does not pass between the points").waitFor();
    await page.getByTestId("w1").fill("0");
    await page.getByTestId("w2").fill("0");
    await page.getByTestId("words").getByText("there is no line").waitFor();
    assert.equal(await page.getByTestId("plane-0-move").isVisible(), false);
  }));

test("all three lines of the second layer's network can be dragged, and the button keeps the focus", () =>
  browser.visit({ section: "perceptron?gate=xor" }, async (page) => {
    await page.getByTestId("add-layer").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("status-xor").filter({ hasText: "met" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-test")), "add-layer");
    for (const [handle, names] of /** @type {const} */ ([["plane-0-move", ["n0", "n1", "n2"]], ["plane-1-move", ["n3", "n4", "n5"]], ["hidden-0-move", ["n6", "n7", "n8"]]])) {
      const before = await numbers(page, ...names);
      await drag(page, handle, [30, -30]);
      const now = await numbers(page, ...names);
      assert.deepEqual(now.slice(0, 2), before.slice(0, 2));
      assert.notEqual(now[2], before[2], handle);
    }
  }));

test("with small numbers the sigmoid does not make XOR, with ten times as large ones it does", () =>
  browser.visit({ section: "perceptron?gate=xor&net=two&h=sigmoid" }, async (page) => {
    await page.getByTestId("status-xor").filter({ hasText: "2 of 4" }).waitFor();
    await page.getByTestId("ten").click();
    await page.getByTestId("status-xor").filter({ hasText: "met" }).waitFor();
  }));
