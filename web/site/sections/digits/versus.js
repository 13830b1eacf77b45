// Two networks side by side: their answers on this digit, how many digits each reads, and where they disagree.

import { button, radios, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { createBars } from "../../parts/figures/bars.js";
import { createCards } from "./digit-cards.js";
import { evaluation } from "./evaluation.js";
import { follow, givesProbabilities, outputText, reasonText } from "./live.js";

/** @typedef {import("../../engine/engine.d.ts").Evaluation} Evaluation */
/** @typedef {import("./context.js").NetworkInfo} NetworkInfo */
/** @typedef {"all" | "first" | "second" | "neither"} Which */

/** @type {readonly Which[]} */
const WHICH = ["all", "first", "second", "neither"];

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.versus;
  const { engine, labels, page: { format, shell, signal, announce } } = digits;
  /** The other network, and whether this panel closes it. @type {{ model: NetworkInfo, isOwn: boolean } | undefined} */
  let other;
  /** @type {Which} */
  let which = "all";
  const input = html("input", { type: "file", class: "unseen", tabindex: -1, "aria-hidden": "true", "data-test": "versus-file" });
  const open = button(words.open, () => input.click(), { class: "primary" });
  const builtIn = button(words.builtIn, () => void take(engine.builtIn(), false), { "data-test": "versus-built-in" });
  const original = button(words.original, () => setOther(digits.original, false), { "data-test": "versus-original" });
  const problem = html("p", { class: "note", hidden: true });
  const first = side();
  const second = side();
  const said = html("p", { class: "said-large", "data-test": "versus-said" });
  const counts = html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.counts });
  const filter = radios({ label: words.which, choices: WHICH.map((value) => ({ value, label: words.whichNames[value] })), value: which, test: "versus-which", onInput: (value) => {
    which = value;
    void drawCards();
  } });
  const cards = createCards({ digits, text, label: words.cards, test: "versus", size: 48 });
  /** @type {{ one: Evaluation, two: Evaluation } | undefined} */
  let compared;
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption,
    header: words.tableHeader,
    rows: cards.shown().map(({ index }) => [format.count(index), labels[index], compared ? digits.className(compared.one.classes[index]) : "", compared ? otherName(compared.two.classes[index]) : ""]),
  }));
  const apart = html("div", {}, html("h3", {}, words.disagree), filter.element, cards.element, twin.element);
  const all = html("div", {}, said, counts, apart);
  const result = html("div", {}, html("div", { class: "panel-columns" }, first.element, second.element), all);
  place.root.append(html("div", { class: "panel versus" }, html("div", { class: "row" }, open, builtIn, original, input), paragraph(words.help, { class: "quiet" }), problem, result));

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.value = "";
    if (file) await take(file.arrayBuffer().then((bytes) => engine.open(file.name, new Uint8Array(bytes))), true);
  });
  signal.addEventListener("abort", forget);

  function side() {
    const title = html("h3", {});
    const facts = html("p", { class: "quiet" });
    const answer = html("p", { class: "said-large" });
    const bars = createBars(words.bars);
    return { element: html("div", { class: "card" }, title, facts, answer, bars.element), title, facts, answer, bars };
  }

  function forget() {
    if (other?.isOwn) void engine.close(other.model.id).catch(() => {});
    other = undefined;
  }

  /**
   * @param {Promise<NetworkInfo>} opening
   * @param {boolean} isOwn
   */
  async function take(opening, isOwn) {
    try {
      const model = await opening;
      if (signal.aborted) return;
      if (model.sizes[0] === 784) {
        setOther(model, isOwn);
        return;
      }
      if (isOwn) void engine.close(model.id).catch(() => {});
      throw new Error(text.noPictures(model.sizes[0]));
    } catch (reason) {
      problem.textContent = reasonText(reason, text);
      problem.hidden = false;
      announce(problem.textContent);
    }
  }

  /**
   * @param {NetworkInfo} model
   * @param {boolean} isOwn
   */
  function setOther(model, isOwn) {
    problem.hidden = true;
    forget();
    other = { model, isOwn };
    compared = undefined;
    ask();
  }

  /** @param {number} index of a class */
  function otherName(index) {
    return other?.model.labels[index] ?? String(index);
  }

  /** Whether the other network's number is that of the present one. */
  const isSame = () => other?.model.id === digits.model.id;

  const ask = follow({ place, digits, text, after: ["model", "trace"], needsDigit: false, result }, async (isStale) => {
    const { model, trace, read } = digits;
    const { id: ofBuiltIn } = await engine.builtIn();
    const isHeld = digits.held.length > 0;
    original.hidden = !isHeld || digits.original.id === ofBuiltIn;
    builtIn.hidden = model.id === ofBuiltIn;
    // The network without held neurons belongs to the section, which may have closed it.
    if (other && !other.isOwn && other.model.id !== ofBuiltIn && other.model.id !== digits.original.id) forget();
    drawSide(first, model, trace ? trace.y.data : undefined, trace?.classes[0]);
    second.element.hidden = !other;
    all.hidden = !other;
    if (!other) return;
    const { model: rival } = other;
    /** @type {{ y: Float32Array, class: number } | undefined} */
    let answer;
    if (read) {
      // The prepared pixels are a picture as MNIST has them, which goes through unchanged; each network has its own scale.
      const found = await engine.readPicture(rival.id, { width: 28, height: 28, gray: read.pixels.slice() }, "light");
      const [digit] = found.digits;
      if (found.digits.length === 1 && digit.pixels.every((value, index) => value === read.pixels[index])) answer = digit;
    }
    const [one, two] = await Promise.all([evaluation(engine, model.id), evaluation(engine, rival.id)]);
    if (isStale()) return;
    drawSide(second, rival, answer?.y, answer?.class);
    first.facts.append(` ${words.accuracy(`${(100 * one.accuracy).toFixed(2)}%`)}`);
    second.facts.append(` ${words.accuracy(`${(100 * two.accuracy).toFixed(2)}%`)}`);
    if (compared?.one === one && compared.two === two) return;
    compared = { one, two };
    drawComparison();
    await drawCards();
  });

  /**
   * @param {ReturnType<typeof side>} shown
   * @param {NetworkInfo} model
   * @param {Float32Array | undefined} y
   * @param {number | undefined} answer
   */
  function drawSide({ title, facts, answer: said_, bars }, model, y, answer) {
    title.textContent = model === digits.model ? words.present(model.name, digits.held.length) : model.name;
    facts.textContent = words.facts(model.sizes.join("-"), [...new Set(model.activations.slice(0, -1))].join(", "), format.count(model.parameters));
    const name = (/** @type {number} */ index) => model.labels[index] ?? String(index);
    if (!y || answer === undefined) {
      said_.textContent = digits.x ? words.unclear : text.noDigit;
      bars.draw([], { limit: 1 });
      return;
    }
    fill(said_, ...rich(words.answer(name(answer), outputText(digits, y[Math.min(answer, y.length - 1)], model))));
    const limit = givesProbabilities(model) ? 1 : Math.max(...Array.from(y, (value) => (Number.isFinite(value) ? Math.abs(value) : 0)), 1e-9);
    bars.draw(Array.from(y, (value, index) => ({ name: name(index), value, text: outputText(digits, value, model), strong: index === answer })), { limit, signed: y.some((value) => value < 0) });
  }

  /** @param {Which} of */
  function indices(of) {
    if (!compared) return [];
    const { one, two } = compared;
    return Array.from(labels.keys()).filter((index) => {
      if (one.classes[index] === two.classes[index]) return false;
      const [ofOne, ofTwo] = [one.classes[index] === labels[index], two.classes[index] === labels[index]];
      return of === "all" || (of === "first" ? ofOne : of === "second" ? ofTwo : !ofOne && !ofTwo);
    });
  }

  function drawComparison() {
    if (!compared) return;
    const { one, two } = compared;
    const sizes = WHICH.map((of) => indices(of).length);
    const both = Array.from(labels.keys()).filter((index) => one.classes[index] === labels[index] && two.classes[index] === labels[index]).length;
    apart.hidden = sizes[0] === 0;
    fill(said, ...rich(isSame() ? words.same : words.said(format.count(sizes[0]), format.count(one.count))));
    fill(counts, html("table", {}, html("tbody", {}, [
      [words.both, both], [words.whichNames.first, sizes[1]], [words.whichNames.second, sizes[2]], [words.sameWrong, one.count - both - sizes[0]], [words.whichNames.neither, sizes[3]],
    ].map(([name, count]) => html("tr", {}, html("th", { scope: "row" }, String(name)), html("td", {}, format.count(Number(count))))))));
    announce(said.textContent ?? "");
  }

  async function drawCards() {
    if (!compared) return;
    const { one, two } = compared;
    await cards.set(indices(which).map((index) => {
      const [ofOne, ofTwo] = [digits.className(one.classes[index]), otherName(two.classes[index])];
      return {
        index,
        wrong: false,
        caption: `${ofOne} | ${ofTwo}`,
        label: words.card(format.count(index), digits.className(labels[index]), ofOne, ofTwo),
      };
    }));
    twin.update();
  }
}
