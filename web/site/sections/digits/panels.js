// Where the panels are: each in a place that opens, and begins its work when it is opened.

import { html } from "../../parts/dom.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("./panel.js").MountPanel} MountPanel */
/** @typedef {import("./panel.js").PanelText} PanelText */

/** @type {readonly { name: keyof PanelText["titles"], load: () => Promise<{ mountPanel: MountPanel }> }[]} */
const PANELS = [
  { name: "why", load: () => import("./why.js") },
  { name: "flip", load: () => import("./flip.js") },
  { name: "effects", load: () => import("./effects.js") },
  { name: "nearest", load: () => import("./nearest.js") },
  { name: "wall", load: () => import("./wall.js") },
  { name: "versus", load: () => import("./versus.js") },
  { name: "timing", load: () => import("./timing.js") },
  { name: "sheet", load: () => import("./sheet.js") },
  { name: "copy", load: () => import("./copy.js") },
];

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
    element.append(...PANELS.map((panel, index) => place(digits, text, panel, index === 0 || isInLink(digits, panel.name))));
  })();
  return element;
}

/**
 * Whether the link says something of a panel, which is then open.
 *
 * @param {Digits} digits
 * @param {string} name
 */
function isInLink({ state }, name) {
  const { why, flip, wall } = state.values;
  return (name === "why" && why !== "") || (name === "flip" && flip !== "") || (name === "wall" && wall !== "");
}

/**
 * @param {Digits} digits
 * @param {PanelText} text
 * @param {typeof PANELS[number]} panel
 * @param {boolean} isOpen at first
 */
function place(digits, text, { name, load }, isOpen) {
  const root = html("div", {});
  const details = html("details", { class: "card panel-place", "data-test": `panel-${name}` },
    html("summary", {}, html("h3", {}, text.titles[name]), " ", html("span", { class: "quiet" }, text.summaries[name])), root);
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
