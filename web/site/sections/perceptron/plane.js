// The plane of x₁ and x₂: the sides of a neuron, its line to drag and to turn, the points of the truth table.

import { diverging, isDark } from "../../parts/colors.js";
import { apply, fill, html, svg } from "../../parts/dom.js";
import { createPlane } from "../../parts/figures/plane.js";

/** @typedef {import("./network.js").Neuron} Neuron */
/** @typedef {{ x: number, y: number }} Place */
/** @typedef {{ x: number, y: number, wanted: number, given: number, right: boolean, text: string, name: string, chosen: boolean }} Point */

const FROM = -0.6;
const TO = 1.6;
const MIDDLE = 0.5;
/** From the handle that moves a line to the one that turns it. */
const REACH = 0.72;
/** Points on a side of the coloured sides. */
const SIZE = 110;

/** What the engine's `surface` is asked for. */
export const GRID = { left: FROM, right: TO, bottom: FROM, top: TO, size: SIZE, hidden: false };

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.xName
 * @param {string} options.yName
 * @param {readonly { move: string, turn: string }[]} options.handles names of each line's handles
 * @param {(line: number, neuron: Neuron) => void} options.onMove
 * @param {(row: number) => void} options.onPoint
 * @param {string} options.test
 * @param {(neuron: Neuron) => string} options.describe
 */
export function createLinePlane({ label, xName, yName, handles, onMove, onPoint, test, describe }) {
  const plane = createPlane({ label, x: [FROM, TO], y: [FROM, TO], xName, yName });
  // A group: what it holds can be focused, which nothing within an image can.
  apply(plane.element, { role: "group", "data-test": test });
  const canvas = html("canvas", { width: SIZE, height: SIZE });
  const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const sides = svg("image", { ...plane.frame, preserveAspectRatio: "none", class: "sides" });
  const stripes = svg("g", { class: "stripes" });
  const points = svg("g", {});
  /** @type {readonly Place[]} */
  let taken = [];
  const isFree = (/** @type {Place} */ spot) => taken.every((point) => Math.hypot(point.x - spot.x, point.y - spot.y) > 0.22);
  const lines = handles.map((names, index) => createLine(plane, isFree, names, (neuron) => onMove(index, neuron), `${test}-${index}`, describe));
  plane.below.append(sides, stripes, ...lines.map(({ stroke }) => stroke));
  plane.above.append(points, ...lines.map(({ element }) => element));

  return {
    element: plane.element,
    setLabel: plane.setLabel,
    /** @param {ArrayLike<number>} ys of {@link GRID}, row by row from the top, from 0 to 1 */
    drawSides(ys) {
      const dark = isDark();
      const image = paint.createImageData(SIZE, SIZE);
      for (let index = 0; index < ys.length; index += 1) {
        const [red, green, blue] = diverging((2 * ys[index] - 1) * 0.42, dark);
        image.data.set([red, green, blue, 255], 4 * index);
      }
      paint.putImageData(image, 0, 0);
      sides.setAttribute("href", canvas.toDataURL());
    },
    /** @param {readonly { neuron: Neuron, name: string }[]} shown */
    drawLines(shown) {
      lines.forEach((line, index) => line.draw(shown[index]?.neuron, shown[index]?.name ?? ""));
    },
    /** @param {readonly Point[]} shown */
    drawPoints(shown) {
      taken = shown;
      fill(points, shown.map((point, index) => {
        // Points on one place have their names below each other.
        const before = shown.slice(0, index).filter((other) => Math.hypot(other.x - point.x, other.y - point.y) < 0.12).length;
        return drawPoint(plane, point, index, 14 * before, () => onPoint(index));
      }));
    },
  };
}

/**
 * A point: round where 1 is wanted, square where 0 is; in it what is given.
 *
 * @param {ReturnType<typeof createPlane>} plane
 * @param {Point} point
 * @param {number} index
 * @param {number} lower how much further down its name stands
 * @param {() => void} onClick
 */
