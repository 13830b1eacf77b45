// Why this class and not that one: what the answer is made of, pixel by pixel and neuron by neuron.

import { tableTwin } from "../../parts/controls.js";
import { onTheme } from "../../parts/colors.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { createBars } from "../../parts/figures/bars.js";
import { largest } from "../../parts/figures/picture.js";
import { answerOf, changingSelect, classChoices, classCount, follow } from "./live.js";
import { neuronButtons } from "./neuron-buttons.js";
import { createShareMap } from "./share-map.js";

/** @typedef {import("../../engine/engine.d.ts").Shares} Shares */

/** Neurons of a layer that are listed. */
const LISTED = 8;

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.why;
  const { engine, state, page: { format, shell, signal, announce } } = digits;
  const of = changingSelect({ label: words.of, test: "why-of", onInput: (value) => choose(value, chosen().against) });
  const against = changingSelect({ label: words.against, test: "why-against", onInput: (value) => choose(chosen().of, value) });
  const map = createShareMap(words.map);
  const said = html("p", { class: "said-large", "data-test": "why-said" });
  const sum = html("p", { class: "sum tabular", "data-test": "why-sum" });
  const bars = createBars(words.bars);
  const where = html("p", {});
  const pixel = html("p", { class: "quiet tabular" }, words.point);
  const method = html("p", { class: "quiet" });
  const layers = html("div", { class: "panel-columns" });
  /** What is drawn. @type {{ shares: Shares, pixels: Uint8Array, x: Float32Array } | undefined} */
  let shown;
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption,
    header: words.tableHeader,
    rows: shown ? pixelRows(shown.shares.inputs, shown.x) : [],
  }));
  const result = html("div", {},
    html("div", { class: "panel-columns" },
      html("div", {}, map.element, pixel, paragraph(words.legend, { class: "quiet" })),
      html("div", {}, said, bars.element, sum, where, method)),
    html("h3", {}, words.neurons), paragraph(words.neuronsHelp), layers, twin.element);
  place.root.append(html("div", { class: "panel why" }, html("div", { class: "row" }, of.element, against.element), result));

  function chosen() {
    const [first = "", second = ""] = state.values.why.split("-");
    return { of: first, against: second };
  }

  /**
   * @param {string} first
   * @param {string} second
   */
  function choose(first, second) {
    state.set({ why: first === "" && second === "" ? "" : `${first}-${second}` });
    ask();
  }

  /** The two classes by the state and the present digit; `against` is -1 where the logit stands alone. */
  function classes() {
    const { of: first, against: second } = chosen();
    const outputs = digits.model.sizes[digits.model.sizes.length - 1];
    const count = classCount(digits.model);
    const valid = (/** @type {string} */ value) => value !== "" && value !== "n" && Number(value) < count;
    const one = valid(first) ? Number(first) : Math.min(answerOf(digits), count - 1);
    if (outputs === 1 || second === "n") return { one, other: -1 };
    if (valid(second) && Number(second) !== one) return { one, other: Number(second) };
    const logits = digits.trace?.layers.at(-1)?.y.data ?? new Float32Array(outputs);
    const ranked = Array.from(logits.keys()).filter((index) => index !== one).sort((left, right) => logits[right] - logits[left]);
    return { one, other: ranked[0] };
  }

  function fillChoices() {
    const { one, other } = classes();
    const names = classChoices(digits);
    of.set([{ value: "", label: words.theAnswer(digits.trace ? digits.className(Math.min(answerOf(digits), names.length - 1)) : "") }, ...names], chosen().of);
    const rest = names.filter(({ value }) => Number(value) !== one);
    const isAutomatic = chosen().against === "" || chosen().against === String(one);
    const second = digits.trace && isAutomatic && other >= 0 ? words.theSecond(digits.className(other)) : words.theSecond("");
    against.set([{ value: "", label: second }, ...rest, { value: "n", label: words.alone }], isAutomatic ? "" : chosen().against);
  }

  // Without a digit there is no answer to name.
  digits.subscribe((changed) => {
    if (changed.has("trace") && !digits.trace) fillChoices();
  });

  let spoken = "";
  const ask = follow({ place, digits, text, after: ["trace"], needsDigit: true, result }, async (isStale) => {
    const { model, x, read, trace } = digits;
    if (!x || !read || !trace) return;
    fillChoices();
    const { one, other } = classes();
    const shares = await engine.shares(model.id, x.slice(), one, other < 0 ? undefined : other);
    if (isStale()) return;
    shown = { shares, pixels: read.pixels, x };
    const logits = trace.layers[trace.layers.length - 1].y.data;
    draw(one, other, logits);
    twin.update();
    const plain = said.textContent ?? "";
    if (spoken !== "" && spoken !== plain) announce(plain);
    spoken = plain;
  });

  /**
   * @param {number} one
   * @param {number} other
   * @param {Float32Array} logits
   */
  function draw(one, other, logits) {
    if (!shown) return;
    const { shares } = shown;
    const first = digits.className(one);
    const second = other < 0 ? "" : digits.className(other);
    const parts = signedSums(shares.inputs);
    const missed = Math.abs(shares.residual) < 5e-4 ? 0 : shares.residual;
    const value = format.fixed(shares.value);
    fill(said, ...rich(other < 0
      ? words.alsoAlone(first, value)
      : words.difference(first, second, format.fixed(logits[one]), format.fixed(logits[other]), value)));
    const rows = [
      { name: other < 0 ? words.forAlone : words.inkFor(first), value: parts.above },
      { name: other < 0 ? words.againstAlone : words.inkAgainst(first, second), value: parts.below },
      { name: words.bias, value: shares.bias },
      ...(missed === 0 ? [] : [{ name: words.missed, value: missed }]),
      { name: other < 0 ? words.logit : words.together, value: shares.value, strong: true },
    ];
    const limit = Math.max(...rows.map((row) => Math.abs(row.value)), 1e-9);
    bars.draw(rows.map((row) => ({ ...row, text: format.signed(row.value) })), { limit, signed: true });
    sum.textContent = [parts.above, parts.below, shares.bias, ...(missed === 0 ? [] : [missed])]
      .map((term) => format.signed(term)).join(" ").replaceAll("+", "+ ").replaceAll("−", "− ").replace(/^\+ /, "") + ` = ${value}`;
    fill(where, ...rich(placesSaid(shares.inputs, first, second)));
    fill(method, ...rich(shares.exact ? words.exact([...new Set(digits.model.activations)].join(", ")) : words.approximate(shares.method, format.short(shares.residual))));
    map.setLabel(`${words.map}: ${said.textContent} ${where.textContent}`);
    map.draw(shares.inputs, shown.pixels);
    drawNeurons(shares);
  }

  /**
   * Where most of it lies, in words.
   *
   * @param {Float32Array} inputs
   * @param {string} first
   * @param {string} second
   */
  function placesSaid(inputs, first, second) {
    const regions = regionSums(inputs);
    const [most, least] = [regions.indexOf(Math.max(...regions)), regions.indexOf(Math.min(...regions))];
    /** @type {string[]} */
    const sentences = [];
    if (regions[most] > 0) sentences.push(words.mostFor(first, words.regions[most], format.signed(regions[most], 2)));
    if (regions[least] < 0) sentences.push(words.mostAgainst(second === "" ? first : second, words.regions[least], format.signed(regions[least], 2), second === ""));
    return sentences.join(" ");
  }

  /** @param {Shares} shares */
  function drawNeurons({ hidden }) {
    fill(layers, hidden.map(({ neurons, bias }, layer) => {
      const ranked = Array.from(neurons.keys()).filter((index) => neurons[index] !== 0)
        .sort((left, right) => Math.abs(neurons[right]) - Math.abs(neurons[left])).slice(0, LISTED);
      const limit = largest(neurons);
      const silent = neurons.filter((share) => share === 0).length;
      return html("div", {}, html("h4", {}, text.layer(layer + 1)),
        neuronButtons(digits, text, ranked.map((neuron) => ({ layer, neuron, value: neurons[neuron], text: format.signed(neurons[neuron]) })), limit),
        html("p", { class: "quiet tabular" }, words.layerRest(format.signed(bias), silent, neurons.length)));
    }));
  }

  map.element.addEventListener("pointermove", (event) => {
    const index = map.locate(event);
    if (!shown || index < 0) return;
    pixel.textContent = words.pixel(Math.floor(index / 28), index % 28, format.fixed(shown.x[index], 2), format.signed(shown.shares.inputs[index]));
  });
  map.element.addEventListener("pointerleave", () => {
    pixel.textContent = words.point;
  });
  onTheme(() => {
    if (shown) map.draw(shown.shares.inputs, shown.pixels);
  }, signal);
  state.subscribe((_, changed) => {
    if (changed.has("why") && shown) ask();
  });
}

