// The plane of the two inputs: what the network answers everywhere, and the points it learns from.

import { isDark } from "../../parts/colors.js";
import { fill, html, svg } from "../../parts/dom.js";
import { createPlane } from "../../parts/figures/plane.js";
import { MARKERS, classColor, classTables, signedIndex, signedTable } from "./palette.js";
import { snap } from "./schema.js";

/** @typedef {import("../../engine/engine.d.ts").Points} Points */
/** @typedef {import("../../engine/engine.d.ts").Matrix} Matrix */
/** @typedef {[number, number]} Range */

/** Points of the surface along each side. */
export const PLACES = 64;

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.editLabel what the plane says while points can be set
 * @param {(x: number, y: number) => void} options.onPlace
 * @param {(x: number, y: number) => void} options.onErase the point nearest to here
 * @param {(label: number) => void} options.onPen
 * @param {(x: number, y: number) => void} options.onMove the cursor of the keyboard
 */
export function createSurfaceView({ label, editLabel, onPlace, onErase, onPen, onMove }) {
  const plane = createPlane({ label, x: [-1.2, 1.2], y: [-1.2, 1.2] });
  const canvas = html("canvas", { width: PLACES, height: PLACES, class: "surface", "aria-hidden": "true" });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(PLACES, PLACES);
  const pixels = new Uint32Array(image.data.buffer);
  const cursor = svg("path", { class: "cursor", d: "M-12 0H12M0 -12V12", visibility: "hidden" });
  const dots = svg("g", {});
  plane.above.append(dots, cursor);
  const element = html("div", { class: "plane-stack" }, canvas, plane.element);
  let editable = false;
  let pen = 0;
  /** @type {Range} */
  let x = [-1.2, 1.2];
  /** @type {Range} */
  let y = [-1.2, 1.2];
  const place = { x: 0, y: 0 };
  let signed = signedTable(isDark(), 0.75);
  let tables = classTables(isDark());

  plane.element.addEventListener("pointerdown", (event) => {
    if (!editable || event.button > 2) return;
    const at = plane.locate(event);
    if (at.x < x[0] || at.x > x[1] || at.y < y[0] || at.y > y[1]) return;
    event.preventDefault();
    if (event.button === 2 || pen < 0) onErase(at.x, at.y);
    else onPlace(snap(at.x), snap(at.y));
  });
  plane.element.addEventListener("contextmenu", (event) => {
    if (editable) event.preventDefault();
  });
  plane.element.addEventListener("keydown", (event) => {
    if (!editable || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = event.shiftKey ? 4 : 1;
    const by = (far * (x[1] - x[0])) / 48;
    if (event.key === "ArrowLeft") place.x -= by;
    else if (event.key === "ArrowRight") place.x += by;
    else if (event.key === "ArrowUp") place.y += by;
    else if (event.key === "ArrowDown") place.y -= by;
    else if (event.key === "Enter" || event.key === " ") onPlace(snap(place.x), snap(place.y));
    else if (event.key === "Delete" || event.key === "Backspace") onErase(place.x, place.y);
    else if (event.key >= "1" && event.key <= "3") onPen(Number(event.key) - 1);
    else return;
    event.preventDefault();
    place.x = Math.min(Math.max(place.x, x[0]), x[1]);
    place.y = Math.min(Math.max(place.y, y[0]), y[1]);
    showCursor(true);
    if (event.key.startsWith("Arrow")) onMove(snap(place.x), snap(place.y));
  });
  plane.element.addEventListener("focus", () => showCursor(plane.element.matches(":focus-visible")));
  plane.element.addEventListener("blur", () => showCursor(false));

  /** @param {boolean} visible */
  function showCursor(visible) {
    cursor.setAttribute("visibility", visible && editable ? "visible" : "hidden");
    cursor.setAttribute("transform", `translate(${plane.toX(place.x)} ${plane.toY(place.y)})`);
  }

  return {
    element,
    get ranges() {
      return { x, y };
    },
    /** @param {boolean} next whether points can be set */
    setEditable(next) {
      editable = next;
      plane.element.classList.toggle("editable", next);
      if (next) {
        plane.element.setAttribute("tabindex", "0");
        plane.element.setAttribute("role", "application");
        plane.element.setAttribute("aria-label", editLabel);
      } else {
        plane.element.removeAttribute("tabindex");
        plane.element.setAttribute("role", "img");
      }
    },
    /** @param {number} next the class of points that are set, -1 to erase */
    setPen(next) {
      pen = next;
    },
    /** @param {string} text what the picture shows */
    setLabel(text) {
      plane.setLabel(editable ? `${editLabel} ${text}` : text);
    },
    /**
     * @param {Points} points
     * @param {Range} nextX
     * @param {Range} nextY
     */
    setPoints(points, nextX, nextY) {
      x = nextX;
      y = nextY;
      plane.setRanges(x, y);
      const size = points.x.rows > 400 ? 3 : points.x.rows > 20 ? 4 : 7;
      fill(dots, Array.from({ length: points.x.rows }, (_, row) =>
        marker(points.labels[row], plane.toX(points.x.data[2 * row]), plane.toY(points.x.data[2 * row + 1]), size)));
      showCursor(false);
    },
    /** The colours of the theme of now. */
    recolor() {
      signed = signedTable(isDark(), 0.75);
      tables = classTables(isDark());
    },
    /**
     * @param {Matrix} answers `[PLACES * PLACES, outputs]`, probabilities
     * @param {boolean} hard only the class, not how sure
     */
    draw(answers, hard) {
      const { columns, data } = answers;
      if (columns === 1) {
        for (let index = 0; index < pixels.length; index += 1) {
          const value = 2 * data[index] - 1;
          pixels[index] = signed[signedIndex(hard ? (value > 0 ? 1 : value <= 0 ? -1 : NaN) : value)];
        }
      } else {
        for (let index = 0; index < pixels.length; index += 1) {
          let best = 0;
          for (let label = 1; label < columns; label += 1) {
            if (data[index * columns + label] > data[index * columns + best]) best = label;
          }
          const chance = 1 / columns;
          const share = hard ? 1 : Math.min(Math.max((data[index * columns + best] - chance) / (1 - chance), 0), 1);
          pixels[index] = tables[best % 3][(share * 255 + 0.5) | 0];
        }
      }
      context.putImageData(image, 0, 0);
    },
    /** Nothing computed, nothing shown. */
    clear() {
      context.clearRect(0, 0, PLACES, PLACES);
    },
  };
}

/**
 * @param {number} label
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
export function marker(label, x, y, size) {
  const attributes = { class: "dot", fill: classColor(label) };
  const kind = MARKERS[label % 3];
  if (kind === "circle") return svg("circle", { cx: x, cy: y, r: size, ...attributes });
  if (kind === "square") return svg("rect", { x: x - 0.9 * size, y: y - 0.9 * size, width: 1.8 * size, height: 1.8 * size, ...attributes });
  return svg("path", { d: `M${x} ${y - 1.2 * size}L${x + 1.15 * size} ${y + 0.8 * size}H${x - 1.15 * size}Z`, ...attributes });
}

/**
 * A range with some room around numbers, the same on both axes where they are alike.
 *
 * @param {Points | null} points
 * @returns {{ x: Range, y: Range }}
 */
export function rangesOf(points) {
  const usual = 1.2;
  if (!points || points.x.rows === 0) return { x: [-usual, usual], y: [-usual, usual] };
  const sides = [0, 1].map((column) => {
    let least = Infinity;
    let most = -Infinity;
    for (let row = 0; row < points.x.rows; row += 1) {
      const value = points.x.data[2 * row + column];
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return { least, most };
  });
  const largest = Math.max(...sides.map(({ least, most }) => Math.max(Math.abs(least), Math.abs(most))));
  if (largest <= 5) {
    const edge = Math.max(Math.ceil(largest * 1.08 * 10) / 10, usual);
    return { x: [-edge, edge], y: [-edge, edge] };
  }
  const [x, y] = sides.map(({ least, most }) => {
    const room = 0.08 * (most - least || 1);
    return /** @type {Range} */ ([least - room, most + room]);
  });
  return { x, y };
}
