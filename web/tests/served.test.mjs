// The page as the command serves it, with a network of its own.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser, ready, words } from "./browser.mjs";
import { ROOT } from "./site.mjs";

/** @type {Browser} */
let browser;
before(async () => {
  browser = await Browser.open(["--language", "ko", "--model", join(ROOT, "crates/cli/tests/pickles/book.pkl"), "--hidden", "sigmoid"]);
});
after(() => browser?.close());

test("the address that is printed opens the digits with the file's network", () =>
  browser.visit({ language: "ko" }, async (page) => {
    const text = await words("digits", "ko");
    assert.equal(browser.site.address, `${browser.site.origin}/ko/#digits?model=1`);
    await page.goto(browser.site.address);
    await ready(page, "digits");
    await page.locator(".files").filter({ hasText: "book.pkl" }).waitFor();
    assert.equal(await page.getByTestId("hidden").inputValue(), "sigmoid");
    assert.ok(text.lead.length > 0);
  }));
