// Inputs of a network that takes no pictures of digits: fields, or a row of a csv file where there are many.

import { fill, html, paragraph, uniqueId } from "../../parts/dom.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

/** More inputs than these are one row of text. */
const MOST_FIELDS = 20;

/**
 * @param {Digits} digits
 * @param {Text} text
 */
export function createPlain(digits, text) {
  const place = html("section", { class: "card plain", "aria-label": text.inputs, hidden: true, "data-test": "plain" });
  /** The network that there are fields for. */
  let built = { id: -1, count: -1 };

  function draw() {
    place.hidden = digits.takesDigits;
    const { id, sizes: [count] } = digits.original;
    // Another output function of the same file leaves the inputs as they are.
    const isKept = built.count === count && (built.id === id || digits.inputs !== null);
    built = { id, count };
    if (place.hidden || isKept) return;
    const x = new Float32Array(count);
    fill(place, html("h2", {}, text.inputs), paragraph(text.inputsHelp(count)), count <= MOST_FIELDS ? fields(x) : row(x));
  }

  /** @param {Float32Array} x */
  function fields(x) {
    return html("div", { class: "fields" }, Array.from(x, (_, index) => {
      const field = html("input", { type: "number", step: "any", value: 0, "data-test": `input-${index}` });
      field.addEventListener("input", () => {
        const isNumber = Number.isFinite(field.valueAsNumber);
        field.setCustomValidity(isNumber ? "" : " ");
        if (!isNumber) return;
        x[index] = field.valueAsNumber;
        digits.setInputs(x.slice());
      });
      return html("label", {}, html("span", {}, `x${index}`), field);
    }));
  }

  /** @param {Float32Array} x */
  function row(x) {
    const id = uniqueId();
    const said = html("p", { role: "status" });
    const area = html("textarea", { id, rows: 4, spellcheck: "false", "data-test": "row" });
    area.value = Array.from(x).join(", ");
    area.addEventListener("input", () => {
      const parts = area.value.trim().split(/[\s,;]+/).filter((part) => part !== "");
      const values = parts.map(Number);
      const wrong = values.findIndex((value) => !Number.isFinite(value));
      const fits = wrong < 0 && values.length === x.length;
      said.textContent = wrong >= 0 ? text.notANumber(wrong + 1, parts[wrong]) : fits ? "" : text.wrongCount(x.length, values.length);
      if (fits) digits.setInputs(Float32Array.from(values));
    });
    return html("div", {}, html("label", { for: id }, text.csvRow(x.length)), area, said);
  }

  digits.subscribe(draw);
  return place;
}
