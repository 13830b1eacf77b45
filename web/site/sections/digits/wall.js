// The test set as a wall to browse, the wrong ones first, with the confusion matrix as its entrance.

import { button, radios, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { createCards } from "./digit-cards.js";
import { evaluation } from "./evaluation.js";
import { changingSelect, classChoices, follow, outputText } from "./live.js";
import { roving } from "./roving.js";

/** @typedef {import("../../engine/engine.d.ts").Evaluation} Evaluation */
/** @typedef {"all" | "wrong" | "right"} Which */
/** @typedef {"wrong" | "unsure" | "number"} Order */
/** @typedef {{ label: string, answer: string, which: Which, order: Order, page: number }} Filter */

/** @type {readonly Which[]} */
const WHICH = ["all", "wrong", "right"];
/** @type {readonly Order[]} */
const ORDERS = ["wrong", "unsure", "number"];

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.wall;
  const { engine, labels, state, page: { format, shell, announce } } = digits;
  const said = html("p", { class: "said-large", "data-test": "wall-said" });
  const matrix = html("div", { class: "scroll", role: "group", "aria-label": words.matrix, "data-test": "confusion" });
  const cells = () => /** @type {HTMLElement[]} */ ([...matrix.querySelectorAll("button")]);
  const stops = roving(matrix, cells, () => classChoices(digits).length);
  const label = changingSelect({ label: words.label, test: "wall-label", onInput: (value) => change({ label: value, page: 0 }) });
  const answer = changingSelect({ label: words.answer, test: "wall-answer", onInput: (value) => change({ answer: value, page: 0 }) });
  const which = radios({ label: words.which, choices: WHICH.map((value) => ({ value, label: words.whichNames[value] })), value: "all", test: "wall-which", onInput: (value) => change({ which: value, page: 0 }) });
  const order = changingSelect({ label: words.order, test: "wall-order", onInput: (value) => change({ order: /** @type {Order} */ (value), page: 0 }) });
  const clear = button(words.clear, () => state.set({ wall: "" }), { "data-test": "wall-clear" });
  const shownCount = html("p", { class: "tabular", "data-test": "wall-count" });
  const cards = createCards({ digits, text, label: words.cards, test: "wall", onPage: (page) => change({ page }) });
  /** @type {Evaluation | undefined} */
  let found;
  let isDrawing = "";
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption,
    header: words.tableHeader,
    rows: cards.shown().map(({ index }) => [format.count(index), labels[index], name(index), found ? outputText(digits, found.confidence[index]) : ""]),
  }));
  const rest = html("div", { hidden: true },
    html("details", { class: "inner", open: true }, html("summary", {}, words.matrix), paragraph(words.matrixHelp, { class: "quiet" }), matrix),
    html("div", { class: "row filters" }, label.element, answer.element, which.element, order.element, clear),
    shownCount, cards.element, twin.element);
  const result = html("div", {}, said, rest);
  place.root.append(html("div", { class: "panel wall" }, result));

  /** @returns {Filter} */
  function filter() {
    const [one = "", other = "", ofWhich, ofOrder, page = "0"] = state.values.wall.split(".");
    return {
      label: /^\d+$/.test(one) ? one : "",
      answer: /^\d+$/.test(other) ? other : "",
      which: WHICH.find((option) => option === ofWhich) ?? "all",
      order: ORDERS.find((option) => option === ofOrder) ?? "wrong",
      page: /^\d{1,3}$/.test(page) ? Number(page) : 0,
    };
  }

  /** @param {Partial<Filter>} patch */
  function change(patch) {
    const next = { ...filter(), ...patch };
    const value = [next.label, next.answer, next.which, next.order, next.page].join(".");
    state.set({ wall: value === "..all.wrong.0" ? "" : value });
  }

  /** @param {number} index */
  function name(index) {
    return found ? digits.className(found.classes[index]) : "";
  }

  const ask = follow({ place, digits, text, after: ["model"], needsDigit: false, result }, async (isStale) => {
    if (!found) said.textContent = words.reading;
    const evaluated = await evaluation(engine, digits.model.id);
    if (isStale()) return;
    if (evaluated !== found) {
      found = evaluated;
      isDrawing = "";
      const { correct, count, accuracy } = found;
      fill(said, ...rich(words.said(format.count(correct), format.count(count), `${(100 * accuracy).toFixed(2)}%`, format.count(count - correct))));
      const nan = found.confidence.filter(Number.isNaN).length;
      if (nan > 0) said.append(` ${words.notNumbers(format.count(nan))}`);
      if (!digits.readsDigits) said.append(` ${words.otherNames}`);
      drawMatrix();
      rest.hidden = false;
    }
    await drawWall();
  });

  function drawMatrix() {
    if (!found) return;
    const { confusion } = found;
    const classes = classChoices(digits);
    const size = classes.length;
    let most = 1;
    for (let row = 0; row < 10; row += 1) {
      for (let column = 0; column < size; column += 1) {
        if (row !== column) most = Math.max(most, confusion[row * size + column]);
      }
    }
    const cell = (/** @type {number} */ row, /** @type {number} */ column) => {
      const count = confusion[row * size + column];
      const said_ = words.cell(digits.className(row), digits.className(column), String(count));
      const element = button(String(count), () => pick(row, column), {
        class: count === 0 ? "zero" : row === column ? "diagonal" : "", "aria-label": said_, title: said_, "data-test": `confusion-${row}-${column}`,
      });
      if (row !== column && count > 0) element.style.setProperty("--share", `${Math.round(12 + (50 * count) / most)}%`);
      return html("td", {}, element);
    };
    fill(matrix, html("table", { class: "confusion" },
      html("caption", {}, words.axes),
      html("thead", {}, html("tr", {}, html("td", {}), classes.map(({ label: of }) => html("th", { scope: "col" }, of)))),
      html("tbody", {}, Array.from({ length: 10 }, (_, row) => html("tr", {}, html("th", { scope: "row" }, digits.className(row)), classes.map((_, column) => cell(row, column)))))));
    stops.reset();
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  function pick(row, column) {
    change({ label: String(row), answer: String(column), which: "all", page: 0 });
  }

  async function drawWall() {
    if (!found) return;
    const present = filter();
    const classes = classChoices(digits);
    const any = { value: "", label: words.any };
    label.set([any, ...classes.slice(0, 10)], present.label);
    answer.set([any, ...classes], present.answer);
    which.set(present.which);
    order.set(ORDERS.map((value) => ({ value, label: words.orders[value] })), present.order);
    clear.disabled = state.values.wall === "";
    for (const cell of cells()) cell.removeAttribute("aria-pressed");
    matrix.querySelector(`[data-test="confusion-${present.label}-${present.answer}"]`)?.setAttribute("aria-pressed", "true");
    const key = `${digits.model.id} ${state.values.wall}`;
    if (key === isDrawing) return;
    isDrawing = key;
    const chosen = select(found, labels, present);
    shownCount.textContent = chosen.length === 0 ? words.none : words.shown(format.count(chosen.length));
    const { confidence, classes: answers } = found;
    await cards.set(chosen.map((index) => {
      const wrong = answers[index] !== labels[index];
      return {
        index,
        wrong,
        caption: wrong ? `${digits.className(labels[index])} → ${name(index)}` : name(index),
        label: words.card(format.count(index), digits.className(labels[index]), name(index), outputText(digits, confidence[index]), wrong),
      };
    }), present.page);
    twin.update();
  }

  state.subscribe((_, changed) => {
    if (!changed.has("wall") || !found) return;
    ask();
    announce(shownCount.textContent ?? "");
  });
}

/**
 * The digits that a filter leaves, in its order.
 *
 * @param {Evaluation} found
 * @param {Uint8Array} labels
 * @param {Filter} filter
 */
function select({ classes, confidence }, labels, { label, answer, which, order }) {
  const isWrong = (/** @type {number} */ index) => classes[index] !== labels[index];
  const chosen = Array.from(labels.keys()).filter((index) =>
    (label === "" || labels[index] === Number(label))
    && (answer === "" || classes[index] === Number(answer))
    && (which === "all" || isWrong(index) === (which === "wrong")));
  if (order === "number") return chosen;
  const byDoubt = (/** @type {number} */ left, /** @type {number} */ right) => confidence[left] - confidence[right] || left - right;
  if (order === "unsure") return chosen.sort(byDoubt);
  // Wrong ones first, the most confident of them first; then the right ones, the least confident first.
  return [...chosen.filter(isWrong).sort((left, right) => -byDoubt(left, right)), ...chosen.filter((index) => !isWrong(index)).sort(byDoubt)];
}
