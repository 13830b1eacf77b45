// Activation functions over each other and side by side, and why they must not be straight lines.

import { onTheme } from "../parts/colors.js";
import { checkbox, numberControl, radios, tableTwin, tryIt } from "../parts/controls.js";
import { fill, html, paragraph, rich } from "../parts/dom.js";
import { latest } from "../parts/latest.js";
import { State, choice, flag, number, numbers, word } from "../parts/state.js";
import { createMultiples, createOverlay } from "./activation/curves.js";
import { mountFold } from "./activation/folding.js";
import { curvesOf, fullName, functionsOf, valuesAt } from "./activation/functions.js";

/** @typedef {import("./activation/curves.js").Shown} Shown */
/** @typedef {ReturnType<typeof createState>} FoldState */

const RANGES = /** @type {const} */ (["5", "10", "100"]);
const FAR = { min: -100, max: 100 };
/** Beyond this, products of three leave the 32-bit numbers soon enough to show it. */
const WEIGHT = { min: -1e15, max: 1e15 };
/** A slope below this is as good as none. */
const FLAT = 0.005;

/**
 * @param {import("./list.js").Context} context
 * @param {number[]} parameters defaults of the functions that have one
 */
function createState(context, parameters) {
  return new State("activation", {
    h: word("step,sigmoid,relu", 400),
    x: number(1, FAR),
    far: choice(/** @type {typeof RANGES[number]} */ ("5"), RANGES),
    y: choice(/** @type {"near" | "all"} */ ("near"), ["near", "all"]),
    slope: flag(false),
    p: numbers(parameters, { ...FAR, least: parameters.length, most: parameters.length }),
    form: choice(/** @type {"one" | "matrices"} */ ("one"), ["one", "matrices"]),
    between: choice(/** @type {"linear" | "relu"} */ ("linear"), ["linear", "relu"]),
    c: number(3, WEIGHT),
    w: numbers([1, 2, 0.5, -1, 1, -1, 2, 0.5, 1, 2], { ...WEIGHT, least: 10, most: 10 }),
    in: number(2, FAR),
    in2: number(1, FAR),
    folded: flag(false),
  }, context.parameters, context.signal);
}

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/activation.js").text} text
 */
