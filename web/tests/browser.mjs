// One browser, and visits to the page in it that refuse whatever the page must not do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, selectors } from "playwright-core";
import { serve } from "./site.mjs";

// What a test has to find and has no name of its own.
selectors.setTestIdAttribute("data-test");

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** @typedef {"en" | "ko"} Language */
export const LANGUAGES = /** @type {const} */ (["en", "ko"]);
export const SECTIONS = /** @type {const} */ (["perceptron", "activation", "arrays", "layers", "output", "digits", "learning"]);

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/**
 * @typedef {object} Visit
 * @property {Language} [language]
 * @property {string} [section] as in the link, with parameters or without
 * @property {number} [width]
 * @property {number} [height]
 * @property {"light" | "dark"} [theme]
 * @property {boolean} [touch]
 * @property {boolean} [reduced] whether motion is to be reduced
 * @property {readonly RegExp[]} [expected] what the console may say although it is an error
 */

/** The page's server and a browser; `close` ends both. */
export class Browser {
  /**
   * @param {Awaited<ReturnType<typeof serve>>} site
   * @param {import("playwright-core").Browser} chromium
   */
  constructor(site, chromium) {
    this.site = site;
    this.chromium = chromium;
  }

  /** @param {string[]} [flags] of `feedforward page` */
  static async open(flags) {
    const site = await serve(flags);
    try {
      return new Browser(site, await chromium.launch({ executablePath: CHROMIUM, args: FLAGS }));
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  async close() {
    await this.chromium.close();
    await this.site.close();
  }

  /**
   * Opens a section, hands it to `use`, and fails on whatever went wrong meanwhile: an error, a request to
   * another host, a violation of the content security policy.
   *
   * @template T
   * @param {Visit} visit
   * @param {(page: Page, language: Language) => Promise<T>} use
   * @returns {Promise<T>}
   */
  async visit({ language = "en", section = "", width = 1280, height = 900, theme = "light", touch = false, reduced = false, expected = [] }, use) {
    const context = await this.chromium.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: reduced ? "reduce" : "no-preference",
      hasTouch: touch,
      locale: language === "ko" ? "ko-KR" : "en-US",
      acceptDownloads: true,
    });
    /** @type {string[]} */
    const faults = [];
    const note = (/** @type {string} */ fault) => {
      if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
    };
    await context.route("**/*", (route) => {
      const url = new URL(route.request().url());
      if (url.origin === this.site.origin || url.protocol === "blob:" || url.protocol === "data:") return route.continue();
      note(`request to ${url}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && note(`console: ${message.text()} (${message.location().url})`));
    page.on("pageerror", (error) => note(`error: ${error.stack ?? error}`));
    page.on("response", (response) => response.status() >= 400 && note(`status ${response.status()}: ${response.url()}`));
    page.setDefaultTimeout(15_000);
    try {
      await page.goto(`${this.site.origin}/${language}/${section && `#${section}`}`);
      await ready(page, section.split("?")[0]);
      const result = await use(page, language);
      const shown = await page.locator(".fault:visible").allInnerTexts();
      assert.deepEqual([...faults, ...shown], [], `${language}/#${section}`);
      return result;
    } catch (error) {
      // What went wrong first says more than what was waited for in vain.
      if (faults.length > 0 && error instanceof Error && !(error instanceof assert.AssertionError)) error.message += `\n${faults.join("\n")}`;
      throw error;
    } finally {
      await context.close();
    }
  }
}

/**
 * Waits until a section is there.
 *
 * @param {Page} page
 * @param {string} [section]
 */
export async function ready(page, section) {
  await page.locator(section ? `main[data-ready="${section}"]` : "main[data-ready]").waitFor();
}

/**
 * The words of a section, as the page's own modules have them.
 *
 * @param {string} name such as `perceptron` or `shell`
 * @param {Language} language
 * @returns {Promise<any>}
 */
export async function words(name, language) {
  const folder = process.env.FEEDFORWARD_SITE ? new URL(`file://${process.env.FEEDFORWARD_SITE}/`) : new URL("../site/", import.meta.url);
  return (await import(new URL(`text/${language}/${name}.js`, folder).href)).text;
}

/** Until every task that the page has begun is drawn. @param {Page} page */
export async function settled(page) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Fails on every violation that axe finds in what is shown.
 *
 * @param {Page} page
 * @param {string} view what is shown
 */
export async function accessible(page, view) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    // @ts-expect-error axe defines itself in the page
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.map((/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.slice(0, 4).map((/** @type {any} */ node) => `${node.target.join(" ")} — ${node.failureSummary.replaceAll("\n", " ")}`).join(" | ")}`);
  });
  assert.deepEqual(violations, [], view);
}

/**
 * Fails if the page is wider than the window, and names what is.
 *
 * @param {Page} page
 * @param {string} view
 */
export async function fitsWidth(page, view) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if ((document.scrollingElement ?? document.body).scrollWidth <= width) return [];
    const inScroller = (/** @type {Element | null} */ element) => {
      for (let at = element?.parentElement; at; at = at.parentElement) {
        if (at !== document.documentElement && /auto|scroll|hidden/.test(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5 && !inScroller(element))
      .slice(-5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} to ${Math.round(element.getBoundingClientRect().right)} of ${width}`);
  });
  assert.deepEqual(wide, [], view);
}

