// What the network learns from: a ready-made set, points that a person sets, or a file.

import { button, numberControl, radios } from "../../parts/controls.js";
import { fill, html, paragraph, svg } from "../../parts/dom.js";
import { MOST_OWN, SETS } from "./schema.js";
import { marker } from "./surface-view.js";

/** @typedef {import("./schema.js").LearningState} LearningState */
/** @typedef {import("./schema.js").LearningValues} LearningValues */
/** @typedef {import("../../engine/engine.d.ts").Points} Points */

/**
 * @param {object} options
 * @param {typeof import("../../text/en/learning.js").text} options.text
 * @param {import("../list.js").Context} options.context
 * @param {LearningState} options.state
 * @param {(patch: Partial<LearningValues>) => void} options.restart sets what needs a new start
 * @param {(pen: number) => void} options.onPen -1 to erase
 */
export function createDataPanel({ text, context, state, restart, onPen }) {
  const { values } = state;
  const kinds = radios({
    label: text.data, value: values.data, test: "data", choices: SETS.map((value) => ({ value, label: text.sets[value] })),
    onInput: (data) => restart({ data }),
  });
  const count = numberControl({ label: text.count, value: values.n, min: 20, max: 500, step: 10, test: "count", onInput: (n) => restart({ n }) });
  const noise = numberControl({ label: text.noise, value: values.noise, min: 0, max: 0.5, step: 0.05, test: "noise", onInput: (next) => restart({ noise: next }) });
  const share = numberControl({ label: text.validationShare, value: values.val, min: 0, max: 0.6, step: 0.1, test: "validation", onInput: (val) => restart({ val }) });
  const again = button(text.newPoints, () => restart({ pseed: state.values.pseed + 1 }), { "data-test": "new-points" });
  const made = html("div", {}, count.element, noise.element, again);

  /** @typedef {"0" | "1" | "2" | "erase"} Pen */
  let pen = /** @type {Pen} */ ("0");
  const pens = radios({
    label: text.pen, value: pen, test: "pen",
    choices: /** @type {Pen[]} */ (["0", "1", "2", "erase"]).map((value) => ({ value, label: value === "erase" ? text.erase : text.className(Number(value)) })),
    onInput: choosePen,
  });
  pens.element.querySelectorAll(".segment span").forEach((span, label) => {
    if (label < 3) span.prepend(svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", class: "key", "aria-hidden": "true" }, marker(label, 8, 8, 5)));
  });
  const counted = html("p", { class: "quiet", "aria-live": "off" });
  const own = html("div", {}, pens.element, paragraph(text.ownHelp, { class: "quiet" }), counted, html("div", { class: "row" },
    button(text.removeLast, () => state.set({ own: state.values.own.slice(0, -1) }), { "data-test": "remove-last" }),
    button(text.removeAll, () => state.set({ own: [] }), { "data-test": "remove-all" })));

  const file = html("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", "aria-label": text.file, "data-test": "file" });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen) void read(chosen);
    file.value = "";
  });
  const said = html("div", { role: "status" });
  const fromFile = html("div", {}, paragraph(text.fileHelp, { class: "quiet" }), file);
  const element = html("div", { class: "data" }, kinds.element, made, own, fromFile, said, share.element);

  /** @param {Pen} next */
  function choosePen(next) {
    pen = next;
    pens.set(next);
    onPen(next === "erase" ? -1 : Number(next));
  }

  /** @param {File} chosen */
  async function read(chosen) {
    try {
      const points = await context.engine.readPoints(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
      if (context.signal.aborted) return;
      if (points.classes > 3 || points.classes < 2) throw new Error(text.twoOrThree(points.classes));
      restart({ data: "csv", csv: points, start: "" });
      context.announce(text.fileRead(chosen.name, context.format.count(points.x.rows), points.classes));
    } catch (reason) {
      if (context.signal.aborted) return;
      const message = reason instanceof Error ? reason.message : String(reason);
      fill(said, html("p", { class: "fault" }, html("strong", {}, text.fileFault(chosen.name)), " ", message));
    }
  }

  return {
    element,
    read,
    choosePen: (/** @type {number} */ label) => choosePen(/** @type {Pen} */ (String(label))),
    get pen() {
      return pen === "erase" ? -1 : Number(pen);
    },
    /** @param {LearningValues} next */
    show(next) {
      kinds.set(next.data);
      count.set(next.n);
      noise.set(next.noise);
      share.set(next.val);
      const isMade = next.data !== "own" && next.data !== "csv";
      made.hidden = !isMade;
      own.hidden = next.data !== "own";
      fromFile.hidden = next.data !== "csv";
      counted.textContent = text.ownCount(next.own.length, MOST_OWN);
    },
    /**
     * What is to be known of the points.
     *
     * @param {string} message
     */
    say: (message) => fill(said, message !== "" && html("p", { class: "note" }, message)),
  };
}
