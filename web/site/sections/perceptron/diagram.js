// The neuron of the slides: inputs and weights, the sum, the activation, the answer; and the network of three of them.

import { apply, fill, svg } from "../../parts/dom.js";

/** @typedef {import("./network.js").Neuron} Neuron */
/** @typedef {{ x: number, y: number }} Place */
/** @typedef {{ x: readonly number[], z: readonly number[], y: readonly number[] }} Signals inputs, and of each neuron its sum and its signal */
/** @typedef {{ from: Place, to: Place, stage: number, weight: number | undefined }} Edge */

/** Milliseconds in which the signals go from one column to the next. */
const STAGE = 650;
/** The radius of inputs, and of neurons. */
const SMALL = 22;
const LARGE = 33;

/**
 * @param {typeof import("../../text/en/perceptron.js").text} text
 * @param {import("../../parts/number.js").Format} format
 */
export function createDiagram(text, format) {
  const element = svg("svg", { class: "diagram neurons", role: "img", "aria-label": text.diagram });
  /** @type {Edge[]} */
  let edges = [];
  /** What appears when a stage is reached. @type {{ element: SVGElement, stage: number }[]} */
  let results = [];

  const value = (/** @type {number} */ number) => format.short(Number(number.toPrecision(3)));
  // As short as what is written into a circle has to be.
  const signal = (/** @type {number} */ number) => format.short(Number(number.toPrecision(2)));
  const kind = (/** @type {string} */ words) => (words.length > 5 ? "value long" : "value");

  /**
   * @param {Place} place
   * @param {string} inside
   * @param {string} beside
   * @param {number} stage
   */
  function circle(place, inside, beside, stage) {
    const shown = svg("text", { x: place.x, y: place.y + 6, "text-anchor": "middle", class: kind(inside) }, inside);
    if (stage > 0) results.push({ element: shown, stage });
    return svg("g", {},
      svg("circle", { cx: place.x, cy: place.y, r: SMALL, class: beside === "" ? "input bias" : "input" }),
      shown,
      svg("text", { x: place.x, y: place.y + SMALL + 16, "text-anchor": "middle", class: "name" }, beside));
  }

  /**
   * A weight's arrow; the weight stands on it, at a share of its way.
   *
   * @param {Place} from
   * @param {Place} to
   * @param {number} radius of what it leads to
   * @param {{ stage: number, name: string, weight?: number, share?: number }} options
   */
  function arrow(from, to, radius, { stage, name, weight, share = 0.5 }) {
    const distance = Math.hypot(to.x - from.x, to.y - from.y);
    const [ux, uy] = [(to.x - from.x) / distance, (to.y - from.y) / distance];
    const start = { x: from.x + SMALL * ux, y: from.y + SMALL * uy };
    const end = { x: to.x - radius * ux, y: to.y - radius * uy };
    edges.push({ from: start, to: end, stage, weight });
    const sign = weight === undefined ? "plain" : weight < 0 ? "connection negative" : "connection positive";
    const label = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    return svg("g", {},
      svg("line", { x1: start.x, y1: start.y, x2: end.x, y2: end.y, class: sign, "stroke-width": 2 }),
      svg("path", { d: `M${end.x - 9 * ux - 5 * uy} ${end.y - 9 * uy + 5 * ux}L${end.x} ${end.y}L${end.x - 9 * ux + 5 * uy} ${end.y - 9 * uy - 5 * ux}z`, class: "tip" }),
      svg("text", { x: label.x, y: label.y + 5, "text-anchor": "middle", class: "weight" }, name));
  }

  /**
   * @param {Neuron} neuron
   * @param {"step" | "sigmoid"} activation
   * @param {Signals} signals
   */
  function drawOne(neuron, activation, signals) {
    apply(element, { viewBox: "0 0 540 250" });
    const [one, first, second] = [{ x: 34, y: 34 }, { x: 34, y: 118 }, { x: 34, y: 202 }];
    const [sum, out] = [{ x: 262, y: 118 }, { x: 500, y: 118 }];
    const box = { x: 350, y: 82, width: 76, height: 72 };
    const z = svg("text", { x: sum.x, y: sum.y + LARGE + 22, "text-anchor": "middle", class: "value" }, `z = ${value(signals.z[0])}`);
    results.push({ element: z, stage: 1 });
    fill(element,
      arrow(one, sum, LARGE, { stage: 0, name: `b = ${value(neuron.b)}`, weight: neuron.b, share: 0.42 }),
      arrow(first, sum, LARGE, { stage: 0, name: `w₁ = ${value(neuron.w1)}`, weight: neuron.w1, share: 0.42 }),
      arrow(second, sum, LARGE, { stage: 0, name: `w₂ = ${value(neuron.w2)}`, weight: neuron.w2, share: 0.42 }),
      arrow({ x: sum.x + LARGE - SMALL, y: sum.y }, { x: box.x, y: sum.y }, 0, { stage: 1, name: "" }),
      arrow({ x: box.x + box.width - SMALL, y: sum.y }, out, SMALL, { stage: 2, name: "" }),
      circle(one, "1", "", 0), circle(first, value(signals.x[0]), "x₁", 0), circle(second, value(signals.x[1]), "x₂", 0),
      svg("circle", { cx: sum.x, cy: sum.y, r: LARGE, class: "neuron" }),
      svg("text", { x: sum.x, y: sum.y + 10, "text-anchor": "middle", class: "sum" }, "Σ"),
      z,
      svg("rect", { ...box, rx: 8, class: "neuron" }),
      svg("path", { class: "curve", d: activation === "step" ? `M${box.x + 10} 142H388V96H${box.x + 66}` : `M${box.x + 10} 142C386 142 390 96 ${box.x + 66} 96` }),
      svg("text", { x: box.x + 38, y: box.y + box.height + 20, "text-anchor": "middle", class: "name" }, `h: ${text.activations[activation]}`),
      circle(out, signal(signals.y[0]), "y", 3));
  }

  /**
   * @param {readonly Neuron[]} neurons
   * @param {readonly string[]} names
   * @param {Signals} signals
   */
  function drawThree(neurons, names, signals) {
    apply(element, { viewBox: "0 0 580 330" });
    const inputs = [{ x: 34, y: 50 }, { x: 34, y: 154 }, { x: 34, y: 258 }];
    const places = [{ x: 262, y: 82 }, { x: 262, y: 226 }, { x: 440, y: 160 }];
    const one = { x: 352, y: 32 };
    const out = { x: 544, y: 160 };
    const parts = (/** @type {Neuron} */ { w1, w2, b }) => [b, w1, w2];
    const into = [0, 1].map((index) => parts(neurons[index]).map((weight, input) =>
      arrow(inputs[input], places[index], LARGE, { stage: 0, name: value(weight), weight, share: 0.72 })));
    const { w1, w2, b } = neurons[2];
    fill(element, ...into.flat(),
      arrow(one, places[2], LARGE, { stage: 1, name: value(b), weight: b, share: 0.48 }),
      arrow({ x: places[0].x + LARGE - SMALL, y: places[0].y }, places[2], LARGE, { stage: 1, name: value(w1), weight: w1, share: 0.46 }),
      arrow({ x: places[1].x + LARGE - SMALL, y: places[1].y }, places[2], LARGE, { stage: 1, name: value(w2), weight: w2, share: 0.46 }),
      arrow({ x: places[2].x + LARGE - SMALL, y: places[2].y }, out, SMALL, { stage: 2, name: "" }),
      circle(inputs[0], "1", "", 0), circle(inputs[1], value(signals.x[0]), "x₁", 0), circle(inputs[2], value(signals.x[1]), "x₂", 0), circle(one, "1", "", 0),
      places.map((place, index) => {
        const stage = index < 2 ? 1 : 2;
        const [z, y] = [value(signals.z[index]), `→ ${signal(signals.y[index])}`].map((words, line) =>
          svg("text", { x: place.x, y: place.y - 4 + 19 * line, "text-anchor": "middle", class: kind(words) }, words));
        results.push({ element: z, stage }, { element: y, stage });
        return svg("g", {}, svg("circle", { cx: place.x, cy: place.y, r: LARGE, class: "neuron" }), z, y,
          svg("text", { x: place.x, y: place.y + LARGE + 17, "text-anchor": "middle", class: "name" }, names[index]));
      }),
      circle(out, signal(signals.y[2]), "y", 3));
  }

  return {
    element,
    /**
     * @param {readonly Neuron[]} neurons one, or two and the one behind them
     * @param {{ activation: "step" | "sigmoid", names: readonly string[], signals: Signals, label: string }} shown
     */
    draw(neurons, { activation, names, signals, label }) {
      edges = [];
      results = [];
      if (neurons.length === 1) drawOne(neurons[0], activation, signals);
      else drawThree(neurons, names, signals);
      apply(element, { "aria-label": label });
    },
    /** Sends the signals through once. */
    play() {
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      for (const { from, to, stage } of edges) {
        const pulse = svg("circle", { r: 6, class: "pulse" });
        element.append(pulse);
        const animation = pulse.animate([
          { transform: `translate(${from.x}px, ${from.y}px)`, opacity: 1 },
          { transform: `translate(${to.x}px, ${to.y}px)`, opacity: 1 },
        ], { duration: STAGE, delay: stage * STAGE, easing: "ease-in-out" });
        animation.onfinish = () => pulse.remove();
      }
      for (const { element: result, stage } of results) {
        const end = stage * STAGE + 200;
        result.animate([{ opacity: 0 }, { opacity: 0, offset: (stage * STAGE) / end }, { opacity: 1 }], { duration: end });
      }
    },
  };
}