function drawPoint(plane, point, index, lower, onClick) {
  const [x, y] = [plane.toX(point.x), plane.toY(point.y)];
  const shape = (/** @type {number} */ size, /** @type {string} */ name) => (point.wanted === 1
    ? svg("circle", { cx: x, cy: y, r: size, class: name })
    : svg("rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, rx: 3, class: name }));
  return svg("g", { class: `point${point.right ? "" : " wrong"}`, onclick: onClick, "data-test": `point-${index}` },
    point.chosen && shape(20, "chosen"),
    shape(15, "body"),
    svg("text", { x, y: y + 5, "text-anchor": "middle", class: point.text.length > 2 ? "given long" : "given" }, point.text),
    svg("text", { x: x + 21, y: y - 11, "text-anchor": "middle", class: "verdict" }, point.right ? "✓" : "✗"),
    svg("text", { x, y: y + 32 + lower, "text-anchor": "middle", class: "name" }, point.name));
}

/**
 * A neuron's line z = 0 with two handles.
 *
 * @param {ReturnType<typeof createPlane>} plane
 * @param {(spot: Place) => boolean} isFree whether no point is there
 * @param {{ move: string, turn: string }} names
 * @param {(neuron: Neuron) => void} onMove
 * @param {string} test
 * @param {(neuron: Neuron) => string} describe
 */
function createLine(plane, isFree, names, onMove, test, describe) {
  const border = svg("line", { class: "border" });
  const arrow = svg("path", { class: "normal" });
  const stroke = svg("g", {}, border, arrow);
  const title = svg("text", { class: "line-name" });
  const sides = [svg("text", { class: "side", "text-anchor": "middle" }, "y = 1"), svg("text", { class: "side", "text-anchor": "middle" }, "y = 0")];
  const move = handle(names.move, "✥", `${test}-move`, "move");
  const turn = handle(names.turn, "↻", `${test}-turn`, "turn");
  apply(move, { "aria-valuemin": -5, "aria-valuemax": 5 });
  apply(turn, { "aria-valuemin": -180, "aria-valuemax": 180 });
  const element = svg("g", { class: "line" }, title, ...sides, turn, move);
  /** @type {Neuron} */
  let neuron = { w1: 0, w2: 0, b: 0 };
  /** The place around which the line is being turned, and the end that is held. @type {{ pivot: Place, side: number, length: number } | undefined} */
  let grip;
  /** What keys have turned so far: the same place stays, and roundings do not add up. @type {{ pivot: Place, w1: number, w2: number, last: Neuron } | undefined} */
  let turned;

  dragged(plane, move, (place) => onMove({ ...neuron, b: round(-(neuron.w1 * place.x + neuron.w2 * place.y), 2) }), () => {});
  dragged(plane, turn, (place) => {
    grip ??= grasp(neuron);
    const [dx, dy] = [place.x - grip.pivot.x, place.y - grip.pivot.y];
    const distance = Math.hypot(dx, dy);
    if (distance > 0.05) onMove(through(grip.pivot, (grip.side * dy * grip.length) / distance, (-grip.side * dx * grip.length) / distance));
  }, () => {
    grip = undefined;
    draw(neuron, title.textContent ?? "");
  });
  keyed(move, (direction, fine) => onMove({ ...neuron, b: round(neuron.b + direction * (fine ? 0.01 : 0.05), 3) }));
  keyed(turn, (direction, fine) => {
    const angle = (direction * (fine ? 1 : 5) * Math.PI) / 180;
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
    const { pivot, w1, w2 } = turned && isSame(turned.last, neuron) ? turned : { pivot: grasp(neuron).pivot, w1: neuron.w1, w2: neuron.w2 };
    const next = { w1: w1 * cosine - w2 * sine, w2: w1 * sine + w2 * cosine };
    turned = { pivot, ...next, last: through(pivot, next.w1, next.w2) };
    onMove(turned.last);
  });

  /**
   * @param {Neuron | undefined} next
   * @param {string} name
   */
  function draw(next, name) {
    const isThere = next !== undefined && Math.hypot(next.w1, next.w2) > 1e-6;
    element.toggleAttribute("hidden", !isThere);
    stroke.toggleAttribute("hidden", !isThere);
    if (!isThere) return;
    neuron = next;
    const length = Math.hypot(next.w1, next.w2);
    const foot = grip?.pivot ?? (turned && isSame(turned.last, next) ? turned.pivot : footOf(next));
    const at = { x: bounded(foot.x), y: bounded(foot.y) };
    const along = { x: -next.w2 / length, y: next.w1 / length };
    const across = { x: next.w1 / length, y: next.w2 / length };
    const side = grip?.side ?? sideOf(at, along);
    const end = { x: bounded(at.x + side * REACH * along.x), y: bounded(at.y + side * REACH * along.y) };
    apply(border, { x1: plane.toX(foot.x - 5 * along.x), y1: plane.toY(foot.y - 5 * along.y), x2: plane.toX(foot.x + 5 * along.x), y2: plane.toY(foot.y + 5 * along.y) });
    place(move, at);
    place(turn, end);
    const tip = { x: at.x + 0.26 * across.x, y: at.y + 0.26 * across.y };
    const [fromX, fromY, toX, toY] = [plane.toX(at.x), plane.toY(at.y), plane.toX(tip.x), plane.toY(tip.y)];
    const [ux, uy] = [(toX - fromX) / Math.hypot(toX - fromX, toY - fromY), (toY - fromY) / Math.hypot(toX - fromX, toY - fromY)];
    apply(arrow, { d: `M${fromX} ${fromY}L${toX} ${toY}M${toX - 8 * ux - 5 * uy} ${toY - 8 * uy + 5 * ux}L${toX} ${toY}L${toX - 8 * ux + 5 * uy} ${toY - 8 * uy - 5 * ux}` });
    title.textContent = name;
    apply(title, { x: plane.toX(at.x - 0.4 * side * along.x) + 10, y: plane.toY(at.y - 0.4 * side * along.y) - 6 });
    // The sides are named beside the free half of the line, away from the handles.
    [1, -1].forEach((sign, index) => {
      const spot = { x: at.x - 0.5 * side * along.x + sign * 0.17 * across.x, y: at.y - 0.5 * side * along.y + sign * 0.17 * across.y };
      sides[index].toggleAttribute("hidden", name !== "" || spot.x !== bounded(spot.x) || spot.y !== bounded(spot.y) || !isFree(spot));
      apply(sides[index], { x: plane.toX(spot.x), y: plane.toY(spot.y) + 4 });
    });
    apply(move, { "aria-valuenow": next.b, "aria-valuetext": describe(next) });
    apply(turn, { "aria-valuenow": Math.round((Math.atan2(next.w2, next.w1) * 180) / Math.PI), "aria-valuetext": describe(next) });
  }

  /** @param {Neuron} from */
  function grasp(from) {
    const length = Math.hypot(from.w1, from.w2);
    const foot = footOf(from);
    const pivot = { x: bounded(foot.x), y: bounded(foot.y) };
    return { pivot, side: sideOf(pivot, { x: -from.w2 / length, y: from.w1 / length }), length };
  }

  /**
   * @param {SVGElement} target
   * @param {Place} where
   */
  function place(target, where) {
    apply(target, { transform: `translate(${plane.toX(where.x).toFixed(1)} ${plane.toY(where.y).toFixed(1)})` });
  }

  return { element, stroke, draw };
}

/**
 * @param {string} label
 * @param {string} sign
 * @param {string} test
 * @param {string} kind
 */
function handle(label, sign, test, kind) {
  return svg("g", { class: `handle ${kind}`, role: "slider", tabindex: 0, "aria-label": label, "data-test": test },
    svg("title", {}, label),
    svg("circle", { r: 21, class: "target" }), svg("circle", { r: 11, class: "knob" }), svg("text", { y: 5, "text-anchor": "middle", "aria-hidden": "true" }, sign));
}

/**
 * @param {ReturnType<typeof createPlane>} plane
 * @param {SVGElement} target
 * @param {(place: Place) => void} onPlace
 * @param {() => void} onEnd
 */
function dragged(plane, target, onPlace, onEnd) {
  // A finger on a handle drags it; beside it, it scrolls the page. Not every browser takes `touch-action` within a picture.
  target.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  target.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    target.setPointerCapture(event.pointerId);
    event.preventDefault();
    target.focus();
  });
  target.addEventListener("pointermove", (event) => {
    if (target.hasPointerCapture(event.pointerId)) onPlace(plane.locate(event));
  });
  target.addEventListener("lostpointercapture", onEnd);
}

