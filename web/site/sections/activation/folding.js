// Three layers and the one that does the same: their numbers, the fold, the picture of y over x.

import { button, matrixFields, numberControl, radios, tableTwin } from "../../parts/controls.js";
import { apply, fill, html, paragraph, rich, svg } from "../../parts/dom.js";
import { createPlane, path } from "../../parts/figures/plane.js";
import { latest } from "../../parts/latest.js";
import { createFold } from "./fold.js";

/** @typedef {import("../../engine/engine.js").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.js").LayerValue} LayerValue */
/**
 * @typedef {object} Found
 * @property {Float32Array[]} signals of the three layers at x
 * @property {number} three their answer at x, and at -x
 * @property {number} threeMinus
 * @property {number} one
 * @property {Float32Array} weights of the one layer
 * @property {number} layers that the engine keeps
 * @property {Float32Array} xs
 * @property {Float32Array} bent y of the three layers, and of the one
 * @property {Float32Array} straight
 */

const RANGE = 5;
const POINTS = 201;

/**
 * @param {HTMLElement} root
 * @param {import("../list.js").Context} context
 * @param {typeof import("../../text/en/activation.js").text} text
 * @param {import("../activation.js").FoldState} state
 */
export function mountFold(root, context, text, state) {
  const { engine, format, signal, shell } = context;
  const figure = createFold(text.foldTitle);
  signal.addEventListener("abort", figure.stop);
  const plane = createPlane({ label: text.foldPlane, x: [-RANGE, RANGE], y: [-1, 1], width: 480, height: 300, xName: "x", yName: "y" });
  const words = html("p", { class: "fold-words", "data-test": "fold-words" });
  const legend = paragraph(text.foldLegend, { class: "quiet" });
  const rounding = paragraph(text.rounded, { class: "quiet" });
  const limit = { min: -1e15, max: 1e15 };
  const bounded = (/** @type {number} */ value) => Math.min(Math.max(value, limit.min), limit.max);
  const inside = (/** @type {number} */ value) => Math.min(Math.max(value, -100), 100);

  const form = radios({ label: text.form, choices: [{ value: "one", label: text.forms.one }, { value: "matrices", label: text.forms.matrices }], value: state.values.form, test: "form", onInput: (next) => state.set({ form: next }) });
  const between = radios({ label: text.between, choices: [{ value: "linear", label: text.betweens.linear }, { value: "relu", label: text.betweens.relu }], value: state.values.between, test: "between", onInput: (next) => state.set({ between: next }) });
  const c = numberControl({ label: "$c$", value: 3, min: -4, max: 4, step: 0.1, test: "c", onInput: (value) => state.set({ c: bounded(value) }) });
  const x = numberControl({ label: "$x$", value: 2, min: -RANGE, max: RANGE, step: 0.1, test: "in", onInput: (value) => state.set({ in: inside(value) }) });
  const x2 = numberControl({ label: "$x_2$", value: 1, min: -RANGE, max: RANGE, step: 0.1, test: "in2", onInput: (value) => state.set({ in2: inside(value) }) });
  const matrices = [{ label: "W₁", columns: 2, start: 0 }, { label: "W₂", columns: 2, start: 4 }, { label: "W₃", columns: 1, start: 8 }].map(({ label, columns, start }) => {
    const fields = matrixFields({ label, rows: 2, columns, values: state.values.w.slice(start, start + 2 * columns), test: label,
      onInput: (index, value) => state.set({ w: state.values.w.with(start + index, bounded(value)) }) });
    return { ...fields, start, count: 2 * columns };
  });
  const grid = html("div", { class: "row matrices" }, matrices.map(({ element }) => element));
  const press = button(text.fold, () => {
    if (state.values.between === "relu") {
      figure.refuse();
      context.announce(text.saidNot);
    } else {
      state.set({ folded: !state.values.folded });
      context.announce(state.values.folded ? text.saidFolded : text.saidUnfolded);
    }
  }, { class: "primary", "data-test": "fold" });
  /** @type {Found | undefined} */
  let found;
  const table = tableTwin(shell.showTable, () => ({
    header: text.foldHeader,
    rows: found ? [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200].map((index) => [found?.xs[index] ?? 0, found?.bent[index] ?? 0, found?.straight[index] ?? 0].map(format.short)) : [],
  }));

  root.append(html("section", { class: "card fold-section" }, html("h2", {}, text.foldTitle), paragraph(text.foldLead),
    html("div", { class: "stage" },
      html("div", {}, figure.element, html("div", { class: "row" }, press), words, rounding,
        html("div", { class: "graph" }, plane.element, legend, table.element)),
      html("div", { class: "side" }, form.element, between.element, c.element, grid, x.element, x2.element))));

  const ask = latest(async () => {
    const { form: shape, between: middle, c: factor, w, in: at, in2: second } = state.values;
    const isOne = shape === "one";
    const network = networkOf(isOne ? [[factor], [factor], [factor]] : [w.slice(0, 4), w.slice(4, 8), w.slice(8)], isOne ? 1 : 2, middle === "relu" ? "relu" : "identity");
    const linear = { ...network, layers: network.layers.map((layer) => ({ ...layer, activation: "identity" })) };
    const xs = Float32Array.from({ length: POINTS }, (_, index) => ((2 * index) / (POINTS - 1) - 1) * RANGE);
    const rows = isOne ? [at, -at, ...xs] : [at, second, -at, -second, ...Array.from(xs, (value) => [value, second]).flat()];
    const inputs = { rows: POINTS + 2, columns: isOne ? 1 : 2, data: new Float32Array(rows) };
    const [trace, kept, single] = await Promise.all([engine.forward(network, inputs), engine.collapse(network), engine.collapse(linear)]);
    const straight = await engine.forward(single, inputs);
    if (signal.aborted) return;
    const [three, threeMinus] = trace.y.data;
    found = {
      signals: trace.layers.map(({ y }) => y.data.slice(0, y.columns)), three, threeMinus, one: straight.y.data[0],
      weights: single.layers[0].weights.data, layers: kept.layers.length, xs, bent: trace.y.data.slice(2), straight: straight.y.data.slice(2),
    };
    draw(found);
  }, signal);

  let isFirst = true;
  /** @param {Found} answer */
  function draw(answer) {
    const { form: shape, c: factor, w, in: at, in2: second, between: middle } = state.values;
    const { short } = format;
    const isOne = shape === "one";
    const h = middle === "relu" ? "ReLU" : "";
    const rowsOf = (/** @type {ArrayLike<number>} */ data, /** @type {number} */ columns) => Array.from({ length: 2 }, (_, row) =>
      Array.from({ length: columns }, (_, column) => short(data[row * columns + column])).join("  "));
    const lines = isOne ? [0, 1, 2].map(() => [`× ${short(factor)}`]) : [rowsOf(w.slice(0, 4), 2), rowsOf(w.slice(4, 8), 2), rowsOf(w.slice(8), 1)];
    const boxes = lines.map((numbers, index) => ({ name: text.layer(index + 1), lines: h !== "" && index < 2 ? [...numbers, h] : numbers }));
    const folded = answer.layers > 1 ? undefined : { name: text.oneLayer, lines: isOne ? [`× ${short(answer.weights[0])}`] : rowsOf(answer.weights, 1) };
    const input = isOne ? short(at) : `(${short(at)}, ${short(second)})`;
    const minus = isOne ? short(-at) : `(${short(-at)}, ${short(-second)})`;
    const three = (/** @type {number} */ value) => short(Number(value.toPrecision(3)));
    const signals = [isOne ? [at] : [at, second], ...answer.signals].map((values) => Array.from(values, three));
    const said = text.foldSaid(input, short(answer.three), short(answer.one));
    figure.draw({ boxes, folded, signals }, said);
    const isFolded = state.values.folded && folded !== undefined;
    figure.show(isFolded ? "one" : "three", isFirst);
    isFirst = false;
    const product = Array.from(answer.weights, short).join(", ");
    const isFinite = Number.isFinite(answer.three) && Number.isFinite(answer.one);
    const sentence = !isFinite ? text.tooLarge
      : folded && !isFolded ? (isOne ? text.deep.one(input, short(factor), short(answer.three)) : text.deep.matrices(input, short(answer.three)))
        : folded ? (isOne ? text.same.one(input, short(factor), short(answer.three), product, short(answer.one)) : text.same.matrices(input, short(answer.three), `[${product}]`, short(answer.one)))
          : (answer.three === -answer.threeMinus ? text.blocked : text.bent)(input, short(answer.three), minus, short(answer.threeMinus));
    fill(words, ...rich(sentence));
    rounding.hidden = !(isFolded && isFinite && short(answer.three) !== short(answer.one));
    press.textContent = isFolded ? text.unfold : text.fold;
    // The one layer is drawn once it is there, or to compare where it cannot be.
    const withOne = isFolded || folded === undefined;
    legend.hidden = !withOne;
    drawGraph(plane, answer, at, withOne ? answer.straight : undefined);
    apply(plane.element, { "aria-label": `${text.foldPlane}. ${said}` });
    table.update();
  }

  state.subscribe(({ form: shape, between: middle, c: factor, w, in: at, in2: second }, changed) => {
    form.set(shape);
    between.set(middle);
    c.set(factor);
    x.set(at);
    x2.set(second);
    matrices.forEach(({ set, start, count }) => set(w.slice(start, start + count)));
    c.element.hidden = shape !== "one";
    grid.hidden = shape === "one";
    x2.element.hidden = shape === "one";
    if (["form", "between", "c", "w", "in", "in2", "folded"].some((key) => changed.has(/** @type {"c"} */ (key)))) void ask();
  });
}

