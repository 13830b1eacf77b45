// Signed numbers of 28 x 28 pixels over the digit: blue with + and hatched vermilion with −.

import { divergingCss, isDark } from "../../parts/colors.js";
import { html } from "../../parts/dom.js";
import { largest } from "../../parts/figures/picture.js";

const SIDE = 28;
const CELL = 14;
/** Pixels below this part of the largest are coloured, but get no mark. */
const MARKED = 0.18;

/**
 * @param {string} label
 */
export function createShareMap(label) {
  const canvas = html("canvas", { width: SIDE * CELL, height: SIDE * CELL, role: "img", "aria-label": label, class: "share-map" });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  return {
    element: canvas,
    /** @param {string} text */
    setLabel: (text) => canvas.setAttribute("aria-label", text),
    /**
     * @param {ArrayLike<number>} shares
     * @param {ArrayLike<number>} ink from 0 to 255, shown in grey below
     * @param {number} [limit] the share of full colour
     */
    draw(shares, ink, limit = largest(shares)) {
      const dark = isDark();
      pen.fillStyle = dark ? "#1c1e22" : "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      for (let index = 0; index < SIDE * SIDE; index += 1) {
        const [left, top] = [(index % SIDE) * CELL, Math.floor(index / SIDE) * CELL];
        if (ink[index] > 0) {
          pen.fillStyle = `rgb(${dark ? "220 220 215" : "60 64 70"} / ${((0.3 * ink[index]) / 255).toFixed(3)})`;
          pen.fillRect(left, top, CELL, CELL);
        }
        const share = limit === 0 ? 0 : shares[index] / limit;
        if (share !== 0) drawShare(pen, left, top, share, dark);
      }
    },
    /**
     * The pixel under a pointer; -1 if it is beside the picture.
     *
     * @param {MouseEvent} event
     */
    locate(event) {
      const box = canvas.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * SIDE);
      const row = Math.floor(((event.clientY - box.top) / box.height) * SIDE);
      return column >= 0 && column < SIDE && row >= 0 && row < SIDE ? row * SIDE + column : -1;
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} left
 * @param {number} top
 * @param {number} share from -1 to 1
 * @param {boolean} dark
 */
function drawShare(pen, left, top, share, dark) {
  const size = Math.min(Math.abs(share), 1);
  pen.globalAlpha = Math.sqrt(size);
  pen.fillStyle = divergingCss(Math.sign(share), dark);
  pen.fillRect(left, top, CELL, CELL);
  pen.globalAlpha = 1;
  if (size < MARKED) return;
  pen.fillStyle = dark || size > 0.45 ? "#fff" : "#000";
  const middle = CELL / 2;
  pen.fillRect(left + 3, top + middle - 1, CELL - 6, 2);
  if (share > 0) pen.fillRect(left + middle - 1, top + 3, 2, CELL - 6);
}
