// Neurons as a list of buttons with a bar each; a click looks at the neuron.

import { html } from "../../parts/dom.js";

/**
 * @param {import("./context.js").Digits} digits
 * @param {import("./panel.js").PanelText} text
 * @param {readonly { layer: number, neuron: number, value: number, text: string }[]} rows
 * @param {number} limit the value of the longest bar
 */
export function neuronButtons(digits, text, rows, limit) {
  if (rows.length === 0) return html("p", {}, text.noNeurons);
  return html("ul", { class: "neuron-list" }, rows.map(({ layer, neuron, value, text: shown }) => {
    const fill = html("i", { class: value < 0 ? "negative" : "positive" });
    const share = limit > 0 ? Math.min(Math.abs(value) / limit, 1) : 0;
    fill.style.width = `${50 * share}%`;
    fill.style.marginInlineStart = `${value < 0 ? 50 - 50 * share : 50}%`;
    return html("li", {},
      html("button", {
        type: "button",
        "data-test": `neuron-${layer}-${neuron}`,
        "aria-label": `${text.layer(layer + 1)}, ${text.neuron(neuron)}: ${shown}`,
        onclick: () => digits.focusNeuron({ layer, neuron }),
      }, text.neuron(neuron)),
      html("span", { class: "track signed", "aria-hidden": "true" }, fill),
      html("output", { "aria-live": "off" }, shown));
  }));
}
