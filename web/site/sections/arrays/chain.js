// The chain of shapes of 784-50-100-10, as the slides draw it: equal inner numbers meet.

import { radios } from "../../parts/controls.js";
import { fill, html, paragraph, svg } from "../../parts/dom.js";

const SIZES = [784, 50, 100, 10];
const WIDTH = 720;
const HEIGHT = 150;
const LINE = 78;

/**
 * @param {import("../list.js").Context} context
 * @param {typeof import("../../text/en/arrays.js").text} text
 * @param {(batch: "1" | "100") => void} onInput
 */
export function createChain({ shell }, text, onInput) {
  const words = text.chain;
  const choice = radios({
    label: words.batch,
    choices: [{ value: "1", label: words.one }, { value: "100", label: words.hundred }],
    value: "1",
    test: "chain-batch",
    onInput,
  });
  const picture = svg("svg", { class: "chain-figure diagram", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "data-test": "chain" });
  const lines = html("pre", { "data-test": "chain-lines", tabindex: 0, role: "region", "aria-label": words.title });
  const result = html("p", { class: "result" });
  const place = html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.title }, picture);
  return {
    element: html("section", { class: "card chain" }, html("h2", {}, words.title), paragraph(words.words), choice.element, place, result,
      html("details", {}, html("summary", {}, shell.showTable), lines)),
    /** @param {"1" | "100"} batch */
    draw(batch) {
      choice.set(batch);
      const rows = Number(batch);
      const story = chainLines(rows);
      picture.setAttribute("aria-label", words.label(story.join("; ")));
      fill(lines, html("code", {}, story.join("\n")));
      result.textContent = words.result(shapeText(rows, 784), shapeText(rows, 10));
      fill(picture, drawChain(rows, words.kept));
    },
  };
}

/** @param {number} rows */
function chainLines(rows) {
  return SIZES.slice(1).map((size, index) => {
    const x = index === 0 ? "X" : `Z${index}`;
    const y = index === SIZES.length - 2 ? "Y" : `Z${index + 1}`;
    const layer = index + 1;
    return `${x} ${shapeText(rows, SIZES[index])} · W${layer} ${SIZES[index]}×${size} + B${layer} ${size} → ${y} ${shapeText(rows, size)}`;
  });
}

/**
 * One image alone has one axis.
 *
 * @param {number} rows
 * @param {number} columns
 */
function shapeText(rows, columns) {
  return rows === 1 ? `${columns}` : `${rows}×${columns}`;
}

/**
 * @param {number} rows
 * @param {string} kept
 */
function drawChain(rows, kept) {
  const names = ["X", "W1", "W2", "W3", "Y"];
  const outer = rows === 1 ? undefined : rows;
  const shapes = [[outer, 784], [784, 50], [50, 100], [100, 10], [outer, 10]];
  const across = WIDTH / names.length;
  const middle = (/** @type {number} */ index) => across * (index + 0.5);
  const first = (/** @type {number} */ index) => middle(index) - 26;
  const second = (/** @type {number} */ index) => middle(index) + (shapes[index][0] === undefined ? 0 : 26);
  /** @type {SVGElement[]} */
  const parts = [];
  names.forEach((name, index) => {
    const [left, right] = shapes[index];
    parts.push(svg("text", { x: middle(index), y: LINE - 28, "text-anchor": "middle", class: "chain-name" }, name));
    if (left !== undefined) {
      parts.push(
        svg("text", { x: first(index), y: LINE, "text-anchor": "middle", class: outer !== undefined && (index === 0 || index === 4) ? "outer" : "inner" }, String(left)),
        svg("text", { x: middle(index), y: LINE, "text-anchor": "middle", class: "times" }, "×"));
    }
    parts.push(svg("text", { x: second(index), y: LINE, "text-anchor": "middle", class: index === 4 ? "outer" : "inner" }, String(right)));
    if (index < names.length - 1) {
      parts.push(svg("text", { x: across * (index + 1), y: LINE - 28, "text-anchor": "middle", class: "times" }, index === 3 ? "→" : "·"));
    }
  });
  // Under the line: equal inner numbers. The last weights' columns are the result's.
  for (let index = 0; index < 4; index += 1) {
    const to = index < 3 ? first(index + 1) : second(4);
    parts.push(bracket(second(index), to, LINE + 8, 16), svg("text", { x: (second(index) + to) / 2, y: LINE + 40, "text-anchor": "middle", class: "equal" }, "="));
  }
  if (outer !== undefined) {
    parts.push(bracket(first(0), first(4), LINE - 52, -14), svg("text", { x: WIDTH / 2, y: 10, "text-anchor": "middle", class: "kept" }, kept));
  }
  return parts;
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} y
 * @param {number} depth
 */
function bracket(from, to, y, depth) {
  return svg("path", { d: `M${from} ${y}v${depth}H${to}v${-depth}`, class: "bracket" });
}
