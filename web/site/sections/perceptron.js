// One neuron and its line, truth tables that light up, and the second layer that XOR needs.

import { onTheme } from "../parts/colors.js";
import { button, numberControl, radios, tableTwin, tryIt } from "../parts/controls.js";
import { fill, html, paragraph, rich } from "../parts/dom.js";
import { latest } from "../parts/latest.js";
import { State, choice, number, numbers } from "../parts/state.js";
import { createDiagram } from "./perceptron/diagram.js";
import { GATES, ROWS, WANTED, answerOf, createGates, gateOf, metRows } from "./perceptron/gates.js";
import { double, neuronsOf, single } from "./perceptron/network.js";
import { GRID, createLinePlane } from "./perceptron/plane.js";

/** @typedef {import("./perceptron/network.js").Neuron} Neuron */
/** @typedef {import("./perceptron/gates.js").Gate} Gate */
/**
 * What the engine says about the present numbers.
 *
 * @typedef {object} Answers
 * @property {boolean} isDeep
 * @property {Neuron[]} neurons
 * @property {import("../engine/engine.js").Trace} trace of the four rows
 * @property {(string | undefined)[]} gates what each neuron does
 */

/** Beyond this no one sees anything, and 32-bit sums would leave their range in the end. */
const BOUND = { min: -1e6, max: 1e6 };
const XOR_NUMBERS = [-0.5, -0.5, 0.7, 0.5, 0.5, -0.2, 0.5, 0.5, -0.7];
const INPUTS = { rows: ROWS.length, columns: 2, data: new Float32Array(ROWS.flat()) };

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/perceptron.js").text} text
 */
