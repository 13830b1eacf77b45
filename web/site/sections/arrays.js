// Arrays: two matrices, their product, each entry written out, and shapes that do not fit.

import { button, tryIt } from "../parts/controls.js";
import { fill, html, paragraph } from "../parts/dom.js";
import { latest } from "../parts/latest.js";
import { codeBlock } from "../parts/numpy.js";
import { choice, numbers, State } from "../parts/state.js";
import { arrayCodec, asFactor, LARGEST, matrix, placeName, resize, resultText, toEngine, vector } from "./arrays/array.js";
import { createChain } from "./arrays/chain.js";
import { fixes } from "./arrays/fixes.js";
import { numpyLines } from "./arrays/lines.js";
import { namesOf } from "./arrays/names.js";
import { createProduct } from "./arrays/product.js";
import { createSaid } from "./arrays/said.js";
import { createSizes } from "./arrays/sizes.js";

/** @typedef {import("./arrays/array.js").Array2} Array2 */

const WEIGHTS = matrix([[1, 3, 5], [2, 4, 6]]);

/** @type {Record<"square" | "wide" | "vector" | "layer" | "batch" | "wrong", { a: Array2, b: Array2, as: "matrices" | "layer" }>} */
const PRESETS = {
  square: { a: matrix([[1, 2], [3, 4]]), b: matrix([[5, 6], [7, 8]]), as: "matrices" },
  wide: { a: matrix([[1, 2, 3], [4, 5, 6]]), b: matrix([[1, 2], [3, 4], [5, 6]]), as: "matrices" },
  vector: { a: matrix([[1, 2], [3, 4], [5, 6]]), b: vector([7, 8], "right"), as: "matrices" },
  layer: { a: vector([1, 2], "left"), b: WEIGHTS, as: "layer" },
  batch: { a: matrix([[1, 2], [1, 0], [0, 1]]), b: WEIGHTS, as: "layer" },
  wrong: { a: matrix([[1, 2, 3], [4, 5, 6]]), b: matrix([[1, 2], [3, 4]]), as: "matrices" },
};

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/arrays.js").text} text
 */
