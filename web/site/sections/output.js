// Output: the last layer's sums become an answer.

import { button, numberControl, radios, stepper, tryIt } from "../parts/controls.js";
import { fill, html, paragraph } from "../parts/dom.js";
import { choice, number, numbers, State } from "../parts/state.js";
import { latest } from "../parts/latest.js";
import { codeBlock, literal, printed, python } from "../parts/numpy.js";
import { createLogits } from "./output/logits.js";
import { createWorked } from "./output/worked.js";

/** @typedef {import("../engine/engine.js").OutputName} OutputName */
/** @typedef {"plain" | "animals" | "feelings" | "digits"} Classes */

const LARGEST = 3.4e38;

/** @type {readonly OutputName[]} */
const FUNCTIONS = ["identity", "sigmoid", "softmax", "log_softmax"];

/** @type {Record<"slides" | "animals" | "feelings" | "digits" | "two" | "large", { z: number[], classes: Classes }>} */
const PRESETS = {
  slides: { z: [0.3, 2.9, 4.0], classes: "plain" },
  animals: { z: [3.83, 1.1, 0], classes: "animals" },
  feelings: { z: [0.5, 1, 2.5, -0.5, 0], classes: "feelings" },
  digits: { z: [-1.2, -2.5, 1.4, 5.1, -3.3, 2.2, -4, 0.3, 3.6, -0.4], classes: "digits" },
  two: { z: [0.3168271, 0.6962791], classes: "plain" },
  large: { z: [1010, 1000, 990], classes: "plain" },
};

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/output.js").text} text
 */