export function mount(root, context, text) {
  const { engine, format, signal, shell } = context;
  const state = new State("perceptron", {
    gate: choice(/** @type {Gate} */ ("and"), GATES),
    net: choice(/** @type {"one" | "two"} */ ("one"), ["one", "two"]),
    h: choice(/** @type {"step" | "sigmoid"} */ ("step"), ["step", "sigmoid"]),
    w1: number(0.5, BOUND),
    w2: number(0.5, BOUND),
    b: number(-0.7, BOUND),
    n: numbers(XOR_NUMBERS, { ...BOUND, least: 9, most: 9 }),
    row: number(3, { min: 0, max: 3, integer: true }),
  }, context.parameters, signal);
  context.adopt(state);

  const neurons = () => {
    const { net, w1, w2, b, n } = state.values;
    return net === "two" ? neuronsOf(n) : [{ w1, w2, b }];
  };
  /**
   * @param {number} index
   * @param {Partial<Neuron>} change
   */
  const setNeuron = (index, change) => {
    const { w1, w2, b } = { ...neurons()[index], ...change };
    const found = [w1, w2, b].map((value) => Math.min(Math.max(value, BOUND.min), BOUND.max));
    if (state.values.net === "one") state.set({ w1: found[0], w2: found[1], b: found[2] });
    else state.set({ n: state.values.n.toSpliced(3 * index, 3, ...found) });
  };
  const setRow = (/** @type {number} */ row) => state.set({ row }, { undoable: false });
  const describe = (/** @type {Neuron} */ { w1, w2, b }) => text.describe(format.short(w1), format.short(w2), format.short(b));

  // What is seen.
  const common = { onPoint: setRow, describe };
  const plane = createLinePlane({
    ...common, label: text.plane, xName: "x₁", yName: "x₂", test: "plane", onMove: setNeuron,
    handles: [0, 1].map(() => ({ move: text.move(""), turn: text.turn("") })),
  });
  const hidden = createLinePlane({
    ...common, label: text.hiddenPlane, xName: "y₁", yName: "y₂", test: "hidden", onMove: (_, neuron) => setNeuron(2, neuron),
    handles: [{ move: text.move(text.neuronNames[2]), turn: text.turn(text.neuronNames[2]) }],
  });
  const gates = createGates(text, format, setRow);
  const diagram = createDiagram(text, format);
  const verdict = html("div", { class: "verdict", "data-test": "verdict" });
  const words = html("div", { class: "words", "data-test": "words" });
  const hiddenNote = html("p", {});
  const hiddenCard = html("div", { class: "card" }, html("h2", {}, text.hiddenPlane), hidden.element, hiddenNote);

  const goal = radios({ label: text.goal, choices: GATES.map((value) => ({ value, label: value.toUpperCase() })), value: state.values.gate, test: "goal", onInput: (gate) => state.set({ gate }) });
  const activation = radios({ label: text.activation, choices: [{ value: "step", label: text.activations.step }, { value: "sigmoid", label: text.activations.sigmoid }], value: state.values.h, test: "h", onInput: (h) => state.set({ h }) });
  const rowChoice = radios({ label: text.inputs, choices: ROWS.map((x, index) => ({ value: String(index), label: `(${x.join(", ")})` })), value: String(state.values.row), test: "row", onInput: (row) => setRow(Number(row)) });
  const soft = paragraph(text.soft, { class: "quiet" });

  const one = createNumbers("", ["w1", "w2", "b"], (change) => setNeuron(0, change));
  const three = text.neuronNames.map((name, index) => createNumbers(name, [0, 1, 2].map((place) => `n${3 * index + place}`), (change) => setNeuron(index, change)));
  const scale = (/** @type {(value: number) => number} */ change) => {
    const next = neurons().flatMap(({ w1, w2, b }) => [w1, w2, b]).map((value) => Number(change(value).toPrecision(7)) + 0);
    if (state.values.net === "two") state.set({ n: next });
    else state.set({ w1: next[0], w2: next[1], b: next[2] });
  };
  const ten = button(text.by.ten, () => scale((value) => value * 10), { "data-test": "ten" });
  const times = html("div", { class: "row times", role: "group", "aria-label": text.times }, html("span", { class: "quiet" }, text.times),
    ten,
    button(text.by.tenth, () => scale((value) => value / 10), { "data-test": "tenth" }),
    button(text.by.minus, () => scale((value) => -value), { "data-test": "minus" }));

  /** @type {Answers | undefined} */
  let answers;
  const table = tableTwin(shell.showTable, () => tableOf(answers, state.values.gate, text, format));
  // One button for both ways, which keeps the focus.
  const action = button(text.addLayer, () => state.set({ net: state.values.net === "two" ? "one" : "two" }), { "data-test": "add-layer" });
  const message = html("p", {});
  verdict.append(message, action);
  const legend = html("p", { class: "legend quiet" },
    html("span", {}, html("i", { class: "one" }), text.legend.one), html("span", {}, html("i", { class: "zero" }), text.legend.zero),
    html("span", {}, text.legend.round), html("span", {}, text.legend.square), html("span", {}, text.legend.inside));
  root.append(
    paragraph(text.lead),
    html("div", { class: "stage" },
      html("div", { class: "card" }, plane.element, legend),
      html("div", { class: "side" }, goal.element, verdict, one.element, ...three.map(({ element }) => element),
        gates.element, times, activation.element, soft),
      html("div", { class: "card flow" }, html("h2", {}, text.diagramTitle),
        html("div", { class: "row" }, rowChoice.element, button(text.again, () => diagram.play(), { "data-test": "play" })),
        words, html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text.diagramTitle }, diagram.element), table.element)),
    hiddenCard,
    tryIt(shell.tryIt, text.tasks, shell.answer));

  // What the engine says.
  let wantsPass = false;
  /** @type {string | undefined} */
  let said;
  const ask = latest(async (isStale) => {
    const { h, net } = state.values;
    const current = neurons();
    const isDeep = net === "two";
    const network = isDeep ? double(current, h) : single(current[0], h);
    const last = isDeep ? single(current[2], h) : undefined;
    const [trace, surface, lastTrace, lastSurface] = await Promise.all([
      engine.forward(network, INPUTS), engine.surface(network, GRID), last && engine.forward(last, INPUTS), last && engine.surface(last, GRID),
    ]);
    if (signal.aborted) return;
    const hiddenGates = isDeep ? [0, 1].map((column) => gateOf(columnOf(trace.layers[0].y, column))) : [];
    const found = [...hiddenGates, gateOf(lastTrace ? lastTrace.y.data : trace.y.data)];
    answers = { isDeep, neurons: current, trace, gates: found.map((gate) => gate?.toUpperCase()) };
    plane.drawSides(surface.y.data);
    if (lastSurface) hidden.drawSides(lastSurface.y.data);
    drawAnswers();
    if (!isStale() && wantsPass) {
      wantsPass = false;
      diagram.play();
    }
  }, signal);

  /** Lines and controls follow at once; what is computed, when the engine has said it. */
  function drawNumbers() {
    const { gate, net, h, row } = state.values;
    const current = neurons();
    const isDeep = net === "two";
    goal.set(gate);
    activation.set(h);
    rowChoice.set(String(row));
    soft.hidden = h === "step";
    ten.disabled = current.some(({ w1, w2, b }) => [w1, w2, b].some((value) => Math.abs(value) * 10 > BOUND.max));
    one.element.hidden = isDeep;
    if (!isDeep) one.set(current[0]);
    three.forEach(({ element, set }, index) => {
      element.hidden = !isDeep;
      if (isDeep) set(current[index]);
    });
    hiddenCard.hidden = !isDeep;
    drawLines();
  }

  function drawLines() {
    const current = neurons();
    const isDeep = current.length > 1;
    const nameOf = (/** @type {number} */ index) => (answers?.isDeep && answers.gates[index]) || text.neuronNames[index];
    plane.drawLines(current.slice(0, 2).map((neuron, index) => ({ neuron, name: isDeep ? nameOf(index) : "" })));
    if (isDeep) hidden.drawLines([{ neuron: current[2], name: "" }]);
  }

  function drawAnswers() {
    if (!answers) return;
    const { isDeep, neurons: current, trace, gates: found } = answers;
    const { gate, h, row } = state.values;
    const ys = trace.y.data;
    const met = metRows(gate, ys);
    gates.draw(ys, { goal: gate, row });
    const points = (/** @type {(row: number) => readonly number[]} */ at) => ROWS.map((x, index) => ({
      x: at(index)[0], y: at(index)[1], wanted: WANTED[gate][index], given: ys[index], right: answerOf(ys[index]) === WANTED[gate][index],
      text: format.short(Number(ys[index].toPrecision(2))), name: `(${x.join(", ")})`, chosen: index === row,
    }));
    plane.drawPoints(points((index) => ROWS[index]));
    drawLines();
    const rows = ROWS.map((x, index) => text.planeRow(`(${x.join(", ")})`, format.short(ys[index]), WANTED[gate][index])).join(" ");
    plane.setLabel(text.planeLabel(gate.toUpperCase(), rows, met));
    const names = (isDeep ? text.neuronNames : [""]).map((name, index) => text.neuron(name, found[index]));
    if (isDeep) {
      const moved = (/** @type {number} */ index) => [0, 1].map((column) => trace.layers[0].y.data[2 * index + column]);
      hidden.drawPoints(points(moved));
      three.forEach(({ rename }, index) => rename(names[index]));
      const isFolded = moved(1).every((value, axis) => value === moved(2)[axis]) && met === ROWS.length && gate === "xor";
      fill(hiddenNote, ...rich(isFolded ? text.hiddenNote : text.hiddenNoteOther));
    }
    drawVerdict(gate, met, found, isDeep);
    const sums = sumsOf(answers, row, format).map((sum) => ({ ...sum, words: text.sum[h](sum) }));
    fill(words, sums.map((sum, index) => html("div", {}, isDeep && html("h3", {}, names[index]), paragraph(sum.words, { class: "sum" }))),
      sums.some(({ value }) => value === 0) && paragraph(text.zero, { class: "quiet" }),
      sums.some(({ value }) => value !== 0 && Math.abs(value) < 1e-6) && paragraph(text.rounding, { class: "note" }),
      !isDeep && sameNote(current[0], ys));
    diagram.draw(current, {
      activation: h,
      names: text.neuronNames,
      signals: { x: ROWS[row], z: sums.map(({ value }) => value), y: sums.map(({ signal: y }) => y) },
      label: text.diagramLabel(sums.map((sum) => sum.words.replaceAll("*", "")).join("; ")),
    });
    table.update();
  }

  /**
   * @param {Neuron} neuron
   * @param {ArrayLike<number>} ys
   */
  function sameNote({ w1, w2 }, ys) {
    const answers = new Set(Array.from(ys, answerOf));
    if (answers.size > 1) return undefined;
    return paragraph((w1 === 0 && w2 === 0 ? text.noLine : text.sameSide)(String([...answers][0])), { class: "note" });
  }

  /**
   * @param {Gate} gate
   * @param {number} met
   * @param {readonly (string | undefined)[]} found what each neuron does, the network last
   * @param {boolean} isDeep
   */
  function drawVerdict(gate, met, found, isDeep) {
    const name = gate.toUpperCase();
    const isMet = met === ROWS.length;
    const made = found.at(-1);
    const isNandAndOr = ["NAND", "OR"].every((gate) => found.slice(0, 2).includes(gate));
    const also = !isMet && !isDeep && made ? text.verdict.also(made) : "";
    const words = gate === "xor" && !isDeep ? text.xor(met) : gate === "xor" && isMet ? (isNandAndOr ? text.xorMet : text.xorMetOther) : isMet ? text.verdict.met(name) : text.verdict.open(name, met) + also;
    fill(message, ...rich(words));
    message.className = isMet ? "met" : "";
    action.textContent = isDeep ? text.removeLayer : text.addLayer;
    action.className = gate === "xor" && !isDeep ? "primary" : "";
    const next = isMet ? text.said(name) : text.saidOpen(name, met);
    if (said !== undefined && said !== next) context.announce(next);
    said = next;
  }

  state.subscribe((_, changed) => {
    if (changed.has("row") && answers) wantsPass = true;
    drawNumbers();
    void ask();
  });
  onTheme(() => void ask(), signal);
}