export function mount(root, context, text) {
  const { engine, signal, shell } = context;
  const state = new State("arrays", {
    a: arrayCodec(PRESETS.square.a, "left"),
    b: arrayCodec(PRESETS.square.b, "right"),
    as: choice(/** @type {"matrices" | "layer"} */ ("matrices"), ["matrices", "layer"]),
    at: numbers([0, 0], { min: 0, max: LARGEST - 1, least: 2, most: 2 }),
    batch: choice(/** @type {"1" | "100"} */ ("1"), ["1", "100"]),
  }, context.parameters, signal);
  context.adopt(state);
  const memory = { a: new Map(), b: new Map() };

  const said = createSaid(context, text);
  const hint = html("p", { class: "quiet hint", "data-test": "hint" });
  /** @type {{ which: "a" | "b", row: number, column: number } | undefined} */
  let touched;
  const figure = createProduct({
    context,
    text,
    onPick: (row, column) => state.set({ at: [row, column] }, { undoable: false }),
    onInput(which, index, value) {
      const array = state.values[which];
      state.set({ [which]: { ...array, data: array.data.with(index, value) } });
    },
    onTouch(which, index) {
      const columns = which && state.values[which].columns;
      touched = which && columns ? { which, row: Math.floor(index / columns), column: index % columns } : undefined;
      draw();
    },
  });
  const sizes = {
    a: createSizes("left", text, (next) => state.set({ a: next }), memory.a),
    b: createSizes("right", text, (next) => state.set({ b: next }), memory.b),
  };
  const presets = html("div", { class: "row presets", role: "group", "aria-label": text.presets }, html("span", { class: "quiet" }, text.presets),
    Object.entries(PRESETS).map(([name, preset]) => {
      const key = /** @type {keyof typeof PRESETS} */ (name);
      return button(`${text.presetNames[key]}${name === "wrong" ? " ✗" : ""}`, () => begin(key), { "data-test": `preset-${name}` });
    }));
  const code = codeBlock({ label: text.numpy, words: text.code, test: "numpy", announce: context.announce });
  const batchWords = html("p", { "data-test": "batch-now" });
  const batchButtons = html("div", { class: "row" });
  const more = button(text.batch.more, () => changeExamples(1), { "data-test": "example-more" });
  const fewer = button(text.batch.less, () => changeExamples(-1), { "data-test": "example-less" });
  const show = button(text.batch.start, () => begin("batch"), { "data-test": "batch-start" });
  const swap = button("", () => state.set({ a: asFactor(state.values.b, "left"), b: asFactor(state.values.a, "right") }), { "data-test": "swap" });
  const chain = createChain(context, text, (batch) => state.set({ batch }));

  root.append(
    paragraph(text.lead, { class: "lead" }),
    presets,
    html("div", { class: "stage" },
      html("div", { class: "card" }, said.rule, figure.element, said.sum, hint),
      html("div", { class: "beside" },
        html("div", { class: "card sizes" }, sizes.a.element, sizes.b.element, swap),
        html("section", { class: "card" }, html("h2", {}, text.numpy), code.element))),
    html("div", { class: "below" },
      html("section", { class: "card batch" }, html("h2", {}, text.batch.title), paragraph(text.batch.words), batchWords, batchButtons),
      chain.element),
    tryIt(shell.tryIt, text.tasks, shell.answer));

  /** @param {keyof typeof PRESETS} name */
  function begin(name) {
    memory.a.clear();
    memory.b.clear();
    state.set({ ...PRESETS[name], at: [0, 0] });
  }

  /** @param {number} by */
  function changeExamples(by) {
    const { a } = state.values;
    const rows = Math.min(Math.max(a.rows + by, 1), LARGEST);
    state.set({ a: { ...resize(a, { rows, columns: a.columns }, memory.a), ndim: 2 }, at: [rows - 1, state.values.at[1]] });
  }

  const compute = latest(async () => {
    const { a, b, at } = state.values;
    const [left, right] = [toEngine(a), toEngine(b)];
    const names = namesOf(state.values.as);
    try {
      const product = await engine.product(left, right);
      const picked = { row: Math.min(Math.round(at[0]), product.rows - 1), column: Math.min(Math.round(at[1]), product.columns - 1) };
      const entry = await engine.entry(left, right, picked.row, picked.column);
      if (signal.aborted || state.values.a !== a || state.values.b !== b) return;
      const place = (/** @type {number} */ row, /** @type {number} */ column) => placeName(names.product, a, b, row, column);
      figure.drawProduct(product, names, place);
      figure.markUnpaired(a.columns, b.rows);
      figure.light(picked, touched);
      const about = state.values.as === "layer" ? text.exampleAndNeuron(picked.row, picked.column) : text.rowTimesColumn(names.left, picked.row, names.right, picked.column);
      said.showSum(entry, about, place(picked.row, picked.column));
      code.set(numpyLines(a, b, names, product));
    } catch (reason) {
      if (signal.aborted) return;
      const error = /** @type {import("../engine/engine.js").EngineError} */ (reason);
      if (error.kind !== "shape") throw reason;
      if (state.values.a === a && state.values.b === b) showMismatch(a, b, error.message);
    }
  }, signal);

  /**
   * @param {Array2} a
   * @param {Array2} b
   * @param {string} message of the engine
   */
  function showMismatch(a, b, message) {
    const names = namesOf(state.values.as);
    const paired = Math.min(a.columns, b.rows);
    figure.drawMismatch();
    figure.light(undefined, undefined);
    figure.markUnpaired(paired, paired);
    hint.textContent = "";
    said.showMismatch(a, b, names, { message, fixes: fixes(a, b, names, text, memory), onFix: ({ change }) => state.set(change()) });
    code.set(numpyLines(a, b, names, undefined));
  }

  function draw() {
    const { a, b, as } = state.values;
    const names = namesOf(as);
    figure.drawFactors(a, b, names);
    hint.textContent = touched ? partOf(touched, names) : as === "layer" ? `${text.layerHint} ${text.hint}` : text.hint;
    void compute();
  }

  /**
   * @param {{ which: "a" | "b", row: number, column: number }} entry
   * @param {import("./arrays/names.js").Names} names
   */
  function partOf({ which, row, column }, names) {
    if (state.values.as === "layer") return which === "a" ? text.affectedExample(row) : text.affectedNeuron(column);
    return which === "a" ? text.affectedByLeft(names.left, row) : text.affectedByRight(names.right, column);
  }

  state.subscribe(({ a, b, as, batch }) => {
    const names = namesOf(as);
    sizes.a.set(a, names.left);
    sizes.b.set(b, names.right);
    said.showRule(a, b, names);
    chain.draw(batch);
    swap.textContent = text.swap(names.left, names.right);
    const layer = as === "layer";
    batchWords.textContent = layer && a.columns === b.rows ? text.batch.now(a.rows, b.columns, resultText(a, b)) : "";
    more.disabled = a.rows >= LARGEST;
    fewer.disabled = a.rows <= 1;
    const wanted = layer ? [more, fewer] : [show];
    if (batchButtons.firstChild !== wanted[0]) fill(batchButtons, wanted);
    draw();
  });
}