export function mount(root, context, text) {
  const { engine, format, signal, shell } = context;
  const state = new State("output", {
    z: numbers(PRESETS.slides.z, { min: -LARGEST, max: LARGEST, least: 2, most: 10 }),
    classes: choice(/** @type {Classes} */ ("plain"), ["plain", "animals", "feelings", "digits"]),
    f: choice(/** @type {OutputName} */ ("softmax"), FUNCTIONS),
    c: number(0, { min: -LARGEST, max: LARGEST }),
    times: number(1, { min: -LARGEST, max: LARGEST }),
  }, context.parameters, signal);
  context.adopt(state);

  const figure = createLogits({ text, format, onInput: (index, value) => state.set({ z: state.values.z.with(index, value) }) });
  const worked = createWorked(text, format);
  const functions = radios({
    label: text.functionLabel,
    choices: FUNCTIONS.map((value) => ({ value, label: text.functions[value] })),
    value: "softmax",
    test: "function",
    onInput: (f) => state.set({ f }),
  });
  const presets = html("div", { class: "row presets", role: "group", "aria-label": text.presets }, html("span", { class: "quiet" }, text.presets),
    Object.entries(PRESETS).map(([name, preset]) =>
      button(text.presetNames[/** @type {keyof typeof PRESETS} */ (name)], () => state.set({ ...preset, c: 0, times: 1 }), { "data-test": `preset-${name}` })));
  const constant = numberControl({ label: text.constant, value: 0, min: -20, max: 20, step: 0.5, test: "c", onInput: (c) => fits(c) && state.set({ c }) });
  const scale = numberControl({ label: text.scale, value: 1, min: 0, max: 4, step: 0.1, test: "times", onInput: (times) => fits(times) && state.set({ times }) });
  const count = stepper({ label: text.count, less: text.fewer, more: text.more, value: 3, min: 2, max: 10, test: "outputs", onInput: resize });
  const answer = html("p", { class: "answer", "data-test": "answer" });
  const total = html("p", { "data-test": "total" });
  const order = html("p", { "data-test": "order" });
  const moved = html("p", { "data-test": "moved" });
  const code = codeBlock({ label: text.numpy, words: text.code, test: "numpy", announce: context.announce });

  root.append(
    paragraph(text.lead, { class: "lead" }),
    presets,
    html("div", { class: "stage" },
      html("div", { class: "card" }, functions.element, figure.element, count.element,
        html("div", { class: "shift" }, constant.element, scale.element), paragraph(text.scaleNote, { class: "quiet" })),
      html("div", { class: "beside" },
        html("section", { class: "card said" }, html("h2", {}, text.happens), answer, total, moved, order),
        html("section", { class: "card" }, html("h2", {}, text.numpy), code.element))),
    worked.element,
    tryIt(shell.tryIt, text.tasks, shell.answer));

  /** @param {number} value */
  function fits(value) {
    return Number.isFinite(Math.fround(value));
  }

  /** @param {number} size */
  function resize(size) {
    const { z, classes } = state.values;
    const next = z.length >= size ? z.slice(0, size) : [...z, ...Array.from({ length: size - z.length }, () => 0)];
    state.set({ z: next, classes: text.classNames[classes].length === size ? classes : "plain" });
  }

  /** @param {number} size */
  function classNames(size) {
    const names = text.classNames[state.values.classes];
    return names.length === size ? names : Array.from({ length: size }, (_, index) => text.plainName(index));
  }

  /**
   * An output; one near 1 with as many digits as tell it from 1.
   *
   * @param {number} y
   */
  function outputText(y) {
    const short = format.short(y);
    return short === "1" && y < 1 ? python(y) : short;
  }

  let spoken = "";
  const compute = latest(async () => {
    const values = state.values;
    const { z, f, c, times } = values;
    const size = z.length;
    const x = { rows: 1, columns: size, data: Float32Array.from(z) };
    // Sums · factor + C is a layer of its own, so the engine computes it.
    const [shifted, plain] = [await engine.forward(shift(size, times, c, f), x), await engine.forward(shift(size, times, 0, f), x)];
    const sums = shifted.layers[0].y;
    const steps = await engine.outputSteps(f, sums);
    const ones = { rows: size, columns: 1, data: new Float32Array(size).fill(1) };
    const sum = (await engine.product(steps.y, ones)).data[0];
    const ofSums = (await engine.forward(shift(size, times, c, "identity"), x)).classes[0];
    if (signal.aborted || state.values !== values) return;
    const names = classNames(size);
    figure.drawSums(z.map((value, index) => ({ name: names[index], z: value, shifted: c !== 0 || times !== 1 ? format.short(sums.data[index]) : undefined })));
    const y = steps.y.data;
    const largest = Math.max(...Array.from(y, (value) => (Number.isFinite(value) ? Math.abs(value) : 0)), 1);
    const isShare = f === "softmax" || f === "sigmoid";
    figure.drawResults(text.results(text.functions[f]), Array.from(y, (value, index) => ({
      y: value,
      before: c === 0 ? undefined : plain.y.data[index],
      text: outputText(value),
      strong: index === shifted.classes[0],
    })), { limit: isShare ? 1 : largest, signed: !isShare });
    worked.draw(f, names, sums.data, steps, sum);
    sayWhat({ f, y, before: plain.y.data, sums: sums.data, sum, names, winner: shifted.classes[0], ofSums, c });
    code.set(numpyLines(z, c, times, f, y));
  }, signal);

  /**
   * @param {{ f: OutputName, y: Float32Array, before: Float32Array, sums: Float32Array, sum: number, names: string[], winner: number, ofSums: number, c: number }} facts
   */
  function sayWhat({ f, y, before, sums, sum, names, winner, ofSums, c }) {
    const isNumber = y.every((value) => !Number.isNaN(value));
    const said = !isNumber ? text.answer.none
      : f === "softmax" ? (y[winner] < 1 && y[winner] >= 0.9995 ? text.answer.sure(names[winner]) : text.answer.softmax(names[winner], format.percent(y[winner]))) : text.answer.other(names[winner], format.short(y[winner]));
    fill(answer, ...paragraph(said).childNodes);
    const ofTotal = f === "identity" ? text.total.other : text.total[f];
    fill(total, ...paragraph(Number.isFinite(sum) ? ofTotal(format.short(sum)) : text.total.none(format.short(sum))).childNodes);
    const sorted = Array.from(sums.keys()).sort((one, other) => sums[other] - sums[one]);
    const falls = sorted.every((index, place) => place === 0 || y[sorted[place - 1]] >= y[index]);
    // Where sums are so large that outputs are rounded to the same number, the class cannot be read off.
    const clear = sums[sorted[0]] === sums[sorted[1]] || y[sorted[0]] > y[sorted[1]];
    const kept = isNumber && winner === ofSums && falls && clear;
    const chain = (/** @type {Float32Array} */ of, /** @type {(value: number) => string} */ written) => sorted.slice(0, 3).map((index, place) => `${place === 0 ? "" : of[sorted[place - 1]] === of[index] ? " = " : " > "}${written(of[index])}`).join("") + (sorted.length > 3 ? " > …" : "");
    order.textContent = !isNumber ? "" : kept ? text.order.kept(chain(sums, format.short), chain(y, outputText)) : text.order.lost;
    fill(moved, ...paragraph(isNumber ? ofConstant(f, y, before, c) : "").childNodes);
    const plain = said.replaceAll("**", "");
    if (spoken !== "" && spoken !== plain) context.announce(plain);
    spoken = plain;
  }

  /**
   * @param {OutputName} f
   * @param {Float32Array} y
   * @param {Float32Array} before
   * @param {number} c
   */
  function ofConstant(f, y, before, c) {
    if (c === 0) return text.constantSaid.none;
    const change = y.reduce((most, value, index) => Math.max(most, Math.abs(value - before[index])), 0);
    const [shown, by] = [format.short(c), format.short(change)];
    const isSoftmax = f === "softmax" || f === "log_softmax";
    if (!isSoftmax && change === 0) return text.constantSaid.still(shown);
    if (!isSoftmax) return text.constantSaid.changed(text.functions[f], shown, by);
    return change <= 1e-6 ? text.constantSaid.same(shown, by) : text.constantSaid.rounded(shown, by);
  }

  state.subscribe(({ z, f, c, times }) => {
    functions.set(f);
    constant.set(c);
    scale.set(times);
    count.set(z.length);
    const names = classNames(z.length);
    // Bars that are there follow at once; others come together with their outputs.
    if (c === 0 && times === 1 && figure.shows(names)) figure.drawSums(z.map((value, index) => ({ name: names[index], z: value })));
    void compute();
  });
}

