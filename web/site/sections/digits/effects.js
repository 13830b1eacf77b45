// What the answer would be without each neuron of a layer.

import { button, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { answerOf, changingSelect, follow, refill } from "./live.js";

/** @typedef {import("../../engine/engine.d.ts").Effects} Effects */
/** @typedef {{ neuron: number, class: number, y: number, margin: number, hasChanged: boolean }} Row */

/** Neurons that are listed. */
const LISTED = 12;

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.effects;
  const { engine, page: { format, shell, announce } } = digits;
  let layer = 0;
  const layers = changingSelect({ label: text.hiddenLayer, test: "effects-layer", onInput: (value) => {
    layer = Number(value);
    ask();
  } });
  const said = html("p", { class: "said-large", "data-test": "effects-said" });
  const list = html("ul", { class: "effect-list" });
  const release = button(words.release, () => digits.hold([]), { "data-test": "effects-release" });
  /** @type {Row[]} */
  let rows = [];
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption(digits.className(answerOf(digits))),
    header: words.tableHeader,
    rows: rows.map((row) => [row.neuron, digits.className(row.class), format.fixed(row.y, 4), format.fixed(row.margin)]),
  }));
  const result = html("div", {}, said, release, list, paragraph(words.help, { class: "quiet" }), twin.element);
  place.root.append(html("div", { class: "panel effects" }, html("div", { class: "row" }, layers.element), result));

  const ask = follow({ place, digits, text, after: ["trace"], needsDigit: true, result }, async (isStale) => {
    const { model, x, trace } = digits;
    if (!x || !trace) return;
    const hidden = model.sizes.length - 2;
    layer = Math.min(layer, Math.max(hidden - 1, 0));
    layers.set(Array.from({ length: hidden }, (_, index) => ({ value: String(index), label: text.layer(index + 1) })), String(layer));
    if (hidden === 0) throw new Error(text.noHidden);
    const answer = answerOf(digits);
    const effects = await engine.effects(model.id, x.slice(), layer);
    if (isStale()) return;
    const now = Math.min(answer, trace.y.columns - 1);
    rows = ranked(effects, answer, now, trace.y.data[now], margin(trace.layers[trace.layers.length - 1].y.data, now));
    const changing = rows.filter((row) => row.hasChanged).length;
    const name = digits.className(answer);
    fill(said, ...rich(changing === 0
      ? words.saidNone(format.count(rows.length), name)
      : words.said(format.count(changing), format.count(rows.length), name)));
    release.hidden = digits.held.length === 0;
    // What is switched off changes nothing more, but is to be switched on again.
    const off = rows.filter((row) => isHeld(row.neuron));
    const others = rows.filter((row) => !isHeld(row.neuron)).slice(0, LISTED);
    refill(list, [...off, ...others].map((row) => effectRow(row, trace.y.data[now], name)));
    twin.update();
  });

  /** @param {number} neuron of the layer */
  function isHeld(neuron) {
    return digits.held.some((held) => held.layer === layer && held.neuron === neuron);
  }

  /**
   * @param {Row} row
   * @param {number} present
   * @param {string} name
   */
  function effectRow(row, present, name) {
    const neuron = text.neuron(row.neuron);
    const isOff = isHeld(row.neuron);
    const before = format.fixed(present, 4);
    const after = format.fixed(row.y, 4);
    const what = isOff ? words.held : row.hasChanged ? words.becomes(digits.className(row.class), after, name) : words.stays(name, before, after, format.fixed(row.margin, 1));
    return html("li", { class: row.hasChanged ? "changed" : "" },
      html("button", { type: "button", "aria-label": `${text.layer(layer + 1)}, ${neuron}: ${what}`, "data-test": `effect-${row.neuron}`, onclick: () => digits.focusNeuron({ layer, neuron: row.neuron }) }, neuron),
      html("span", { class: "tabular" }, ...rich(what)),
      button(isOff ? words.on : words.off, () => toggle(row.neuron, isOff), { "aria-pressed": isOff ? "true" : "false", "aria-label": `${isOff ? words.on : words.off}: ${neuron}`, "data-test": `effect-${row.neuron}-off` }));
  }

  /**
   * @param {number} neuron
   * @param {boolean} isOff
   */
  function toggle(neuron, isOff) {
    const rest = digits.held.filter((held) => held.layer !== layer || held.neuron !== neuron);
    digits.hold(isOff ? rest : [...rest, { layer, neuron, value: 0 }]);
    announce(`${text.neuron(neuron)}: ${isOff ? words.on : words.off}`);
  }
}

/**
 * Neurons by what their absence changes: first those that change the answer, then by the output of the answer, then by how far
 * its logit stays above the others.
 *
 * @param {Effects} effects
 * @param {number} answer
 * @param {number} output of the answer
 * @param {number} y
 * @param {number} before
 * @returns {Row[]}
 */
function ranked(effects, answer, output, y, before) {
  const { columns } = effects.y;
  const rows = Array.from(effects.classes, (found, neuron) => ({
    neuron,
    class: found,
    y: effects.y.data[neuron * columns + output],
    margin: margin(effects.logits.data.subarray(neuron * columns, (neuron + 1) * columns), output),
    hasChanged: found !== answer,
  }));
  const size = (/** @type {Row} */ row) => Math.round(Math.abs(row.y - y) * 1e5);
  return rows.sort((left, right) => Number(right.hasChanged) - Number(left.hasChanged) || size(right) - size(left)
    || Math.abs(right.margin - before) - Math.abs(left.margin - before) || left.neuron - right.neuron);
}

/**
 * How far a logit is above the largest other one.
 *
 * @param {Float32Array} logits
 * @param {number} index
 */
function margin(logits, index) {
  if (logits.length === 1) return logits[0];
  return logits[index] - Math.max(...Array.from(logits).filter((_, other) => other !== index));
}
