// Where the panels are: each in a place that opens, and begins its work when it is opened.

import { html } from "../../parts/dom.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("./panel.js").MountPanel} MountPanel */
/** @typedef {import("./panel.js").PanelText} PanelText */

/** @type {readonly { name: string, load: () => Promise<{ mountPanel: MountPanel }> }[]} */
const PANELS = [];

/**
 * @param {Digits} digits
 * @returns {HTMLElement}
 */
export function mountPanels(digits) {
  const { language, signal } = digits.page;
  const element = html("div", { class: "panels" });
  void (async () => {
    /** @type {{ text: PanelText }} */
    const { text } = await (language === "ko" ? import("../../text/ko/digits-panels.js") : import("../../text/en/digits-panels.js"));
    if (signal.aborted) return;
    const titles = /** @type {{ titles?: Record<string, string> }} */ (text).titles ?? {};
    element.append(...PANELS.map(({ name, load }, index) => place(digits, text, name, titles[name] ?? name, load, index === 0)));
  })();
  return element;
}

/**
 * @param {Digits} digits
 * @param {PanelText} text
 * @param {string} name
 * @param {string} title
 * @param {() => Promise<{ mountPanel: MountPanel }>} load
 * @param {boolean} isOpen
 */
function place(digits, text, name, title, load, isOpen) {
  const root = html("div", { class: `panel ${name}` });
  const details = html("details", { class: "card panel-place", "data-test": `panel-${name}` }, html("summary", {}, html("h2", {}, title)), root);
  /** @type {(() => void)[]} */
  const listeners = [];
  let mounted = false;
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    if (mounted) {
      for (const listener of listeners) listener();
      return;
    }
    mounted = true;
    const { mountPanel } = await load();
    if (digits.page.signal.aborted) return;
    await mountPanel({ root, isOpen: () => details.open, onOpen: (listener) => listeners.push(listener) }, digits, text);
  });
  details.open = isOpen;
  return details;
}
