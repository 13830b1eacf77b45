// The rows of the figure: a sum to drag, and the output that becomes of it.

import { fill, html } from "../../parts/dom.js";

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number} z as it was set
 * @property {string} [shifted] the sum after C and the factor, where it is another
 */

/**
 * @typedef {object} Result
 * @property {number} y
 * @property {number} [before] without C, where there is one
 * @property {string} text
 * @property {boolean} strong
 */

/**
 * @param {object} options
 * @param {typeof import("../../text/en/output.js").text} options.text
 * @param {import("../../parts/number.js").Format} options.format
 * @param {(index: number, value: number) => void} options.onInput
 */
export function createLogits({ text, format, onInput }) {
  const heading = html("span", {});
  const list = html("ol", { class: "logits", "data-test": "logits" });
  /** @type {ReturnType<typeof buildRow>[]} */
  let rows = [];
  let key = "";
  let limit = 10;
  let held = false;

  /**
   * @param {string} name
   * @param {number} index
   */
  function buildRow(name, index) {
    const bar = html("i", {});
    const slider = html("input", { type: "range", step: "any", "aria-label": text.slider(name), "data-test": `logit-${index}` });
    const field = html("input", { type: "number", step: "any", inputmode: "decimal", "aria-label": text.field(name), "data-test": `logit-field-${index}` });
    const shifted = html("span", { class: "shifted quiet" });
    const result = html("i", {});
    const ghost = html("s", {});
    const value = html("output", { "aria-live": "off", "data-test": `y-${index}` });
    slider.addEventListener("input", () => onInput(index, rounded(slider.valueAsNumber)));
    slider.addEventListener("pointerdown", () => {
      held = true;
    });
    for (const event of ["pointerup", "pointercancel", "change", "blur"]) {
      slider.addEventListener(event, () => {
        held = false;
      });
    }
    slider.addEventListener("keydown", (event) => move(event, slider.valueAsNumber));
    field.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && move(event, field.valueAsNumber));
    field.addEventListener("input", () => {
      const found = field.valueAsNumber;
      const fits = Number.isFinite(Math.fround(found));
      field.setCustomValidity(fits ? "" : Number.isFinite(found) ? text.tooLarge : " ");
      if (fits) onInput(index, found);
    });

    /**
     * Keys go by steps that suit the scale.
     *
     * @param {KeyboardEvent} event
     * @param {number} from
     */
    function move(event, from) {
      const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
      const sideways = event.currentTarget === field && (event.key === "ArrowLeft" || event.key === "ArrowRight");
      if (steps === undefined || sideways || !Number.isFinite(from)) return;
      event.preventDefault();
      onInput(index, rounded(from + steps * stepOf(limit)));
    }

    const element = html("li", {},
      html("b", {}, name),
      html("span", { class: "pull" }, html("span", { class: "track signed", "aria-hidden": "true" }, bar), slider),
      field, shifted,
      html("span", { class: "result" }, html("span", { class: "track", "aria-hidden": "true" }, result, ghost), value));
    return { element, bar, slider, field, shifted, result, ghost, value };
  }

  /** @param {number} value */
  function rounded(value) {
    const step = stepOf(limit);
    return Number((Math.round(value / step) * step).toPrecision(7));
  }

  return {
    element: html("div", { class: "logits-figure" }, html("div", { class: "headings quiet" }, html("span", {}, text.sums), heading), list),
    /**
     * Whether these outputs are shown, by their names.
     *
     * @param {string[]} names
     */
    shows: (names) => names.join("\n") === key,
    /** @param {Row[]} next */
    drawSums(next) {
      const names = next.map(({ name }) => name);
      if (!this.shows(names)) {
        key = names.join("\n");
        rows = next.map(({ name }, index) => buildRow(name, index));
        fill(list, rows.map(({ element }) => element));
      }
      const needed = Math.max(10, ...next.map(({ z }) => Math.abs(z)));
      // While a bar is held its scale does not shrink under the pointer.
      limit = held ? Math.max(limit, needed) : needed;
      next.forEach(({ z, shifted }, index) => {
        const row = rows[index];
        row.slider.min = String(-limit);
        row.slider.max = String(limit);
        row.slider.value = String(z);
        row.slider.setAttribute("aria-valuetext", format.short(z));
        if (row.field.valueAsNumber !== z) row.field.value = String(Number(z.toPrecision(7)));
        row.field.setCustomValidity("");
        row.shifted.textContent = shifted === undefined ? "" : text.shifted(shifted);
        length(row.bar, z, limit, true);
      });
    },
    /**
     * @param {string} title
     * @param {Result[]} results
     * @param {{ limit: number, signed: boolean }} scale
     */
    drawResults(title, results, scale) {
      heading.textContent = title;
      results.forEach(({ y, before, text: shown, strong }, index) => {
        const { result, ghost, value, element } = rows[index];
        const track = /** @type {HTMLElement} */ (result.parentElement);
        track.classList.toggle("signed", scale.signed);
        length(result, y, scale.limit, scale.signed);
        value.textContent = shown;
        value.classList.toggle("negative-text", !Number.isFinite(y));
        element.classList.toggle("strong", strong);
        const share = before === undefined ? NaN : Math.min(Math.max(before / scale.limit, -1), 1);
        ghost.hidden = Number.isNaN(share);
        if (Number.isNaN(share)) return;
        ghost.style.insetInlineStart = `${scale.signed ? 50 + 50 * share : 100 * share}%`;
      });
    },
  };
}

/** @param {number} limit of the scale */
function stepOf(limit) {
  return limit <= 20 ? 0.1 : limit <= 200 ? 1 : 10 ** Math.floor(Math.log10(limit) - 2);
}

/**
 * @param {HTMLElement} bar
 * @param {number} value
 * @param {number} limit
 * @param {boolean} signed
 */
function length(bar, value, limit, signed) {
  const share = Number.isFinite(value) ? Math.min(Math.abs(value) / limit, 1) : 0;
  bar.className = value < 0 ? "negative" : "positive";
  bar.style.width = `${(signed ? 50 : 100) * share}%`;
  bar.style.marginInlineStart = signed ? `${value < 0 ? 50 - 50 * share : 50}%` : "0";
}