export function mount(root, context, text) {
  const { engine, format, signal, shell } = context;
  const functions = functionsOf(engine);
  const withParameter = functions.filter(({ parameter }) => parameter !== undefined);
  const state = createState(context, withParameter.map(({ parameter }) => parameter ?? 0));
  context.adopt(state);

  const chosen = () => {
    const names = state.values.h.split(",");
    return functions.filter(({ name }) => names.includes(name)).map(({ name }) => name);
  };
  const engineNames = () => functions.map((item) => {
    const place = withParameter.indexOf(item);
    return fullName(item, place < 0 ? undefined : state.values.p[place]);
  });
  const setX = (/** @type {number} */ x) => state.set({ x: Math.min(Math.max(x, -Number(state.values.far)), Number(state.values.far)) });
  /** A number that is typed may lie beyond the picture, which then grows to hold it. */
  const typeX = (/** @type {number} */ x) => {
    const far = RANGES.find((range) => Number(range) >= Math.max(Math.abs(x), Number(state.values.far))) ?? "100";
    state.set({ far, x: Math.min(Math.max(x, FAR.min), FAR.max) });
  };

  const overlay = createOverlay({ label: text.plane, handle: text.handle, onX: setX });
  const multiples = createMultiples({ functions, label: text.all, onToggle: (name, isShown) => {
    const names = chosen().filter((other) => other !== name);
    state.set({ h: (isShown ? [...names, name] : names).join(",") });
  } });
  const values = html("tbody", {});
  const remark = html("p", { class: "remark", "data-test": "remark" });
  // The slider goes over the widest range; the picture's own handle is finer.
  const x = numberControl({ label: "$x$", value: state.values.x, min: -5, max: 5, step: 0.1, test: "x", onInput: typeX });
  const xSlider = /** @type {HTMLInputElement} */ (x.element.querySelector("input[type=range]"));
  const range = radios({ label: text.range, choices: RANGES.map((value) => ({ value, label: text.ranges[value] })), value: state.values.far, test: "range",
    onInput: (far) => state.set({ far, x: Math.min(Math.max(state.values.x, -Number(far)), Number(far)) }) });
  const height = radios({ label: text.height, choices: [{ value: "near", label: text.heights.near }, { value: "all", label: text.heights.all }], value: state.values.y, test: "height", onInput: (y) => state.set({ y }) });
  const slope = checkbox({ label: text.slope, value: state.values.slope, test: "slope", onInput: (next) => state.set({ slope: next }) });
  const parameters = withParameter.map(({ name, parameter }, index) => numberControl({
    label: text.parameter(name, text.parameters[name] ?? ""), value: parameter ?? 0, min: 0, max: 2, step: 0.01, test: `parameter-${name}`,
    onInput: (value) => state.set({ p: state.values.p.with(index, Math.min(Math.max(value, FAR.min), FAR.max)) }),
  }));
  /** @type {Shown[]} */
  let all = [];
  const table = tableTwin(shell.showTable, () => tableOf(all, state.values.x, text, format));

  root.append(
    paragraph(text.lead),
    html("div", { class: "stage" },
      html("div", { class: "card" }, overlay.element, remark, table.element),
      html("div", { class: "side" }, x.element, html("div", { class: "row" }, range.element, height.element), slope.element,
        html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text.numbers },
          html("table", { class: "values", "data-test": "values" }, html("caption", {}, text.numbers),
            html("thead", {}, html("tr", {}, text.header.map((name) => html("th", { scope: "col" }, name)))), values)),
        parameters.map(({ element }) => element))),
    html("section", { class: "card" }, html("h2", {}, text.all), paragraph(text.allHelp, { class: "quiet" }), multiples.element));
  mountFold(root, context, text, state);
  root.append(tryIt(shell.tryIt, text.tasks, shell.answer));

  // What the engine says: curves when their range or parameters have changed, values whenever x has.
  /** @type {{ key: string, curves: import("./activation/functions.js").Curve[] }} */
  let drawn = { key: "", curves: [] };
  const ask = latest(async () => {
    const { far, x: at } = state.values;
    const names = engineNames();
    const key = `${far} ${names}`;
    const [curves, found] = await Promise.all([key === drawn.key ? drawn.curves : curvesOf(engine, names, Number(far)), valuesAt(engine, names, at)]);
    if (signal.aborted) return;
    drawn = { key, curves };
    all = functions.map(({ name, color }, index) => ({ name, color, curve: curves[index], ...found[index] }));
    draw(at, Number(far));
  }, signal);

  /**
   * @param {number} at
   * @param {number} far
   */
  function draw(at, far) {
    const names = chosen();
    const shown = all.filter(({ name }) => names.includes(name));
    const withSlope = state.values.slope;
    const heights = heightsOf(shown, state.values.y === "all", withSlope);
    const said = text.atX(format.short(at), shown.map(({ name, y }) => text.valueOf(name, format.short(y))).join(", "));
    overlay.drawCurves(shown, { range: far, heights, withSlope });
    overlay.drawX(shown, { x: at, heights, withSlope, said });
    overlay.setLabel(said);
    multiples.draw(all, { range: far, heights: state.values.y === "all" ? heightsOf(all, true, withSlope) : heights, withSlope, x: at, chosen: names, say: ({ y }) => `y = ${format.short(y)}` });
    fill(values, shown.map(({ name, color, y, slope: steepness }) => html("tr", {},
      html("th", { scope: "row" }, html("i", { class: `swatch c${color}` }), name),
      html("td", {}, format.short(y)), html("td", {}, format.short(steepness)), html("td", { class: "formula" }, text.formulas[name] ?? ""))));
    const flat = shown.filter(({ slope: steepness }) => Math.abs(steepness) < FLAT).map(({ name }) => name);
    fill(remark, ...rich(shown.length === 0 ? text.noneChosen : flat.length > 0 ? text.flat(format.short(at), flat.join(", ")) : text.steep(format.short(at))));
    table.update();
  }

  state.subscribe(({ x: at, far, y, slope: withSlope, p }, changed) => {
    xSlider.min = `-${far}`;
    xSlider.max = far;
    x.set(at);
    range.set(far);
    height.set(y);
    slope.set(withSlope);
    parameters.forEach(({ set }, index) => set(p[index]));
    if (["h", "x", "far", "y", "slope", "p"].some((key) => changed.has(/** @type {"h"} */ (key)))) void ask();
  });
  onTheme(() => void ask(), signal);
}

/**
 * From which to which y the picture goes.
 *
 * @param {readonly Shown[]} shown
 * @param {boolean} isAll
 * @param {boolean} withSlope
 * @returns {[number, number]}
 */
function heightsOf(shown, isAll, withSlope) {
  if (!isAll || shown.length === 0) return [-1.5, 2.5];
  let [least, most] = [-0.2, 1.2];
  for (const { curve } of shown) {
    for (const ys of withSlope ? [curve.y, curve.derivative] : [curve.y]) {
      for (const y of ys) {
        if (y < least) least = y;
        if (y > most) most = y;
      }
    }
  }
  const edge = (most - least) / 20;
  return [least - edge, most + edge];
}

/**
 * @param {readonly Shown[]} all
 * @param {number} x
 * @param {typeof import("../text/en/activation.js").text} text
 * @param {import("../parts/number.js").Format} format
 */
function tableOf(all, x, text, format) {
  return {
    caption: `${text.table}: x = ${format.short(x)}`,
    header: text.header,
    rows: all.map((shown) => [shown.name, format.short(shown.y), format.short(shown.slope), text.formulas[shown.name] ?? ""]),
  };
}
