// The answer: a bar for each class, what speaks against it, and how the probabilities come about.

import { fill, html, paragraph, rich } from "../../parts/dom.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

/** More classes than these are listed by size, the largest first. */
const MOST = 20;

/**
 * @param {Digits} digits
 * @param {Text} text
 */
export function createAnswer(digits, text) {
  const { engine, page } = digits;
  const { format } = page;
  const big = html("p", { class: "big", "data-test": "answer" });
  const truth = html("p", { "data-test": "truth" });
  const doubts = html("ul", { class: "doubts", "data-test": "doubts" });
  const list = html("ul", { class: "classes", "aria-label": text.classes, "data-test": "classes" });
  const time = html("p", { class: "quiet time", "data-test": "time" });
  const steps = html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text.workedOut });
  const formula = html("div", {});
  const worked = html("details", { "data-test": "worked", ontoggle: () => void drawSteps() }, html("summary", {}, text.workedOut), formula, steps);
  const held = html("p", { class: "note" });
  let said = "";
  /** @type {{ item: HTMLElement, name: HTMLElement, bar: HTMLElement, share: HTMLElement, logit: HTMLElement }[]} */
  let rows = [];

  /** @param {number} value */
  function shareText(value) {
    if (digits.model.output !== "softmax") return format.short(value);
    return value < 1 && value >= 0.9995 ? `> ${format.percent(0.999)}` : value > 0 && value < 0.0005 ? `< ${format.percent(0.001)}` : format.percent(value);
  }

  function build() {
    const count = Math.min(digits.model.sizes.at(-1) ?? 0, MOST);
    if (rows.length === count) return;
    rows = Array.from({ length: count }, () => {
      const bar = html("i", { class: "positive" });
      const [share, logit] = [html("output", { "aria-live": "off" }), html("output", { class: "logit", "aria-live": "off" })];
      const name = html("button", { type: "button", class: "class-name" });
      name.addEventListener("click", () => choose(Number(name.dataset.class)));
      return { item: html("li", {}, name, html("span", { class: "track", "aria-hidden": "true" }, bar), share, logit), name, bar, share, logit };
    });
    fill(list, html("li", { class: "headings", "aria-hidden": "true" }, html("span", {}, ""), html("span", {}, ""), html("span", {}, text.shareColumn(digits.model.output)), html("span", {}, text.logitColumn)), rows.map(({ item }) => item));
  }

  /** @param {number} neuron of the last layer */
  function choose(neuron) {
    const layer = digits.model.sizes.length - 2;
    const now = digits.neuron;
    digits.focusNeuron(now?.layer === layer && now.neuron === neuron ? null : { layer, neuron });
  }

  function draw() {
    build();
    const { trace, read, model } = digits;
    const y = trace?.y.data;
    const z = trace?.layers.at(-1)?.z.data;
    const isSoftmax = model.output === "softmax";
    const best = trace?.classes[0] ?? -1;
    const order = Array.from({ length: model.sizes.at(-1) ?? 0 }, (_, index) => index);
    if (y && order.length > MOST) order.sort((one, other) => y[other] - y[one]);
    const limit = isSoftmax || !y ? 1 : Math.max(...Array.from(y, Math.abs).filter(Number.isFinite), 1e-6);
    const layer = model.sizes.length - 2;
    rows.forEach(({ item, name, bar, share, logit }, place) => {
      const index = order[place];
      const value = y?.[index] ?? 0;
      name.dataset.class = String(index);
      name.textContent = digits.className(index);
      name.setAttribute("aria-label", text.openClass(digits.className(index)));
      name.setAttribute("aria-pressed", String(digits.neuron?.layer === layer && digits.neuron.neuron === index));
      name.setAttribute("data-test", `class-${index}`);
      bar.style.width = `${Number.isFinite(value) ? Math.min(Math.abs(value) / limit, 1) * 100 : 0}%`;
      bar.className = value < 0 ? "negative" : "positive";
      share.textContent = y ? shareText(value) : "";
      logit.textContent = z ? format.fixed(z[index], 2) : "";
      item.className = y && index === best ? "strong" : "";
    });
    drawWords(best, y);
    time.textContent = trace ? text.time(timeText(digits.milliseconds), timeText(digits.networkMilliseconds)) : "";
    const count = digits.held.length;
    held.hidden = count === 0;
    held.textContent = count === 0 ? "" : text.heldNote(count);
    void drawSteps();
    if (read === null && trace === null) doubts.hidden = true;
  }

  /** @param {number} milliseconds */
  function timeText(milliseconds) {
    return milliseconds < 0.05 ? `< ${format.fixed(0.1, 1)}` : format.fixed(milliseconds, milliseconds < 1 ? 2 : 1);
  }

  /** @param {number} best @param {Float32Array | undefined} y */
  function drawWords(best, y) {
    const { read, index, model, fault } = digits;
    if (!y) {
      fill(big, html("b", {}, "?"));
      fill(truth, digits.isDrawing && !digits.strokes.some(({ erases }) => !erases) ? text.blankAnswer : fault ? html("span", {}, `${text.noAnswer} `, html("span", { lang: "en" }, fault)) : text.blankAnswer);
      doubts.hidden = true;
      return;
    }
    const name = digits.className(best);
    const isNumber = !y.some(Number.isNaN);
    const sure = isNumber && (read === null || read.sure);
    const share = shareText(y[best]);
    const value = model.output === "softmax" ? share : `y = ${share}`;
    fill(big, html("b", {}, isNumber ? name : "?"), html("span", {}, !isNumber ? text.notNumbers : sure ? value : text.notSure(value)));
    const label = index === null ? -1 : digits.labels[index];
    const right = label === best;
    fill(truth, label < 0 ? "" : !digits.readsDigits ? text.labelOnly(label) : html("span", { class: right ? "good" : "negative-text" }, right ? text.right(label) : text.wrongAnswer(label)));
    const against = read?.doubts ?? [];
    doubts.hidden = against.length === 0;
    fill(doubts, against.map((doubt) => html("li", {}, ...rich(doubtText(doubt, name)))));
    const sentence = !isNumber ? text.notNumbers : sure ? text.saidSure(name, value) : text.saidUnsure(name, value);
    if (sentence !== said && said !== "") page.announce(sentence);
    said = sentence;
  }

  /** @param {{ kind: string, value: number, message: string }} doubt @param {string} name */
  function doubtText({ kind, value, message }, name) {
    const number = format.fixed(value, kind === "unlike" ? 2 : kind === "holes" ? 0 : 1);
    const known = /** @type {Record<string, ((number: string, name: string) => string) | undefined>} */ (text.doubts)[kind];
    return known ? known(number, name) : message;
  }

  async function drawSteps() {
    const { trace, model } = digits;
    const logits = trace?.layers.at(-1)?.y;
    if (!worked.open || !logits) return;
    const found = await engine.outputSteps(model.output, { ...logits, data: logits.data.slice() });
    if (page.signal.aborted || digits.trace !== trace) return;
    const isSoftmax = model.output === "softmax" || model.output === "log_softmax";
    const order = Array.from({ length: logits.columns }, (_, index) => index).slice(0, 200);
    const [max, sum] = [format.short(found.maxima[0]), format.short(found.shiftedSums[0])];
    fill(formula, paragraph(isSoftmax ? text.softmaxSteps(max, sum) : text.otherSteps(model.output)));
    const header = isSoftmax ? [text.classColumn, "a", "a − max", "exp(a − max)", `÷ ${sum}`] : [text.classColumn, "a", "y"];
    fill(steps, html("table", {}, html("thead", {}, html("tr", {}, header.map((name) => html("th", { scope: "col" }, name)))),
      html("tbody", {}, order.map((index) => {
        const a = logits.data[index];
        const cells = isSoftmax
          ? [format.fixed(a), format.fixed(Math.fround(a - found.maxima[0])), format.short(found.shifted.data[index]), format.short(found.y.data[index])]
          : [format.short(a), format.short(found.y.data[index])];
        return html("tr", { class: index === trace?.classes[0] ? "strong" : "" }, html("th", { scope: "row" }, digits.className(index)), cells.map((cell) => html("td", {}, cell)));
      }))));
  }

  digits.subscribe(draw);
  return html("section", { class: "card answer", "aria-labelledby": "digits-answer" },
    html("h2", { id: "digits-answer" }, text.answer),
    big, truth, doubts, held, list, time, worked);
}
