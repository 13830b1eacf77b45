// The figure: A on the left, B above, the product where they meet; an entry is picked and written out.

import { matrixFields } from "../../parts/controls.js";
import { fill, html } from "../../parts/dom.js";

/** @typedef {import("./array.js").Array2} Array2 */
/** @typedef {import("./names.js").Names} Names */

/**
 * @param {object} options
 * @param {import("../list.js").Context} options.context
 * @param {typeof import("../../text/en/arrays.js").text} options.text
 * @param {(row: number, column: number) => void} options.onPick
 * @param {(which: "a" | "b", index: number, value: number) => void} options.onInput
 * @param {(which: "a" | "b" | undefined, index: number) => void} options.onTouch an entry of a factor has the focus
 */
export function createProduct({ context, text, onPick, onInput, onTouch }) {
  const { format } = context;
  const places = {
    a: html("div", { class: "factor left" }),
    b: html("div", { class: "factor right" }),
    product: html("div", { class: "product" }),
  };
  const element = html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text.figure },
    html("div", { class: "product-grid" }, html("div", { class: "corner", "aria-hidden": "true" }), places.b, places.a, places.product));

  /** @type {Record<"a" | "b", { key: string, matrix: ReturnType<typeof matrixFields> | undefined }>} */
  const factors = { a: { key: "", matrix: undefined }, b: { key: "", matrix: undefined } };
  /** @type {HTMLTableCellElement[][]} */
  let cells = [];
  let shape = "";

  /**
   * @param {"a" | "b"} which
   * @param {Array2} array
   * @param {string} name
   */
  function drawFactor(which, array, name) {
    const factor = factors[which];
    const key = `${name} ${array.rows} ${array.columns}`;
    if (factor.key === key && factor.matrix) {
      factor.matrix.set(array.data);
      return;
    }
    const matrix = matrixFields({
      label: name,
      rows: array.rows,
      columns: array.columns,
      values: array.data,
      test: which,
      tooLarge: text.tooLarge,
      onInput: (index, value) => onInput(which, index, value),
    });
    matrix.fields.forEach((field, index) => {
      field.addEventListener("focus", () => onTouch(which, index));
      field.addEventListener("blur", () => onTouch(undefined, 0));
    });
    factors[which] = { key, matrix };
    fill(places[which], matrix.element);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  function focus(row, column) {
    const target = cells[row]?.[column];
    if (!target) return;
    onPick(row, column);
    target.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const at = cells.flatMap((line, row) => line.map((cell, column) => ({ cell, row, column }))).find(({ cell }) => cell === event.target);
    if (!at) return;
    const last = { row: cells.length - 1, column: cells[0].length - 1 };
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowUp: [at.row - 1, at.column],
      ArrowDown: [at.row + 1, at.column],
      ArrowLeft: [at.row, at.column - 1],
      ArrowRight: [at.row, at.column + 1],
      Home: event.ctrlKey ? [0, 0] : [at.row, 0],
      End: event.ctrlKey ? [last.row, last.column] : [at.row, last.column],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    focus(Math.min(Math.max(move[0], 0), last.row), Math.min(Math.max(move[1], 0), last.column));
  }

  return {
    element,
    /**
     * @param {Array2} a
     * @param {Array2} b
     * @param {Names} names
     */
    drawFactors(a, b, names) {
      drawFactor("a", a, names.left);
      drawFactor("b", b, names.right);
    },
    /**
     * @param {import("../../engine/engine.js").Matrix} product
     * @param {Names} names
     * @param {(row: number, column: number) => string} place an entry's name
     */
    drawProduct({ rows, columns, data }, names, place) {
      const key = `${rows} ${columns} ${names.product}`;
      if (key !== shape) {
        shape = key;
        cells = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) =>
          html("td", {
            role: "gridcell",
            tabindex: -1,
            "data-test": `entry-${row}-${column}`,
            onpointerenter: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && onPick(row, column),
            onclick: () => focus(row, column),
            onfocus: () => onPick(row, column),
          })));
        const label = `${names.product} = ${names.left}·${names.right}`;
        fill(places.product, html("table", { class: "matrix", role: "grid", "aria-label": label, "data-test": "product", onkeydown: onKey },
          html("caption", {}, names.product), html("tbody", {}, cells.map((line) => html("tr", { role: "row" }, line)))));
      }
      cells.forEach((line, row) => line.forEach((cell, column) => {
        const value = format.short(data[row * columns + column]);
        cell.textContent = value;
        cell.setAttribute("aria-label", text.entry(place(row, column), value));
      }));
    },
    /** A cross stands where the product would. */
    drawMismatch() {
      shape = "";
      cells = [];
      fill(places.product, html("div", { class: "mismatch", "data-test": "mismatch" }, html("span", { class: "no-product", "aria-hidden": "true" }, "✗")));
    },
    /**
     * Lights up an entry with its row and column, and what an entry of a factor has a part in.
     *
     * @param {{ row: number, column: number } | undefined} picked
     * @param {{ which: "a" | "b", row: number, column: number } | undefined} touched
     */
    light(picked, touched) {
      cells.forEach((line, row) => line.forEach((cell, column) => {
        const isPicked = picked?.row === row && picked.column === column;
        cell.tabIndex = isPicked ? 0 : -1;
        cell.classList.toggle("picked", isPicked);
        if (isPicked) cell.setAttribute("aria-selected", "true");
        else cell.removeAttribute("aria-selected");
        cell.classList.toggle("affected", touched !== undefined && (touched.which === "a" ? touched.row === row : touched.column === column));
      }));
      mark("a", (row) => picked !== undefined && row === picked.row, "lit-row");
      mark("b", (_, column) => picked !== undefined && column === picked.column, "lit-column");
    },
    /**
     * Marks what has no partner.
     *
     * @param {number} columns of A that have a partner
     * @param {number} rows of B
     */
    markUnpaired(columns, rows) {
      mark("a", (_, column) => column >= columns, "unpaired");
      mark("b", (row) => row >= rows, "unpaired");
    },
  };

  /**
   * @param {"a" | "b"} which
   * @param {(row: number, column: number) => boolean} test
   * @param {string} name
   */
  function mark(which, test, name) {
    const body = factors[which].matrix?.element.tBodies[0];
    if (!body) return;
    for (const [row, line] of [...body.rows].entries()) {
      for (const [column, cell] of [...line.cells].entries()) cell.classList.toggle(name, test(row, column));
    }
  }
}
