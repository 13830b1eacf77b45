// What the parts of the section share: the network, the digit that it looks at, and what it makes of it.

import { latest } from "../../parts/latest.js";
import { State, choice, number, word } from "../../parts/state.js";
import { parseStrokes } from "./strokes.js";

/** @typedef {import("../../engine/engine.d.ts").NetworkInfo} NetworkInfo */
/** @typedef {import("../../engine/engine.d.ts").ReadDigit} ReadDigit */
/** @typedef {import("../../engine/engine.d.ts").ReadPicture} ReadPicture */
/** @typedef {import("../../engine/engine.d.ts").Trace} Trace */
/** @typedef {import("../list.js").Context} Context */
/** @typedef {{ layer: number, neuron: number }} Neuron layers and neurons counted from 0 */
/** @typedef {Neuron & { value: number }} Held a neuron that gives a fixed value */
/** @typedef {"model" | "input" | "trace" | "neuron"} Change */

/** The side of the paper in pixels as it is read: three for each that the network gets, whatever the screen has. */
export const PAPER = 84;

/** What `d` is while the paper is blank. */
export const BLANK = "-";

export const SCHEMA = {
  /** The test digit, if nothing is drawn. */
  i: number(0, { min: 0, max: 9999, integer: true }),
  /** What is drawn, as `formatStrokes` writes it; `BLANK` for a blank paper, nothing for the test digit. */
  d: drawing(),
  pen: number(9, { min: 3, max: 15, integer: true }),
  tool: choice("pen", /** @type {const} */ (["pen", "eraser"])),
  /** The neuron that is looked at, such as `0.12`. */
  n: word(""),
  /** Neurons that are kept in sight beside it, as in `n`. */
  pins: word("", 200),
  /** Neurons that are held, such as `0.12=0,1.5=0.5`. */
  h: word("", 1000),
  /** `1` where `feedforward page --model FILE` offers a network. */
  model: choice("", /** @type {const} */ (["", "1"])),
  /** The class that is explained and the one against it, such as `7-1`; `7-n` for the logit alone. */
  why: word(""),
  /** The class that the smallest change is to lead to; empty for any. */
  flip: word(""),
  /** What of the test set is shown: `label.answer.which.order.page`. */
  wall: word(""),
};

/** @returns {import("../../parts/state.js").Codec<string>} */
function drawing() {
  return { initial: "", read: (text) => (text === BLANK || parseStrokes(text) ? text : undefined), write: (value) => value };
}

/** A picture that was opened, if it is neither drawn nor a test digit. */
/** @typedef {{ name: string, source: import("../../engine/engine.d.ts").PictureSource }} Picture */

/**
 * The digit, the network and its answer. A part subscribes, and asks for a change by the methods.
 */
export class Digits {
  /** @type {Set<(changed: Set<Change>) => void>} */ #listeners = new Set();
  /** The network as it was opened. @type {NetworkInfo} */ original;
  /** The network that answers: the original, or a copy with neurons that are held. @type {NetworkInfo} */ model;
  /** Labels of the test set. @type {Uint8Array} */ labels;
  /** The inputs, from 0 to 1; null while nothing is drawn. @type {Float32Array | null} */ x = null;
  /** The digit as it was read; null while nothing is drawn. @type {ReadDigit | null} */ read = null;
  /** @type {Trace | null} */ trace = null;
  /** The test digit that is looked at; null if it is none. @type {number | null} */ index = null;
  /** The picture that was opened; null if the digit is drawn or of the test set. @type {Picture | null} */ picture = null;
  /** The digits of the picture or drawing; null for a test digit. @type {ReadPicture | null} */ found = null;
  /** Which of them is looked at. */
  chosen = 0;
  /** Why there is no answer, in the engine's words; empty if there is one. */
  fault = "";
  /** Milliseconds in the engine for the last answer, and those of the network alone. */
  milliseconds = 0;
  networkMilliseconds = 0;
  /** Inputs of a network that takes no pictures. @type {Float32Array | null} */ inputs = null;
  /** The paper's grey levels, given by the part that draws; null if nothing is drawn. @type {() => Uint8Array | null} */
  paper = () => null;

  /**
   * @param {Context} page
   * @param {NetworkInfo} model
   * @param {Uint8Array} labels
   * @param {string} [section] whose link holds the digit; empty for none
   */
  constructor(page, model, labels, section = "digits") {
    this.page = page;
    this.engine = page.engine;
    this.original = model;
    this.model = model;
    this.labels = labels;
    this.state = new State(section, SCHEMA, page.parameters, page.signal);
    this.#answer = latest(() => this.#run(), page.signal);
  }

