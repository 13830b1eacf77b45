// How a panel follows the digit and the network: while it is open, and not at all while it is closed.

import { fill, html, uniqueId } from "../../parts/dom.js";
import { latest } from "../../parts/latest.js";

/** @typedef {import("./panel.js").Place} Place */
/** @typedef {import("./panel.js").PanelText} PanelText */
/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("./context.js").Change} Change */

/**
 * Runs `work` now, whenever one of these things changes, and by the function that is returned; while the panel is closed, it
 * waits until it is opened. What cannot be shown is said in place of the result.
 *
 * @param {object} options
 * @param {Place} options.place
 * @param {Digits} options.digits
 * @param {PanelText} options.text
 * @param {readonly Change[]} options.after
 * @param {boolean} options.needsDigit false if it is about the network alone
 * @param {HTMLElement} options.result what is hidden while there is none
 * @param {(isStale: () => boolean) => Promise<void>} work
 * @returns {() => void}
 */
export function follow({ place, digits, text, after, needsDigit, result }, work) {
  const { signal } = digits.page;
  const problem = html("p", { class: "note", hidden: true, "data-test": "problem" });
  result.before(problem);
  /** @param {string} message */
  function show(message) {
    problem.textContent = message;
    problem.hidden = message === "";
    result.hidden = message !== "";
  }
  const run = latest(async (isStale) => {
    const missing = whatIsMissing(digits, text, needsDigit);
    if (missing !== "") {
      show(missing);
      return;
    }
    try {
      await work(isStale);
      if (!isStale()) show("");
    } catch (reason) {
      if (isStale()) return;
      show(reasonText(reason, text));
    }
  }, signal);
  let isWaiting = false;
  function ask() {
    isWaiting = !place.isOpen();
    if (!isWaiting) void run();
  }
  digits.subscribe((changed) => {
    if (after.some((change) => changed.has(change))) ask();
  });
  place.onOpen(() => {
    if (isWaiting) ask();
  });
  ask();
  return ask;
}

/**
 * What an error says to a person.
 *
 * @param {unknown} reason
 * @param {PanelText} text
 */
export function reasonText(reason, text) {
  if (!(reason instanceof Error)) return String(reason);
  return reason.name === "EngineError" ? text.refused(reason.message) : reason.message;
}

/**
 * @param {Digits} digits
 * @param {PanelText} text
 * @param {boolean} needsDigit
 */
function whatIsMissing(digits, text, needsDigit) {
  if (!digits.takesDigits) return text.noPictures(digits.model.sizes[0]);
  if (!needsDigit || digits.x !== null) return "";
  if (digits.fault !== "") return text.refused(digits.fault);
  return digits.isDrawing ? text.noDigit : "";
}

/**
 * Replaces what is in a list; what had the focus has it again, known by its `data-test`.
 *
 * @param {HTMLElement} list
 * @param {readonly HTMLElement[]} children
 */
export function refill(list, children) {
  const active = document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement.dataset.test : undefined;
  fill(list, [...children]);
  if (active === undefined) return;
  const again = list.querySelector(`[data-test="${active}"]`) ?? list.querySelector("button");
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/**
 * A list to choose from whose entries change.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.test
 * @param {(value: string) => void} options.onInput
 */
export function changingSelect({ label, test, onInput }) {
  const id = uniqueId();
  const list = html("select", { id, "data-test": test });
  list.addEventListener("change", () => onInput(list.value));
  let written = "";
  return {
    element: html("div", { class: "select-control" }, html("label", { for: id }, label), list),
    /**
     * @param {readonly { value: string, label: string }[]} choices
     * @param {string} value
     */
    set(choices, value) {
      const next = JSON.stringify(choices);
      if (next !== written) fill(list, choices.map((choice) => html("option", { value: choice.value }, choice.label)));
      written = next;
      list.value = value;
    },
  };
}

/**
 * The classes of a network, to choose from.
 *
 * @param {Digits} digits
 * @returns {{ value: string, label: string }[]}
 */
export function classChoices(digits) {
  const outputs = digits.model.sizes[digits.model.sizes.length - 1];
  return Array.from({ length: outputs }, (_, index) => ({ value: String(index), label: digits.className(index) }));
}

/** The class of the present answer. @param {Digits} digits */
export function answerOf(digits) {
  return digits.trace?.classes[0] ?? 0;
}

/**
 * Whether outputs can be read as probabilities.
 *
 * @param {import("./context.js").NetworkInfo} model
 */
export function givesProbabilities(model) {
  return model.output === "softmax" || model.output === "sigmoid";
}

/**
 * An output as a person reads it: a percentage where it is a probability.
 *
 * @param {Digits} digits
 * @param {number} y
 * @param {import("./context.js").NetworkInfo} [model]
 */
export function outputText({ page: { format }, model: present }, y, model = present) {
  if (!givesProbabilities(model)) return format.short(y);
  if (y > 0.9995 && y < 1) return "> 99.9%";
  return y > 0 && y < 0.0005 ? "< 0.1%" : format.percent(y);
}
