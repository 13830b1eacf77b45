// The forward pass step by step: buttons, a slider, and the lines of NumPy with their values.

import { button } from "../../parts/controls.js";
import { fill, html, uniqueId } from "../../parts/dom.js";

/** X, A1, Z1, A2, Z2, A3, Y. */
export const LAST_STEP = 6;

/**
 * @param {typeof import("../../text/en/layers.js").text} text
 * @param {(step: number) => void} onStep
 */
export function createSteps(text, onStep) {
  let step = LAST_STEP;
  const id = uniqueId();
  const slider = html("input", { type: "range", min: 0, max: LAST_STEP, step: 1, id, "data-test": "step" });
  slider.addEventListener("input", () => onStep(slider.valueAsNumber));
  const named = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {() => number} */ target, /** @type {string} */ test) =>
    button(sign, () => onStep(target()), { "aria-label": label, title: label, "data-test": test });
  const first = named("|◀", text.first, () => 0, "step-first");
  const back = named("◀", text.back, () => Math.max(step - 1, 0), "step-back");
  const forward = named("▶", text.forward, () => Math.min(step + 1, LAST_STEP), "step-forward");
  const last = named("▶|", text.last, () => LAST_STEP, "step-last");
  const words = html("p", { class: "step-words", role: "status", "data-test": "step-words" });
  const controls = html("div", { class: "steps", role: "group", "aria-label": text.steps },
    html("label", { for: id, class: "quiet" }, text.steps), html("div", { class: "row" }, first, back, slider, forward, last), words);

  const items = Array.from({ length: LAST_STEP + 1 }, (_, index) => {
    const code = html("code", {});
    const value = html("span", { class: "value", "data-test": `value-${index}` });
    const element = html("button", { type: "button", class: "line", "data-test": `line-${index}`, onclick: () => onStep(index) }, code, value);
    return { element, code, value };
  });
  const lines = html("ol", { class: "code-lines", "aria-label": text.lines, onkeydown: onKey }, items.map(({ element }) => html("li", {}, element)));

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = items.findIndex(({ element }) => element === event.target);
    if (by === undefined || at < 0) return;
    event.preventDefault();
    const next = Math.min(Math.max(at + by, 0), LAST_STEP);
    onStep(next);
    items[next].element.focus();
  }

  return {
    controls,
    lines: html("div", {}, html("p", { class: "quiet" }, text.lineHint), lines),
    /** @param {number} next */
    show(next) {
      step = next;
      slider.value = String(next);
      slider.setAttribute("aria-valuetext", text.stepWords[next]);
      if (words.textContent !== text.stepWords[next]) words.textContent = text.stepWords[next];
      first.disabled = back.disabled = next === 0;
      forward.disabled = last.disabled = next === LAST_STEP;
    },
    /**
     * @param {number} now
     * @param {string[]} code
     * @param {{ value: string, shape: string }[]} values
     */
    draw(now, code, values) {
      items.forEach(({ element, code: place, value }, index) => {
        place.textContent = code[index];
        fill(value, index <= now ? `# ${values[index].value}` : "# …", html("small", {}, values[index].shape));
        element.classList.toggle("ahead", index > now);
        if (index === now) element.setAttribute("aria-current", "step");
        else element.removeAttribute("aria-current");
      });
    },
  };
}
