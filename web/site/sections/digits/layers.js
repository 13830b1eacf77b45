// The hidden layers: one cell for each neuron, lit by what this digit makes of it.

import { tableTwin } from "../../parts/controls.js";
import { divergingCss, isDark, onTheme } from "../../parts/colors.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { largest } from "../../parts/figures/picture.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

/** More cells than these are not drawn one by one. */
const MOST = 1024;

/**
 * How many cells stand beside each other: 50 as 10 rows of 5, 100 as 10 of 10.
 *
 * @param {number} size
 */
export function columnsOf(size) {
  if (size <= 10) return Math.min(size, 5);
  return [5, 10, 16, 20].find((columns) => columns * columns >= size / 2 && size % columns === 0) ?? Math.min(Math.ceil(Math.sqrt(size)), 20);
}

/**
 * @param {Digits} digits
 * @param {Text} text
 */
export function createLayers(digits, text) {
  const place = html("div", { class: "hidden-layers" });
  /** @type {ReturnType<typeof createLayer>[]} */
  let layers = [];
  let sizes = "";

  function build() {
    const next = digits.model.sizes.join();
    if (next === sizes) return;
    sizes = next;
    layers = digits.model.sizes.slice(1, -1).map((size, layer) => createLayer(digits, text, layer, size));
    fill(place, layers.length > 0 ? layers.map(({ element }) => element) : paragraph(text.noHidden, { class: "card quiet" }));
  }
  build();
  digits.subscribe((changed) => {
    if (changed.has("model")) build();
    for (const layer of layers) layer.draw();
  });
  onTheme(() => layers.forEach((layer) => layer.draw()), digits.page.signal);
  return place;
}

/**
 * @param {Digits} digits
 * @param {Text} text
 * @param {number} layer
 * @param {number} size
 */
function createLayer(digits, text, layer, size) {
  const { page: { format, shell } } = digits;
  const shown = Math.min(size, MOST);
  const columns = columnsOf(size);
  const cells = Array.from({ length: shown }, (_, neuron) => html("button", { type: "button", class: "cell", tabindex: neuron === 0 ? 0 : -1, "data-neuron": neuron, "data-test": `cell-${layer}-${neuron}` }));
  const grid = html("div", { class: "cells", role: "group", "aria-label": text.cellsLabel(layer + 1) }, cells);
  grid.style.setProperty("--columns", String(columns));
  const kind = html("p", { class: "quiet" });
  const said = html("p", { class: "quiet said", "aria-hidden": "true" });
  const twin = tableTwin(shell.showTable, () => ({
    caption: text.layerCaption(layer + 1),
    header: [text.neuronColumn, "z", "h(z)"],
    rows: Array.from({ length: size }, (_, neuron) => [neuron, format.short(at("z", neuron)), format.short(at("y", neuron))]),
  }));
  /** The cell that Tab reaches. */
  let active = 0;

  /** @param {"z" | "y"} which @param {number} neuron */
  function at(which, neuron) {
    return digits.trace?.layers[layer]?.[which].data[neuron] ?? NaN;
  }

  /** @param {number} neuron */
  function words(neuron) {
    const held = digits.held.some((one) => one.layer === layer && one.neuron === neuron);
    if (!digits.trace) return text.cellBlank(neuron);
    return held ? text.cellHeld(neuron, format.short(at("y", neuron))) : text.cell(neuron, format.short(at("z", neuron)), format.short(at("y", neuron)));
  }

  /** @param {number} neuron */
  function activate(neuron) {
    cells[active].tabIndex = -1;
    active = neuron;
    cells[active].tabIndex = 0;
  }

  /** @param {Event} event @returns {number | undefined} */
  function neuronOf(event) {
    const cell = event.target instanceof Element ? event.target.closest("[data-neuron]") : null;
    return cell instanceof HTMLElement ? Number(cell.dataset.neuron) : undefined;
  }

  /** The cell under the pointer or with the focus. @type {number | undefined} */
  let pointed;
  for (const name of ["pointerover", "focusin"]) {
    grid.addEventListener(name, (event) => {
      pointed = neuronOf(event);
      say();
    });
  }
  for (const name of ["pointerleave", "focusout"]) {
    grid.addEventListener(name, () => {
      pointed = undefined;
      say();
    });
  }
  grid.addEventListener("click", (event) => {
    const neuron = neuronOf(event);
    if (neuron === undefined) return;
    activate(neuron);
    const now = digits.neuron;
    digits.focusNeuron(now?.layer === layer && now.neuron === neuron ? null : { layer, neuron });
  });
  grid.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -active, End: shown - 1 - active };
    const move = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (active + move < 0 || active + move >= shown) return;
    activate(active + move);
    cells[active].focus();
    if (digits.neuron?.layer === layer) digits.focusNeuron({ layer, neuron: active });
  });

  function say() {
    if (pointed !== undefined) {
      said.textContent = words(pointed);
      return;
    }
    const y = digits.trace?.layers[layer]?.y.data;
    const lit = y ? y.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) : 0;
    said.textContent = y ? text.lit(format.count(lit), format.count(size)) : "";
  }

  return {
    element: html("section", { class: "card layer", "data-test": `layer-${layer}` }, html("h2", {}, text.layer(layer + 1)), kind, html("div", { class: "scroll" }, grid), said,
      size > MOST && paragraph(text.firstCells(format.count(MOST), format.count(size)), { class: "quiet" }), twin.element),
    draw() {
      const y = digits.trace?.layers[layer]?.y.data;
      const limit = y ? largest(y) : 0;
      const dark = isDark();
      const held = new Set(digits.held.filter((one) => one.layer === layer).map(({ neuron }) => neuron));
      const chosen = digits.neuron?.layer === layer ? digits.neuron.neuron : -1;
      cells.forEach((cell, neuron) => {
        const value = y?.[neuron] ?? 0;
        cell.style.backgroundColor = divergingCss(limit > 0 ? value / limit : 0, dark);
        cell.className = ["cell", value < 0 && "negative", held.has(neuron) && "held"].filter(Boolean).join(" ");
        cell.setAttribute("aria-pressed", String(neuron === chosen));
        cell.setAttribute("aria-label", words(neuron));
      });
      kind.textContent = `${text.neurons(size)}, ${digits.model.activations[layer]}`;
      say();
      twin.update();
    },
  };
}
