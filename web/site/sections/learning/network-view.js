// The network: each neuron a picture of its own output over the plane, each weight a line.

import { isDark } from "../../parts/colors.js";
import { button, stepper } from "../../parts/controls.js";
import { fill, html } from "../../parts/dom.js";
import { signedIndex, signedTable } from "./palette.js";
import { MOST_NEURONS } from "./schema.js";
import { PLACES } from "./surface-view.js";

/** @typedef {import("../../engine/engine.d.ts").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.d.ts").Surface} Surface */
/** @typedef {import("../../engine/engine.d.ts").SessionFrame} SessionFrame */
/**
 * What is selected: a neuron (layer 0 is the first hidden or the output layer) and one of its numbers, the
 * weight from a neuron before it or its bias.
 *
 * @typedef {{ layer: number, neuron: number, input: number | "b" }} Selection
 */

/** Pixels of a neuron's picture: every second point of the surface. */
const PIXELS = PLACES / 2;
const DASH = [5, 3];
/** @type {number[]} */
const SOLID = [];

/**
 * @param {object} options
 * @param {typeof import("../../text/en/learning.js").text} options.text
 * @param {(selection: Selection) => void} options.onSelect
 * @param {(layer: number, neurons: number) => void} options.onNeurons
 */
export function createNetworkView({ text, onSelect, onNeurons }) {
  const lines = html("canvas", { class: "lines", "aria-hidden": "true" });
  const pen = /** @type {CanvasRenderingContext2D} */ (lines.getContext("2d"));
  const columns = html("div", { class: "columns" });
  const element = html("div", { class: "network", role: "group", "aria-label": text.network }, lines, columns);
  /** @type {{ button: HTMLButtonElement, context: CanvasRenderingContext2D, x: number, y: number }[][]} */
  let neurons = [];
  /** @type {number[]} */
  let sizes = [];
  /** @type {NetworkValue | undefined} */
  let network;
  /** @type {SessionFrame["updates"]} */
  let updates;
  /** @type {Selection | undefined} */
  let selection;
  /** @type {Selection | undefined} */
  let hovered;
  let table = signedTable(isDark());
  let color = { positive: "", negative: "", ink: "" };
  let width = 0;
  let height = 0;
  const image = pen.createImageData(PIXELS, PIXELS);
  const pixels = new Uint32Array(image.data.buffer);

  /**
   * Other layers.
   *
   * @param {readonly number[]} next inputs first, outputs last
   */
  function build(next) {
    sizes = [...next];
    neurons = sizes.map(() => []);
    fill(columns, sizes.map((size, column) => html("div", { class: "column" }, head(column, size), html("div", { class: "cells" },
      Array.from({ length: size }, (_, neuron) => cell(column, neuron))))));
    drawInputs();
    measure();
  }

  /**
   * @param {number} column
   * @param {number} size
   */
  function head(column, size) {
    if (column === 0) return html("div", { class: "head" }, html("span", {}, text.input));
    if (column === sizes.length - 1) return html("div", { class: "head" }, html("span", {}, text.output));
    const name = text.layerName(column);
    return html("div", { class: "head" }, stepper({
      label: name, less: text.fewerNeurons(column), more: text.moreNeurons(column), value: size, min: 1, max: MOST_NEURONS,
      test: `neurons-${column}`, onInput: (value) => onNeurons(column - 1, value),
    }).element);
  }

  /**
   * @param {number} column
   * @param {number} neuron
   */
  function cell(column, neuron) {
    const canvas = html("canvas", { width: PIXELS, height: PIXELS, "aria-hidden": "true" });
    const name = column === 0 ? text.inputName(neuron) : column === sizes.length - 1 ? text.outputName(neuron) : text.neuronName(column, neuron);
    const element = button("", () => column > 0 && onSelect({ layer: column - 1, neuron, input: "b" }), {
      class: column === 0 ? "neuron input" : "neuron", "aria-label": name, title: name, "data-test": `neuron-${column}-${neuron}`,
      disabled: column === 0, tabindex: column === sizes.length - 1 && neuron === 0 ? 0 : -1,
    });
    element.append(canvas, ...(column === 0 ? [html("span", { class: "tag" }, neuron === 0 ? "x₁" : "x₂")] : []));
    element.addEventListener("keydown", (event) => move(event, column, neuron));
    neurons[column][neuron] = { button: element, context: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), x: 0, y: 0 };
    return element;
  }

  /**
   * Arrow keys go from neuron to neuron.
   *
   * @param {KeyboardEvent} event
   * @param {number} column
   * @param {number} neuron
   */
  function move(event, column, neuron) {
    const across = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const down = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (across === 0 && down === 0) return;
    event.preventDefault();
    const to = Math.min(Math.max(column + across, 1), sizes.length - 1);
    const other = Math.min(Math.max(neuron + down, 0), sizes[to] - 1);
    focusable(to, other);
    neurons[to][other].button.focus();
    onSelect({ layer: to - 1, neuron: other, input: "b" });
  }

  /**
   * @param {number} column
   * @param {number} neuron
   */
  function focusable(column, neuron) {
    for (const cells of neurons) for (const cell of cells) cell.button.tabIndex = -1;
    neurons[column][neuron].button.tabIndex = 0;
  }

  /** Where the neurons are now. */
  function measure() {
    const box = element.getBoundingClientRect();
    if (box.width === 0) return;
    width = box.width;
    height = box.height;
    const scale = devicePixelRatio;
    lines.width = Math.round(width * scale);
    lines.height = Math.round(height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    for (const cells of neurons) {
      for (const cell of cells) {
        const place = cell.button.getBoundingClientRect();
        cell.x = place.left - box.left + place.width / 2;
        cell.y = place.top - box.top + place.height / 2;
      }
    }
    const style = getComputedStyle(element);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    color = { positive: read("--positive"), negative: read("--negative"), ink: read("--ink") };
    drawLines();
  }

  function half() {
    return (neurons[0][0]?.button.offsetWidth ?? 40) / 2;
  }

  function drawLines() {
    pen.clearRect(0, 0, width, height);
    if (!network || network.layers.length !== sizes.length - 1) return;
    const radius = half();
    for (let layer = 0; layer < network.layers.length; layer += 1) {
      const { rows, columns: outputs, data } = network.layers[layer].weights;
      if (rows !== neurons[layer].length || outputs !== neurons[layer + 1].length) return;
      for (let to = 0; to < outputs; to += 1) {
        for (let from = 0; from < rows; from += 1) drawLine(layer, from, to, data[from * outputs + to], radius);
      }
    }
    pen.setLineDash(SOLID);
    if (updates) drawArrows(radius);
  }

  /**
   * @param {number} layer
   * @param {number} from
   * @param {number} to
   * @param {number} weight
   * @param {number} radius
   */
  function drawLine(layer, from, to, weight, radius) {
    const a = neurons[layer][from];
    const b = neurons[layer + 1][to];
    const here = isHere(selection, layer, from, to) || isHere(hovered, layer, from, to);
    const near = selection !== undefined && selection.layer === layer && selection.neuron === to;
    pen.strokeStyle = weight < 0 ? color.negative : color.positive;
    pen.globalAlpha = here || near ? 1 : 0.75;
    pen.lineWidth = Math.min(0.5 + 1.6 * Math.abs(weight), 7) + (here ? 2.5 : 0);
    pen.setLineDash(weight < 0 ? DASH : SOLID);
    const middle = (a.x + b.x) / 2;
    pen.beginPath();
    pen.moveTo(a.x + radius, a.y);
    pen.bezierCurveTo(middle, a.y, middle, b.y, b.x - radius, b.y);
    pen.stroke();
    pen.globalAlpha = 1;
  }

  /**
   * Whether the last step made a weight larger or smaller, by a triangle on its line.
   *
   * @param {number} radius
   */
  function drawArrows(radius) {
    if (!updates) return;
    let most = 0;
    for (const { weights } of updates) for (const change of weights.data) most = Math.max(most, Math.abs(change));
    if (!(most > 0)) return;
    pen.fillStyle = color.ink;
    for (let layer = 0; layer < updates.length; layer += 1) {
      const { rows, columns: outputs, data } = updates[layer].weights;
      for (let from = 0; from < rows; from += 1) {
        for (let to = 0; to < outputs; to += 1) {
          const change = data[from * outputs + to];
          if (change === 0) continue;
          const size = 2.5 + (4.5 * Math.abs(change)) / most;
          const a = neurons[layer][from];
          const b = neurons[layer + 1][to];
          // A little apart, so that arrows of lines that cross do not cover each other.
          const t = 0.3 + (0.4 * (to + 0.5)) / outputs;
          const x = bezier(a.x + radius, (a.x + b.x) / 2, (a.x + b.x) / 2, b.x - radius, t);
          const y = bezier(a.y, a.y, b.y, b.y, t);
          const up = change > 0 ? -1 : 1;
          pen.beginPath();
          pen.moveTo(x, y + up * size);
          pen.lineTo(x - size, y - up * size * 0.7);
          pen.lineTo(x + size, y - up * size * 0.7);
          pen.fill();
        }
      }
    }
  }

  /**
   * The line next to a place.
   *
   * @param {MouseEvent} event
   * @returns {Selection | undefined}
   */
  function hit(event) {
    const box = element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const radius = half();
    let best = 12;
    /** @type {Selection | undefined} */
    let found;
    for (let layer = 0; layer + 1 < neurons.length; layer += 1) {
      const [left, right] = [neurons[layer][0].x + radius, neurons[layer + 1][0].x - radius];
      if (x < left || x > right) continue;
      neurons[layer].forEach((a, from) => neurons[layer + 1].forEach((b, to) => {
        for (let t = 0; t <= 1; t += 1 / 32) {
          const middle = (a.x + b.x) / 2;
          const distance = Math.hypot(bezier(left, middle, middle, right, t) - x, bezier(a.y, a.y, b.y, b.y, t) - y);
          if (distance < best) {
            best = distance;
            found = { layer, neuron: to, input: from };
          }
        }
      }));
    }
    return found;
  }

  element.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    const found = hit(event);
    if (found) onSelect(found);
  });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse") return;
    const over = event.target instanceof Element && event.target.closest("button") ? undefined : hit(event);
    if (JSON.stringify(over) === JSON.stringify(hovered)) return;
    hovered = over;
    element.classList.toggle("over", over !== undefined);
    drawLines();
    element.dispatchEvent(new CustomEvent("hover", { detail: hovered }));
  });
  element.addEventListener("pointerleave", () => {
    hovered = undefined;
    element.classList.remove("over");
    drawLines();
    element.dispatchEvent(new CustomEvent("hover"));
  });

  /** The inputs' own pictures: from left to right, and from bottom to top. */
  function drawInputs() {
    neurons[0].forEach(({ context }, input) => {
      for (let row = 0; row < PIXELS; row += 1) {
        for (let column = 0; column < PIXELS; column += 1) {
          const place = input === 0 ? column : PIXELS - 1 - row;
          pixels[row * PIXELS + column] = table[signedIndex((2 * place) / (PIXELS - 1) - 1)];
        }
      }
      context.putImageData(image, 0, 0);
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Float32Array} data
   * @param {number} columns
   * @param {number} column
   * @param {number} shift such as -1 for probabilities, together with the scale 2
   * @param {number} scale
   */
  function drawNeuron(context, data, columns, column, shift, scale) {
    let most = 1;
    if (shift === 0) {
      for (let index = column; index < data.length; index += 7 * columns) {
        const size = Math.abs(data[index]);
        if (size > most) most = size;
      }
    }
    const factor = scale / most;
    for (let row = 0; row < PIXELS; row += 1) {
      for (let place = 0; place < PIXELS; place += 1) {
        const value = data[(2 * row * PLACES + 2 * place) * columns + column];
        pixels[row * PIXELS + place] = table[signedIndex(value * factor + shift)];
      }
    }
    context.putImageData(image, 0, 0);
  }

  return {
    element,
    build,
    measure,
    get hovered() {
      return hovered;
    },
    recolor() {
      table = signedTable(isDark());
      if (neurons.length > 0) drawInputs();
      measure();
    },
    /** @param {Selection | undefined} next */
    select(next) {
      selection = next;
      neurons.forEach((cells, column) => cells.forEach(({ button }, neuron) => {
        const chosen = next !== undefined && next.layer === column - 1 && next.neuron === neuron;
        button.classList.toggle("chosen", chosen);
        if (column > 0) button.setAttribute("aria-pressed", String(chosen));
      }));
      if (next && neurons[next.layer + 1]?.[next.neuron]) focusable(next.layer + 1, next.neuron);
      drawLines();
    },
    /**
     * @param {NetworkValue} next
     * @param {SessionFrame["updates"]} changes of the last single step
     */
    setNetwork(next, changes) {
      network = next;
      updates = changes;
      drawLines();
    },
    /** @param {Surface} surface */
    draw(surface) {
      const hidden = sizes.length - 2;
      for (let layer = 0; layer < hidden && layer < surface.hidden.length; layer += 1) {
        const { columns: count, data } = surface.hidden[layer];
        if (count !== neurons[layer + 1].length) return;
        for (let neuron = 0; neuron < count; neuron += 1) drawNeuron(neurons[layer + 1][neuron].context, data, count, neuron, 0, 1);
      }
      const { columns: outputs, data } = surface.y;
      if (outputs !== neurons[hidden + 1].length) return;
      for (let neuron = 0; neuron < outputs; neuron += 1) drawNeuron(neurons[hidden + 1][neuron].context, data, outputs, neuron, -1, 2);
    },
  };
}

/**
 * @param {Selection | undefined} selection
 * @param {number} layer
 * @param {number} from
 * @param {number} to
 */
function isHere(selection, layer, from, to) {
  return selection !== undefined && selection.layer === layer && selection.neuron === to && selection.input === from;
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @param {number} t
 */
function bezier(a, b, c, d, t) {
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}
