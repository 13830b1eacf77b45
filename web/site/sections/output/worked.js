// The output function worked out with its numbers, and the formula of softmax as it stands beside ours.

import { fill, html, paragraph } from "../../parts/dom.js";

/** @typedef {import("../../engine/engine.js").OutputSteps} OutputSteps */
/** @typedef {import("../../engine/engine.js").OutputName} OutputName */

/**
 * @param {typeof import("../../text/en/output.js").text} text
 * @param {import("../../parts/number.js").Format} format
 */
export function createWorked(text, format) {
  const ours = html("section", { class: "card", "data-test": "ours" });
  const naive = html("section", { class: "card", "data-test": "naive" });
  return {
    element: html("div", { class: "worked" }, naive, ours),
    /**
     * @param {OutputName} name
     * @param {string[]} classes
     * @param {Float32Array} z the sums, after C and the factor
     * @param {OutputSteps} steps of one row
     * @param {number} total of ours
     */
    draw(name, classes, z, steps, total) {
      const isSoftmax = name === "softmax" || name === "log_softmax";
      naive.hidden = !isSoftmax;
      if (isSoftmax) drawNaive(classes, z, steps);
      drawOurs(name, classes, z, steps, total);
    },
  };

  /**
   * @param {string[]} classes
   * @param {Float32Array} z
   * @param {OutputSteps} steps
   */
  function drawNaive(classes, z, { exponentials, sums, naive: y }) {
    const e = exponentials.data;
    const sum = sums[0];
    const rows = classes.map((name, index) => [
      name,
      cell(`exp(${format.short(z[index])}) = `, e[index]),
      cell(`${format.short(e[index])} / ${format.short(sum)} = `, y.data[index]),
    ]);
    const fails = !Number.isFinite(sum) || y.data.some((value) => !Number.isFinite(value));
    fill(naive, html("h2", {}, text.naive), html("p", { class: "quiet formula" }, text.formulas.naive),
      table(text.naive, [text.columns.name, text.columns.exponential, text.columns.result], [...rows, [text.columns.sum, cell("", sum), ""]]),
      fails ? html("div", { class: "wrong-words" }, naiveFaults(z, e, sum, y.data).map((fault) => html("p", { class: "negative-text" }, `✗ ${fault}`)))
        : paragraph(text.notes.fine, { class: "quiet" }));
  }

  /**
   * What goes wrong, in words.
   *
   * @param {Float32Array} z
   * @param {Float32Array} e
   * @param {number} sum
   * @param {Float32Array} y
   */
  function naiveFaults(z, e, sum, y) {
    if (sum === 0) return [text.notes.underflow];
    const first = e.indexOf(Infinity);
    if (first < 0) return [text.notes.sumOnly];
    const faults = [text.notes.overflow(format.short(z[first])), text.notes.infInf];
    if (y.some((value) => value === 0)) faults.push(text.notes.overInf);
    return faults;
  }

  /**
   * @param {OutputName} name
   * @param {string[]} classes
   * @param {Float32Array} z
   * @param {OutputSteps} steps
   * @param {number} total
   */
  function drawOurs(name, classes, z, { shifted, shiftedSums, maxima, y }, total) {
    const [max, sum] = [format.short(maxima[0]), format.short(shiftedSums[0])];
    const e = shifted.data;
    const isSoftmax = name === "softmax" || name === "log_softmax";
    const minusMax = maxima[0] < 0 ? `− (${max})` : `− ${max}`;
    const rows = classes.map((label, index) => {
      const a = format.short(z[index]);
      const exponential = cell(`exp(${a} ${minusMax}) = `, e[index]);
      const result = name === "softmax" ? cell(`${format.short(e[index])} / ${sum} = `, y.data[index])
        : name === "log_softmax" ? cell(`${a} ${minusMax} − log ${sum} = `, y.data[index])
          : name === "sigmoid" ? cell(`1 / (1 + exp(${z[index] < 0 ? a.replace("−", "") : `−${a}`})) = `, y.data[index])
            : cell(`${a} = `, y.data[index]);
      return isSoftmax ? [label, exponential, result] : [label, result];
    });
    const header = isSoftmax ? [text.columns.name, text.columns.exponential, text.columns.result] : [text.columns.name, text.columns.result];
    const foot = isSoftmax ? [text.columns.sum, cell("", shiftedSums[0]), cell("", total)] : [text.columns.sum, cell("", total)];
    const title = isSoftmax ? text.ours : text.workedOut(text.functions[name]);
    const vanished = e.indexOf(0);
    fill(ours, html("h2", {}, title), html("p", { class: "quiet formula" }, text.formulas[name]),
      table(title, header, [...rows, foot]),
      isSoftmax && html("p", { class: "good" }, `✓ ${text.notes.ours}`),
      isSoftmax && vanished >= 0 && html("p", { class: "quiet" }, text.notes.oursUnderflow(`${format.short(z[vanished])} ${minusMax}`)));
  }

  /**
   * A calculation and its result; what is not a number stands out.
   *
   * @param {string} words
   * @param {number} value
   */
  function cell(words, value) {
    return html("span", {}, html("span", { class: "quiet" }, words), html("b", { class: Number.isFinite(value) ? "" : "negative-text" }, format.short(value)));
  }

  /**
   * @param {string} label
   * @param {string[]} header
   * @param {(string | HTMLElement)[][]} rows
   */
  function table(label, header, rows) {
    return html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, html("table", {},
      html("thead", {}, html("tr", {}, header.map((name) => html("th", { scope: "col" }, name)))),
      html("tbody", {}, rows.map((row) => html("tr", {}, row.map((item, column) => (column === 0 ? html("th", { scope: "row" }, item) : html("td", {}, item))))))));
  }
}