/**
 * @param {readonly number[][]} weights
 * @param {number} width neurons of all layers but the last
 * @param {string} between
 * @returns {NetworkValue}
 */
function networkOf(weights, width, between) {
  const layers = weights.map((data, index) => {
    const columns = index === 2 ? 1 : width;
    return { weights: { rows: width, columns, data: new Float32Array(data) }, bias: new Float32Array(columns), activation: index === 2 ? "identity" : between };
  });
  return { layers, output: "identity" };
}

/**
 * @param {ReturnType<typeof createPlane>} plane
 * @param {Found} found
 * @param {number} at
 * @param {Float32Array | undefined} straight y of the one layer
 */
function drawGraph(plane, { xs, bent, three, one }, at, straight) {
  let most = 1e-3;
  for (const ys of [bent, straight ?? []]) for (const y of ys) if (Number.isFinite(y) && Math.abs(y) > most) most = Math.abs(y);
  plane.setRanges([-RANGE, RANGE], [-1.1 * most, 1.1 * most]);
  const line = (/** @type {Float32Array} */ ys) => path(Array.from(xs, plane.toX), Array.from(ys, plane.toY));
  fill(plane.below, svg("path", { d: line(bent), class: "curve c0" }), straight && svg("path", { d: line(straight), class: "curve slope c1" }));
  const isThere = Math.abs(at) <= RANGE && Number.isFinite(three) && Number.isFinite(one);
  fill(plane.above, isThere && [
    svg("line", { x1: plane.toX(at), x2: plane.toX(at), y1: plane.toY(-1.1 * most), y2: plane.toY(1.1 * most), class: "cursor" }),
    straight && svg("rect", { x: plane.toX(at) - 6, y: plane.toY(one) - 6, width: 12, height: 12, class: "mark c1" }),
    svg("circle", { cx: plane.toX(at), cy: plane.toY(three), r: 5, class: "mark c0" }),
  ]);
}
