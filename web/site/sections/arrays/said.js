// What is said of the product: the rule of shapes, an entry written out, or why there is no product.

import { button } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { tuple } from "../../parts/numpy.js";
import { resultShape, shapeText } from "./array.js";

/** @typedef {import("./array.js").Array2} Array2 */
/** @typedef {import("./names.js").Names} Names */

/**
 * @param {import("../list.js").Context} context
 * @param {typeof import("../../text/en/arrays.js").text} text
 */
export function createSaid({ format, announce }, text) {
  const rule = html("p", { class: "rule", "data-test": "rule" });
  const sum = html("div", { class: "sum", "data-test": "sum" });
  let spoken = "";

  /** @param {number} value with its minus sign in parentheses */
  function factor(value) {
    const shown = format.short(value);
    return value < 0 ? `(${shown})` : shown;
  }

  return {
    rule,
    sum,
    /**
     * @param {Array2} a
     * @param {Array2} b
     * @param {Names} names
     */
    showRule: (a, b, names) => showRule(rule, a, b, names, text),
    /**
     * @param {import("../../engine/engine.js").EntrySum} entry
     * @param {string} about which row and which column
     * @param {string} place the entry's name
     */
    showSum({ left, right, products, value }, about, place) {
      const pairs = Array.from(left, (x, index) => `${factor(x)}·${factor(right[index])}`).join(" + ");
      const parts = Array.from(products, factor).join(" + ");
      const written = `${pairs} = ${format.short(value)}`;
      fill(sum, html("span", { class: "quiet" }, about), html("b", { "data-test": "sum-text" }, written),
        html("span", { class: "quiet" }, left.length > 1 ? `${place} = ${parts} = ${format.short(value)}` : `${place} = ${format.short(value)}`));
      const said = text.announceEntry(place, written);
      // A cell that has the focus says its place and value itself.
      if (spoken !== "" && spoken !== said) announce(document.activeElement?.matches("[role=gridcell]") ? written : said);
      spoken = said;
    },
    /**
     * @param {Array2} a
     * @param {Array2} b
     * @param {Names} names
     * @param {{ message: string, fixes: import("./fixes.js").Fix[], onFix: (fix: import("./fixes.js").Fix) => void }} why
     */
    showMismatch(a, b, names, { message, fixes, onFix }) {
      const words = text.wrong(names.left, shapeText(a), names.right, shapeText(b), a.columns, b.rows);
      const help = fixes.map((fix, index) => button(fix.label, () => onFix(fix), { "data-test": `fix-${index}` }));
      fill(sum, html("div", { class: "note", "data-test": "wrong" }, html("strong", {}, text.wrongTitle), paragraph(words),
        paragraph(text.fix), html("div", { class: "row" }, help),
        html("p", { class: "quiet engine-words" }, `${text.engineSays}: `, html("q", { lang: "en" }, message))));
      const said = `${text.wrongTitle}. ${words.replaceAll("**", "")}`;
      if (spoken !== said) announce(said);
      spoken = said;
    },
  };
}

/**
 * Shows `(2×3)·(3×2) = (2×2)`, with the inner numbers marked.
 *
 * @param {HTMLElement} place
 * @param {Array2} a
 * @param {Array2} b
 * @param {Names} names
 * @param {typeof import("../../text/en/arrays.js").text} text
 */
function showRule(place, a, b, names, text) {
  const fits = a.columns === b.rows;
  const inner = (/** @type {number} */ size) => html("b", { class: fits ? "inner" : "inner differs" }, String(size));
  const left = a.ndim === 2 ? [`(${a.rows}×`, inner(a.columns), ")"] : ["(", inner(a.columns), ",)"];
  const right = b.ndim === 2 ? ["(", inner(b.rows), `×${b.columns})`] : ["(", inner(b.rows), ",)"];
  const shape = resultShape(a, b);
  const result = fits ? ` = ${names.product} ${shape.length === 2 ? `(${shape.join("×")})` : tuple(shape)}` : "";
  fill(place, html("span", { class: "shapes" }, `${names.left} `, ...left, ` · ${names.right} `, ...right, result), " ",
    html("span", { class: fits ? "quiet" : "negative-text" }, fits ? text.innerAgree(a.columns) : `${a.columns} ≠ ${b.rows}`));
}
