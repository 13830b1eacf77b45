// The playground: a small network learns points of the plane, and every part of it can be touched.

import { copyText } from "../../parts/clipboard.js";
import { onTheme } from "../../parts/colors.js";
import { button, checkbox, numberControl, radios, select, stepper, tableTwin, tryIt } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { download } from "../../parts/download.js";
import { createChart, lossRange } from "./chart.js";
import { createDataPanel } from "./data-panel.js";
import { createHistory } from "./history.js";
import { createNetworkView } from "./network-view.js";
import { EXPERIMENTS, GOOD, MORE } from "./presets.js";
import { networkAsRust } from "./rust.js";
import { MOST_LAYERS, MOST_OWN, SPEEDS, decodeWeights, encodeWeights, isLinked } from "./schema.js";
import { createSession } from "./session.js";
import { PLACES, createSurfaceView, marker, rangesOf } from "./surface-view.js";
import { createWeightsPanel } from "./weights-panel.js";

/** @typedef {import("../../engine/engine.d.ts").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.d.ts").Points} Points */
/** @typedef {import("../../engine/engine.d.ts").SessionFrame} SessionFrame */
/** @typedef {import("../../engine/engine.d.ts").FrameWishes} FrameWishes */
/** @typedef {import("./schema.js").LearningState} LearningState */
/** @typedef {import("./schema.js").LearningValues} LearningValues */
/** @typedef {import("./network-view.js").Selection} Selection */

/** The loss that counts as learned. */
const LEARNED = 0.05;
/** A loss that is so many times the first one tells of too large steps. */
const WORSE = 2;
const PACE = { slow: 1 / 30, step: 1, five: 5, fit: undefined };
/** Keys of the state that need other points. */
const OF_POINTS = /** @type {const} */ (["data", "n", "noise", "pseed", "own", "csv"]);
/** Keys that need another session. */
const OF_SESSION = /** @type {const} */ (["val", "hidden", "act", "seed", "start", "w", "step"]);

/**
 * @param {import("../list.js").Context} context
 * @param {typeof import("../../text/en/learning.js").text} text
 * @param {LearningState} state
 */
