// The test digits that look most alike to a hidden layer.

import { tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { createCards } from "./digit-cards.js";
import { answerOf, changingSelect, follow } from "./live.js";

/** Digits that are shown. */
const SHOWN = 12;

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.nearest;
  const { engine, labels, page: { format, shell } } = digits;
  let layer = -1;
  const layers = changingSelect({ label: text.hiddenLayer, test: "nearest-layer", onInput: (value) => {
    layer = Number(value);
    ask();
  } });
  const said = html("p", { class: "said-large", "data-test": "nearest-said" });
  const cards = createCards({ digits, text, label: words.cards, test: "nearest", size: SHOWN });
  /** @type {{ index: number, distance: number, label: number }[]} */
  let found = [];
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption,
    header: words.tableHeader,
    rows: found.map(({ index, label, distance }) => [format.count(index), label, format.fixed(distance, 2)]),
  }));
  const result = html("div", {}, said, cards.element, paragraph(words.help, { class: "quiet" }), twin.element);
  place.root.append(html("div", { class: "panel nearest" }, html("div", { class: "row" }, layers.element), result));

  const ask = follow({ place, digits, text, after: ["trace"], needsDigit: true, result }, async (isStale) => {
    const { model, x, index: own } = digits;
    if (!x) return;
    const hidden = model.sizes.length - 2;
    if (layer < 0 || layer >= hidden) layer = hidden - 1;
    layers.set(Array.from({ length: hidden }, (_, index) => ({ value: String(index), label: text.layer(index + 1) })), String(layer));
    if (hidden === 0) throw new Error(text.noHidden);
    const near = await engine.nearest(model.id, x.slice(), layer, SHOWN + 1);
    if (isStale()) return;
    // A test digit is not its own neighbour.
    found = near.filter(({ index }) => index !== own).slice(0, SHOWN);
    const answer = answerOf(digits);
    const strangers = found.filter(({ label }) => label !== answer);
    const name = digits.className(answer);
    const first = found[0];
    fill(said, ...rich(!digits.readsDigits
      ? words.otherClasses(found.length, [...new Set(found.map(({ label }) => label))].join(", "))
      : strangers.length === 0
      ? words.all(found.length, name)
      : strangers.length === found.length
      ? words.none(found.length, name, [...new Set(strangers.map(({ label }) => label))].join(", "))
      : words.some(found.length, strangers.length, name, [...new Set(strangers.map(({ label }) => label))].join(", "))));
    if (own !== null && (!digits.readsDigits || labels[own] !== answer)) said.append(` ${words.ownLabel(labels[own])}`);
    if (first) said.append(` ${words.closest(format.fixed(first.distance, 2))}`);
    await cards.set(found.map(({ index, label, distance }) => ({
      index,
      caption: `${label} · ${format.fixed(distance, 1)}`,
      label: words.card(format.count(index), label, format.fixed(distance, 2), label === answer || !digits.readsDigits),
      wrong: digits.readsDigits && label !== answer,
    })));
    twin.update();
  });
}
