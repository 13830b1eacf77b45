// One neuron: its sum written out, and its weights and bias to change.

import { numberControl } from "../../parts/controls.js";
import { fill, html } from "../../parts/dom.js";
import { SIZES } from "./network.js";

/** @typedef {import("./diagram.js").Place} Place */
/** @typedef {import("./network.js").Key} Key */
/** @typedef {import("./network.js").Names} Names */
/** @typedef {{ layer: number, from: number | undefined, to: number }} Weight */

/**
 * @param {import("../list.js").Context} context
 * @param {typeof import("../../text/en/layers.js").text} text
 * @param {(key: Key, index: number, value: number) => void} onInput
 */
export function createNeuron({ format }, text, onInput) {
  const title = html("h2", {});
  const sum = html("div", { class: "sum", "data-test": "neuron-sum" });
  const sliders = html("div", { class: "sliders" });
  const element = html("section", { class: "card neuron" }, title, sum, sliders);
  /** @type {{ control: ReturnType<typeof numberControl>, key: Key, index: number }[]} */
  let controls = [];
  let shown = "";

  /**
   * @param {Place} place
   * @param {Names} names
   */
  function build({ layer, neuron }, names) {
    /** @type {{ key: Key, index: number, label: string }[]} */
    const items = layer === 0
      ? [{ key: "x", index: neuron, label: `${names.input}[${neuron}]` }]
      : [
        ...Array.from({ length: SIZES[layer - 1] }, (_, from) => ({
          key: /** @type {Key} */ (`w${layer}`), index: from * SIZES[layer] + neuron, label: `${names.weights(layer)}[${from}, ${neuron}]`,
        })),
        { key: /** @type {Key} */ (`b${layer}`), index: neuron, label: `${names.bias(layer)}[${neuron}]` },
      ];
    controls = items.map(({ key, index, label }) => ({
      key,
      index,
      control: numberControl({ label, value: 0, min: -2, max: 2, step: 0.05, test: `weight-${key}-${index}`, onInput: (value) => onInput(key, index, value) }),
    }));
    fill(sliders, controls.map(({ control }) => control.element));
  }

  /** @param {number} value a factor, its minus sign in parentheses */
  const factor = (value) => (value < 0 ? `(${format.short(value)})` : format.short(value));

  return {
    element,
    /**
     * Moves the focus to a weight's field, such as the one whose line was clicked.
     *
     * @param {Weight} weight
     */
    focus({ layer, from, to }) {
      const key = from === undefined ? `b${layer}` : `w${layer}`;
      const index = from === undefined ? to : from * SIZES[layer] + to;
      /** @type {HTMLElement | null} */ (sliders.querySelector(`[data-test="weight-${key}-${index}"]`))?.focus();
    },
    /**
     * @param {Place} place
     * @param {Names} names
     * @param {import("./network.js").Numbers} numbers
     */
    drawControls(place, names, numbers) {
      const key = `${place.layer} ${place.neuron} ${names.input}`;
      if (shown !== key) build(place, names);
      shown = key;
      for (const { control, key: of, index } of controls) control.set(numbers[of][index]);
      title.textContent = place.layer === 0 ? text.inputTitle(place.neuron)
        : place.layer === SIZES.length - 1 ? text.outputTitle(place.neuron) : text.neuronTitle(place.layer, place.neuron);
    },
    /**
     * @param {Place} place
     * @param {Names} names
     * @param {{ entry: import("../../engine/engine.js").EntrySum, bias: number, z: number, y: number, call: string, wholeRow: boolean } | undefined} facts of a neuron; an input has none
     * @param {number} input the input's value
     */
    drawSum({ layer, neuron }, names, facts, input) {
      if (!facts) {
        fill(sum, html("p", {}, html("b", {}, `${names.input}[${neuron}] = ${format.short(input)}`)));
        return;
      }
      const { entry, bias, z, y, call, wholeRow } = facts;
      const before = names.signal(layer - 1);
      const symbols = Array.from(entry.left, (_, from) => `${before}[${from}]·${names.weights(layer)}[${from}, ${neuron}]`);
      const numbers = Array.from(entry.left, (x, from) => `${format.short(x)}·${factor(entry.right[from])}`);
      const products = Array.from(entry.products, factor);
      const name = `${names.sum(layer)}[${neuron}]`;
      fill(sum,
        html("p", { class: "quiet symbols" }, `${name} = ${symbols.join(" + ")} + ${names.bias(layer)}[${neuron}]`),
        html("p", {}, html("b", {}, `${numbers.join(" + ")} + ${factor(bias)} = ${format.short(z)}`)),
        html("p", { class: "quiet" }, `${products.join(" + ")} + ${factor(bias)} = ${format.short(z)}`),
        html("p", {}, html("b", {}, `${names.signal(layer)}[${neuron}] = ${call}(${wholeRow ? names.sum(layer) : format.short(z)})${wholeRow ? `[${neuron}]` : ""} = ${format.short(y)}`)),
        wholeRow && html("p", { class: "quiet" }, text.rowSoftmax(call)));
    },
  };
}
