// The sections in their order, each loaded when it is opened.

/**
 * What a section gets.
 *
 * @typedef {object} Context
 * @property {import("../parts/language.js").Language} language
 * @property {import("../engine/engine.js").Engine} engine
 * @property {typeof import("../text/en/shell.js").text} shell words of the frame
 * @property {import("../parts/number.js").Format} format
 * @property {URLSearchParams} parameters of the link
 * @property {AbortSignal} signal aborted when the section is left: timers, listeners outside the section and sessions end then
 * @property {(message: string) => void} announce says something to screen readers, politely
 * @property {(state: import("../parts/state.js").State<any>) => void} adopt gives the frame the section's state: for undo, redo, starting over and links
 */

/**
 * @typedef {object} Section
 * @property {"perceptron" | "activation" | "arrays" | "layers" | "output" | "digits" | "learning"} name in the link
 * @property {string} guide its page of the guide
 * @property {() => Promise<{ mount(root: HTMLElement, context: Context, text: any): void | Promise<void> }>} load
 * @property {{ en(): Promise<{ text: any }>, ko(): Promise<{ text: any }> }} text
 */

/** @type {readonly Section[]} */
export const SECTIONS = [
  {
    name: "perceptron",
    guide: "perceptron",
    load: () => import("./perceptron.js"),
    text: { en: () => import("../text/en/perceptron.js"), ko: () => import("../text/ko/perceptron.js") },
  },
  {
    name: "activation",
    guide: "activation-functions",
    load: () => import("./activation.js"),
    text: { en: () => import("../text/en/activation.js"), ko: () => import("../text/ko/activation.js") },
  },
  {
    name: "arrays",
    guide: "arrays",
    load: () => import("./arrays.js"),
    text: { en: () => import("../text/en/arrays.js"), ko: () => import("../text/ko/arrays.js") },
  },
  {
    name: "layers",
    guide: "three-layers",
    load: () => import("./layers.js"),
    text: { en: () => import("../text/en/layers.js"), ko: () => import("../text/ko/layers.js") },
  },
  {
    name: "output",
    guide: "output-layer",
    load: () => import("./output.js"),
    text: { en: () => import("../text/en/output.js"), ko: () => import("../text/ko/output.js") },
  },
  {
    name: "digits",
    guide: "digits",
    load: () => import("./digits.js"),
    text: { en: () => import("../text/en/digits.js"), ko: () => import("../text/ko/digits.js") },
  },
  {
    name: "learning",
    guide: "learning",
    load: () => import("./learning.js"),
    text: { en: () => import("../text/en/learning.js"), ko: () => import("../text/ko/learning.js") },
  },
];
