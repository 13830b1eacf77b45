// How it learns: what is changed on the way, and what begins anew.

import { button, checkbox, select } from "../../parts/controls.js";
import { html, paragraph, uniqueId } from "../../parts/dom.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {typeof import("../../text/en/learning-digits.js").text} Text */

const RATES = [0.0001, 0.0003, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 10, 1000];
const BATCHES = [1, 5, 10, 20, 50, 100, 200, 500, 1000];
/** A rate that suits each optimizer. @type {Record<string, number>} */
const SUITED = { adam: 0.002, momentum: 0.05, sgd: 0.2 };
const [MOST_LAYERS, MOST_NEURONS] = [5, 500];

/**
 * @param {Lesson} lesson
 * @param {Text} text
 */
export function createSettings(lesson, text) {
  const { engine, settings } = lesson;
  const number = (/** @type {number} */ value) => ({ value: String(value), label: String(value) });
  const rate = select({ label: text.rate, choices: RATES.map(number), value: String(settings.learningRate), test: "digits-rate", onInput: (value) => void lesson.set({ learningRate: Number(value) }) });
  const optimizer = select({
    label: text.optimizer, choices: engine.info.optimizers.map((name) => ({ value: name, label: name })), value: settings.optimizer, test: "digits-optimizer",
    onInput: (name) => {
      const learningRate = SUITED[name] ?? settings.learningRate;
      rate.set(String(learningRate));
      void lesson.set({ optimizer: name, learningRate });
    },
  });
  const batch = select({ label: text.batch, choices: BATCHES.map(number), value: String(settings.batch), test: "digits-batch", onInput: (value) => void lesson.set({ batch: Number(value) }) });
  const trainable = engine.info.activations.filter((activation) => activation.trainable);
  const activation = select({ label: text.activation, choices: trainable.map(({ name }) => ({ value: name, label: name })), value: settings.activation, test: "digits-activation", onInput: (value) => void lesson.set({ activation: value }) });
  const augment = checkbox({ label: text.augment, value: settings.augment, test: "digits-augment", onInput: (value) => void lesson.set({ augment: value }) });

  const id = uniqueId();
  const sizes = html("input", { type: "text", id, value: settings.hidden.join("-"), size: 12, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-help`, "data-test": "digits-hidden" });
  const help = html("span", { id: `${id}-help`, class: "quiet" }, text.hiddenHelp(MOST_LAYERS, MOST_NEURONS));
  sizes.addEventListener("change", () => {
    const found = readSizes(sizes.value);
    sizes.setCustomValidity(found ? "" : " ");
    sizes.setAttribute("aria-invalid", String(found === null));
    help.className = found ? "quiet" : "negative-text";
    if (!found) return;
    sizes.value = found.join("-");
    void lesson.set({ hidden: found });
  });

  const seed = html("output", { "aria-live": "off", "data-test": "digits-seed" });
  const newSeed = button(text.newSeed, () => void lesson.set({ seed: lesson.settings.seed + 1 }), { "data-test": "digits-new-seed" });
  lesson.subscribe(() => {
    seed.textContent = text.seed(lesson.settings.seed);
  });
  return html("section", { class: "card learns", "aria-labelledby": "learning-how" },
    html("h3", { id: "learning-how" }, text.how),
    paragraph(text.onTheWay, { class: "quiet" }),
    html("div", { class: "fields" }, optimizer.element, rate.element, batch.element),
    paragraph(text.anew, { class: "quiet" }),
    html("div", { class: "fields" },
      html("div", { class: "select-control" }, html("label", { for: id }, text.hidden), sizes), help,
      activation.element, augment.element,
      html("div", { class: "row" }, seed, newSeed)));
}

/**
 * Sizes of hidden layers, such as `50-100`; nothing for none.
 *
 * @param {string} text
 */
function readSizes(text) {
  const parts = text.trim() === "" ? [] : text.trim().split(/\s*[-,\s]\s*/);
  const sizes = parts.map(Number);
  const fits = sizes.length <= MOST_LAYERS && sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= MOST_NEURONS);
  return fits ? sizes : null;
}
