// The network: the built-in one, or any weight file that the engine opens. Nothing leaves the browser.

import { button, select } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { takeNetwork } from "../../parts/shared-network.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("../../engine/engine.d.ts").Engine} Engine */
/** @typedef {import("../../engine/engine.d.ts").NetworkInfo} NetworkInfo */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */
/** @typedef {{ hidden?: string, output?: string, transpose?: string }} Options */
/** @typedef {{ name: string, bytes: Uint8Array, options: Options }} Opened */

/** Files that are pictures by their name, where the browser knows no type. */
const PICTURE = /\.(png|jpe?g|webp|bmp|gif|heic|heif|avif|tiff?)$/i;

/**
 * The network to begin with: one that learning passed on, one that the command offers, or the built-in one.
 *
 * @param {Engine} engine
 * @param {boolean} isOffered whether the link says that the command offers one
 * @returns {Promise<{ model: NetworkInfo, opened: Opened | null, fault: string }>}
 */
export async function firstNetwork(engine, isOffered) {
  const passed = takeNetwork();
  if (passed) return { model: passed, opened: null, fault: "" };
  if (!isOffered) return { model: await engine.builtIn(), opened: null, fault: "" };
  try {
    const [description, file] = await Promise.all([fetch("../model.json"), fetch("../model")]);
    if (!description.ok || !file.ok) throw new Error(`${description.url}: ${description.status}`);
    const { name, options } = await description.json();
    const opened = { name, options, bytes: new Uint8Array(await file.arrayBuffer()) };
    return { model: await engine.open(name, opened.bytes.slice(), options), opened, fault: "" };
  } catch (reason) {
    return { model: await engine.builtIn(), opened: null, fault: reason instanceof Error ? reason.message : String(reason) };
  }
}

/**
 * @param {Digits} digits
 * @param {Text} text
 * @param {{ opened: Opened | null, fault: string }} first
 */