/**
 * The fields of one neuron.
 *
 * @param {string} name empty for the only one
 * @param {readonly string[]} tests
 * @param {(change: Partial<Neuron>) => void} onInput
 */
function createNumbers(name, tests, onInput) {
  const keys = /** @type {const} */ (["w1", "w2", "b"]);
  const controls = keys.map((key, index) => numberControl({
    label: ["$w_1$", "$w_2$", "$b$"][index], value: 0, min: -2, max: 2, step: 0.05, test: tests[index], onInput: (value) => onInput({ [key]: value }),
  }));
  const legend = html("legend", {}, name);
  const elements = controls.map(({ element }) => element);
  return {
    element: name === "" ? html("div", { class: "numbers" }, elements) : html("fieldset", { class: "numbers" }, legend, elements),
    /** @param {string} next */
    rename: (next) => {
      legend.textContent = next;
    },
    /** @param {Neuron} neuron */
    set: (neuron) => keys.forEach((key, index) => controls[index].set(neuron[key])),
  };
}

/**
 * Each neuron's sum for a row, written out.
 *
 * @param {Answers} answers
 * @param {number} row
 * @param {import("../parts/number.js").Format} format
 */
function sumsOf({ neurons, trace, isDeep }, row, format) {
  const inputs = [...ROWS[row]];
  return neurons.map(({ w1, w2, b }, index) => {
    const layer = trace.layers[index < 2 && isDeep ? 0 : trace.layers.length - 1];
    const column = index < 2 ? index : 0;
    const place = row * layer.z.columns + column;
    const x = index < 2 ? inputs : Array.from(trace.layers[0].y.data.slice(2 * row, 2 * row + 2));
    const [value, y] = [layer.z.data[place], layer.y.data[place]];
    const three = (/** @type {number} */ found) => format.short(Number(found.toPrecision(3)));
    const plus = (/** @type {number} */ found) => (found < 0 ? ` − ${format.short(-found)}` : ` + ${format.short(found)}`);
    const terms = `${format.short(w1)}·${three(x[0])}${plus(w2)}·${three(x[1])}${plus(b)}`;
    return { terms, z: three(value), y: three(y), above: answerOf(y) === 1, value, signal: y };
  });
}

/**
 * @param {Answers | undefined} answers
 * @param {Gate} gate
 * @param {typeof import("../text/en/perceptron.js").text} text
 * @param {import("../parts/number.js").Format} format
 */
function tableOf(answers, gate, text, format) {
  if (!answers) return { header: [], rows: [] };
  const { isDeep, trace } = answers;
  const last = trace.layers[trace.layers.length - 1];
  return {
    caption: gate.toUpperCase(),
    header: isDeep ? text.table.hidden : text.table.header,
    rows: ROWS.map((x, index) => [
      ...x,
      ...(isDeep ? [0, 1].map((column) => format.short(trace.layers[0].y.data[2 * index + column])) : []),
      format.short(last.z.data[index]), format.short(last.y.data[index]), WANTED[gate][index],
    ]),
  };
}

/**
 * @param {import("../engine/engine.js").Matrix} matrix
 * @param {number} column
 */
function columnOf({ data, columns }, column) {
  return data.filter((_, index) => index % columns === column);
}
