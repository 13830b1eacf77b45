// The network as a picture: neurons with their sum and their signal, weights as lines, biases as circles
// with a 1. From left to right, or from top to bottom where it is narrow.

import { fill, svg } from "../../parts/dom.js";
import { SIZES } from "./network.js";

/** @typedef {{ layer: number, neuron: number }} Place */
/** @typedef {{ x: number, y: number }} Point */

/**
 * @typedef {object} Picture
 * @property {{ weights: import("../../engine/engine.js").Matrix, bias: Float32Array }[]} layers
 * @property {(string | undefined)[][]} sums of each layer, inputs first; `undefined` is not computed yet
 * @property {(string | undefined)[][]} signals
 * @property {number} step
 * @property {Place} picked
 * @property {(place: Place) => string} label
 * @property {(layer: number, from: number | undefined, to: number) => { name: string, value: string }} weight `from` undefined is the bias
 * @property {string[]} headings of the layers
 * @property {string} title
 */

const WIDE = { width: 800, height: 400, node: { width: 138, height: 50 }, input: { width: 70, height: 50 }, circle: 16 };
const NARROW = { width: 360, height: 500, node: { width: 103, height: 44 }, input: { width: 66, height: 40 }, circle: 15 };

/**
 * @param {object} options
 * @param {(place: Place) => void} options.onPick
 * @param {(layer: number, from: number | undefined, to: number) => void} options.onWeight
 */
