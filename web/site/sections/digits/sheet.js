// Several digits in one picture: where each was found, what was left out or joined.

import { button, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { createPicture } from "../../parts/figures/picture.js";
import { follow, outputText, reasonText, refill } from "./live.js";

/** @typedef {import("../../engine/engine.d.ts").ReadPicture} ReadPicture */
/** @typedef {import("../../engine/engine.d.ts").Box} Box */
/** @typedef {import("../../engine/engine.d.ts").PictureSource} PictureSource */

const DIGITS = 6;
const SCALE = 3;
const STEP = 34;

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.sheet;
  const { engine, labels, page: { format, shell, signal, announce } } = digits;
  const input = html("input", { type: "file", accept: "image/*", class: "unseen", tabindex: -1, "aria-hidden": "true", "data-test": "sheet-file" });
  const paper = html("canvas", { class: "paper", role: "img", "aria-label": words.picture });
  const boxes = html("div", { class: "boxes" });
  const said = html("p", { class: "said-large", "data-test": "sheet-said" });
  const aside = html("p", {});
  const list = html("ul", { class: "found-digits" });
  const problem = html("p", { class: "note", hidden: true });
  /** @type {{ name: string, source: PictureSource, truth: string } | undefined} */
  let sheet;
  /** @type {ReadPicture | undefined} */
  let found;
  let shuffles = 0;
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption,
    header: words.tableHeader,
    rows: (found?.digits ?? []).map((digit, index) => [index + 1, digits.className(digit.class), confidence(digit), boxText(digit.box)]),
  }));
  const result = html("div", {}, said, html("div", { class: "sheet-picture" }, paper, boxes), aside, list, paragraph(words.help, { class: "quiet" }), twin.element);
  place.root.append(html("div", { class: "panel sheet" },
    html("div", { class: "row" }, button(words.another, () => void makeAnother(), { "data-test": "sheet-another" }), button(words.open, () => input.click()), input),
    problem, result));

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await engine.readPicture(digits.model.id, { file: bytes });
      const bitmap = await createImageBitmap(file);
      if (signal.aborted) return;
      paper.width = bitmap.width;
      paper.height = bitmap.height;
      /** @type {CanvasRenderingContext2D} */ (paper.getContext("2d")).drawImage(bitmap, 0, 0);
      sheet = { name: file.name, source: { file: bytes }, truth: "" };
      problem.hidden = true;
      ask();
    } catch (reason) {
      problem.textContent = reasonText(reason, text);
      problem.hidden = false;
      announce(problem.textContent);
    }
  });

  async function makeAnother() {
    shuffles += 1;
    sheet = undefined;
    ask();
  }

  /** A sheet of test digits, dark on light, with a speck that is no digit: pixels put side by side and enlarged. */
  async function makeSheet() {
    // The first sheet is the same for everyone.
    const chosen = Array.from({ length: DIGITS }, (_, index) => (shuffles === 0 ? index : Math.floor(Math.random() * labels.length)));
    const pixels = await engine.testDigits(chosen);
    const small = new OffscreenCanvas(STEP * DIGITS + 18, 46);
    const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d"));
    const image = pen.createImageData(small.width, small.height);
    image.data.fill(255);
    chosen.forEach((_, place_) => {
      const [left, top] = [4 + STEP * place_, 6 + (place_ % 2) * 5];
      for (let index = 0; index < 784; index += 1) {
        const at = 4 * ((top + Math.floor(index / 28)) * small.width + left + (index % 28));
        image.data.fill(255 - pixels[784 * place_ + index], at, at + 3);
      }
    });
    pen.putImageData(image, 0, 0);
    pen.fillStyle = "#000";
    pen.fillRect(small.width - 9, 5, 3, 3);
    paper.width = small.width * SCALE;
    paper.height = small.height * SCALE;
    const large = /** @type {CanvasRenderingContext2D} */ (paper.getContext("2d", { willReadFrequently: true }));
    large.drawImage(small, 0, 0, paper.width, paper.height);
    const { data } = large.getImageData(0, 0, paper.width, paper.height);
    const gray = Uint8Array.from({ length: paper.width * paper.height }, (_, index) => data[4 * index]);
    sheet = { name: words.name, source: { width: paper.width, height: paper.height, gray }, truth: chosen.map((index) => labels[index]).join(" ") };
  }

  const ask = follow({ place, digits, text, after: ["model"], needsDigit: false, result }, async (isStale) => {
    if (!sheet) await makeSheet();
    if (!sheet || isStale()) return;
    const answer = await engine.readPicture(digits.model.id, sheet.source);
    if (isStale()) return;
    found = answer;
    draw(sheet.truth);
    twin.update();
    announce(said.textContent ?? "");
  });

  /** @param {import("./context.js").ReadDigit} digit */
  function confidence(digit) {
    return outputText(digits, digit.y[Math.min(digit.class, digit.y.length - 1)]);
  }

  /** @param {number} index */
  function choose(index) {
    if (!sheet) return;
    digits.choosePicture({ name: sheet.name, source: sheet.source });
    digits.chooseFound(index);
  }

  /** @param {string} truth */
  function draw(truth) {
    if (!found) return;
    const { digits: all, leftOut, joined, width, height } = found;
    const reading = all.map((digit) => digits.className(digit.class)).join(" ");
    fill(said, ...rich(words.said(all.length, reading, truth === "" || truth === reading ? "" : truth)));
    paper.setAttribute("aria-label", `${words.picture}: ${said.textContent}`);
    aside.textContent = [
      joined > 0 ? words.joined(joined) : "",
      leftOut.length > 0 ? words.leftOut(leftOut.length) : "",
      joined === 0 && leftOut.length === 0 ? words.nothing : "",
    ].filter((sentence) => sentence !== "").join(" ");
    /** @param {HTMLElement} element @param {Box} box */
    const put = (element, box) => {
      element.style.left = `${(100 * box.left) / width}%`;
      element.style.top = `${(100 * box.top) / height}%`;
      element.style.width = `${(100 * box.width) / width}%`;
      element.style.height = `${(100 * box.height) / height}%`;
      return element;
    };
    fill(boxes,
      all.map((digit) => put(html("span", { class: "box", "aria-hidden": "true" }, html("b", {}, digits.className(digit.class))), digit.box)),
      leftOut.map((box) => put(html("span", { class: "box out", "aria-hidden": "true" }, html("b", {}, "×")), box)));
    refill(list, all.map((digit, index) => {
      const picture = createPicture({ label: "", rows: 28, columns: 28 });
      picture.element.removeAttribute("role");
      picture.element.removeAttribute("aria-label");
      picture.drawInk(digit.pixels);
      const name = digits.className(digit.class);
      const shown = digit.sure ? confidence(digit) : words.unsure(confidence(digit));
      return html("li", {}, html("button", { type: "button", "aria-label": words.choose(index + 1, name, shown), "data-test": `sheet-${index}`, onclick: () => choose(index) },
        picture.element, html("strong", {}, name), " ", html("span", {}, shown)));
    }));
  }

  /** @param {Box} box */
  function boxText({ left, top, width, height }) {
    return `${format.count(width)} × ${format.count(height)} (${format.count(left)}, ${format.count(top)})`;
  }
}
