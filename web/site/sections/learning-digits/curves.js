// Loss and accuracy over the steps.

import { tableTwin } from "../../parts/controls.js";
import { fill, html, svg } from "../../parts/dom.js";
import { ticks } from "../../parts/figures/plane.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {typeof import("../../text/en/learning-digits.js").text} Text */

/** @typedef {{ kind: "turns" | "learned" | "measured", points: [number, number][] }} Line */

const [WIDTH, HEIGHT] = [520, 230];
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 12, 14, 32];
/** More rows than these are left out of the table, every other one. */
const MOST_ROWS = 60;

/**
 * @param {Lesson} lesson
 * @param {Text} text
 */
export function createCurves(lesson, text) {
  const { page: { format } } = lesson;
  const loss = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "course", "data-test": "loss-curve" });
  const accuracy = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "course", "data-test": "accuracy-curve" });
  const twin = tableTwin(text.courseTable, () => {
    const all = lesson.measured;
    const every = Math.ceil(all.length / MOST_ROWS);
    return {
      caption: every > 1 ? text.courseCaptionThinned(every) : text.courseCaption,
      header: text.courseHeader,
      rows: all.filter((_, index) => (all.length - 1 - index) % every === 0).map((row) =>
        [format.count(row.step), format.fixed(row.epochs, 2), format.fixed(row.trainingLoss), format.fixed(row.validationLoss), format.percent(row.trainingAccuracy), format.percent(row.validationAccuracy)]),
    };
  });

  function draw() {
    const { measured, turns } = lesson;
    const last = measured.at(-1);
    const steps = Math.max(turns.at(-1)?.step ?? 0, last?.step ?? 0, 100);
    const x = (/** @type {number} */ step) => LEFT + (step / steps) * (WIDTH - LEFT - RIGHT);
    /** @param {(row: import("./lesson.js").Measured) => number} value @returns {[number, number][]} */
    const of = (value) => measured.map((row) => /** @type {[number, number]} */ ([x(row.step), value(row)])).filter(([, y]) => Number.isFinite(y));
    /** @type {[number, number][]} */
    const batches = turns.map((turn) => /** @type {[number, number]} */ ([x(turn.step), turn.loss]));
    // Guessing among ten classes is ln 10 = 2.3.
    const highest = Math.max(2.4, ...measured.flatMap((row) => [row.trainingLoss, row.validationLoss]).concat(turns.map((turn) => turn.loss)).filter(Number.isFinite));
    const frame = { steps, x };
    drawAxes(loss, frame, { low: 0, high: highest, ticks: 4, name: (value) => highest < 100 ? format.fixed(value, 1) : format.short(value), title: text.loss },
      [{ kind: "turns", points: batches }, { kind: "learned", points: of((row) => row.trainingLoss) }, { kind: "measured", points: of((row) => row.validationLoss) }]);
    drawAxes(accuracy, frame, { low: 0, high: 1, ticks: 5, name: (value) => `${Math.round(value * 100)} %`, title: text.accuracy, goal: 0.95 },
      [{ kind: "learned", points: of((row) => row.trainingAccuracy) }, { kind: "measured", points: of((row) => row.validationAccuracy) }]);
    if (last) {
      loss.setAttribute("aria-label", text.lossLabel(format.count(last.step), format.fixed(last.trainingLoss), format.fixed(last.validationLoss)));
      accuracy.setAttribute("aria-label", text.accuracyLabel(format.count(last.step), format.percent(last.trainingAccuracy), format.percent(last.validationAccuracy)));
    }
    twin.update();
  }

  /**
   * @param {SVGSVGElement} place
   * @param {{ steps: number, x: (step: number) => number }} across
   * @param {{ low: number, high: number, ticks: number, name: (value: number) => string, title: string, goal?: number }} up
   * @param {readonly Line[]} lines
   */
  function drawAxes(place, { steps, x }, up, lines) {
    const y = (/** @type {number} */ value) => HEIGHT - BOTTOM - ((Math.min(Math.max(value, up.low), up.high) - up.low) / (up.high - up.low)) * (HEIGHT - TOP - BOTTOM);
    const levels = Array.from({ length: up.ticks + 1 }, (_, tick) => up.low + ((up.high - up.low) * tick) / up.ticks);
    const marks = ticks([0, steps]);
    fill(place,
      levels.map((value) => [svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: value === up.low ? "axis" : "grid" }), svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, up.name(value))]).flat(),
      marks.map((step) => svg("text", { x: x(step), y: HEIGHT - BOTTOM + 16, "text-anchor": step === 0 ? "start" : step / steps > 0.95 ? "end" : "middle" }, format.count(step))),
      svg("text", { x: WIDTH - RIGHT, y: HEIGHT - 3, "text-anchor": "end" }, text.steps),
      up.goal !== undefined && svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(up.goal), y2: y(up.goal), class: "goal" }),
      lines.map(({ kind, points }) => svg("polyline", { class: `line ${kind}`, points: points.map(([at, value]) => `${at.toFixed(1)},${y(value).toFixed(1)}`).join(" ") })),
      lines.map(({ kind, points }) => kind !== "turns" && points.length > 0 && svg("circle", { class: kind, cx: points[points.length - 1][0], cy: y(points[points.length - 1][1]), r: 3.5 })));
  }

  lesson.subscribe((changed) => {
    if (changed === "turn" || changed === "session" || changed === "measured") draw();
  });
  const key = (/** @type {string} */ kind, /** @type {string} */ words) =>
    html("li", {}, svg("svg", { viewBox: "0 0 34 10", width: 34, height: 10, "aria-hidden": "true", class: "course" }, svg("line", { x1: 1, x2: 33, y1: 5, y2: 5, class: `line ${kind}` })), words);
  return html("section", { class: "card courses", "aria-labelledby": "learning-course" },
    html("h3", { id: "learning-course" }, text.course),
    html("ul", { class: "course-key" }, key("measured", text.keyMeasured), key("learned", text.keyLearned), key("turns", text.keyTurns)),
    html("h4", {}, text.accuracy), accuracy, html("h4", {}, text.loss), loss, twin.element);
}
