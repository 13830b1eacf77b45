// Digits: draw one, see every signal, ask why.

import { button, tryIt } from "../parts/controls.js";
import { html, paragraph } from "../parts/dom.js";
import { createAnswer } from "./digits/answer.js";
import { Digits } from "./digits/context.js";
import { createDrawing } from "./digits/drawing.js";
import { createExamples } from "./digits/examples.js";
import { createFiles, firstNetwork, takeFiles } from "./digits/files.js";
import { createLayers } from "./digits/layers.js";
import { createNeurons } from "./digits/neuron.js";
import { mountPanels } from "./digits/panels.js";
import { createPlain } from "./digits/plain.js";
import { createSeen } from "./digits/seen.js";
import { createTour } from "./digits/tour.js";

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/digits.js").text} text
 */
export async function mount(root, context, text) {
  const { engine, signal, shell } = context;
  const [first, { labels }] = await Promise.all([firstNetwork(engine, context.parameters.get("model") === "1"), engine.testSet()]);
  if (signal.aborted) {
    void engine.close(first.model.id).catch(() => {});
    return;
  }
  const digits = new Digits(context, first.model, labels);
  context.adopt(digits.state);
  signal.addEventListener("abort", () => {
    for (const id of new Set([digits.model.id, digits.original.id])) void engine.close(id).catch(() => {});
  });

  const files = createFiles(digits, text, first);
  const examples = createExamples(digits, text, files.open);
  const drawing = createDrawing(digits, text);
  const seen = createSeen(digits, text);
  const plain = createPlain(digits, text);
  const layers = createLayers(digits, text);
  const answer = createAnswer(digits, text);
  const neurons = createNeurons(digits, text);
  const heldNote = createHeld(digits, text);
  const tour = createTour(root, text, signal, {
    neurons: () => {
      if (!digits.neuron) digits.focusNeuron({ layer: 0, neuron: brightest(digits) });
    },
  });

  root.append(
    html("div", { class: "lead-row" }, paragraph(text.lead, { class: "lead" }), tour.start),
    files.messages,
    html("div", { class: "digits-stage" }, html("div", { class: "paper-column" }, drawing, examples.element), plain, seen, layers, answer, html("div", { class: "neurons-area" }, examples.strip, heldNote, neurons)),
    html("h2", { class: "ask-on" }, text.askOn),
    mountPanels(digits),
    files.element,
    tryIt(shell.tryIt, text.tasks, shell.answer),
    tour.dialog);
  takeFiles(root, signal, files.open);

  digits.subscribe(() => {
    const isPlain = !digits.takesDigits;
    for (const part of [drawing, examples.element, seen]) part.hidden = isPlain;
    root.classList.toggle("plain-inputs", isPlain);
  });
  await /** @type {Promise<void>} */ (new Promise((resolve) => {
    digits.subscribe((changed) => changed.has("trace") && resolve());
    digits.start();
  }));
}

/**
 * The neuron of the first layer that fires most.
 *
 * @param {Digits} digits
 */
function brightest({ trace }) {
  const y = trace?.layers[0].y.data ?? new Float32Array(1);
  return y.reduce((best, value, neuron) => (value > y[best] ? neuron : best), 0);
}

/**
 * Which neurons are held, and the way back.
 *
 * @param {Digits} digits
 * @param {typeof import("../text/en/digits.js").text} text
 */
function createHeld(digits, text) {
  const words = html("span", {});
  const element = html("div", { class: "note held-note row", hidden: true, "data-test": "held" }, words, button(text.letAllGo, () => digits.hold([]), { "data-test": "let-all-go" }));
  digits.subscribe(() => {
    const { held } = digits;
    element.hidden = held.length === 0;
    words.textContent = text.heldList(held.map(({ layer, neuron, value }) => `${text.short(layer + 1, neuron)} = ${digits.page.format.short(value)}`).join(", "));
  });
  return element;
}
