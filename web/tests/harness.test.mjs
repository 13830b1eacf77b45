// The checks that every section has to pass find what they look for.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, Browser, fitsWidth, largeEnough, reachableByTab } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

/** Puts a fault into the page. @param {import("playwright-core").Page} page @param {string} markup */
const put = (page, markup) => page.evaluate((html) => document.querySelector("main")?.insertAdjacentHTML("beforeend", html), markup);

test("a button without a name, a small one, one off the Tab key and a wide box are found", () =>
  browser.visit({ width: 390 }, async (page) => {
    await fitsWidth(page, "before");
    await put(page, "<button></button>");
    await assert.rejects(accessible(page, "unnamed"), /button-name/);
    await put(page, "<button class='tiny'>x</button>");
    await page.locator(".tiny").evaluate((element) => Object.assign(element.style, { minWidth: "0", minHeight: "0", width: "12px", height: "12px", padding: "0" }));
    await assert.rejects(largeEnough(page, "small"), /12\.0 x 12\.0/);
    await put(page, "<div tabindex='0' role='button' id='trap'>x</div>");
    await page.locator("#trap").evaluate((element) => element.addEventListener("focus", () => element.blur()));
    await assert.rejects(reachableByTab(page, "trap"), /trap/);
    await put(page, "<div class='wide'>x</div>");
    await page.locator(".wide").evaluate((element) => Object.assign(element.style, { width: "500px" }));
    await assert.rejects(fitsWidth(page, "wide"), /wide to/);
  }));

test("a request to another host, an error and what the policy forbids fail a visit", async () => {
  const fails = (/** @type {() => void} */ act, /** @type {RegExp} */ reason) =>
    assert.rejects(browser.visit({}, async (page) => {
      await page.evaluate(act).catch(() => {});
      await page.waitForTimeout(200);
    }), reason);
  await fails(() => void fetch("https://example.org/").catch(() => {}), /Content Security Policy|example\.org/);
  await fails(() => void setTimeout(() => { throw new Error("deliberate"); }), /deliberate/);
  await fails(() => void Promise.reject(new Error("deliberate")), /deliberate/);
  await fails(() => document.body.setAttribute("onclick", "1"), /Content Security Policy/);
  await fails(() => void fetch("/there-is-no-such-file"), /status 404/);
});
