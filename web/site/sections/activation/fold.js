// Three layers without an activation between them, which fold into one.

import { apply, fill, svg } from "../../parts/dom.js";

/** @typedef {{ name: string, lines: readonly string[] }} Box */

const WIDTH = 520;
const HEIGHT = 130;
const PLACES = [124, 260, 396];
const MIDDLE = 260;
const BOX = { width: 88, height: 78 };
const DURATION = 900;

/** @param {string} label */
export function createFold(label) {
  const element = svg("svg", { class: "diagram fold", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, "data-test": "fold-figure" });
  /** @type {{ boxes: readonly Box[], folded: Box | undefined, signals: readonly (readonly string[])[] }} */
  let content = { boxes: [], folded: undefined, signals: [] };
  let progress = 0;
  let running = 0;

  function draw() {
    const { boxes, folded, signals } = content;
    const at = PLACES.map((place) => place + (MIDDLE - place) * progress);
    const y = HEIGHT / 2 + 12;
    const isOne = progress === 1 && folded !== undefined;
    const ends = isOne ? [MIDDLE, MIDDLE] : [at[0], at[2]];
    const arrow = (/** @type {number} */ from, /** @type {number} */ to, /** @type {readonly string[] | undefined} */ values) => to - from > 20 && svg("g", {},
      svg("line", { x1: from, x2: to, y1: y, y2: y, class: "plain", "stroke-width": 2 }),
      svg("path", { d: `M${to - 9} ${y - 5}L${to} ${y}L${to - 9} ${y + 5}z`, class: "tip" }),
      values?.map((value, index) => svg("text", { x: (from + to) / 2 - 3, y: y - 9 - 18 * (values.length - 1 - index), "text-anchor": "middle", class: "value" }, value)) ?? []);
    const box = (/** @type {number} */ place, /** @type {Box} */ { name, lines }, /** @type {string} */ kind) => svg("g", {},
      svg("rect", { x: place - BOX.width / 2, y: y - BOX.height / 2, ...BOX, rx: 10, class: kind }),
      svg("text", { x: place, y: y - BOX.height / 2 - 8, "text-anchor": "middle", class: "name" }, name),
      lines.map((line, index) => svg("text", { x: place, y: y + 6 + 20 * (index - (lines.length - 1) / 2), "text-anchor": "middle", class: "value" }, line)));
    const half = BOX.width / 2;
    fill(element,
      arrow(8, ends[0] - half, signals[0]),
      !isOne && progress < 0.3 && [arrow(at[0] + half, at[1] - half, signals[1]), arrow(at[1] + half, at[2] - half, signals[2])].filter(Boolean),
      arrow(ends[1] + half, WIDTH - 8, signals[3]),
      isOne ? box(MIDDLE, folded, "layer folded") : boxes.map((layer, index) => box(at[index], layer, "layer")));
  }

  /** @param {(time: number) => number} shape from the share of the time that has passed */
  function animate(shape) {
    cancelAnimationFrame(running);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      progress = shape(1);
      draw();
      return;
    }
    const start = performance.now();
    const frame = (/** @type {number} */ now) => {
      const time = Math.min(Math.max((now - start) / DURATION, 0), 1);
      progress = shape(time);
      draw();
      if (time < 1) running = requestAnimationFrame(frame);
    };
    running = requestAnimationFrame(frame);
  }
  const ease = (/** @type {number} */ time) => time * time * (3 - 2 * time);
  let target = 0;

  return {
    element,
    /**
     * @param {typeof content} next
     * @param {string} said
     */
    draw(next, said) {
      content = next;
      apply(element, { "aria-label": said });
      draw();
    },
    /** @param {"one" | "three"} form */
    show(form, isFirst = false) {
      const next = form === "one" ? 1 : 0;
      if (next === target) return;
      target = next;
      const from = progress;
      if (isFirst) {
        progress = next;
        draw();
      } else {
        animate((time) => (time === 1 ? next : from + (next - from) * ease(time)));
      }
    },
    /** Tries to fold, in vain. */
    refuse() {
      animate((time) => (time === 1 ? 0 : 0.28 * Math.sin(Math.PI * time)));
    },
    stop: () => cancelAnimationFrame(running),
  };
}
