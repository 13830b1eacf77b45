// Horizontal bars with names and numbers: probabilities, logits.

import { fill, html, rich } from "../dom.js";

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} value decides the length
 * @property {string} text the number as it is shown
 * @property {boolean} [strong] stands out
 */

/**
 * A list of bars. Bars of negative values go to the left of the middle.
 *
 * @param {string} label
 */
export function createBars(label) {
  const list = html("ul", { class: "bars", "aria-label": label });
  return {
    element: list,
    /**
     * @param {readonly Bar[]} bars
     * @param {{ limit: number, signed?: boolean }} scale the value of a full bar
     */
    draw(bars, { limit, signed = false }) {
      fill(list, bars.map(({ name, value, text, strong }) => {
        const share = Number.isFinite(value) ? Math.min(Math.abs(value) / limit, 1) : 0;
        const fillElement = html("i", { class: value < 0 ? "negative" : "positive" });
        fillElement.style.width = `${(signed ? 50 : 100) * share}%`;
        if (signed) fillElement.style.marginInlineStart = `${value < 0 ? 50 - 50 * share : 50}%`;
        return html("li", { class: strong ? "strong" : "" }, html("b", {}, ...rich(name)), html("span", { class: signed ? "track signed" : "track", "aria-hidden": "true" }, fillElement), html("output", { "aria-live": "off" }, text));
      }));
    },
  };
}
