// The first layer's weights as pictures: one for each neuron, changing while it learns.

import { isDark, diverging, onTheme } from "../../parts/colors.js";
import { tableTwin } from "../../parts/controls.js";
import { html, paragraph } from "../../parts/dom.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {typeof import("../../text/en/learning-digits.js").text} Text */

const SIDE = 28;
/** No more neurons than these are shown. */
const MOST = 50;
const COLUMNS = 10;
/** Between two pictures, in pixels of theirs. */
const GAP = 2;
const CELL = SIDE + GAP;

/**
 * @param {Lesson} lesson
 * @param {Text} text
 */
export function createWeights(lesson, text) {
  const { page } = lesson;
  const { format, signal } = page;
  const canvas = html("canvas", { role: "img", class: "pixels weight-pictures", "data-test": "digit-weights" });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const words = html("p", { class: "quiet" });
  const legend = html("p", { class: "quiet weight-legend" });
  const twin = tableTwin(text.weightsTable, () => ({
    caption: text.weightCaption,
    header: text.weightHeader,
    rows: neurons().map((neuron) => {
      const own = weightsOf(neuron);
      const [low, high] = [extreme(own, -1), extreme(own, 1)];
      return [neuron + 1, format.fixed(lesson.first?.bias[neuron] ?? NaN), format.fixed(own[low]), text.place(Math.floor(low / SIDE), low % SIDE), format.fixed(own[high]), text.place(Math.floor(high / SIDE), high % SIDE)];
    }),
  }));

  function neurons() {
    return Array.from({ length: Math.min(lesson.first?.weights.columns ?? 0, MOST) }, (_, neuron) => neuron);
  }

  /** @param {number} neuron */
  function weightsOf(neuron) {
    const { columns = 1, data = new Float32Array() } = lesson.first?.weights ?? {};
    return Float32Array.from({ length: SIDE * SIDE }, (_, pixel) => data[pixel * columns + neuron]);
  }

  function draw() {
    if (!lesson.first) return;
    const { columns, data } = lesson.first.weights;
    const shown = Math.min(columns, MOST);
    const [width, height] = [Math.min(shown, COLUMNS) * CELL - GAP, Math.ceil(shown / COLUMNS) * CELL - GAP];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const limit = fullColour(data);
    const dark = isDark();
    const image = context.createImageData(width, height);
    for (let neuron = 0; neuron < shown; neuron += 1) {
      const [left, top] = [(neuron % COLUMNS) * CELL, Math.floor(neuron / COLUMNS) * CELL];
      for (let pixel = 0; pixel < SIDE * SIDE; pixel += 1) {
        const [red, green, blue] = diverging(data[pixel * columns + neuron] / limit, dark);
        const at = 4 * ((top + Math.floor(pixel / SIDE)) * width + left + (pixel % SIDE));
        image.data[at] = red;
        image.data[at + 1] = green;
        image.data[at + 2] = blue;
        image.data[at + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
    canvas.setAttribute("aria-label", text.weightsLabel(shown, lesson.frame?.step ?? 0));
    words.textContent = text.weightsWords(shown, columns, lesson.settings.hidden.length > 0);
    legend.textContent = text.legend(format.fixed(limit, 2));
    twin.update();
  }

  lesson.subscribe((changed) => {
    if (changed === "turn" || changed === "session" || changed === "measured") draw();
  });
  onTheme(draw, signal);
  return html("section", { class: "card first-layer", "aria-labelledby": "learning-weights" },
    html("h3", { id: "learning-weights" }, text.weights), words, html("div", { class: "weight-frame" }, canvas), legend, paragraph(text.weightsHelp, { class: "quiet" }), twin.element);
}

/**
 * The place of the largest value, or of the smallest.
 *
 * @param {Float32Array} values
 * @param {1 | -1} sign
 */
function extreme(values, sign) {
  return values.reduce((best, value, index) => (sign * value > sign * values[best] ? index : best), 0);
}

/**
 * The weight that gets the full colour: three times their usual size, so that a few large ones do not pale the rest.
 *
 * @param {Float32Array} weights
 */
function fullColour(weights) {
  let sum = 0;
  for (const weight of weights) sum += weight * weight;
  return 3 * Math.sqrt(sum / weights.length) || 1;
}