  /** @type {() => Promise<void>} */ #answer;
  /** @type {Set<Change>} */ #wanted = new Set();
  #heldText = "";

  /** Begins to follow the state. */
  start() {
    this.state.subscribe((_, changed) => {
      if (changed.has("i") || changed.has("d")) {
        this.leavePicture();
        this.#ask("input");
      }
      if (changed.has("h")) this.#ask("model");
      if (changed.has("n") || changed.has("pins")) this.#tell(new Set(["neuron"]));
    });
  }

  /** Whether the network takes 28 x 28 pixels. */
  get takesDigits() {
    return this.model.sizes[0] === 784;
  }

  /** Whether its classes are the ten digits, so that labels of the test set say what is right. */
  get readsDigits() {
    const { sizes, labels } = this.model;
    return sizes.at(-1) === 10 && labels.every((label, index) => label === String(index));
  }

  /** The neurons that are held. @returns {Held[]} */
  get held() {
    const sizes = this.original.sizes;
    return this.state.values.h.split(",").flatMap((part) => {
      const found = /^(\d+)\.(\d+)=(-?[\d.e-]+)$/.exec(part);
      if (!found) return [];
      const [layer, neuron, value] = found.slice(1).map(Number);
      return layer < sizes.length - 2 && neuron < sizes[layer + 1] && Number.isFinite(Math.fround(value)) ? [{ layer, neuron, value }] : [];
    });
  }

  /** The neuron that is looked at; the last layer's are the outputs. @returns {Neuron | null} */
  get neuron() {
    return this.#neuron(this.state.values.n);
  }

  /** The neurons that are kept in sight. @returns {Neuron[]} */
  get pinned() {
    return this.state.values.pins.split(",").map((text) => this.#neuron(text)).filter((neuron) => neuron !== null);
  }

  /** @param {readonly Neuron[]} neurons */
  pin(neurons) {
    this.state.set({ pins: neurons.map(({ layer, neuron }) => `${layer}.${neuron}`).join(",") });
  }

  /** @param {string} text @returns {Neuron | null} */
  #neuron(text) {
    const found = /^(\d+)\.(\d+)$/.exec(text);
    if (!found) return null;
    const [layer, neuron] = found.slice(1).map(Number);
    const sizes = this.original.sizes;
    return layer < sizes.length - 1 && neuron < sizes[layer + 1] ? { layer, neuron } : null;
  }

  /** Whether the paper is shown, with or without strokes, and no test digit or picture. */
  get isDrawing() {
    return this.picture === null && this.state.values.d !== "";
  }

  /** What is drawn. */
  get strokes() {
    return parseStrokes(this.state.values.d) ?? [];
  }

  /**
   * Calls the listener after each change; `trace` comes after `model` and `input`, when there is an answer
   * or a reason why there is none.
   *
   * @param {(changed: Set<Change>) => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** @param {number} index of the test set */
  chooseDigit(index) {
    const same = this.state.values.i === index && this.state.values.d === "";
    this.state.set({ i: index, d: "" });
    if (!same) return;
    this.leavePicture();
    this.look();
  }

  /** Forgets the picture: what is drawn now counts. */
  leavePicture() {
    this.picture = null;
    this.found = null;
    this.chosen = 0;
  }

  /** Looks again at what is on the paper, which is being drawn on. */
  look() {
    this.chosen = 0;
    this.#ask("input");
  }

  /**
   * Inputs of a network that takes no pictures.
   *
   * @param {Float32Array} inputs
   */
  setInputs(inputs) {
    this.inputs = inputs;
    this.#ask("input");
  }

  /**
   * Looks at the first digit of a picture.
   *
   * @param {Picture} picture
   */
  choosePicture(picture) {
    this.state.set({ d: "" });
    this.picture = picture;
    this.found = null;
    this.chosen = 0;
    this.#ask("input");
  }

  /**
   * Looks at another digit of the picture or drawing.
   *
   * @param {number} index
   */
  chooseFound(index) {
    this.chosen = index;
    this.#ask("input");
  }

  /**
   * Another network. It belongs to this section, which closes it in the end.
   *
   * @param {NetworkInfo} model
   */
  setModel(model) {
    const before = new Set([this.original.id, this.model.id]);
    before.delete(model.id);
    if (this.inputs?.length !== model.sizes[0]) this.inputs = null;
    this.original = model;
    this.model = model;
    this.#heldText = "";
    for (const id of before) void this.engine.close(id).catch(() => {});
    this.state.set({ h: "", n: "", pins: "" }, { undoable: false });
    this.#ask("model");
  }

