// A tour of the section: what is where, in seven steps.

import { button } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";

/**
 * @param {HTMLElement} root of the section
 * @param {typeof import("../../text/en/digits.js").text} text
 * @param {AbortSignal} signal
 * @param {Partial<Record<string, () => void>>} before what to do before the step at a place is shown
 */
export function createTour(root, text, signal, before) {
  const dialog = html("div", { class: "tour card", role: "dialog", "aria-label": text.tour, tabindex: -1, hidden: true, "data-test": "tour" });
  const start = button(text.startTour, () => show(0), { "data-test": "start-tour" });
  /** @type {Element | null} */
  let marked = null;

  /** @param {number} step */
  function show(step) {
    const { place, title, words } = text.tourSteps[step];
    before[place]?.();
    marked?.classList.remove("toured");
    marked = root.querySelector(`.${place}`);
    marked?.classList.add("toured");
    dialog.hidden = false;
    const next = step < text.tourSteps.length - 1
      ? button(text.nextStep, () => show(step + 1), { class: "primary", "data-test": "tour-next" })
      : button(text.endTour, end, { class: "primary", "data-test": "tour-next" });
    fill(dialog, html("h2", {}, `${step + 1}/${text.tourSteps.length} · ${title}`), paragraph(words),
      html("div", { class: "row" }, next, step > 0 && button(text.lastStep, () => show(step - 1)), step < text.tourSteps.length - 1 && button(text.skipTour, end, { "data-test": "tour-skip" })));
    marked?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    dialog.focus({ preventScroll: true });
  }

  function end() {
    dialog.hidden = true;
    marked?.classList.remove("toured");
    marked = null;
    start.focus();
  }

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
  signal.addEventListener("abort", () => dialog.remove());
  return { start, dialog };
}
