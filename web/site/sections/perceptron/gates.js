// Truth tables, and the cards that light up when one is met.

import { fill, html } from "../../parts/dom.js";

/** @typedef {"and" | "nand" | "or" | "xor"} Gate */

/** The rows of a truth table: x₁, x₂. */
export const ROWS = /** @type {const} */ ([[0, 0], [1, 0], [0, 1], [1, 1]]);

/** @type {readonly Gate[]} */
export const GATES = ["and", "nand", "or", "xor"];

/** The wanted answer of each row. @type {Record<Gate, readonly number[]>} */
export const WANTED = { and: [0, 0, 0, 1], nand: [1, 1, 1, 0], or: [0, 1, 1, 1], xor: [0, 1, 1, 0] };

/**
 * What a value between 0 and 1 answers: with the step it is that already.
 *
 * @param {number} y
 */
export const answerOf = (y) => (y > 0.5 ? 1 : 0);

/**
 * The gate whose truth table these values are.
 *
 * @param {ArrayLike<number>} ys
 */
export function gateOf(ys) {
  return GATES.find((gate) => metRows(gate, ys) === ROWS.length);
}

/**
 * @param {Gate} gate
 * @param {ArrayLike<number>} ys
 */
export function metRows(gate, ys) {
  return WANTED[gate].filter((wanted, row) => answerOf(ys[row]) === wanted).length;
}

/**
 * The four truth tables.
 *
 * @param {typeof import("../../text/en/perceptron.js").text} text
 * @param {import("../../parts/number.js").Format} format
 * @param {(row: number) => void} onRow
 */
export function createGates(text, format, onRow) {
  const cards = GATES.map((gate) => {
    const status = html("span", { class: "status", "data-test": `status-${gate}` });
    const rows = ROWS.map((x, index) => {
      const given = html("td", {});
      const mark = html("td", { class: "mark" });
      const line = html("tr", { onclick: () => onRow(index) },
        html("td", {}, String(x[0])), html("td", {}, String(x[1])), html("td", {}, String(WANTED[gate][index])), given, mark);
      return { line, given, mark };
    });
    const head = html("tr", {}, ["x₁", "x₂", text.wanted, "y"].map((name) => html("th", { scope: "col" }, name)),
      html("th", { scope: "col" }, html("span", { class: "unseen" }, text.right)));
    const element = html("div", { class: "gate" },
      html("h2", {}, html("span", {}, gate.toUpperCase()), status),
      html("table", { "aria-label": gate.toUpperCase() }, html("thead", {}, head), html("tbody", {}, rows.map(({ line }) => line))));
    return { gate, element, status, rows };
  });
  return {
    element: html("div", { class: "gates", role: "group", "aria-label": text.tables }, cards.map(({ element }) => element)),
    /**
     * @param {ArrayLike<number>} ys the given answers
     * @param {{ goal: Gate, row: number }} chosen
     */
    draw(ys, { goal, row: chosen }) {
      for (const { gate, element, status, rows } of cards) {
        const met = metRows(gate, ys);
        element.classList.toggle("met", met === ROWS.length);
        element.classList.toggle("goal", gate === goal);
        fill(status, met === ROWS.length ? `✓ ${text.met}` : text.ofFour(met));
        rows.forEach(({ line, given, mark }, index) => {
          const isRight = answerOf(ys[index]) === WANTED[gate][index];
          fill(given, format.short(Number(ys[index].toPrecision(2))));
          fill(mark, html("span", { class: isRight ? "good" : "negative-text", role: "img", "aria-label": isRight ? text.right : text.wrong }, isRight ? "✓" : "✗"));
          line.classList.toggle("chosen", index === chosen);
        });
      }
    },
  };
}