/**
 * The sum of the positive shares and that of the negative ones.
 *
 * @param {Float32Array} shares
 */
function signedSums(shares) {
  let [above, below] = [0, 0];
  for (const share of shares) {
    if (share > 0) above += share;
    else below += share;
  }
  return { above, below };
}

/**
 * The sums over nine parts of the picture, row by row.
 *
 * @param {Float32Array} shares of 28 x 28 pixels
 */
function regionSums(shares) {
  const sums = new Array(9).fill(0);
  // The ink of a prepared digit lies within the 20 x 20 pixels in the middle.
  const third = (/** @type {number} */ at) => (at < 11 ? 0 : at < 17 ? 1 : 2);
  shares.forEach((share, index) => {
    sums[3 * third(Math.floor(index / 28)) + third(index % 28)] += share;
  });
  return sums;
}

/**
 * The pixels that count, the largest share first.
 *
 * @param {Float32Array} shares
 * @param {Float32Array} x
 * @returns {(string | number)[][]}
 */
function pixelRows(shares, x) {
  return Array.from(shares.keys()).filter((index) => shares[index] !== 0)
    .sort((left, right) => Math.abs(shares[right]) - Math.abs(shares[left]))
    .map((index) => [`(${Math.floor(index / 28)}, ${index % 28})`, x[index].toFixed(3), shares[index].toFixed(4).replace("-", "−")]);
}
