// Arrays as pictures, one pixel for one number, on a canvas that is scaled up without smoothing.

import { diverging, isDark } from "../colors.js";
import { html } from "../dom.js";

/**
 * A canvas for `columns` x `rows` numbers.
 *
 * @param {object} options
 * @param {string} options.label what it shows, for those who do not see it
 * @param {number} options.rows
 * @param {number} options.columns
 * @param {string} [options.class]
 */
export function createPicture({ label, rows, columns, class: name = "" }) {
  const canvas = html("canvas", { width: columns, height: rows, role: "img", "aria-label": label, class: `pixels ${name}` });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(columns, rows);
  return {
    element: canvas,
    /** @param {string} text */
    setLabel: (text) => canvas.setAttribute("aria-label", text),
    /**
     * Ink on paper: 0 is the paper, `full` is ink, light on dark as MNIST has it.
     *
     * @param {ArrayLike<number>} values
     * @param {number} [full]
     */
    drawInk(values, full = 255) {
      paint(image, values.length, (index) => {
        const level = Math.round((Math.min(Math.max(values[index] / full, 0), 1)) * 255);
        return [level, level, level];
      });
      context.putImageData(image, 0, 0);
    },
    /**
     * Positive values blue, negative vermilion, full colour at `limit`, by default at the largest size.
     *
     * @param {ArrayLike<number>} values
     * @param {number} [limit]
     */
    drawSigned(values, limit = largest(values)) {
      const dark = isDark();
      paint(image, values.length, (index) => diverging(limit === 0 ? 0 : values[index] / limit, dark));
      context.putImageData(image, 0, 0);
    },
    /**
     * A colour for each place.
     *
     * @param {(index: number) => [number, number, number]} color
     */
    drawColors(color) {
      paint(image, rows * columns, color);
      context.putImageData(image, 0, 0);
    },
  };
}

/**
 * The largest size among numbers.
 *
 * @param {ArrayLike<number>} values
 */
export function largest(values) {
  let found = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index]);
    if (size > found) found = size;
  }
  return found;
}

/**
 * @param {ImageData} image
 * @param {number} count
 * @param {(index: number) => [number, number, number]} color
 */
function paint(image, count, color) {
  const { data } = image;
  for (let index = 0; index < count; index += 1) {
    const [red, green, blue] = color(index);
    data[4 * index] = red;
    data[4 * index + 1] = green;
    data[4 * index + 2] = blue;
    data[4 * index + 3] = 255;
  }
}
