// The same prediction on the command line, in Rust and in Python.

import { copyText } from "../../parts/clipboard.js";
import { button, radios } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { download } from "../../parts/download.js";
import { answerOf, certainty, follow } from "./live.js";

/** @typedef {"command" | "rust" | "python"} Kind */

/** @type {readonly Kind[]} */
const KINDS = ["command", "rust", "python"];
const PICTURE = "digit.png";

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.copy;
  const { engine, page: { signal, announce } } = digits;
  /** @type {Kind} */
  let kind = "command";
  const kinds = radios({ label: words.kind, choices: KINDS.map((value) => ({ value, label: words.kinds[value] })), value: kind, test: "copy-kind", onInput: (value) => {
    kind = value;
    ask();
  } });
  const code = html("code", {});
  const block = html("pre", { tabindex: 0, role: "region", "aria-label": words.code, "data-test": "copy-code" }, code);
  const needs = html("p", {});
  const told = html("p", { class: "quiet", role: "status" });
  const copy = button(words.copy, () => void copyCode(), { class: "primary", "data-test": "copy-copy" });
  const savePicture = button(words.savePicture, () => void savePng(), { "data-test": "copy-png" });
  const saveNetwork = button(words.saveNetwork, () => void saveFile(), { "data-test": "copy-network" });
  const result = html("div", {}, kinds.element, block, html("div", { class: "row" }, copy, savePicture, saveNetwork), needs, told);
  place.root.append(html("div", { class: "panel copy" }, result));

  /** The file that the code opens; empty for the built-in network. */
  let weights = "";

  const ask = follow({ place, digits, text, after: ["trace"], needsDigit: true, result }, async (isStale) => {
    const { model, held, index, trace, read, x } = digits;
    const builtIn = await engine.builtIn();
    if (isStale() || !trace || !read || !x) return;
    const isBuiltIn = model.id === builtIn.id;
    // A file from elsewhere may name its arrays otherwise; the page's own has W1, b1, W2, …
    const isOwn = held.length > 0 || model.format === "" || kind === "python";
    weights = isBuiltIn ? "" : isOwn ? "network.safetensors" : model.name;
    const answer = answerOf(digits);
    // A single output is printed as it is; the command gives the probability of its class.
    const y = trace.y.columns === 1 && kind !== "command" ? trace.y.data[0] : certainty(trace.y.data, answer);
    const isBytes = x.some((value) => value > 1);
    const blank = read.pixels.indexOf(0);
    const isDark = blank >= 0 && x[blank] > (isBytes ? 127 : 0.5);
    code.textContent = write({ kind, weights, index, model, answer: digits.className(answer), y: y.toPrecision(4), isBytes, isDark });
    saveNetwork.hidden = isBuiltIn && kind !== "python";
    fill(needs, ...rich([
      index === null ? words.needsPicture(PICTURE) : "",
      weights === "" ? "" : weights === model.name ? words.needsFile(weights) : words.needsNetwork(weights),
      words.needs[kind],
      kind === "python" && index !== null ? words.needsDigits : "",
      !(isBytes || isDark) || kind === "command" ? "" : kind === "rust" ? words.rustScale : words.otherScale,
    ].filter((sentence) => sentence !== "").join(" ")));
  });

  function copyCode() {
    return copyText(code.textContent ?? "", words, (message) => {
      told.textContent = message;
    });
  }

  async function savePng() {
    if (!digits.read) return;
    const canvas = new OffscreenCanvas(28, 28);
    const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const image = pen.createImageData(28, 28);
    digits.read.pixels.forEach((level, at) => image.data.set([level, level, level, 255], 4 * at));
    pen.putImageData(image, 0, 0);
    save(await canvas.convertToBlob({ type: "image/png" }), PICTURE);
  }

  async function saveFile() {
    const bytes = await engine.save(digits.model.id);
    if (!signal.aborted) save(bytes, weights === "" ? digits.model.name : "network.safetensors");
  }

  /**
   * @param {Blob | Uint8Array} content
   * @param {string} name
   */
  function save(content, name) {
    download(content, name);
    told.textContent = words.saved(name);
    announce(told.textContent);
  }
}

/** @typedef {{ kind: Kind, weights: string, index: number | null, model: import("./context.js").NetworkInfo, answer: string, y: string, isBytes: boolean, isDark: boolean }} Facts */

/** @param {Facts} facts */
function write(facts) {
  return { command, rust, python }[facts.kind](facts);
}