/** Everything that a person can operate. */
const OPERABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=slider]";

/**
 * Fails on a control that Tab does not reach.
 *
 * @param {Page} page
 * @param {string} view
 */
export async function reachableByTab(page, view) {
  const count = await page.evaluate((selector) => {
    const shown = (/** @type {Element} */ element) =>
      element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && element.getClientRects().length > 0;
    let number = 0;
    for (const element of document.querySelectorAll(selector)) {
      if (!shown(element) || element.matches(":disabled, [inert] *, [aria-hidden=true] *")) continue;
      // Of radio buttons, and of the parts of one grid or list, Tab reaches one and arrows the others.
      if (element.getAttribute("tabindex") === "-1") continue;
      if (element instanceof HTMLInputElement && element.type === "radio" && !element.checked) continue;
      element.setAttribute("data-tab", String(number++));
    }
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    return number;
  }, OPERABLE);
  const reached = new Set();
  for (let press = 0; press < count * 2 + 10 && reached.size < count; press++) {
    await page.keyboard.press("Tab");
    const number = await page.evaluate(() => document.activeElement?.getAttribute("data-tab"));
    if (number !== null && number !== undefined) reached.add(Number(number));
  }
  const missed = await page.evaluate((found) => [...document.querySelectorAll("[data-tab]")]
    .filter((element) => !found.includes(Number(element.getAttribute("data-tab"))))
    .map((element) => element.outerHTML.slice(0, 150)), [...reached]);
  assert.deepEqual(missed, [], view);
}

/**
 * Fails on a control that is smaller than 24 by 24 pixels. A link within a text may be as high as its line.
 *
 * @param {Page} page
 * @param {string} view
 */
export async function largeEnough(page, view) {
  const small = await page.evaluate((selector) => {
    /** @type {string[]} */
    const found = [];
    for (const element of document.querySelectorAll(selector)) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".skip, .unseen")) continue;
      if (element.matches("p a, li p a, label a, .scroll")) continue;
      // What is drawn over a field or around it is its target.
      const label = element instanceof HTMLInputElement ? element.closest("label") : null;
      const { width, height } = (label ?? element).getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if (width < 23.9 || height < 23.9) found.push(`${element.outerHTML.slice(0, 120)} is ${width.toFixed(1)} x ${height.toFixed(1)}`);
    }
    return found;
  }, OPERABLE);
  assert.deepEqual(small, [], view);
}

/**
 * Drops a file onto an element, as from the desktop.
 *
 * @param {Locator} target
 * @param {string} name
 * @param {Uint8Array} bytes
 */
