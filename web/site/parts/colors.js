// Colours of values. Blue is positive, vermilion negative (Okabe and Ito 2008), which people who do not
// tell red from green can tell; text or shape says the sign as well.

/** Fills of classes, in order. */
export const CLASS_COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#8c564b", "#bcbd22", "#332288"];

const POSITIVE = [0, 114, 178];
const NEGATIVE = [213, 94, 0];

/** Whether the page is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * The colour of a value between -1 and 1: from vermilion over the page's background to blue.
 *
 * @param {number} value
 * @param {boolean} dark
 * @returns {[number, number, number]}
 */
export function diverging(value, dark) {
  if (Number.isNaN(value)) return [128, 128, 128];
  const base = dark ? [28, 30, 34] : [255, 255, 255];
  const end = value < 0 ? NEGATIVE : POSITIVE;
  const share = Math.min(Math.abs(value), 1);
  const mix = (/** @type {number} */ channel) => Math.round(base[channel] + (end[channel] - base[channel]) * share);
  return [mix(0), mix(1), mix(2)];
}

/**
 * The same as a CSS colour.
 *
 * @param {number} value
 * @param {boolean} dark
 */
export function divergingCss(value, dark) {
  return `rgb(${diverging(value, dark).join(" ")})`;
}

/**
 * A class's colour mixed with the background, for the regions of a plane.
 *
 * @param {number} index of the class
 * @param {number} share of the colour, from 0 to 1
 * @param {boolean} dark
 * @returns {[number, number, number]}
 */
export function classTint(index, share, dark) {
  const hex = CLASS_COLORS[index % CLASS_COLORS.length];
  const base = dark ? [28, 30, 34] : [255, 255, 255];
  const mix = (/** @type {number} */ channel) => {
    const end = parseInt(hex.slice(1 + 2 * channel, 3 + 2 * channel), 16);
    return Math.round(base[channel] + (end - base[channel]) * share);
  };
  return [mix(0), mix(1), mix(2)];
}

/**
 * Calls the listener now and whenever the theme changes, so that what is drawn on a canvas follows.
 *
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export function onTheme(listener, signal) {
  document.documentElement.addEventListener("themechange", listener, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener, { signal });
  listener();
}
