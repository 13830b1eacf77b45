// Digits to begin with: of the test set by number, at random, or one that is read wrong; pictures from files.

import { button } from "../../parts/controls.js";
import { fill, html, paragraph, uniqueId } from "../../parts/dom.js";
import { createPicture } from "../../parts/figures/picture.js";
import { evaluation } from "./evaluation.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

/**
 * @param {Digits} digits
 * @param {Text} text
 * @param {(file: File) => void} openFile
 */
export function createExamples(digits, text, openFile) {
  const { engine, page, state } = digits;
  const id = uniqueId();
  const field = html("input", { type: "number", id, min: 0, max: digits.labels.length - 1, step: 1, "data-test": "index" });
  field.addEventListener("change", () => {
    const index = field.valueAsNumber;
    if (Number.isInteger(index) && index >= 0 && index < digits.labels.length) digits.chooseDigit(index);
    else field.value = String(state.values.i);
  });
  const wrongButton = button(text.wrong, () => void chooseWrong(), { "data-test": "wrong" });
  const said = html("p", { class: "quiet", role: "status" });

  /** The next test digit that this network reads wrong. */
  async function chooseWrong() {
    said.textContent = text.searching;
    try {
      const { classes } = await evaluation(engine, digits.model.id);
      if (page.signal.aborted) return;
      const wrong = Array.from(classes.keys()).filter((index) => classes[index] !== digits.labels[index]);
      said.textContent = wrong.length === 0 ? text.noWrong : text.wrongOf(page.format.count(wrong.length));
      if (wrong.length > 0) digits.chooseDigit(wrong.find((index) => index > state.values.i) ?? wrong[0]);
    } catch (reason) {
      said.textContent = reason instanceof Error ? reason.message : String(reason);
    }
  }

  const input = html("input", { type: "file", accept: "image/*", class: "unseen", tabindex: -1, "aria-hidden": "true", "data-test": "picture-file" });
  const camera = html("input", { type: "file", accept: "image/*", capture: "environment", class: "unseen", tabindex: -1, "aria-hidden": "true" });
  for (const element of [input, camera]) {
    element.addEventListener("change", () => {
      const file = element.files?.[0];
      element.value = "";
      if (file) openFile(file);
    });
  }
  const isPhone = matchMedia("(pointer: coarse)").matches;
  const count = digits.labels.length;
  const strip = html("div", { class: "strip", role: "group", "aria-label": text.strip, "data-test": "strip" });

  /** The digits of a picture, to choose one. */
  function drawStrip() {
    const { found, chosen } = digits;
    strip.hidden = found === null || found.digits.length < 2;
    if (strip.hidden || !found) return;
    const active = strip.contains(document.activeElement) ? [...strip.children].indexOf(/** @type {Element} */ (document.activeElement)) : -1;
    fill(strip, found.digits.map((digit, index) => {
      const picture = createPicture({ label: "", rows: 28, columns: 28 });
      picture.element.removeAttribute("role");
      picture.element.removeAttribute("aria-label");
      picture.element.setAttribute("aria-hidden", "true");
      picture.drawInk(digit.pixels);
      const name = digit.sure ? digits.className(digit.class) : `${digits.className(digit.class)}?`;
      return html("button", { type: "button", "aria-pressed": String(index === chosen), onclick: () => digits.chooseFound(index), "aria-label": text.stripDigit(index + 1, name) }, picture.element, html("span", {}, name));
    }));
    if (active >= 0) /** @type {HTMLElement | undefined} */ (strip.children[active])?.focus();
  }
  const joined = html("p", { class: "quiet" });

  digits.subscribe((changed) => {
    wrongButton.hidden = !digits.readsDigits;
    if (changed.has("model")) said.textContent = "";
    if (document.activeElement !== field) field.value = String(state.values.i);
    const { found } = digits;
    joined.textContent = [found && found.joined > 0 ? text.joined(found.joined) : "", found && found.leftOut.length > 0 ? text.leftOut(found.leftOut.length) : ""].filter(Boolean).join(" ");
    joined.hidden = joined.textContent === "";
    drawStrip();
  });

  return {
    strip: html("div", {}, strip, joined),
    element: html("section", { class: "card examples", "aria-label": text.examples },
      html("h2", {}, text.examples),
      html("div", { class: "row" }, html("label", { for: id }, text.number), field,
        button("‹", () => digits.chooseDigit((state.values.i + count - 1) % count), { "aria-label": text.before, title: text.before }),
        button("›", () => digits.chooseDigit((state.values.i + 1) % count), { "aria-label": text.after, title: text.after })),
      html("div", { class: "row" },
        button(text.random, () => digits.chooseDigit(Math.floor(Math.random() * count)), { "data-test": "random" }),
        wrongButton), said,
      html("div", { class: "row" },
        button(text.openPicture, () => input.click(), { "data-test": "open-picture" }), input,
        isPhone && button(text.camera, () => camera.click()), isPhone && camera),
      paragraph(text.pictureHelp, { class: "quiet" })),
  };
}