/** A word of a shell; quoted if it has to be. @param {string} word */
function shell(word) {
  return /^[\w./-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** @param {Facts} facts */
function command({ weights, index, answer, y }) {
  const what = index === null ? PICTURE : `--index ${index}`;
  const model = weights === "" ? "" : ` --model ${shell(weights)}`;
  return `feedforward predict ${what}${model}\n# -> ${answer} (${y})`;
}

/** @param {Facts} facts */
function rust({ weights, index, model, answer, y }) {
  const load = weights === "" ? "models::digits()?" : `Model::load(${JSON.stringify(weights)})?`;
  const names = [...(index === null ? ["digits::{PictureOptions, load_picture, prepare_picture}"] : ["digits"]), ...(weights === "" ? ["models"] : ["Model"])].sort((left, right) => left.toLowerCase() < right.toLowerCase() ? -1 : 1);
  const input = index === null
    ? [`    let picture = load_picture("${PICTURE}")?;`, "    let x = prepare_picture(&picture, &PictureOptions::default())?.to_input();"]
    : ["    let test = digits::test_set()?.inputs();", `    let x = test.row(${index}); // one of 10,000`];
  return [
    `use feedforward::{${names.join(", ")}};`,
    "",
    "fn main() -> Result<(), Box<dyn std::error::Error>> {",
    `    let predictor = ${load}.network.predictor()?;`,
    ...input,
    index === null ? "    let y = predictor.predict(&x)?;" : "    let y = predictor.predict(x)?;",
    index === null ? "    let class = predictor.classify(&x)?[0];" : "    let class = predictor.classify(x)?[0];",
    `    println!("{class} {}", y[[0, ${model.sizes.at(-1) === 1 ? 0 : "class"}]]); // ${answer} ${y}`,
    "    Ok(())",
    "}",
  ].join("\n");
}

/** What NumPy says for an activation or an output; nothing where it takes more than a line. @type {Record<string, string>} */
const NUMPY = {
  identity: "{}",
  relu: "np.maximum({}, 0)",
  sigmoid: "1 / (1 + np.exp(-({})))",
  tanh: "np.tanh({})",
  step: "({} > 0).astype(np.float32)",
};

/** @param {Facts} facts */
function python({ weights, index, model, answer, y, isBytes, isDark }) {
  const file = JSON.stringify(weights === "" ? model.name : weights);
  const convert = (/** @type {string} */ pixels) => {
    const ink = isDark ? `255 - ${pixels}` : pixels;
    return isBytes ? ink : isDark ? `(${ink}) / 255` : `${ink} / 255`;
  };
  const input = index === null
    ? [`pixels = np.asarray(Image.open("${PICTURE}"), np.float32)[..., 0].reshape(784)`]
    : ['with gzip.open("t10k-images-idx3-ubyte.gz") as file:', "    images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)", `pixels = images[${index}].astype(np.float32)`];
  return [
    ...(index === null ? [] : ["import gzip", ""]),
    "import numpy as np",
    ...(index === null ? ["from PIL import Image"] : []),
    "from safetensors.numpy import load_file",
    "",
    `w = load_file(${file})`,
    ...input,
    `x = ${convert("pixels")}`,
    "",
    ...model.activations.map((activation, layer) => layerLine(model, activation, layer)),
    ...outputLines(model),
    `print(${answerLine(model)})  # ${answer} ${y}`,
  ].join("\n");
}

/**
 * @param {import("./context.js").NetworkInfo} model
 * @param {string} activation
 * @param {number} layer
 */
function layerLine({ sizes }, activation, layer) {
  const number = layer + 1;
  const sum = `${layer === 0 ? "x" : `y${layer}`} @ w["W${number}"] + w["b${number}"]`;
  const shape = `${sizes[layer]}x${sizes[layer + 1]}`;
  const pattern = NUMPY[activation];
  if (pattern) return `y${number} = ${pattern.replace("{}", sum)}  # ${shape}`;
  return `y${number} = ${activation.replace(/\(.*/, "")}(${sum})  # ${shape}; write ${activation} as a function`;
}

/** @param {import("./context.js").NetworkInfo} model */
function outputLines({ activations, output }) {
  const last = `y${activations.length}`;
  if (output === "softmax") return [`e = np.exp(${last} - ${last}.max())`, "y = e / e.sum()"];
  if (output === "log_softmax") return [`y = ${last} - ${last}.max()`, "y = y - np.log(np.exp(y).sum())"];
  return [`y = ${NUMPY[output].replace("{}", last)}`];
}

/** @param {import("./context.js").NetworkInfo} model */
function answerLine({ sizes }) {
  return sizes[sizes.length - 1] === 1 ? "y[0]" : "y.argmax(), y.max()";
}