/**
 * @param {SVGElement} target
 * @param {(direction: number, fine: boolean) => void} onStep
 */
function keyed(target, onStep) {
  target.addEventListener("keydown", (event) => {
    const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    onStep(direction, event.shiftKey);
  });
}

/**
 * The neuron with these weights whose line goes through a place.
 *
 * @param {Place} at
 * @param {number} w1
 * @param {number} w2
 * @returns {Neuron}
 */
function through(at, w1, w2) {
  return { w1: round(w1, 3), w2: round(w2, 3), b: round(-(w1 * at.x + w2 * at.y), 3) };
}

/**
 * The place of a neuron's line that is nearest to the middle.
 *
 * @param {Neuron} neuron
 * @returns {Place}
 */
function footOf({ w1, w2, b }) {
  const away = (w1 * MIDDLE + w2 * MIDDLE + b) / (w1 * w1 + w2 * w2);
  return { x: MIDDLE - away * w1, y: MIDDLE - away * w2 };
}

/**
 * The end of a line, 1 or -1, at which there is room for a handle.
 *
 * @param {Place} at
 * @param {Place} along
 */
function sideOf(at, along) {
  const end = { x: at.x + REACH * along.x, y: at.y + REACH * along.y };
  return end.x === bounded(end.x) && end.y === bounded(end.y) ? 1 : -1;
}

/**
 * @param {Neuron} one
 * @param {Neuron} other
 */
const isSame = (one, other) => one.w1 === other.w1 && one.w2 === other.w2 && one.b === other.b;

/** @param {number} value */
const bounded = (value) => Math.min(Math.max(value, FROM + 0.06), TO - 0.06);

/**
 * @param {number} value
 * @param {number} decimals
 */
const round = (value, decimals) => Number(value.toFixed(decimals)) + 0;