  /**
   * Looks at a neuron, or at none.
   *
   * @param {Neuron | null} neuron
   */
  focusNeuron(neuron) {
    this.state.set({ n: neuron ? `${neuron.layer}.${neuron.neuron}` : "" });
  }

  /**
   * Lets neurons of hidden layers give fixed values; 0 switches one off. An empty list lets all go.
   *
   * @param {readonly Held[]} held
   */
  hold(held) {
    this.state.set({ h: held.map(({ layer, neuron, value }) => `${layer}.${neuron}=${Number(value.toPrecision(6))}`).join(",") });
  }

  /** The name of a class. @param {number} index */
  className(index) {
    return this.model.labels[index] ?? String(index);
  }

  /** @param {Change} change */
  #ask(change) {
    this.#wanted.add(change);
    void this.#answer();
  }

  /** @param {Set<Change>} changed */
  #tell(changed) {
    for (const listener of this.#listeners) listener(changed);
  }

  async #run() {
    const changed = new Set(this.#wanted);
    this.#wanted.clear();
    try {
      if (changed.has("model")) await this.#holdNeurons();
      const { found, read, index, x, milliseconds } = await this.#look();
      const trace = x && (await this.engine.trace(this.model.id, { rows: 1, columns: x.length, data: x.slice() }));
      if (this.page.signal.aborted) return;
      const networkMilliseconds = this.engine.lastMilliseconds;
      Object.assign(this, { found, read, index, x, trace, fault: "", milliseconds: milliseconds + networkMilliseconds, networkMilliseconds });
    } catch (reason) {
      // A paper without ink, or a network that was closed meanwhile.
      const fault = reason instanceof Error ? reason.message : String(reason);
      Object.assign(this, { found: null, read: null, index: null, x: null, trace: null, fault });
    }
    this.#tell(changed.add("trace"));
  }

  /** Makes the copy of the network in which neurons are held. */
  async #holdNeurons() {
    const held = this.held;
    const text = `${this.original.id}:${JSON.stringify(held)}`;
    if (text === this.#heldText) return;
    this.#heldText = text;
    const before = this.model;
    this.model = held.length > 0 ? await this.engine.hold(this.original.id, held) : this.original;
    if (before.id !== this.original.id && before.id !== this.model.id) void this.engine.close(before.id).catch(() => {});
  }

  /**
   * Reads the digit, or takes the inputs of a network that takes no pictures.
   *
   * @returns {Promise<{ found: ReadPicture | null, read: ReadDigit | null, index: number | null, x: Float32Array | null, milliseconds: number }>}
   */
  async #look() {
    const { model, picture } = this;
    const nothing = { found: null, read: null, index: null, x: null, milliseconds: 0 };
    if (!this.takesDigits) return { ...nothing, x: this.inputs ?? new Float32Array(model.sizes[0]) };
    const paper = picture ? null : this.paper();
    if (!picture && !paper) {
      if (this.isDrawing) return nothing;
      const index = this.state.values.i;
      const gray = await this.engine.testDigits([index]);
      const read = (await this.engine.readPicture(model.id, { width: 28, height: 28, gray }, "light")).digits[0];
      return { ...nothing, read, index, x: read.x, milliseconds: this.engine.lastMilliseconds };
    }
    const { found, milliseconds } = picture
      ? await this.#readPicture(model, picture)
      : await this.#read(model, { width: PAPER, height: PAPER, gray: /** @type {Uint8Array} */ (paper) }, "dark");
    this.chosen = Math.min(this.chosen, found.digits.length - 1);
    const read = found.digits[this.chosen];
    return { found, read, index: null, x: read.x, milliseconds };
  }

  /** The picture that was read last. @type {{ id: number, picture: Picture, found: ReadPicture, milliseconds: number } | null} */ #lastRead = null;

  /**
   * What a network reads in a picture: read once, whichever of its digits is looked at.
   *
   * @param {NetworkInfo} model
   * @param {Picture} picture
   */
  async #readPicture(model, picture) {
    if (this.#lastRead?.id === model.id && this.#lastRead.picture === picture) return this.#lastRead;
    this.#lastRead = { id: model.id, picture, ...(await this.#read(model, picture.source)) };
    return this.#lastRead;
  }

  /**
   * @param {NetworkInfo} model
   * @param {import("../../engine/engine.d.ts").PictureSource} source
   * @param {"dark"} [ink]
   */
  async #read({ id }, source, ink) {
    const found = await this.engine.readPicture(id, source, ink);
    return { found, milliseconds: this.engine.lastMilliseconds };
  }
}
