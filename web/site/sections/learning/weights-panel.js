// The numbers of one neuron, each to be changed, and what the last step did to one of them.

import { numberControl } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";

/** @typedef {import("../../engine/engine.d.ts").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.d.ts").SessionFrame} SessionFrame */
/** @typedef {import("./network-view.js").Selection} Selection */
/**
 * A step and the networks before and after it.
 *
 * @typedef {object} Step
 * @property {NetworkValue} before
 * @property {NetworkValue} after
 * @property {NonNullable<SessionFrame["gradients"]>} gradients
 * @property {NonNullable<SessionFrame["updates"]>} updates
 * @property {string} optimizer
 * @property {number} learningRate
 * @property {number} weightDecay
 */

/**
 * @param {object} options
 * @param {typeof import("../../text/en/learning.js").text} options.text
 * @param {import("../../parts/number.js").Format} options.format
 * @param {(selection: Selection, value: number) => void} options.onValue
 * @param {(selection: Selection) => void} options.onSelect
 */
export function createWeightsPanel({ text, format, onValue, onSelect }) {
  const title = html("h2", {}, text.weights);
  const formula = html("p", { class: "quiet" });
  const list = html("div", { class: "weight-list" });
  const worked = html("div", { class: "worked", "data-test": "worked" });
  const element = html("div", { class: "weights", "data-test": "weights" }, title, formula, list, worked);
  /** @type {Selection | undefined} */
  let shown;
  let shape = "";
  /** @type {{ input: number | "b", control: ReturnType<typeof numberControl> }[]} */
  let controls = [];

  /**
   * @param {NetworkValue} network
   * @param {Selection} selection
   */
  function build(network, selection) {
    const { layer, neuron } = selection;
    const { weights, bias, activation } = network.layers[layer];
    const last = layer + 1 === network.layers.length;
    fill(title, last ? text.outputName(neuron) : text.neuronName(layer + 1, neuron));
    fill(formula, ...rich(last ? text.outputFormula(network.output) : text.neuronFormula(activation)));
    /** @type {(number | "b")[]} */
    const inputs = [...Array(weights.rows).keys(), "b"];
    controls = inputs.map((input) => {
      const value = input === "b" ? bias[neuron] : weights.data[input * weights.columns + neuron];
      const control = numberControl({
        label: input === "b" ? text.biasLabel : text.weightLabel(layer, input), value, min: -4, max: 4, step: 0.05,
        test: `weight-${input}`, onInput: (next) => onValue({ layer, neuron, input }, next),
      });
      control.element.addEventListener("focusin", () => {
        if (shown?.input !== input) onSelect({ layer, neuron, input });
      });
      return { input, control };
    });
    fill(list, controls.map(({ control }) => control.element));
  }

  return {
    element,
    /**
     * @param {NetworkValue | undefined} network
     * @param {Selection | undefined} selection
     */
    show(network, selection) {
      if (!network || !selection || !network.layers[selection.layer] || selection.neuron >= network.layers[selection.layer].bias.length) {
        shown = undefined;
        shape = "";
        fill(title, text.weights);
        fill(formula, text.selectHint);
        fill(list);
        return;
      }
      const { layer, neuron, input } = selection;
      const { weights, bias, activation } = network.layers[layer];
      const next = `${layer}.${neuron}.${weights.rows}.${network.layers.length}.${activation}.${network.output}`;
      if (next !== shape) build(network, selection);
      shape = next;
      shown = selection;
      for (const { input: one, control } of controls) {
        control.element.classList.toggle("chosen", one === input);
        const typing = control.element.contains(document.activeElement) && document.activeElement instanceof HTMLInputElement
          && document.activeElement.type === "number" && document.activeElement.value === "";
        if (!typing) control.set(one === "b" ? bias[neuron] : weights.data[one * weights.columns + neuron]);
      }
    },
    /**
     * What a step did to the selected number.
     *
     * @param {Step | undefined} step
     * @param {Selection | undefined} selection
     */
    explain(step, selection) {
      if (!step || !selection || !step.gradients[selection.layer]) {
        fill(worked);
        return;
      }
      const { layer, neuron, input } = selection;
      /** @param {{ weights: { columns: number, data: Float32Array }, bias: Float32Array }} of */
      const pick = ({ weights, bias }) => (input === "b" ? bias[neuron] : weights.data[input * weights.columns + neuron]);
      const numbers = {
        name: input === "b" ? "b" : "w",
        before: format.short(pick(step.before.layers[layer])),
        after: format.short(pick(step.after.layers[layer])),
        gradient: format.short(pick(step.gradients[layer])),
        change: format.short(pick(step.updates[layer])),
        rate: format.short(step.learningRate),
        decay: format.short(step.weightDecay),
      };
      const decays = step.weightDecay > 0 && input !== "b";
      const plain = step.optimizer === "sgd";
      const sign = pick(step.gradients[layer]);
      fill(worked,
        html("h3", {}, text.lastStep),
        html("p", { class: "sum" }, ...rich(plain ? (decays ? text.stepDecay(numbers) : text.stepSgd(numbers)) : text.stepOther(numbers))),
        paragraph(sign > 0 ? text.gradientUp : sign < 0 ? text.gradientDown : text.gradientZero, { class: "quiet" }),
        !plain && paragraph(step.optimizer === "adam" ? text.adamNote : text.momentumNote, { class: "quiet" }),
        paragraph(text.arrowNote, { class: "quiet" }));
    },
  };
}
