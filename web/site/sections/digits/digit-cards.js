// Test digits as cards to choose from, a page at a time: any number of them stays fast.

import { button } from "../../parts/controls.js";
import { fill, html } from "../../parts/dom.js";
import { createPicture } from "../../parts/figures/picture.js";
import { roving } from "./roving.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("./panel.js").PanelText} PanelText */
/** @typedef {{ index: number, caption: string, label: string, wrong: boolean }} Card a test digit; `label` says all of it in words */

/** Cards of one page. */
export const PAGE = 120;

/**
 * @param {object} options
 * @param {Digits} options.digits
 * @param {PanelText} options.text
 * @param {string} options.label
 * @param {string} options.test
 * @param {number} [options.size] cards of one page
 * @param {(page: number) => void} [options.onPage]
 */
export function createCards({ digits, text, label, test, size = PAGE, onPage }) {
  const grid = html("div", { class: "digit-cards", role: "group", "aria-label": label, "data-test": test });
  const items = () => /** @type {HTMLElement[]} */ ([...grid.children]);
  const stops = roving(grid, items, () => {
    const all = items();
    const across = all.findIndex((item) => item.offsetTop > all[0].offsetTop);
    return across < 0 ? all.length : across;
  });
  const where = html("output", { "aria-live": "off", class: "tabular" });
  const before = button(text.before, () => turn(-1), { "data-test": `${test}-before` });
  const after = button(text.after, () => turn(1), { "data-test": `${test}-after` });
  const bar = html("div", { class: "row pages" }, before, where, after);
  /** @type {readonly Card[]} */
  let cards = [];
  let page = 0;
  let drawn = 0;

  /** @param {number} by */
  function turn(by) {
    page += by;
    onPage?.(page);
    void draw();
  }

  async function draw() {
    drawn += 1;
    const turnOf = drawn;
    const pages = Math.max(Math.ceil(cards.length / size), 1);
    page = Math.min(Math.max(page, 0), pages - 1);
    const shown = cards.slice(page * size, (page + 1) * size);
    before.disabled = page === 0;
    after.disabled = page === pages - 1;
    bar.hidden = pages === 1;
    const { count } = digits.page.format;
    where.textContent = text.range(count(cards.length === 0 ? 0 : page * size + 1), count(page * size + shown.length), count(cards.length));
    const pixels = await digits.engine.testDigits(shown.map(({ index }) => index));
    if (turnOf !== drawn || digits.page.signal.aborted) return;
    const hadFocus = grid.contains(document.activeElement);
    fill(grid, shown.map((card, place) => {
      const picture = createPicture({ label: "", rows: 28, columns: 28 });
      picture.element.removeAttribute("role");
      picture.element.removeAttribute("aria-label");
      picture.drawInk(pixels.subarray(784 * place, 784 * (place + 1)));
      return html("button", {
        type: "button",
        class: card.wrong ? "digit-card wrong" : "digit-card",
        // What is seen is part of the name, for those who speak to the page.
        "aria-label": `${card.caption}: ${card.label}`,
        title: card.label,
        "aria-pressed": card.index === digits.index ? "true" : undefined,
        "data-index": card.index,
        onclick: () => digits.chooseDigit(card.index),
      }, picture.element, card.caption !== "" && html("span", {}, card.caption));
    }));
    stops.reset();
    if (hadFocus) items()[0]?.focus({ preventScroll: true });
  }

  // The digit that is looked at is marked.
  digits.subscribe(() => {
    for (const item of items()) {
      if (Number(item.dataset.index) === digits.index) item.setAttribute("aria-pressed", "true");
      else item.removeAttribute("aria-pressed");
    }
  });

  return {
    element: html("div", {}, bar, grid),
    /** The cards in sight. */
    shown: () => cards.slice(page * size, (page + 1) * size),
    /**
     * @param {readonly Card[]} next
     * @param {number} [onPage]
     */
    set(next, onPage = 0) {
      cards = next;
      page = onPage;
      return draw();
    },
  };
}
