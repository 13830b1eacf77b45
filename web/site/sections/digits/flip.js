// The smallest change that makes it another class, played as a film.

import { button, tableTwin } from "../../parts/controls.js";
import { onTheme } from "../../parts/colors.js";
import { fill, html, paragraph, rich, uniqueId } from "../../parts/dom.js";
import { createBars } from "../../parts/figures/bars.js";
import { createPicture } from "../../parts/figures/picture.js";
import { answerOf, certainty, changingSelect, classChoices, follow, givesProbabilities, outputText } from "./live.js";
import { createShareMap } from "./share-map.js";

/** @typedef {import("../../engine/engine.d.ts").Flip} Flip */

/** Milliseconds of one frame of the film. */
const FRAME = 90;
/** Grey levels of an input from 0 to 1. */
const LEVELS = 255;

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.flip;
  const { engine, state, page: { format, shell, signal, announce } } = digits;
  const to = changingSelect({ label: words.to, test: "flip-to", onInput: (value) => {
    state.set({ flip: value });
    ask();
  } });
  const id = uniqueId();
  const slider = html("input", { type: "range", id, min: 0, max: 1, step: 1, value: 0, "data-test": "flip-slider" });
  const before = createPicture({ label: words.picture(""), rows: 28, columns: 28, class: "still" });
  const change = createShareMap(words.change);
  const said = html("p", { class: "said-large", "data-test": "flip-said" });
  const now = html("p", { class: "tabular", "data-test": "flip-now" });
  const bars = createBars(words.bars);
  const play = button(words.play, () => playOrStop(), { class: "primary", "data-test": "flip-play" });
  const back = button(words.back, () => show(0), { "data-test": "flip-back" });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** What is shown: the flip, the outputs at each frame, and the ink of the inputs. @type {{ flip: Flip, y: Float32Array, outputs: number, from: number, scale: number, isDark: boolean } | undefined} */
  let shown;
  let frame = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const twin = tableTwin(shell.showTable, () => ({ caption: words.tableCaption, header: words.tableHeader, rows: tableRows() }));
  const stage = html("div", {},
    html("div", { class: "panel-columns" },
      html("figure", {}, before.element, html("figcaption", {}, words.digit)),
      html("figure", {}, change.element, html("figcaption", {}, words.changed)),
      html("div", {}, now, bars.element)),
    html("div", { class: "row film" }, play, html("label", { for: id }, words.slider), slider, back),
    twin.element, paragraph(words.why, { class: "quiet" }));
  const result = html("div", {}, said, stage);
  place.root.append(html("div", { class: "panel flip" }, html("div", { class: "row" }, to.element), result));

  slider.addEventListener("input", () => {
    stop();
    show(slider.valueAsNumber);
  });

  const ask = follow({ place, digits, text, after: ["trace"], needsDigit: true, result }, async (isStale) => {
    const { model, x, read } = digits;
    if (!x || !read) return;
    stop();
    const from = answerOf(digits);
    const others = classChoices(digits).filter(({ value }) => Number(value) !== from);
    const target = others.some(({ value }) => value === state.values.flip) ? state.values.flip : "";
    to.set([{ value: "", label: words.any }, ...others], target);
    const flip = await engine.flip(model.id, x.slice(), target === "" ? undefined : Number(target));
    if (isStale()) return;
    stage.hidden = flip === null;
    if (!flip) {
      shown = undefined;
      said.textContent = target === "" ? words.noneAny : words.none(digits.className(Number(target)));
      return;
    }
    const { y } = await engine.predict(model.id, flip.path);
    if (isStale()) return;
    const isBytes = x.some((value) => value > 1);
    const blank = read.pixels.indexOf(0);
    shown = { flip, y: y.data, outputs: y.columns, from, scale: isBytes ? 1 : LEVELS, isDark: blank >= 0 && x[blank] > (isBytes ? 127 : 0.5) };
    slider.max = String(flip.path.rows - 1);
    const levels = Math.max(flip.largestChange * shown.scale, 0);
    const most = levels < 1 ? format.fixed(levels, 1) : format.count(Math.ceil(levels));
    fill(said, ...rich(words.said(digits.className(from), digits.className(flip.class), flip.changed, most, format.fixed(flip.distance, 2))));
    // The change is in sight at once; the film begins at the digit.
    show(flip.path.rows - 1);
    announce(said.textContent ?? "");
    twin.update();
  });

  /** @param {number} next */
  function show(next) {
    if (!shown) return;
    const { flip, outputs, y, scale, isDark, from } = shown;
    frame = next;
    slider.value = String(next);
    back.disabled = next === 0;
    const start = flip.path.data.subarray(0, 784);
    const present = flip.path.data.subarray(784 * next, 784 * (next + 1));
    const ink = (/** @type {Float32Array} */ x) => Float32Array.from(x, (value) => (isDark ? LEVELS - value * scale : value * scale));
    before.drawInk(ink(present), LEVELS);
    const sign = isDark ? -1 : 1;
    const difference = Float32Array.from(present, (value, index) => sign * (value - start[index]));
    change.draw(difference, ink(start), flip.largestChange);
    const row = y.subarray(outputs * next, outputs * (next + 1));
    const is = digits.className(flip.classes[next]);
    const share = next / (flip.path.rows - 1);
    fill(now, ...rich(words.now(format.percent(share), is)));
    before.setLabel(words.picture(is));
    change.setLabel(words.changeLabel(flip.changed, format.percent(share)));
    slider.setAttribute("aria-valuetext", now.textContent ?? "");
    const limit = Math.max(...Array.from(row, (value) => (Number.isFinite(value) ? Math.abs(value) : 0)), 1e-9);
    bars.draw([from, flip.class].map((index) => ({ name: digits.className(index), value: certainty(row, index), text: outputText(digits, certainty(row, index)), strong: index === flip.classes[next] })),
      { limit: givesProbabilities(digits.model) ? 1 : limit, signed: row.some((value) => value < 0) });
  }

  function playOrStop() {
    if (timer !== undefined) {
      stop();
      return;
    }
    if (!shown) return;
    const last = shown.flip.path.rows - 1;
    if (still.matches) {
      show(last);
      return;
    }
    if (frame === last) show(0);
    play.textContent = words.stop;
    timer = setInterval(() => {
      if (!place.isOpen() || frame >= last) stop();
      else show(frame + 1);
      if (frame >= last) stop();
    }, FRAME);
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    play.textContent = words.play;
  }

  /** @returns {(string | number)[][]} */
  function tableRows() {
    if (!shown) return [];
    const { flip, scale } = shown;
    const start = flip.path.data.subarray(0, 784);
    return Array.from(start.keys()).filter((index) => flip.x[index] !== start[index])
      .sort((left, right) => Math.abs(flip.x[right] - start[right]) - Math.abs(flip.x[left] - start[left]))
      .map((index) => [`(${Math.floor(index / 28)}, ${index % 28})`, format.fixed(start[index] * scale, 1), format.fixed(flip.x[index] * scale, 1), format.signed((flip.x[index] - start[index]) * scale, 1)]);
  }

  onTheme(() => show(frame), signal);
  signal.addEventListener("abort", stop);
  state.subscribe((_, changed) => {
    if (changed.has("flip") && shown) ask();
  });
}