export function createDiagram({ onPick, onWeight }) {
  const lines = svg("g", {});
  const labels = svg("g", { class: "weights", "aria-hidden": "true" });
  const headings = svg("g", { class: "headings", "aria-hidden": "true" });
  const biases = svg("g", { class: "biases", "aria-hidden": "true" });
  const nodes = svg("g", {});
  const values = svg("g", { class: "values", "aria-hidden": "true" });
  const element = svg("svg", { class: "diagram network", role: "group", onkeydown: onKey }, lines, headings, biases, nodes, values, labels);
  const places = SIZES.flatMap((size, layer) => Array.from({ length: size }, (_, neuron) => ({ layer, neuron })));
  const groups = places.map((place) => svg("g", {
    class: "node",
    role: "button",
    "data-test": `node-${place.layer}-${place.neuron}`,
    onclick: () => focus(place),
    onfocus: () => onPick(place),
  }));
  fill(nodes, groups);
  let vertical = false;
  /** @type {Picture | undefined} */
  let last;

  /** @param {Place} place */
  function focus(place) {
    onPick(place);
    groups[places.findIndex(({ layer, neuron }) => layer === place.layer && neuron === place.neuron)]?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const at = places[groups.findIndex((group) => group === event.target)];
    if (!at) return;
    const [along, across] = vertical ? ["Vertical", "Horizontal"] : ["Horizontal", "Vertical"];
    const move = { ArrowLeft: ["Horizontal", -1], ArrowRight: ["Horizontal", 1], ArrowUp: ["Vertical", -1], ArrowDown: ["Vertical", 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    const by = Number(move[1]);
    if (move[0] === along) {
      const layer = Math.min(Math.max(at.layer + by, 0), SIZES.length - 1);
      focus({ layer, neuron: Math.min(at.neuron, SIZES[layer] - 1) });
    } else if (move[0] === across) {
      focus({ layer: at.layer, neuron: Math.min(Math.max(at.neuron + by, 0), SIZES[at.layer] - 1) });
    }
  }

  /** @param {Picture} picture */
  function draw(picture) {
    last = picture;
    const frame = vertical ? NARROW : WIDE;
    const { at, bias } = layout(frame, vertical);
    element.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    element.setAttribute("aria-label", picture.title);
    element.classList.toggle("vertical", vertical);
    drawLines(picture, frame, at, bias);
    fill(biases, bias.map((point) => [
      svg("circle", { cx: point.x, cy: point.y, r: frame.circle }),
      svg("text", { x: point.x, y: point.y + 5, "text-anchor": "middle" }, "1"),
    ]).flat());
    fill(headings, picture.headings.map((heading, layer) => (vertical
      // Above the bias, where no line passes.
      ? svg("text", { x: 2, y: Math.max(at[layer][0].y - frame.node.height / 2 - 9, 12) }, heading)
      : svg("text", { x: at[layer][0].x, y: frame.height - 6, "text-anchor": "middle" }, heading))));
    fill(values, places.map((place, index) => drawNode(groups[index], place, at[place.layer][place.neuron], frame, picture)).flat());
  }

  /**
   * @param {Picture} picture
   * @param {typeof WIDE} frame
   * @param {Point[][]} at
   * @param {Point[]} bias
   */
  function drawLines({ layers, step, picked, weight }, frame, at, bias) {
    const limit = Math.max(...layers.flatMap(({ weights, bias: values }) => [...weights.data, ...values].map(Math.abs)), 1e-9);
    /** @type {SVGElement[]} */
    const drawn = [];
    /** @type {SVGElement[]} */
    const written = [];
    layers.forEach(({ weights, bias: values }, index) => {
      const layer = index + 1;
      const reached = step >= 2 * layer - 1;
      for (let to = 0; to < weights.columns; to += 1) {
        const isPicked = picked.layer === layer && picked.neuron === to;
        const sources = [bias[index], ...at[index]];
        sources.forEach((source, number) => {
          const from = number === 0 ? undefined : number - 1;
          const value = from === undefined ? values[to] : weights.data[from * weights.columns + to];
          const start = leave(source, number === 0 ? { width: 2 * frame.circle, height: 2 * frame.circle } : index === 0 ? frame.input : frame.node);
          const end = enter(at[layer][to], frame.node);
          const d = curve(start, end);
          const width = (0.8 + 4.5 * Math.min(Math.abs(value) / limit, 1)).toFixed(2);
          const { name, value: shown } = weight(layer, from, to);
          drawn.push(
            svg("path", { d, class: `connection ${value < 0 ? "negative" : "positive"}${isPicked ? " picked" : ""}${reached ? "" : " ahead"}${step === 2 * layer - 1 ? " now" : ""}`, "stroke-width": width }),
            svg("path", { d, class: "touch", onclick: () => onWeight(layer, from, to) }, svg("title", {}, `${name} = ${shown}`)));
          if (isPicked) {
            // At a quarter of the way, where the lines have not met yet.
            const point = onCurve(start, end, 0.3);
            written.push(
              svg("rect", { x: point.x - 20, y: point.y - 10, width: 40, height: 19, rx: 4 }),
              svg("text", { x: point.x, y: point.y + 4, "text-anchor": "middle" }, shown));
          }
        });
      }
    });
    fill(lines, drawn);
    fill(labels, written);
  }

  /** @param {Point} point @param {{ width: number, height: number }} size */
  const leave = ({ x, y }, size) => (vertical ? { x, y: y + size.height / 2 } : { x: x + size.width / 2, y });
  /** @param {Point} point @param {{ width: number, height: number }} size */
  const enter = ({ x, y }, size) => (vertical ? { x, y: y - size.height / 2 } : { x: x - size.width / 2, y });

  /** @param {Point} from @param {Point} to */
  function curve(from, to) {
    const [c1, c2] = handles(from, to);
    return `M${from.x} ${from.y}C${c1.x} ${c1.y} ${c2.x} ${c2.y} ${to.x} ${to.y}`;
  }

  /** @param {Point} from @param {Point} to */
  function handles(from, to) {
    const middle = vertical ? (from.y + to.y) / 2 : (from.x + to.x) / 2;
    return vertical ? [{ x: from.x, y: middle }, { x: to.x, y: middle }] : [{ x: middle, y: from.y }, { x: middle, y: to.y }];
  }

  /** @param {Point} from @param {Point} to @param {number} t */
  function onCurve(from, to, t) {
    const [c1, c2] = handles(from, to);
    const mix = (/** @type {"x" | "y"} */ k) => (1 - t) ** 3 * from[k] + 3 * (1 - t) ** 2 * t * c1[k] + 3 * (1 - t) * t * t * c2[k] + t ** 3 * to[k];
    return { x: mix("x"), y: mix("y") };
  }

  return {
    element,
    draw,
    /** @param {boolean} next from top to bottom */
    setVertical(next) {
      if (next === vertical) return;
      vertical = next;
      if (last) draw(last);
    },
  };
}

/**
 * @param {typeof WIDE} frame
 * @param {boolean} vertical
 */
function layout(frame, vertical) {
  const last = SIZES.length - 1;
  if (vertical) {
    const top = 34;
    const down = (frame.height - top - 30) / last;
    return {
      at: SIZES.map((size, layer) => Array.from({ length: size }, (_, neuron) => ({ x: 202 + (neuron - (size - 1) / 2) * 105.5, y: top + 4 + layer * down }))),
      bias: SIZES.slice(0, last).map((_, layer) => ({ x: 19, y: top + 4 + layer * down })),
    };
  }
  const left = 44;
  const across = (frame.width - left - frame.node.width / 2 - 8) / last;
  return {
    at: SIZES.map((size, layer) => Array.from({ length: size }, (_, neuron) => ({ x: left + layer * across, y: 220 + (neuron - (size - 1) / 2) * 104 }))),
    bias: SIZES.slice(0, last).map((_, layer) => ({ x: left + layer * across, y: 26 })),
  };
}

/**
 * Draws a neuron's box; its numbers, which its name says too, are returned for the layer above.
 *
 * @param {SVGGElement} group
 * @param {Place} place
 * @param {Point} point
 * @param {typeof WIDE} frame
 * @param {Picture} picture
 */
function drawNode(group, place, { x, y }, frame, { sums, signals, picked, step, label }) {
  const { layer, neuron } = place;
  const { width, height } = layer === 0 ? frame.input : frame.node;
  const isPicked = picked.layer === layer && picked.neuron === neuron;
  const now = step === 2 * layer || (layer > 0 && step === 2 * layer - 1);
  group.setAttribute("class", `node${isPicked ? " picked" : ""}${now ? " now" : ""}`);
  group.setAttribute("tabindex", isPicked ? "0" : "-1");
  group.setAttribute("aria-pressed", String(isPicked));
  group.setAttribute("aria-label", label(place));
  const box = svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: layer === 0 ? 25 : 14 });
  const signal = signals[layer][neuron] ?? "·";
  if (layer === 0) {
    fill(group, box);
    return [svg("text", { x, y: y + 5, "text-anchor": "middle" }, signal)];
  }
  const sum = sums[layer][neuron] ?? "·";
  const name = (/** @type {string} */ text, /** @type {boolean} */ fresh) => `${fresh ? "fresh" : ""}${text.length > 6 ? " long" : ""}`;
  fill(group, box, svg("line", { x1: x, x2: x, y1: y - height / 2, y2: y + height / 2 }));
  return [
    svg("text", { x: x - width / 4, y: y + 5, "text-anchor": "middle", class: name(sum, step === 2 * layer - 1) }, sum),
    svg("text", { x: x + width / 4, y: y + 5, "text-anchor": "middle", class: name(signal, step === 2 * layer) }, signal),
  ];
}
