// The ten digits as a hand writes them, as strokes through points from 0 to 1.

/** @typedef {import("./browser.mjs").Stroke} Stroke */

/**
 * An arc, as points.
 *
 * @param {number} x of its centre
 * @param {number} y
 * @param {number} across radius
 * @param {number} down radius
 * @param {number} from degrees, clockwise from the right
 * @param {number} to
 * @returns {Stroke}
 */
function arc(x, y, across, down, from, to) {
  const steps = Math.max(4, Math.round(Math.abs(to - from) / 20));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return /** @type {[number, number]} */ ([x + across * Math.cos(angle), y + down * Math.sin(angle)]);
  });
}

/** @type {readonly Stroke[][]} */
export const DIGITS = [
  [arc(0.5, 0.5, 0.19, 0.3, -90, 275)],
  [[[0.5, 0.2], [0.5, 0.8]]],
  [[...arc(0.48, 0.34, 0.17, 0.15, 190, 380), [0.32, 0.78], [0.7, 0.78]]],
  [[...arc(0.47, 0.34, 0.17, 0.14, 200, 440), ...arc(0.47, 0.64, 0.2, 0.17, -80, 150)]],
  [[[0.36, 0.2], [0.32, 0.52], [0.68, 0.52]], [[0.64, 0.22], [0.62, 0.82]]],
  [[[0.66, 0.2], [0.36, 0.2], [0.34, 0.46], ...arc(0.48, 0.62, 0.18, 0.18, -125, 150)]],
  [[[0.6, 0.18], [0.44, 0.34], [0.35, 0.55], ...arc(0.49, 0.65, 0.15, 0.16, 190, 550)]],
  [[[0.3, 0.24], [0.7, 0.24], [0.46, 0.82]]],
  [[...arc(0.5, 0.35, 0.14, 0.15, 60, -240), ...arc(0.5, 0.66, 0.16, 0.17, -120, 250)]],
  [[...arc(0.5, 0.38, 0.15, 0.16, 0, -350), [0.65, 0.36], [0.61, 0.82]]],
];
