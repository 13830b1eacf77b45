// What the network sees: 28 x 28 numbers, and what was done to the drawing to get them.

import { checkbox, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { createPicture } from "../../parts/figures/picture.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

const SIDE = 28;

/**
 * @param {Digits} digits
 * @param {Text} text
 */
export function createSeen(digits, text) {
  const { page: { format, shell } } = digits;
  const picture = createPicture({ label: text.seenLabel, rows: SIDE, columns: SIDE, class: "seen-picture" });
  const frame = html("div", { class: "seen-place" }, picture.element, html("i", { class: "frame", "aria-hidden": "true" }), html("i", { class: "centre", "aria-hidden": "true" }));
  const done = html("ul", { class: "done", "data-test": "done" });
  const numbers = html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text.seenNumbers, hidden: true });
  const toggle = checkbox({ label: text.showNumbers, value: false, test: "numbers", onInput: (isOn) => {
    numbers.hidden = !isOn;
    drawNumbers();
  } });
  const twin = tableTwin(shell.showTable, () => ({
    caption: text.seenCaption,
    header: ["", ...Array.from({ length: SIDE }, (_, column) => String(column))],
    rows: Array.from({ length: SIDE }, (_, row) => [row, ...Array.from({ length: SIDE }, (_, column) => format.fixed(digits.x?.[row * SIDE + column] ?? 0, 2))]),
  }));

  function drawNumbers() {
    if (numbers.hidden) return;
    const pixels = digits.read?.pixels ?? new Uint8Array(SIDE * SIDE);
    fill(numbers, html("pre", { class: "numbers", "data-test": "pixels" }, Array.from({ length: SIDE }, (_, row) =>
      Array.from(pixels.subarray(row * SIDE, (row + 1) * SIDE), (level) => String(level).padStart(3)).join(" ")).join("\n")));
  }

  /** What was done, in order. @returns {string[]} */
  function steps() {
    const { read, index } = digits;
    if (!read) return [text.nothingYet];
    if (!read.normalized) return [index !== null ? text.asItWas : text.asMnist];
    const { scale, thickened } = read.normalized;
    const { width, height } = read.box;
    return [
      read.ink === "dark" ? text.inkDark : text.inkLight,
      text.cropped(width, height),
      text.scaled(format.short(Number(scale.toPrecision(2)))),
      thickened >= 0.05 ? text.thickened(format.fixed(thickened, 1)) : thickened <= -0.05 ? text.thinned(format.fixed(-thickened, 1)) : text.keptThickness(format.fixed(read.stroke, 1)),
      text.centred,
      text.divided,
    ];
  }

  digits.subscribe(() => {
    const { read } = digits;
    picture.drawInk(read?.pixels ?? new Uint8Array(SIDE * SIDE));
    picture.setLabel(read ? text.seenLabel : text.nothingYet);
    fill(done, steps().map((step) => html("li", {}, step)));
    drawNumbers();
    twin.update();
  });

  return html("section", { class: "card seen", "aria-labelledby": "digits-seen" },
    html("h2", { id: "digits-seen" }, text.seen), frame,
    html("details", { open: true }, html("summary", {}, text.whatWasDone), done),
    toggle.element, numbers, twin.element, paragraph(text.seenHelp, { class: "quiet" }));
}
