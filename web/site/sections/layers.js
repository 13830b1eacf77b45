// Three layers: the network 2-3-2-2, every number to change, every signal in sight.

import { button, matrixFields, radios, select, tableTwin, tryIt } from "../parts/controls.js";
import { fill, html, paragraph } from "../parts/dom.js";
import { choice, number, numbers, State } from "../parts/state.js";
import { latest } from "../parts/latest.js";
import { copyText } from "../parts/clipboard.js";
import { printed, tuple } from "../parts/numpy.js";
import { createDiagram } from "./layers/diagram.js";
import { HIDDEN, namesOf, networkOf, OUTPUTS, shapeOf, SIZES, sizesOf, START } from "./layers/network.js";
import { createNeuron } from "./layers/neuron.js";
import { forwardLines, program } from "./layers/program.js";
import { createSteps, LAST_STEP } from "./layers/steps.js";

/** @typedef {import("./layers/network.js").Key} Key */
/** @typedef {import("./layers/network.js").Numbers} Numbers */
/** @typedef {import("./layers/diagram.js").Place} Place */

const KEYS = /** @type {Key[]} */ (Object.keys(START));

/** Below this width in CSS pixels the picture goes from top to bottom. */
const NARROW = 560;

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/layers.js").text} text
 */
export function mount(root, context, text) {
  const { engine, format, signal, shell } = context;
  const arrays = Object.fromEntries(KEYS.map((key) => [key, numbers(START[key], { min: -3.4e38, max: 3.4e38, least: START[key].length, most: START[key].length })]));
  const state = new State("layers", {
    .../** @type {Record<Key, import("../parts/state.js").Codec<number[]>>} */ (arrays),
    hidden: choice(/** @type {typeof HIDDEN[number]} */ ("sigmoid"), HIDDEN),
    output: choice(/** @type {import("../engine/engine.js").OutputName} */ ("identity"), OUTPUTS),
    names: choice(/** @type {"book" | "guide"} */ ("book"), ["book", "guide"]),
    step: number(LAST_STEP, { min: 0, max: LAST_STEP, integer: true }),
    at: numbers([1, 0], { min: 0, max: 3, least: 2, most: 2 }),
  }, context.parameters, signal);
  context.adopt(state);

  /** @param {Key} key @param {number} index @param {number} value */
  const change = (key, index, value) => state.set({ [key]: state.values[key].with(index, value) });
  const goTo = (/** @type {number} */ step) => state.set({ step }, { undoable: false });
  const diagram = createDiagram({
    onPick: pick,
    onWeight(layer, from, to) {
      pick({ layer, neuron: to });
      neuron.focus({ layer, from, to });
    },
  });
  const neuron = createNeuron(context, text, (key, index, value) => {
    if (Number.isFinite(Math.fround(value))) change(key, index, value);
  });
  const steps = createSteps(text, goTo);
  const said = html("span", { class: "quiet" });
  const copy = button(text.code.copy, () => void copyText(lastProgram, text.code, (message) => {
    said.textContent = message;
    context.announce(message);
  }), { "data-test": "program-copy" });
  let lastProgram = "";
  const names = radios({
    label: text.names,
    choices: [{ value: "book", label: text.nameChoices.book }, { value: "guide", label: text.nameChoices.guide }],
    value: "book",
    test: "names",
    onInput: (value) => state.set({ names: value }),
  });
  const hidden = select({ label: text.hidden, choices: HIDDEN.map((value) => ({ value, label: text.functions[value] })), value: "sigmoid", test: "hidden", onInput: (value) => state.set({ hidden: value }) });
  const output = select({ label: text.output, choices: OUTPUTS.map((value) => ({ value, label: text.functions[value] })), value: "identity", test: "output", onInput: (value) => state.set({ output: value }) });
  const oneLayer = html("div", { class: "note one-layer", "data-test": "one-layer", hidden: true });
  /** @type {{ header: string[], rows: string[][] }} */
  let signals = { header: [], rows: [] };
  const twin = tableTwin(shell.showTable, () => signals);
  twin.element.dataset.test = "table";
  const place = html("div", { class: "picture" }, diagram.element);
  const matrices = html("div", { class: "matrices" });
  /** @type {Partial<Record<Key, ReturnType<typeof matrixFields>>>} */
  let editors = {};

  root.append(
    paragraph(text.lead, { class: "lead" }),
    html("div", { class: "stage" },
      html("div", { class: "card" }, place, steps.controls, html("p", { class: "quiet legend" }, text.legend), twin.element),
      html("section", { class: "card" }, html("h2", {}, text.lines), steps.lines, html("div", { class: "row" }, copy, said), names.element, html("p", { class: "quiet" }, text.nameNote))),
    html("div", { class: "stage" },
      neuron.element,
      html("div", { class: "card" }, hidden.element, output.element, oneLayer, html("p", { class: "quiet" }, text.counted))),
    html("section", { class: "card" }, html("h2", {}, text.matrices), paragraph(text.matricesNote), matrices,
      button(text.startValues, () => state.set(START), { "data-test": "start-values" })),
    tryIt(shell.tryIt, text.tasks, shell.answer));

  const observer = new ResizeObserver(([{ contentRect }]) => diagram.setVertical(contentRect.width < NARROW));
  observer.observe(place);
  signal.addEventListener("abort", () => observer.disconnect());

  /** @returns {Place} */
  function picked() {
    const layer = Math.round(state.values.at[0]);
    return { layer, neuron: Math.min(Math.round(state.values.at[1]), SIZES[layer] - 1) };
  }

  /** @param {Place} place */
  function pick({ layer, neuron: index }) {
    state.set({ at: [layer, index], step: Math.max(state.values.step, 2 * layer) }, { undoable: false });
  }

  let spoken = "";
  const compute = latest(async () => {
    const values = state.values;
    const network = networkOf(values, values.hidden, values.output);
    const x = { rows: 1, columns: SIZES[0], data: Float32Array.from(values.x) };
    const at = picked();
    const trace = await engine.forward(network, x);
    const passed = [x, trace.layers[0].y, trace.layers[1].y, trace.y];
    const entry = at.layer === 0 ? undefined : await engine.entry(passed[at.layer - 1], network.layers[at.layer - 1].weights, 0, at.neuron);
    const folded = values.hidden === "identity" ? await engine.collapse(network) : undefined;
    if (signal.aborted || state.values !== values) return;
    const name = namesOf(values.names);
    const answer = printed([trace.y.columns], trace.y.data)[0];
    drawDiagram(values, network, trace, at, name);
    const call = at.layer === 3 ? values.output : values.hidden;
    neuron.drawSum(at, name, entry && {
      entry,
      bias: network.layers[at.layer - 1].bias[at.neuron],
      z: trace.layers[at.layer - 1].z.data[at.neuron],
      y: passed[at.layer].data[at.neuron],
      call: name.call(call),
      wholeRow: at.layer === 3 && call.endsWith("softmax"),
    }, values.x[at.neuron]);
    const rows = [x, trace.layers[0].z, trace.layers[0].y, trace.layers[1].z, trace.layers[1].y, trace.layers[2].z, trace.y];
    steps.draw(values.step, forwardLines(name, values.x, values.hidden, values.output), rows.map(({ columns, data }) => ({ value: printed([columns], data)[0], shape: tuple([columns]) })));
    lastProgram = program(name, values, values.hidden, values.output, trace.y.data);
    showOneLayer(folded);
    signals = {
      header: [text.table.neuron, text.table.sum, text.table.signal],
      rows: passed.flatMap(({ data }, layer) => Array.from(data, (value, index) => [
        `${name.signal(layer)}[${index}]`, layer === 0 ? "" : format.short(trace.layers[layer - 1].z.data[index]), format.short(value)])),
    };
    twin.update();
    if (spoken !== "" && spoken !== answer) context.announce(text.announceAnswer(answer));
    spoken = answer;
  }, signal);

  /**
   * @param {typeof state.values} values
   * @param {import("../engine/engine.js").NetworkValue} network
   * @param {import("../engine/engine.js").Trace} trace
   * @param {Place} at
   * @param {import("./layers/network.js").Names} name
   */
  function drawDiagram(values, network, trace, at, name) {
    const shown = (/** @type {Float32Array} */ data, /** @type {number} */ from) => Array.from(data, (value) => (values.step >= from ? nodeText(value) : undefined));
    const sums = [[], ...trace.layers.map(({ z }, index) => shown(z.data, 2 * index + 1))];
    const outputs = [trace.x, trace.layers[0].y, trace.layers[1].y, trace.y];
    const shownSignals = outputs.map(({ data }, layer) => shown(data, 2 * layer));
    diagram.draw({
      layers: network.layers,
      sums,
      signals: shownSignals,
      step: values.step,
      picked: at,
      headings: outputs.map((_, layer) => (layer === 0 ? name.input : `${name.sum(layer)} → ${name.signal(layer)}`)),
      title: text.diagram(SIZES.join("-"), printed([2], trace.x.data)[0], printed([2], trace.y.data)[0]),
      label({ layer, neuron: index }) {
        const own = `${name.signal(layer)}[${index}] = ${shownSignals[layer][index] ?? text.notYet}`;
        if (layer === 0) return text.nodeLabel(text.inputTitle(index), own);
        return text.nodeLabel(layer === 3 ? text.outputTitle(index) : text.neuronTitle(layer, index), `${name.sum(layer)}[${index}] = ${sums[layer][index] ?? text.notYet}, ${own}`);
      },
      weight(layer, from, to) {
        const { weights, bias } = network.layers[layer - 1];
        return from === undefined
          ? { name: `${name.bias(layer)}[${to}]`, value: format.short(bias[to]) }
          : { name: `${name.weights(layer)}[${from}, ${to}]`, value: format.short(weights.data[from * weights.columns + to]) };
      },
    });
  }

  /**
   * Short enough for half a neuron; the lines and the sum have more digits.
   *
   * @param {number} value
   */
  function nodeText(value) {
    const text = format.short(value);
    return text.length > 6 && Number.isFinite(value) ? format.short(Number(value.toPrecision(3))) : text;
  }

  /** @param {import("../engine/engine.js").NetworkValue | undefined} folded */
  function showOneLayer(folded) {
    const only = folded?.layers.length === 1 ? folded.layers[0] : undefined;
    oneLayer.hidden = only === undefined;
    if (!only) return;
    const { weights, bias } = only;
    fill(oneLayer, paragraph(text.oneLayer), html("pre", { tabindex: 0, role: "region", "aria-label": text.oneLayer },
      html("code", {}, `W = ${printed([weights.rows, weights.columns], weights.data).join("\n    ")}\nb = ${printed([bias.length], bias)[0]}`)));
  }

  /** @param {"book" | "guide"} which */
  function buildMatrices(which) {
    const name = namesOf(which);
    editors = Object.fromEntries(KEYS.map((key) => {
      const [rows, columns] = sizesOf(key);
      const layer = Number(key[1]);
      const label = key === "x" ? name.input : key[0] === "w" ? name.weights(layer) : name.bias(layer);
      const editor = matrixFields({
        label,
        rows,
        columns,
        values: state.values[key],
        test: key,
        tooLarge: text.tooLarge,
        onInput: (index, value) => change(key, index, value),
      });
      fill(/** @type {HTMLElement} */ (editor.element.caption), html("b", {}, label), ` ${tuple(shapeOf(key))}`);
      return [key, editor];
    }));
    fill(matrices, KEYS.map((key) => html("div", { class: "scroll" }, editors[key]?.element)));
  }

  state.subscribe((values, changed) => {
    if (changed.has("names")) buildMatrices(values.names);
    for (const key of KEYS) {
      if (changed.has(key)) editors[key]?.set(values[key]);
      const layer = key === "x" ? 0 : Number(key[1]);
      const isNow = layer === 0 ? values.step === 0 : values.step === 2 * layer - 1;
      editors[key]?.element.classList.toggle("now", isNow);
    }
    names.set(values.names);
    hidden.set(values.hidden);
    output.set(values.output);
    steps.show(values.step);
    neuron.drawControls(picked(), namesOf(values.names), values);
    void compute();
  });
}