/**
 * A layer that multiplies each sum by a factor and adds C.
 *
 * @param {number} size
 * @param {number} times
 * @param {number} c
 * @param {OutputName} output
 * @returns {import("../engine/engine.js").NetworkValue}
 */
function shift(size, times, c, output) {
  const data = new Float32Array(size * size);
  for (let index = 0; index < size; index += 1) data[index * (size + 1)] = times;
  return { layers: [{ weights: { rows: size, columns: size, data }, bias: new Float32Array(size).fill(c), activation: "identity" }], output };
}

/** @type {Record<OutputName, string[]>} */
const NUMPY = {
  identity: ["y = z"],
  sigmoid: ["y = 1 / (1 + np.exp(-z))"],
  softmax: ["e = np.exp(z - np.max(z))", "y = e / np.sum(e)"],
  log_softmax: ["shifted = z - np.max(z)", "y = shifted - np.log(np.sum(np.exp(shifted)))"],
};

/**
 * @param {number[]} z
 * @param {number} c
 * @param {number} times
 * @param {OutputName} f
 * @param {Float32Array} y
 */
function numpyLines(z, c, times, f, y) {
  const factor = times === 1 ? "" : ` * ${python(times)}`;
  const constant = c === 0 ? "" : c < 0 ? ` - ${python(-c)}` : ` + ${python(c)}`;
  const lines = ["import numpy as np", "", `z = np.array(${literal([z.length], z)}, dtype=np.float32)${factor}${constant}`];
  if (f === "softmax") lines.push("np.exp(z) / np.sum(np.exp(z))  # as it stands");
  return [...lines, ...NUMPY[f], ...printed([y.length], y).map((line) => `y  # ${line}`), ...(f === "softmax" ? ["np.sum(y), np.argmax(y)"] : ["np.argmax(y)"])].join("\n");
}