export function createFiles(digits, text, first) {
  const { engine, page } = digits;
  const { format } = page;
  let { opened } = first;
  /** Errors of files and pictures, in full. */
  const fault = html("div", { class: "note refusal", role: "alert", hidden: true, "data-test": "file-fault" });
  /** What was opened, beside the digit that it reads. */
  const banner = html("div", { class: "note opened", hidden: true, "data-test": "opened" });
  const input = html("input", { type: "file", class: "unseen", tabindex: -1, "aria-hidden": "true", "data-test": "model-file" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (file) void openModel(file);
  });
  const notes = html("div", { "data-test": "notes" });
  const facts = html("div", {});
  const chain = html("pre", { tabindex: 0, "data-test": "chain" });
  const back = button(text.builtIn, () => void openBuiltIn(), { "data-test": "built-in" });

  const asFile = { value: "", label: text.asFile };
  const hidden = select({ label: text.hiddenOption, value: "", test: "hidden", choices: [asFile, ...engine.info.activations.map(({ name }) => ({ value: name, label: name }))], onInput: (value) => change({ hidden: value }) });
  const output = select({ label: text.outputOption, value: "", test: "output", choices: [asFile, ...engine.info.outputs.map((name) => ({ value: name, label: name }))], onInput: (value) => change({ output: value }) });
  const transpose = select({ label: text.transposeOption, value: "auto", test: "transpose", choices: [{ value: "auto", label: text.asFile }, { value: "none", label: text.transposeNone }, { value: "all", label: text.transposeAll }], onInput: (value) => change({ transpose: value }) });
  const options = html("div", { class: "options" }, hidden.element, output.element, transpose.element);

  /** The last file that was chosen, so that a slower one before it does not come over it. */
  let turn = 0;

  /** @param {Partial<Record<keyof Options, string>>} patch */
  function change(patch) {
    if (!opened) return;
    const { hidden, output, transpose } = { ...opened.options, ...patch };
    void load({ ...opened, options: { ...(hidden && { hidden }), ...(output && { output }), ...(transpose && { transpose }) } });
  }

  /** @param {Opened} next */
  async function load(next) {
    const mine = ++turn;
    opened = next;
    try {
      const model = await engine.open(next.name, next.bytes.slice(), next.options);
      if (mine !== turn || page.signal.aborted) return;
      hideFault();
      digits.setModel(model);
      page.announce(text.opened(next.name, model.sizes.join("-")));
    } catch (reason) {
      if (mine === turn) showFault(text.modelFault(next.name), reason);
    }
    drawOptions();
  }

  async function openBuiltIn() {
    turn += 1;
    opened = null;
    hideFault();
    digits.setModel(await engine.builtIn());
  }

  /** @param {File} file */
  async function openModel(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    await load({ name: file.name, bytes, options: {} });
  }

  /** @param {File | Blob} file */
  async function openPicture(file) {
    const mine = ++turn;
    const name = file instanceof File ? file.name : "";
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      if (!digits.takesDigits) throw new Error(text.takesNoPictures(digits.model.sizes[0]));
      // It is read once to see whether it can be.
      await engine.readPicture(digits.model.id, { file: bytes.slice() });
      if (mine !== turn || page.signal.aborted) return;
      hideFault();
      digits.choosePicture({ name, source: { file: bytes } });
    } catch (reason) {
      if (mine === turn) showFault(text.pictureFault(name || text.picture), reason);
    }
  }

  /** Whatever was dropped, pasted or chosen. @param {File} file */
  function open(file) {
    void (file.type.startsWith("image/") || PICTURE.test(file.name) ? openPicture(file) : openModel(file));
  }

  /** @param {string} lead @param {unknown} reason */
  function showFault(lead, reason) {
    fault.hidden = false;
    fill(fault, html("strong", {}, lead), html("p", { lang: reason instanceof Error && reason.name === "EngineError" ? "en" : page.language }, reason instanceof Error ? reason.message : String(reason)),
      button(text.dismiss, hideFault));
    // The buttons that open files are far below it on a phone.
    fault.scrollIntoView({ block: "nearest" });
  }

  function hideFault() {
    fault.hidden = true;
  }

  function drawOptions() {
    options.hidden = opened === null;
    hidden.set(opened?.options.hidden ?? "");
    output.set(opened?.options.output ?? "");
    transpose.set(/** @type {"auto" | "none" | "all"} */ (opened?.options.transpose ?? "auto"));
  }

  function draw() {
    const { original: model } = digits;
    fill(notes, model.notes.length > 0 && html("div", { class: "note" }, html("strong", {}, text.notes), html("ul", { lang: "en" }, model.notes.map((note) => html("li", {}, note)))));
    fill(facts, paragraph(text.facts(model.name, model.sizes.join("-"), format.count(model.parameters))),
      model.provenance.length > 0 && html("details", {}, html("summary", {}, text.provenance),
        html("dl", { lang: "en" }, model.provenance.map(([key, value]) => [html("dt", {}, key), html("dd", {}, value)]).flat())));
    chain.textContent = model.chain;
    drawOptions();
    // A network that learning passed on is of no file.
    banner.hidden = opened === null && model.format !== "";
    fill(banner, paragraph(text.facts(model.name, model.sizes.join("-"), format.count(model.parameters))),
      model.notes.length > 0 && html("ul", { lang: "en" }, model.notes.map((note) => html("li", {}, note))),
      html("div", { class: "row" }, button(text.toNetwork, () => {
        element.scrollIntoView();
        element.focus();
      }), button(text.builtIn, () => void openBuiltIn())));
  }

  const element = html("section", { class: "card files", "aria-labelledby": "digits-network", tabindex: -1 },
    html("h2", { id: "digits-network" }, text.network), notes, facts, options, chain,
    html("div", { class: "row" }, button(text.openModel, () => input.click(), { class: "primary", "data-test": "open-model" }), input, back),
    paragraph(text.openHelp, { class: "quiet" }));
  digits.subscribe((changed) => changed.has("model") && draw());
  if (first.fault !== "") showFault(text.modelFault("../model"), new Error(first.fault));
  draw();
  return { messages: html("div", {}, fault, banner), open, element };
}

/**
 * Lets files be dropped on an element and pasted.
 *
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 * @param {(file: File) => void} open
 */
export function takeFiles(element, signal, open) {
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  let depth = 0;
  element.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth += 1;
    element.classList.add("dropping");
  });
  element.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  element.addEventListener("dragleave", () => {
    depth = Math.max(depth - 1, 0);
    if (depth === 0) element.classList.remove("dropping");
  });
  element.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    depth = 0;
    element.classList.remove("dropping");
    if (!file) return;
    event.preventDefault();
    open(file);
  });
  document.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    open(file);
  }, { signal });
}
