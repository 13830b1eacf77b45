// One neuron opened: its weights as a picture, its sum in numbers, where it sends its signal, and a way to hold it.

import { onTheme } from "../../parts/colors.js";
import { button, numberControl, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { createBars } from "../../parts/figures/bars.js";
import { createPicture, largest } from "../../parts/figures/picture.js";
import { latest } from "../../parts/latest.js";
import { columnsOf } from "./layers.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("./context.js").Neuron} Neuron */
/** @typedef {import("../../engine/engine.d.ts").NeuronSum} NeuronSum */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

/** Terms and connections that are written out. */
const TOP = 10;

/**
 * The neuron that is looked at, and those that are kept in sight.
 *
 * @param {Digits} digits
 * @param {Text} text
 */
export function createNeurons(digits, text) {
  const place = html("div", { class: "neurons", "data-test": "neurons" });
  const help = paragraph(text.openNeuron, { class: "card quiet" });
  /** @type {Map<string, ReturnType<typeof createNeuron>>} */
  const cards = new Map();

  const key = (/** @type {Neuron} */ { layer, neuron }) => `${digits.original.id}:${layer}.${neuron}`;

  function draw() {
    const now = digits.neuron;
    const wanted = [...(now ? [now] : []), ...digits.pinned].filter((one, index, all) => all.findIndex((other) => key(other) === key(one)) === index);
    for (const one of wanted) if (!cards.has(key(one))) cards.set(key(one), createNeuron(digits, text, one));
    const keys = new Set(wanted.map(key));
    for (const [name, card] of cards) {
      if (keys.has(name)) continue;
      card.element.remove();
      cards.delete(name);
    }
    help.hidden = wanted.length > 0;
    const order = wanted.map((one) => /** @type {ReturnType<typeof createNeuron>} */ (cards.get(key(one))));
    // Moving an element would take the focus out of it.
    order.forEach(({ element }, index) => {
      if (place.children[index + 1] !== element) place.insertBefore(element, place.children[index + 1] ?? null);
    });
    for (const card of order) void card.draw();
  }

  place.append(help);
  digits.subscribe(draw);
  onTheme(() => cards.forEach((card) => void card.draw()), digits.page.signal);
  return place;
}

/**
 * @param {Digits} digits
 * @param {Text} text
 * @param {Neuron} one
 */
function createNeuron(digits, text, one) {
  const { engine, page } = digits;
  const { format, shell } = page;
  const { layer, neuron } = one;
  const sizes = digits.original.sizes;
  const inputs = sizes[layer];
  const isOutput = layer === sizes.length - 2;
  const isPixels = layer === 0 && inputs === 784;
  const columns = isPixels ? 28 : columnsOf(inputs);
  const rows = Math.ceil(inputs / columns);

  const title = html("h2", {}, isOutput ? text.output(digits.className(neuron)) : text.neuron(layer + 1, neuron));
  const figure = (/** @type {string} */ name, /** @type {string} */ label) => {
    const picture = createPicture({ label, rows, columns, class: isPixels ? "" : "blocks" });
    return { ...picture, element: html("figure", {}, picture.element, html("figcaption", {}, name)) };
  };
  const signals = figure(isPixels ? text.figures.pixels : text.figures.signals(layer), text.figureLabels.signals);
  const weights = figure(text.figures.weights, text.figureLabels.weights);
  const products = figure(text.figures.products, text.figureLabels.products);
  const sign = (/** @type {string} */ mark) => html("span", { class: "sign", "aria-hidden": "true" }, mark);
  const sentence = html("p", { class: "sentence", "data-test": "sum" });
  const terms = html("tbody", {});
  const bars = createBars(text.sendsLabel);
  const sends = html("p", {});
  const outgoing = html("section", { hidden: isOutput }, html("h3", {}, text.sends), sends, bars.element);
  /** @type {NeuronSum | null} */
  let sum = null;
  const twin = tableTwin(shell.showTable, () => ({
    caption: text.termsCaption,
    header: [isPixels ? text.pixelColumn : text.neuronColumn, "x", "w", "x · w"],
    rows: sum === null ? [] : Array.from(sum.x, (x, index) => [from(index), format.short(x), format.short(/** @type {NeuronSum} */ (sum).weights[index]), format.short(/** @type {NeuronSum} */ (sum).products[index])]),
  }));

  const pinButton = button(text.pin, togglePin, { "data-test": "pin" });
  const closeButton = button(text.close, close, { "data-test": "close-neuron" });
  const holdControl = numberControl({ label: text.holdAt, value: 0, min: 0, max: 10, step: 0.1, test: "hold-value", onInput: (value) => setHeld(value) });
  const slider = /** @type {HTMLInputElement} */ (holdControl.element.querySelector("input[type=range]"));
  const letGo = button(text.letGo, () => setHeld(null), { "data-test": "let-go" });
  const hold = html("section", { hidden: isOutput, class: "hold" }, html("h3", {}, text.hold), holdControl.element,
    html("div", { class: "row" }, button(text.off, () => setHeld(0), { "data-test": "switch-off" }), letGo),
    paragraph(text.holdHelp, { class: "quiet" }));

  /** @param {Neuron} other */
  const isThis = (other) => other.layer === layer && other.neuron === neuron;

  /** @param {number | null} value */
  function setHeld(value) {
    const others = digits.held.filter((other) => !isThis(other));
    digits.hold(value === null ? others : [...others, { layer, neuron, value }]);
  }

  function togglePin() {
    const others = digits.pinned.filter((other) => !isThis(other));
    digits.pin(others.length < digits.pinned.length ? others : [...others, one]);
  }

  function close() {
    const test = isOutput ? `class-${neuron}` : `cell-${layer}-${neuron}`;
    digits.pin(digits.pinned.filter((other) => !isThis(other)));
    if (digits.neuron && isThis(digits.neuron)) digits.focusNeuron(null);
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-test="${test}"]`))?.focus();
  }

  /** What an input of this neuron is. @param {number} index */
  function from(index) {
    return isPixels ? text.pixel(Math.floor(index / 28), index % 28) : layer === 0 ? text.input(index) : text.fromNeuron(index);
  }

  /** The sum as it would be if this neuron were not held. @returns {Promise<NeuronSum>} */
  async function compute(/** @type {Float32Array} */ x) {
    const held = digits.held;
    if (!held.some(isThis)) return engine.neuron(digits.model.id, x.slice(), layer, neuron);
    const others = held.filter((other) => !isThis(other));
    if (others.length === 0) return engine.neuron(digits.original.id, x.slice(), layer, neuron);
    const { id } = await engine.hold(digits.original.id, others);
    try {
      return await engine.neuron(id, x.slice(), layer, neuron);
    } finally {
      void engine.close(id);
    }
  }

  /** The sum of some numbers, by the engine. @param {number[]} values */
  async function total(values) {
    if (values.length === 0) return 0;
    const ones = new Float32Array(values.length).fill(1);
    return (await engine.product({ rows: 1, columns: values.length, data: Float32Array.from(values) }, { rows: values.length, columns: 1, data: ones })).data[0];
  }

  const draw = latest(async () => {
    drawState();
    const { trace, x } = digits;
    if (!x || !trace) {
      sentence.textContent = text.blankAnswer;
      return;
    }
    const found = await compute(x);
    const order = Array.from(found.products.keys()).sort((one, other) => Math.abs(found.products[other]) - Math.abs(found.products[one]));
    const top = order.slice(0, TOP).filter((index) => found.products[index] !== 0);
    const rest = order.filter((index) => !top.includes(index));
    const restSum = await total(rest.map((index) => found.products[index]));
    const held = digits.held.find(isThis);
    const y = held ? held.value : found.y;
    const sent = isOutput ? null : await engine.outgoing(digits.original.id, layer, neuron);
    // A signal of 0 sends 0 everywhere: the weights then say where it would go.
    const sentProducts = sent && y === 0 ? sent : sent && (await engine.product({ rows: 1, columns: 1, data: Float32Array.of(y) }, { rows: 1, columns: sent.length, data: sent.slice() })).data;
    if (page.signal.aborted) return;
    sum = found;
    drawPictures(found);
    drawTerms(found, top, rest.length, restSum, held?.value);
    if (sentProducts) drawOutgoing(sentProducts, y);
    twin.update();
  }, page.signal);

  function drawState() {
    const held = digits.held.find(isThis);
    const isPinned = digits.pinned.some(isThis);
    pinButton.textContent = isPinned ? text.unpin : text.pin;
    pinButton.setAttribute("aria-pressed", String(isPinned));
    letGo.disabled = held === undefined;
    const signals = digits.trace?.layers[layer]?.y.data;
    if (signals && !isOutput) {
      const limit = Math.max(Math.ceil(largest(signals) * 1.5), 1);
      slider.max = String(limit);
      slider.min = String(signals.some((value) => value < 0) ? -limit : 0);
    }
    holdControl.set(held?.value ?? Number((digits.trace?.layers[layer]?.y.data[neuron] ?? 0).toPrecision(4)));
  }

  /** @param {NeuronSum} found */
  function drawPictures(found) {
    if (isPixels) signals.drawInk(found.x, largest(found.x) || 1);
    else signals.drawSigned(padded(found.x));
    weights.drawSigned(padded(found.weights));
    products.drawSigned(padded(found.products));
  }

  /** The last row of cells may not be full. @param {Float32Array} values */
  function padded(values) {
    if (values.length === rows * columns) return values;
    const whole = new Float32Array(rows * columns);
    whole.set(values);
    return whole;
  }

  /**
   * @param {NeuronSum} found
   * @param {number[]} top
   * @param {number} others how many terms are not written out
   * @param {number} rest their sum
   * @param {number | undefined} held
   */
  function drawTerms(found, top, others, rest, held) {
    const row = (/** @type {string} */ name, /** @type {string} */ sum, /** @type {number} */ value, strong = false) =>
      html("tr", { class: strong ? "strong" : "" }, html("th", { scope: "row" }, name), html("td", {}, sum), html("td", { class: value < 0 ? "negative-text" : "positive-text" }, format.signed(value)));
    fill(terms,
      top.map((index) => row(from(index), `${format.fixed(found.x[index], 2)} × ${format.fixed(found.weights[index])}`, found.products[index])),
      row(text.others(format.count(others)), "", rest),
      row(text.bias, "", found.bias),
      row("z", text.sumOfAll, found.z, true),
      isOutput ? null : row("h(z)", found.activation, found.y, true));
    const [z, y] = [format.short(found.z), format.short(found.y)];
    const said = isOutput ? text.saidOutput(digits.className(neuron), z)
      : held !== undefined ? text.saidHeld(z, y, format.short(held))
        : found.activation === "relu" ? (found.z > 0 ? text.saidRelu(z, y) : text.saidReluOff(z)) : text.saidNeuron(z, found.activation, y);
    fill(sentence, ...paragraph(said).childNodes);
  }

  /** @param {Float32Array} products @param {number} y */
  function drawOutgoing(products, y) {
    const isLast = layer === sizes.length - 3;
    const order = Array.from(products.keys());
    if (order.length > TOP) order.sort((one, other) => Math.abs(products[other]) - Math.abs(products[one]));
    sends.textContent = y === 0 ? text.sendsNothing : order.length > TOP ? text.sendsMost(TOP, format.count(order.length), format.short(y)) : text.sendsAll(format.short(y));
    bars.draw(order.slice(0, TOP).map((index) => ({ name: isLast ? digits.className(index) : text.short(layer + 2, index), value: products[index], text: format.signed(products[index]) })),
      { limit: largest(products) || 1, signed: true });
  }

  return {
    element: html("section", { class: "card neuron", "data-test": `neuron-${layer}-${neuron}` },
      html("div", { class: "title" }, title, html("div", { class: "row" }, pinButton, closeButton)),
      sentence,
      html("div", { class: "neuron-body" },
        html("div", {},
          html("div", { class: "equation" }, signals.element, sign("×"), weights.element, sign("→"), products.element),
          paragraph(isPixels ? text.figureHelp : text.signalHelp, { class: "quiet" }),
          html("div", { class: "onward" }, outgoing, hold)),
        html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${title.textContent}: ${text.sumTitle}` },
          html("table", { class: "terms" }, html("caption", {}, text.sumTitle), terms))),
      twin.element),
    draw,
  };
}
