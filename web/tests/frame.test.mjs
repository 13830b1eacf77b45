// The frame around the sections, and what holds in each of them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, Browser, fitsWidth, LANGUAGES, largeEnough, reachableByTab, ready, SECTIONS, words } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

for (const language of LANGUAGES) {
  test(`the page in ${language} has a name, its language and links to all sections`, () =>
    browser.visit({ language }, async (page) => {
      const shell = await words("shell", language);
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      const links = page.getByRole("navigation", { name: shell.sections }).getByRole("link");
      assert.deepEqual(await links.allInnerTexts(), Object.values(shell.names));
      for (const section of SECTIONS) {
        await page.getByRole("navigation", { name: shell.sections }).getByRole("link", { name: shell.names[section], exact: true }).click();
        await ready(page, section);
        assert.equal(await page.title(), `${shell.names[section]} · feedforward`);
        assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), shell.names[section]);
        assert.equal(await page.locator("nav a[aria-current=page]").innerText(), shell.names[section]);
      }
    }));

  for (const section of SECTIONS) {
    test(`${section} in ${language}: axe finds nothing, by day and by night`, async () => {
      for (const theme of /** @type {const} */ (["light", "dark"])) {
        await browser.visit({ language, section, theme }, (page) => accessible(page, `${section} ${language} ${theme}`));
      }
    });

    test(`${section} in ${language}: Tab reaches every control, each of 24 pixels`, () =>
      browser.visit({ language, section }, async (page) => {
        await largeEnough(page, `${section} ${language}`);
        await reachableByTab(page, `${section} ${language}`);
      }));

    test(`${section} in ${language} fits a phone of 390 and a window of 320 pixels`, async () => {
      for (const width of [390, 320]) {
        await browser.visit({ language, section, width, height: 800, touch: true }, async (page) => {
          await fitsWidth(page, `${section} ${language} ${width}`);
          await largeEnough(page, `${section} ${language} ${width}`);
        });
      }
    });
  }
}

test("the browser's language chooses the page's, and a choice is remembered", () =>
  browser.visit({ language: "ko" }, async (page) => {
    await page.goto(`${browser.site.origin}/#arrays`);
    await page.waitForURL(`${browser.site.origin}/ko/#arrays`);
    await ready(page, "arrays");
    await page.getByRole("link", { name: "English", exact: true }).click();
    await page.waitForURL(`${browser.site.origin}/en/#arrays`);
    await ready(page, "arrays");
    await page.goto(`${browser.site.origin}/`);
    await page.waitForURL(`${browser.site.origin}/en/`);
    await ready(page);
  }));

test("the theme is the system's until it is switched, then stays", () =>
  browser.visit({ theme: "dark" }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    const shell = await words("shell", "en");
    await page.getByRole("button", { name: shell.theme }).click();
    const light = await background();
    assert.notEqual(light, dark);
    await page.reload();
    await ready(page);
    assert.equal(await background(), light);
  }));

test("a link to a section that there is not leads to the first", () =>
  browser.visit({}, async (page) => {
    await page.goto(`${browser.site.origin}/en/#nothing`);
    await ready(page, "perceptron");
  }));

test("the first Tab offers to skip to the content", () =>
  browser.visit({ language: "ko" }, async (page) => {
    const shell = await words("shell", "ko");
    await page.keyboard.press("Tab");
    const skip = page.getByRole("button", { name: shell.skip });
    assert.ok(await skip.evaluate((element) => element === document.activeElement));
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "content");
  }));

test("without JavaScript, the page says why it shows nothing", async () => {
  for (const language of LANGUAGES) {
    const context = await browser.chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${browser.site.origin}/${language}/`);
    assert.match(await page.locator("body").innerText(), /JavaScript|자바스크립트/);
    await context.close();
  }
});