export async function drop(target, name, bytes) {
  await target.evaluate((element, { name, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, { name, base64: Buffer.from(bytes).toString("base64") });
}

/** @typedef {[number, number][]} Stroke points from 0 to 1 */

/**
 * Draws strokes with the mouse.
 *
 * @param {Page} page
 * @param {Locator} field
 * @param {readonly Stroke[]} strokes
 */
export async function drawByPointer(page, field, strokes) {
  const at = await placer(field);
  for (const [first, ...rest] of strokes) {
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...at(point), { steps: 2 });
    await page.mouse.up();
  }
}

/**
 * Draws strokes with a finger.
 *
 * @param {Page} page of a context with touch
 * @param {Locator} field
 * @param {readonly Stroke[]} strokes
 */
export async function drawByTouch(page, field, strokes) {
  const at = await placer(field);
  for (const stroke of strokes) await touch(page, [stroke[0], ...between(stroke)].map(at));
}

/**
 * Moves a finger from one place of the window to another.
 *
 * @param {Page} page of a context with touch
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
export function swipe(page, from, to) {
  return touch(page, [from, ...between([from, to])]);
}

/**
 * Returns when the page has seen the finger lift: the browser holds movements back until its next frame.
 *
 * @param {Page} page
 * @param {[number, number][]} places of the window
 */
async function touch(page, places) {
  const lifted = await page.evaluateHandle(() => {
    const seen = new Promise((resolve) => {
      for (const type of ["touchend", "touchcancel"]) addEventListener(type, resolve, { once: true, capture: true });
    });
    // An object, because a promise would be waited for here.
    return { seen: seen.then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))) };
  });
  const session = await page.context().newCDPSession(page);
  const [first, ...rest] = places.map(([x, y]) => ({ x, y }));
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [first] });
  for (const place of rest) await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [place] });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
  await lifted.evaluate(({ seen }) => seen.then(() => undefined));
  await lifted.dispose();
}

/** @param {Locator} field @returns {Promise<(point: [number, number]) => [number, number]>} */
async function placer(field) {
  await field.scrollIntoViewIfNeeded();
  const box = await field.boundingBox();
  assert.ok(box, "the field to draw in is not shown");
  return ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
}

/** Points close to each other along a stroke. @param {Stroke} stroke @returns {Stroke} */
export function between(stroke) {
  return stroke.slice(1).flatMap((to, index) => {
    const from = stroke[index];
    return Array.from({ length: 3 }, (_, step) => /** @type {[number, number]} */ (
      [from[0] + ((to[0] - from[0]) * (step + 1)) / 3, from[1] + ((to[1] - from[1]) * (step + 1)) / 3]));
  });
}

/**
 * A hand that draws with the arrow keys: Space puts the pen down and lifts it.
 */
export class Keys {
  // Where the page's cursor is at first, of 255.
  #at = /** @type {[number, number]} */ ([128, 64]);

  /** @param {Page} page @param {Locator} field */
  constructor(page, field) {
    this.page = page;
    this.field = field;
  }

  /** @param {readonly Stroke[]} strokes */
  async draw(strokes) {
    await this.field.focus();
    for (const [first, ...rest] of strokes) {
      await this.#go(first);
      await this.page.keyboard.press("Space");
      for (const point of rest) await this.#go(point);
      await this.page.keyboard.press("Space");
    }
  }

  /** In steps of 6, the longer way first where both remain. @param {[number, number]} point */
  async #go([x, y]) {
    for (;;) {
      const [across, down] = [x * 255 - this.#at[0], y * 255 - this.#at[1]];
      if (Math.max(Math.abs(across), Math.abs(down)) <= 3) return;
      const isAcross = Math.abs(across) > Math.abs(down);
      const sign = Math.sign(isAcross ? across : down);
      this.#at[isAcross ? 0 : 1] += 6 * sign;
      await this.page.keyboard.press(isAcross ? (sign > 0 ? "ArrowRight" : "ArrowLeft") : sign > 0 ? "ArrowDown" : "ArrowUp");
    }
  }
}