export function createPlayground(context, text, state) {
  const { engine, format, signal, announce } = context;
  const trainable = new Map(engine.info.activations.map((activation) => [activation.name, activation.trainable]));
  const history = createHistory();
  /** @type {Points | null} */
  let points = null;
  /** @type {NetworkValue | undefined} */
  let network;
  /** @type {SessionFrame | undefined} */
  let frame;
  let hidden = false;
  /** What the state says comes from here, so it is drawn already. */
  let ours = false;
  let learned = -1;
  let generation = 0;
  /** @type {import("./weights-panel.js").Step | undefined} */
  let lastStep;
  let synced = 0;
  let split = { examples: 0, validation: 0 };

  const session = createSession({
    engine, signal, onFrame, onRefusal: refuse,
    wishes: (steps) => ({ steps, network: true, measure: true, surface: grid() }),
    onPlaying(playing) {
      fill(play, playing ? text.pause : text.play);
      play.setAttribute("aria-pressed", String(playing));
      if (!playing) keep();
    },
  });

  // The bar.
  const play = button(text.play, toggle, { class: "primary play", "data-test": "play", "aria-pressed": "false" });
  const one = button(text.oneStep, () => void oneStep(), { "data-test": "one-step", title: text.oneStepTitle });
  const back = button(text.oneBack, () => void oneBack(), { "data-test": "one-back", title: text.oneBackTitle, disabled: true });
  const again = button(text.reset, () => restart({}), { "data-test": "reset", title: text.resetTitle, disabled: true });
  const seed = button(text.newSeed, () => restart({ seed: state.values.seed + 1, start: "" }), { "data-test": "new-seed", title: text.newSeedTitle });
  const speed = select({
    label: text.speed, value: state.values.speed, test: "speed", choices: SPEEDS.map((value) => ({ value, label: text.speeds[value] })),
    onInput: (next) => state.set({ speed: next }, { undoable: false }),
  });
  const readout = {
    step: html("output", { "data-test": "step", "aria-live": "off" }),
    loss: html("output", { "data-test": "loss", "aria-live": "off" }),
    validation: html("output", { "data-test": "validation-loss", "aria-live": "off" }),
    right: html("output", { "data-test": "accuracy", "aria-live": "off" }),
  };
  const numbers = html("dl", { class: "numbers" },
    html("div", {}, html("dt", {}, text.step), html("dd", {}, readout.step)),
    html("div", {}, html("dt", {}, text.trainingLoss), html("dd", {}, readout.loss)),
    html("div", {}, html("dt", {}, text.validationLoss), html("dd", {}, readout.validation)),
    html("div", {}, html("dt", {}, text.right), html("dd", {}, readout.right)));
  const message = html("div", { class: "message", "data-test": "message" });
  const bar = html("div", { class: "card bar" }, html("div", { class: "row" }, play, one, back, again, seed, speed.element), numbers, message);

  // The picture.
  const view = createSurfaceView({
    label: text.surface, editLabel: text.editLabel,
    onPlace(x, y) {
      const { own } = state.values;
      if (own.length >= MOST_OWN) return announce(text.ownFull(MOST_OWN));
      state.set({ own: [...own, [x, y, Math.max(data.pen, 0)]] });
      announce(text.placed(text.className(Math.max(data.pen, 0)), format.fixed(x, 2), format.fixed(y, 2)));
    },
    onErase(x, y) {
      const { own } = state.values;
      const distances = own.map(([left, bottom]) => Math.hypot(left - x, bottom - y));
      const nearest = distances.indexOf(Math.min(...distances));
      if (nearest >= 0) state.set({ own: own.filter((_, index) => index !== nearest) });
    },
    onPen: (label) => data.choosePen(label),
    onMove: (x, y) => announce(text.cursorAt(format.fixed(x, 2), format.fixed(y, 2))),
  });
  const legend = html("ul", { class: "legend" });
  const hard = checkbox({ label: text.hard, value: state.values.hard, test: "hard", onInput: (next) => state.set({ hard: next }, { undoable: false }) });
  const log = checkbox({ label: text.log, value: state.values.log, test: "log", onInput: (next) => state.set({ log: next }, { undoable: false }) });
  const chart = createChart({ label: text.chart, xName: text.steps, height: 170 });
  const pace = html("p", { class: "quiet pace", "data-test": "pace" });
  const pointsTable = tableTwin(text.tableOf(context.shell.showTable, text.theAnswers), answersTable);
  const lossTable = tableTwin(text.tableOf(context.shell.showTable, text.theLosses), historyTable);
  const result = html("div", { class: "card result" }, view.element, legend, hard.element, pointsTable.element,
    html("h2", {}, text.lossTitle), chart.element, html("div", { class: "row" }, chartKey(text), log.element), pace, lossTable.element);

  // The network.
  const nets = createNetworkView({
    text,
    onSelect: (selection) => choose(selection),
    onNeurons(layer, neurons) {
      restart({ hidden: state.values.hidden.map((size, index) => (index === layer ? neurons : size)), start: "" });
    },
  });
  const layers = stepper({
    label: text.hiddenLayers, less: text.fewerLayers, more: text.moreLayers, value: state.values.hidden.length, min: 0, max: MOST_LAYERS, test: "layers",
    onInput(count) {
      const { hidden: now } = state.values;
      restart({ hidden: count > now.length ? [...now, 4] : now.slice(0, count), start: "", sel: "" });
    },
  });
  const loss = paragraph("", { class: "quiet" });
  const weights = createWeightsPanel({ text, format, onValue: edit, onSelect: choose });
  const weightsTable = tableTwin(text.tableOf(context.shell.showTable, text.theWeights), networkTable);
  const hoverLine = html("p", { class: "hover quiet", "data-test": "hover" }, text.lineHint);
  const networkCard = html("div", { class: "card net" }, html("div", { class: "row" }, html("h2", {}, text.network), layers.element),
    html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text.network }, nets.element), hoverLine, weights.element, loss, weightsTable.element);

  // What it learns from, and how.
  const data = createDataPanel({ text, context, state, restart, onPen: (pen) => view.setPen(pen) });
  const activation = select({
    label: text.activation, value: state.values.act, test: "activation",
    choices: engine.info.activations.map(({ name, trainable: learns }) => ({ value: name, label: learns ? name : `${name} ${text.onlyRuns}` })),
    onInput: (act) => restart({ act }),
  });
  const optimizer = select({
    label: text.optimizer, value: state.values.opt, test: "optimizer", choices: engine.info.optimizers.map((value) => ({ value, label: value })),
    onInput: (opt) => state.set({ opt }),
  });
  const rate = numberControl({ label: text.learningRate, value: state.values.lr, min: 0.001, max: 1, step: 0.001, test: "learning-rate", onInput: (lr) => lr > 0 && state.set({ lr }) });
  const rates = html("div", { class: "row tens" },
    button(text.tenth, () => state.set({ lr: Math.max(Number((state.values.lr / 10).toPrecision(3)), 1e-6) }), { "data-test": "rate-tenth", "aria-label": `${text.tenth}: ${text.tenthTitle}`, title: text.tenthTitle }),
    button(text.tenfold, () => state.set({ lr: Math.min(Number((state.values.lr * 10).toPrecision(3)), 1000) }), { "data-test": "rate-tenfold", "aria-label": `${text.tenfold}: ${text.tenfoldTitle}`, title: text.tenfoldTitle }));
  const decay = numberControl({ label: text.weightDecay, value: state.values.wd, min: 0, max: 1, step: 0.01, test: "weight-decay", onInput: (wd) => wd >= 0 && state.set({ wd }) });
  const batch = numberControl({ label: text.batch, value: state.values.batch, min: 1, max: 100, step: 1, test: "batch", onInput: (next) => next >= 1 && state.set({ batch: Math.round(next) }) });
  const seeds = numberControl({ label: text.seed, value: state.values.seed, min: 0, max: 100, step: 1, test: "seed", onInput: (next) => next >= 0 && restart({ seed: Math.round(next), start: "" }) });
  const settings = html("div", { class: "card how" }, html("div", {}, html("h2", {}, text.learnsFrom), data.element),
    html("div", {}, html("h2", {}, text.experiments), html("div", { class: "row presets" },
      EXPERIMENTS.map(({ name, patch }) => button(text.experimentNames[name], () => preset(patch), { "data-test": `preset-${name}` })),
      button(text.goodSettings, goodSettings, { "data-test": "preset-good" }))),
    html("div", {}, html("h2", {}, text.howItLearns), activation.element, optimizer.element, rate.element, rates, decay.element, batch.element, seeds.element));

  const saved = html("div", { role: "status" });
  const keepIt = html("div", { class: "card keep" }, html("h2", {}, text.takeAway), html("div", { class: "row" },
    button(text.save, () => void save(), { "data-test": "save" }),
    button(text.copyRust, () => void copyRust(), { "data-test": "copy-rust" })), saved);
  const element = html("div", { class: "playground" }, html("div", { class: "bench" }, bar, result, networkCard, settings), keepIt,
    tryIt(context.shell.tryIt, text.plane.tasks, context.shell.answer));

  element.addEventListener("dragover", (event) => event.preventDefault());
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void data.read(file);
  });
  nets.element.addEventListener("hover", showHovered);
  new ResizeObserver(() => {
    nets.measure();
    chart.fit();
    drawChart();
  }).observe(element);
  onTheme(recolor, signal);

  function recolor() {
    view.recolor();
    nets.recolor();
    chart.fit();
    if (frame?.surface) drawSurface(frame.surface);
    drawChart();
  }

  /** @returns {NonNullable<FrameWishes["surface"]>} */
  function grid() {
    const { x, y } = view.ranges;
    return { left: x[0], right: x[1], bottom: y[0], top: y[1], size: PLACES, hidden: true };
  }

  /** Sizes, activation and output of the network that the state describes. */
  function structure() {
    const classes = points ? Math.max(points.classes, 2) : 2;
    const { hidden: middle, act, seed: from } = state.values;
    const output = /** @type {"sigmoid" | "softmax"} */ (classes === 2 ? "sigmoid" : "softmax");
    return { sizes: [2, ...middle, classes === 2 ? 1 : classes], activation: act, output, seed: from };
  }

  /** @param {Points} from */
  function sessionOptions(from) {
    const { sizes, activation: act, output, seed: number } = structure();
    const { opt, lr, wd, batch: size, val, start } = state.values;
    return {
      sizes, activation: act, output, seed: number, optimizer: { name: opt }, learningRate: lr, weightDecay: wd, batch: size,
      network: decodeWeights(start, sizes, act, output),
      data: { kind: /** @type {const} */ ("points"), points: from, validation: val },
    };
  }

  /**
   * Sets what makes the network begin anew.
   *
   * @param {Partial<LearningValues>} patch
   */
  function restart(patch) {
    session.pause();
    state.set({ ...patch, w: "", step: 0 });
  }

  /** @param {Partial<LearningValues>} patch */
  function preset(patch) {
    restart(patch);
    play.focus();
  }

  function goodSettings() {
    const { data: kind } = state.values;
    if (kind === "own" || kind === "csv") announce(text.noGoodSettings);
    else preset(GOOD[kind]);
  }

  /** Writes the weights of now into the state. */
  function keep() {
    if (!network || session.step === 0) return;
    quietly(() => state.set({ w: encodeWeights(/** @type {NetworkValue} */ (network)), step: session.step }, { undoable: false }));
    synced = performance.now();
  }

  /** @param {() => void} change of the state, of which all is drawn already */
  function quietly(change) {
    ours = true;
    change();
    ours = false;
  }

  /** Makes the points that the state describes. */
  async function makePoints() {
    const { data: kind, n, noise, pseed, own, csv } = state.values;
    if (kind === "csv") return csv;
    if (kind !== "own") return engine.points(kind, { count: n, noise, seed: pseed });
    const classes = Math.max(2, ...own.map(([, , label]) => label + 1));
    return {
      x: { rows: own.length, columns: 2, data: Float32Array.from(own.flatMap(([x, y]) => [x, y])) },
      labels: Uint32Array.from(own, ([, , label]) => label), classes, names: [],
    };
  }

  /**
   * Begins anew with what the state says.
   *
   * @param {{ points: boolean, fresh: boolean }} what other points are needed; the curve begins anew
   */
  async function begin({ points: other, fresh }) {
    const mine = (generation += 1);
    if (fresh) clearRun();
    if (other || !points) {
      /** @type {Points | null} */
      let made;
      try {
        made = await makePoints();
      } catch (reason) {
        if (mine === generation && !signal.aborted) refuse(reason);
        return;
      }
      if (mine !== generation || signal.aborted) return;
      points = made;
      showPoints();
    }
    const { sizes, activation: act, output } = structure();
    nets.build(sizes);
    nets.select(selected());
    showLossName();
    const enough = points !== null && points.x.rows > 0;
    const learns = trainable.get(act) === true;
    for (const control of [play, one]) control.disabled = !enough || !learns;
    if (!enough) return withoutSession(mine, undefined);
    if (!learns) return withoutSession(mine, decodeWeights(state.values.w || state.values.start, sizes, act, output));
    const options = sessionOptions(/** @type {Points} */ (points));
    const started = await session.start({ options, now: decodeWeights(state.values.w, sizes, act, output), step: state.values.w === "" ? 0 : state.values.step });
    if (started && mine === generation) {
      split = started;
      showPace();
    }
  }

  function clearRun() {
    history.clear();
    learned = -1;
    lastStep = undefined;
    fill(message);
    weights.explain(undefined, undefined);
  }

  /**
   * Without points, or with an activation that has no slope, the network runs but does not learn.
   *
   * @param {number} mine
   * @param {NetworkValue | undefined} given
   */
  async function withoutSession(mine, given) {
    session.stop();
    const now = given ?? (await randomNetwork());
    if (!now || mine !== generation || signal.aborted) return;
    network = now;
    await showStatic(mine);
    if (mine !== generation) return;
    if (trainable.get(state.values.act) !== true) {
      say(text.noSlope(state.values.act), { title: text.useOther, action: () => restart({ act: "tanh" }) });
    } else {
      say(state.values.data === "csv" ? text.noFile : text.noPoints);
    }
  }

  /** Random weights as the seed has them, for a network that cannot learn. */
  async function randomNetwork() {
    const { sizes, activation: act, output, seed: number } = structure();
    const labels = Uint32Array.from({ length: 4 }, (_, index) => index % Math.max(2, sizes[sizes.length - 1]));
    const stand = { x: { rows: 4, columns: 2, data: new Float32Array(8) }, labels, classes: Math.max(2, sizes[sizes.length - 1]), names: [] };
    const { session: id, network: found } = await engine.startSession({
      sizes, activation: "sigmoid", output, seed: number, optimizer: { name: "sgd" }, learningRate: 0.1, weightDecay: 0, batch: 4,
      data: { kind: "points", points: stand, validation: 0 },
    });
    await engine.endSession(id);
    return found && { ...found, layers: found.layers.map((layer, index) => (index + 1 === found.layers.length ? layer : { ...layer, activation: act })) };
  }

  /** @param {number} mine */
  async function showStatic(mine) {
    const now = /** @type {NetworkValue} */ (network);
    const surface = await engine.surface(now, grid());
    let right = NaN;
    if (points && points.x.rows > 0) {
      const { id } = await engine.create("playground", now);
      const { classes } = await engine.predict(id, points.x);
      await engine.close(id);
      right = classes.filter((found, row) => found === points?.labels[row]).length / points.x.rows;
    }
    if (mine !== generation || signal.aborted) return;
    onFrame({
      step: 0, epoch: 0, seen: 0, loss: NaN, trainingLoss: NaN, validationLoss: NaN, trainingAccuracy: right, validationAccuracy: NaN,
      fault: null, milliseconds: 0, network: now, surface,
    }, 0);
  }

  /**
   * @param {SessionFrame} next
   * @param {number} step
   */
  function onFrame(next, step) {
    const before = network;
    frame = next;
    if (next.network) network = next.network;
    if (next.surface) drawSurface(next.surface);
    if (network) nets.setNetwork(network, next.updates);
    if (next.gradients && next.updates && before && network) {
      lastStep = {
        before, after: network, gradients: next.gradients, updates: next.updates,
        optimizer: state.values.opt, learningRate: state.values.lr, weightDecay: state.values.wd,
      };
    } else if (next.step > 0 && session.playing) {
      lastStep = undefined;
    }
    weights.show(network, selected());
    weights.explain(lastStep, selected());
    if (Number.isFinite(next.trainingLoss)) history.add(step, next);
    drawChart();
    showNumbers(step);
    showPace();
    if (next.fault) showFault(next.fault);
    else hint(step);
    if (session.playing && performance.now() - synced > 2000) keep();
    if (!session.playing) settle();
  }

  /** What is said only when nothing moves. */
  function settle() {
    view.setLabel(text.surfaceNow(format.percent(frame?.trainingAccuracy ?? NaN), format.short(frame?.trainingLoss ?? NaN)));
    chart.setLabel(text.chartNow(format.count(session.step), format.short(frame?.trainingLoss ?? NaN), format.short(frame?.validationLoss ?? NaN)));
    pointsTable.update();
    lossTable.update();
    weightsTable.update();
    showHovered();
  }

  /** @param {import("../../engine/engine.d.ts").Surface} surface */
  function drawSurface(surface) {
    if (hidden) return;
    view.draw(surface.y, state.values.hard);
    nets.draw(surface);
  }

  function drawChart() {
    if (hidden) return;
    const { log: logarithmic } = state.values;
    chart.draw(history, { ...lossRange(history, logarithmic), log: logarithmic, mark: LEARNED }, format.short);
  }

  /** @param {number} step */
  function showNumbers(step) {
    readout.step.textContent = format.count(step);
    readout.loss.textContent = frame && Number.isFinite(frame.trainingLoss) ? format.fixed(frame.trainingLoss, 4) : "–";
    readout.validation.textContent = frame && Number.isFinite(frame.validationLoss) ? format.fixed(frame.validationLoss, 4) : "–";
    readout.right.textContent = frame && Number.isFinite(frame.trainingAccuracy) ? format.percent(frame.trainingAccuracy) : "–";
    again.disabled = step === 0;
    back.disabled = step === 0 || trainable.get(state.values.act) !== true;
  }

  let frames = 0;
  let countedSteps = 0;
  let since = 0;
  function showPace() {
    frames += 1;
    const now = performance.now();
    if (!session.playing) {
      pace.textContent = text.splitOf(format.count(split.examples), format.count(split.validation));
      since = 0;
    } else if (since === 0) {
      [since, frames, countedSteps] = [now, 0, session.step];
    } else if (now - since > 1000) {
      const seconds = (now - since) / 1000;
      pace.dataset.frames = (frames / seconds).toFixed(1);
      pace.textContent = text.paceNow(format.count(Math.round(frames / seconds)), format.count(Math.round((session.step - countedSteps) / seconds)));
      [since, frames, countedSteps] = [now, 0, session.step];
    }
  }

  /**
   * @param {string} words
   * @param {{ title: string, action: () => void }} [help]
   * @param {string} [kind]
   */
  function say(words, help, kind = "note") {
    if (message.dataset.words === words && message.firstChild) return;
    message.dataset.words = words;
    fill(message, html("div", { class: kind }, paragraph(words), help && button(help.title, help.action, { class: "primary", "data-test": "help" })));
    announce(words.replaceAll(/[*`$]/g, ""));
  }

  /** A learning rate that is likely to do. */
  function betterRate() {
    const { lr, opt } = state.values;
    return Number(Math.min(lr / 10, opt === "sgd" ? 0.1 : 0.03).toPrecision(2));
  }

  /** @param {NonNullable<SessionFrame["fault"]>} fault */
  function showFault(fault) {
    const { lr } = state.values;
    const better = betterRate();
    if (fault.kind === "not_finite") {
      say(text.notFinite(format.count(session.step), fault.layer + 1, format.short(lr), format.short(better)),
        { title: text.lowerRate(format.short(better)), action: () => preset({ lr: better }) }, "fault");
    } else {
      say(fault.message, undefined, "fault");
    }
  }

  /** @param {unknown} reason */
  function refuse(reason) {
    say(`${text.refused} ${reason instanceof Error ? reason.message : String(reason)}`, undefined, "fault");
  }

  /** @param {number} step */
  function hint(step) {
    const now = frame?.trainingLoss ?? NaN;
    if (step === 0) {
      if (message.firstChild && session.open) fill(message);
      return;
    }
    if (now < LEARNED) {
      if (learned < 0) learned = step;
      say(text.learned(format.fixed(LEARNED, 2), format.count(learned)), undefined, "good");
      return;
    }
    const { hidden: middle, act, data: kind, lr } = state.values;
    if (step >= 50 && now > WORSE * history.training[0] && lr > 0.01) {
      const better = betterRate();
      say(text.tooFast(format.short(lr), format.short(better)), { title: text.lowerRate(format.short(better)), action: () => preset({ lr: better }) });
      return;
    }
    const folded = middle.length === 0 || act === "identity";
    if (folded && step >= 150 && now > 0.25) {
      const more = kind === "own" ? MORE.xor : MORE.other;
      const help = middle.length === 0
        ? { title: text.addLayer(more[0]), action: () => preset({ hidden: more, act: act === "identity" ? "tanh" : act, start: "" }) }
        : { title: text.useOther, action: () => preset({ act: "tanh" }) };
      say(middle.length === 0 ? text.oneLine : text.foldedLine, help);
    } else if (learned >= 0 || message.querySelector(".good")) {
      fill(message);
    }
  }

  function toggle() {
    if (session.playing) session.pause();
    else session.play();
  }

  async function oneStep() {
    if (!selected() && network) choose({ layer: 0, neuron: 0, input: 0 });
    await session.one();
    keep();
    announce(text.steppedTo(format.count(session.step), format.short(frame?.trainingLoss ?? NaN)));
  }

  async function oneBack() {
    const done = await session.back();
    lastStep = undefined;
    weights.explain(undefined, undefined);
    if (!done) return announce(text.noBack);
    if (session.step === 0) quietly(() => state.set({ w: "", step: 0 }, { undoable: false }));
    else keep();
    announce(text.steppedTo(format.count(session.step), format.short(frame?.trainingLoss ?? NaN)));
  }

  /** @returns {Selection | undefined} */
  function selected() {
    const found = /^(\d+)\.(\d+)\.(b|\d+)$/.exec(state.values.sel);
    if (!found) return undefined;
    const { sizes } = structure();
    const selection = { layer: Number(found[1]), neuron: Number(found[2]), input: found[3] === "b" ? /** @type {const} */ ("b") : Number(found[3]) };
    const fits = selection.layer + 1 < sizes.length && selection.neuron < sizes[selection.layer + 1]
      && (selection.input === "b" || selection.input < sizes[selection.layer]);
    return fits ? selection : undefined;
  }

  /** @param {Selection} selection */
  function choose({ layer, neuron, input }) {
    state.set({ sel: `${layer}.${neuron}.${input}` }, { undoable: false });
  }

  /**
   * Another value of a weight or bias.
   *
   * @param {Selection} selection
   * @param {number} value
   */
  function edit({ layer, neuron, input }, value) {
    if (!network) return;
    const next = structuredClone(network);
    const { weights: matrix, bias } = next.layers[layer];
    if (input === "b") bias[neuron] = value;
    else matrix.data[input * matrix.columns + neuron] = value;
    network = next;
    lastStep = undefined;
    const step = session.open ? session.step : 0;
    quietly(() => state.set(step === 0 ? { start: encodeWeights(next), w: "", step: 0 } : { w: encodeWeights(next), step }));
    nets.setNetwork(next, undefined);
    void apply(next, step);
  }

  /** @type {NetworkValue | undefined} */
  let waiting;
  let applying = false;
  /**
   * Gives the engine the weights set by hand; of several in quick succession the newest.
   *
   * @param {NetworkValue} next
   * @param {number} step
   */
  async function apply(next, step) {
    waiting = next;
    if (applying) return;
    applying = true;
    while (waiting) {
      const now = waiting;
      waiting = undefined;
      if (!session.open) await showStatic(generation);
      else if (step === 0 && points) await session.start({ options: { ...sessionOptions(points), network: now }, now: undefined, step: 0 });
      else await session.setNetwork(now);
    }
    applying = false;
  }

  function showPoints() {
    const { x, y } = rangesOf(points);
    view.setEditable(state.values.data === "own");
    view.setPen(data.pen);
    if (points) view.setPoints(points, x, y);
    else {
      view.setPoints({ x: { rows: 0, columns: 2, data: new Float32Array(0) }, labels: new Uint32Array(0), classes: 2, names: [] }, x, y);
    }
    const classes = points ? Math.max(points.classes, 2) : 2;
    fill(legend, Array.from({ length: classes }, (_, label) => html("li", {}, key(label), className(label))));
    const isFile = state.values.data === "csv" && points !== null;
    const wide = points !== null && points.x.data.some((value) => Math.abs(value) > 5);
    data.say([isFile && points && !isLinked(points) && text.notInLink, wide && text.wide].filter(Boolean).join(" "));
  }

  /** @param {number} label */
  function className(label) {
    const name = state.values.data === "csv" ? points?.names[label] : undefined;
    return name ?? text.className(label);
  }

  function showLossName() {
    fill(loss, text.lossName(structure().output));
  }

  function showHovered() {
    const { hovered } = nets;
    if (!hovered || !network?.layers[hovered.layer]) {
      fill(hoverLine, text.lineHint);
      return;
    }
    const { weights: matrix } = network.layers[hovered.layer];
    if (typeof hovered.input !== "number") return;
    const value = matrix.data[hovered.input * matrix.columns + hovered.neuron];
    fill(hoverLine, text.hovered(neuronName(hovered.layer, hovered.input), neuronName(hovered.layer + 1, hovered.neuron), format.fixed(value, 4)));
  }

  /**
   * @param {number} column 0 for the inputs
   * @param {number} neuron
   */
  function neuronName(column, neuron) {
    const { sizes } = structure();
    return column === 0 ? text.inputName(neuron) : column === sizes.length - 1 ? text.outputName(neuron) : text.neuronName(column, neuron);
  }

  function answersTable() {
    const header = [text.place, ...Array.from({ length: frame?.surface?.y.columns ?? 1 }, (_, label) => text.outputName(label))];
    const { x, y } = view.ranges;
    const rows = [];
    for (let row = 3; row < PLACES; row += 8) {
      for (let column = 3; column < PLACES; column += 8) {
        const place = `(${format.fixed(x[0] + ((x[1] - x[0]) * column) / (PLACES - 1), 2)}, ${format.fixed(y[1] - ((y[1] - y[0]) * row) / (PLACES - 1), 2)})`;
        const outputs = frame?.surface?.y;
        rows.push([place, ...Array.from({ length: outputs?.columns ?? 0 }, (_, label) =>
          format.fixed(/** @type {Float32Array} */ (outputs?.data)[(row * PLACES + column) * /** @type {number} */ (outputs?.columns) + label], 3))]);
      }
    }
    return { caption: text.answersCaption, header, rows };
  }

  function historyTable() {
    const every = Math.max(Math.ceil(history.length / 24), 1);
    const kept = Array.from({ length: history.length }, (_, index) => index).filter((index) => index % every === 0 || index + 1 === history.length);
    return {
      header: [text.step, text.trainingLoss, text.validationLoss, text.right],
      rows: kept.map((index) => [format.count(history.step[index]), format.fixed(history.training[index], 4), format.fixed(history.validation[index], 4), format.percent(history.trainingAccuracy[index])]),
    };
  }

  function networkTable() {
    /** @type {(string | number)[][]} */
    const rows = [];
    network?.layers.forEach(({ weights: matrix, bias }, layer) => bias.forEach((value, neuron) => {
      const to = neuronName(layer + 1, neuron);
      for (let input = 0; input < matrix.rows; input += 1) {
        rows.push([to, neuronName(layer, input), format.fixed(matrix.data[input * matrix.columns + neuron], 4)]);
      }
      rows.push([to, text.biasWord, format.fixed(value, 4)]);
    }));
    return { header: [text.to, text.from, text.value], rows };
  }

  async function save() {
    if (!network) return;
    session.pause();
    const { id } = await engine.create("playground", network);
    const bytes = await engine.save(id);
    await engine.close(id);
    if (signal.aborted) return;
    download(bytes, "playground.safetensors");
    const { x } = view.ranges;
    fill(saved, paragraph(text.savedAs("playground.safetensors")), html("pre", { tabindex: 0 },
      `feedforward inspect playground.safetensors\nfeedforward plot boundary --model playground.safetensors --range=${x[0]}..${x[1]} -o plane.svg`));
  }

  async function copyRust() {
    if (!network) return;
    const code = networkAsRust(network, text.rustComment(session.step));
    fill(saved, paragraph(text.rustBelow), html("pre", { tabindex: 0, "data-test": "rust" }, code));
    await copyText(code, { copied: text.rustCopied, copyFailed: text.rustBelow }, announce);
  }

  state.subscribe((values, changed) => {
    if (signal.aborted) return;
    data.show(values);
    speed.set(values.speed);
    hard.set(values.hard);
    log.set(values.log);
    layers.set(values.hidden.length);
    activation.set(values.act);
    optimizer.set(values.opt);
    rate.set(values.lr);
    decay.set(values.wd);
    batch.set(values.batch);
    seeds.set(values.seed);
    session.setPace(PACE[values.speed]);
    hidden = values.part !== "plane";
    element.hidden = hidden;
    if (hidden) {
      session.pause();
    } else if (changed.has("part")) {
      nets.measure();
      recolor();
    }
    if (ours || values.part !== "plane" && !changed.has("part")) return;
    react(changed);
  });

  /** @param {Set<keyof LearningValues>} changed */
  function react(changed) {
    const { lr, wd, opt, batch: size } = state.values;
    const other = OF_POINTS.some((key) => changed.has(key));
    const anew = OF_SESSION.some((key) => changed.has(key));
    if (other || anew) {
      // Points set while it learns do not throw away what it has learned.
      const goesOn = changed.size === 1 && changed.has("own") && session.open && points !== null;
      if (goesOn) keep();
      void begin({ points: other, fresh: !goesOn });
    } else if (session.open && (["lr", "wd", "opt", "batch"].some((key) => changed.has(/** @type {keyof LearningValues} */ (key))))) {
      void session.change({ learningRate: lr, weightDecay: wd, batch: size, optimizer: { name: opt } });
    }
    if (changed.has("hard") && frame?.surface) drawSurface(frame.surface);
    if (changed.has("log")) drawChart();
    if (changed.has("sel")) {
      nets.select(selected());
      weights.show(network, selected());
      weights.explain(lastStep, selected());
    }
  }

  return { element, pause: session.pause };
}

/** @param {typeof import("../../text/en/learning.js").text} text */
function chartKey(text) {
  return html("ul", { class: "legend" },
    html("li", {}, html("i", { class: "line training" }), text.trainingLoss),
    html("li", {}, html("i", { class: "line validation" }), text.validationLoss));
}

/** @param {number} label */
function key(label) {
  const box = html("span", { class: "key", "aria-hidden": "true" });
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("width", "16");
  picture.setAttribute("height", "16");
  picture.append(marker(label, 8, 8, 5));
  box.append(picture);
  return box;
}
