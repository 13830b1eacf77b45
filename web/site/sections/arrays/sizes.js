// The sizes of one factor: rows and columns of a matrix, or the length of an array with one axis.

import { radios, stepper } from "../../parts/controls.js";
import { html } from "../../parts/dom.js";
import { LARGEST, resize, vector } from "./array.js";

/** @typedef {import("./array.js").Array2} Array2 */

/**
 * @param {import("./array.js").Side} side
 * @param {typeof import("../../text/en/arrays.js").text} text
 * @param {(next: Array2) => void} onInput
 * @param {Map<string, number>} memory
 */
export function createSizes(side, text, onInput, memory) {
  const element = html("div", { class: "size" });
  let key = "";
  /** @type {Array2} */
  let current;
  /** @type {Record<string, { element: HTMLElement, set(value: any): void }>} */
  let controls = {};

  /** @param {string} name of the array; the controls are named after it */
  function build(name) {
    const which = side === "left" ? "a" : "b";
    const size = (/** @type {"rows" | "columns" | "length"} */ what, /** @type {(count: number) => { rows: number, columns: number }} */ sizes) => stepper({
      label: text[what],
      less: text.less(name, text[what]),
      more: text.more(name, text[what]),
      value: 1,
      min: 1,
      max: LARGEST,
      test: `${which}-${what}`,
      onInput: (count) => onInput(resize(current, sizes(count), memory)),
    });
    controls = {
      kind: radios({
        label: text.kind(name),
        choices: [{ value: "2", label: text.kinds.matrix }, { value: "1", label: text.kinds.vector }],
        value: "2",
        test: `${which}-ndim`,
        onInput: (kind) => onInput(kind === "1" ? flatten() : { ...current, ndim: 2 }),
      }),
      rows: size("rows", (rows) => ({ rows, columns: current.columns })),
      columns: size("columns", (columns) => ({ rows: current.rows, columns })),
      length: size("length", (length) => (side === "left" ? { rows: 1, columns: length } : { rows: length, columns: 1 })),
    };
    element.replaceChildren(...Object.values(controls).map((control) => control.element));
  }

  /** The first row on the left, the first column on the right. */
  function flatten() {
    const { columns, data } = current;
    return vector(side === "left" ? data.slice(0, columns) : data.filter((_, index) => index % columns === 0), side);
  }

  return {
    element,
    /**
     * @param {Array2} array
     * @param {string} name
     */
    set(array, name) {
      current = array;
      if (key !== name) build(name);
      key = name;
      controls.kind.set(String(array.ndim));
      controls.rows.set(array.rows);
      controls.columns.set(array.columns);
      controls.length.set(array.rows * array.columns);
      controls.rows.element.hidden = array.ndim === 1;
      controls.columns.element.hidden = array.ndim === 1;
      controls.length.element.hidden = array.ndim === 2;
    },
  };
}
