// Digits learned in the page: the second part of learning.

import { button, tryIt } from "../../parts/controls.js";
import { fill, html, paragraph } from "../../parts/dom.js";
import { download } from "../../parts/download.js";
import { passNetwork } from "../../parts/shared-network.js";
import { createCurves } from "./curves.js";
import { createPaper } from "./draw.js";
import { EXAMPLES, Lesson } from "./lesson.js";
import { createSettings } from "./settings.js";
import { createWeights } from "./weights.js";

/** @typedef {import("../list.js").Context} Context */
/** @typedef {typeof import("../../text/en/learning-digits.js").text} Text */

const FILE = "mine.safetensors";
/** Accuracies that are worth a word. */
const GOALS = [0.9, 0.95, 0.97];

/**
 * Mounts it, and resolves when the network is there.
 *
 * @param {HTMLElement} root
 * @param {Context} context
 * @param {Text} text
 */
export async function mountLearningDigits(root, context, text) {
  const { signal, shell } = context;
  const lesson = new Lesson(context);
  const place = html("div", { class: "paper-area" });
  const element = html("section", { "aria-labelledby": "learning-digits-title" },
    html("h2", { id: "learning-digits-title" }, text.title),
    paragraph(text.lead, { class: "lead" }),
    html("div", { class: "learning-stage" },
      html("div", { class: "column" }, createTransport(lesson, text), createWeights(lesson, text)),
      html("div", { class: "column" }, createCurves(lesson, text), createSettings(lesson, text))),
    html("h3", { class: "ask-title" }, text.askTitle), paragraph(text.askLead), place,
    createEnds(lesson, text),
    tryIt(shell.tryIt, text.tasks, shell.answer));
  root.append(element);
  const { text: words } = await (context.language === "ko" ? import("../../text/ko/digits.js") : import("../../text/en/digits.js"));
  /** @type {Promise<void> | undefined} */
  let asked;
  // The paper needs a network: it comes with the first session that begins, even if one failed before.
  lesson.subscribe((changed) => {
    if (changed === "session") asked ??= createPaper(lesson, text, words).then((paper) => {
      if (!signal.aborted) fill(place, paper);
    });
  });
  await lesson.start();
  await asked;
}

/**
 * Play and pause, and how well it does.
 *
 * @param {Lesson} lesson
 * @param {Text} text
 */
function createTransport(lesson, text) {
  const { format, announce } = lesson.page;
  const play = button(text.play, () => void (lesson.isPlaying ? lesson.pause() : lesson.play("on")), { class: "primary", "data-test": "digits-play" });
  const epoch = button(text.oneEpoch, () => void lesson.play("epoch"), { "data-test": "digits-epoch" });
  const step = button(text.oneStep, () => void lesson.play("step"), { "data-test": "digits-step" });
  const reset = button(text.reset, () => void lesson.reset(), { "data-test": "digits-reset" });
  const accuracy = html("output", { "aria-live": "off", class: "accuracy", "data-test": "digits-accuracy" }, "…");
  const [steps, epochs, loss, speed] = ["steps", "epochs", "loss", "speed"].map((name) => html("dd", { "data-test": `digits-${name}` }, "…"));
  const reached = html("p", { class: "good reached", "data-test": "digits-reached" });
  const fault = html("div", { class: "note", role: "alert", hidden: true, "data-test": "digits-fault" });
  let goals = 0;

  lesson.subscribe((changed) => {
    play.textContent = lesson.isPlaying ? text.pause : lesson.seen > 0 ? text.goOn : text.play;
    for (const control of [epoch, step]) control.disabled = lesson.isPlaying;
    const { frame, measured } = lesson;
    if (changed === "session") {
      goals = 0;
      reached.textContent = "";
    }
    if (changed === "fault") showFault();
    if (!frame) return;
    steps.textContent = format.count(frame.step);
    epochs.textContent = format.fixed(frame.seen / EXAMPLES, 2);
    loss.textContent = frame.step === 0 ? "–" : format.fixed(frame.loss);
    speed.textContent = lesson.speed === 0 ? "–" : format.count(Number(lesson.speed.toPrecision(2)));
    const last = measured.at(-1);
    if (!last) return;
    accuracy.textContent = format.percent(last.validationAccuracy);
    if (changed === "measured") tell(last);
    if (changed === "state" && !lesson.isPlaying && last.step > 0) announce(text.saidPaused(format.fixed(last.epochs, 1), format.percent(last.validationAccuracy)));
  });

  /** @param {import("./lesson.js").Measured} last */
  function tell({ validationAccuracy, epochs, step }) {
    if (step === 0) return;
    let passed = goals;
    while (passed < GOALS.length && validationAccuracy >= GOALS[passed]) passed += 1;
    if (passed === goals) return;
    goals = passed;
    const sentence = text.reached(Math.round(GOALS[goals - 1] * 100), format.fixed(epochs, Number.isInteger(epochs) ? 0 : 1), format.count(step));
    reached.textContent = sentence;
    announce(sentence);
  }

  function showFault() {
    fault.hidden = lesson.fault === null;
    if (!lesson.fault) return;
    const { kind, message } = lesson.fault;
    fill(fault, html("strong", {}, text.stopped), html("p", { lang: "en" }, message), paragraph(kind === "not_finite" ? text.notFinite(String(lesson.settings.learningRate)) : kind === "internal" || kind === "fetch" ? text.again : text.otherFault));
  }

  return html("section", { class: "card transport", "aria-labelledby": "learning-now" },
    html("h3", { id: "learning-now" }, text.now),
    html("div", { class: "row" }, play, epoch, step, reset),
    html("p", { class: "large" }, accuracy, html("span", {}, text.ofMeasured)),
    html("dl", { class: "facts" }, [[text.epochs, epochs], [text.steps, steps], [text.batchLoss, loss], [text.speed, speed]].map(([name, value]) => html("div", {}, html("dt", {}, name), value))),
    reached, fault);
}

/**
 * What to do with the network: look inside it, or save it.
 *
 * @param {Lesson} lesson
 * @param {Text} text
 */
function createEnds(lesson, text) {
  const { engine, page: { announce, signal } } = lesson;
  const told = html("p", { class: "quiet", role: "status" });

  /** @param {() => Promise<void>} work */
  async function attempt(work) {
    try {
      await work();
    } catch (reason) {
      if (!signal.aborted) told.textContent = reason instanceof Error ? reason.message : String(reason);
    }
  }

  async function look() {
    await lesson.pause();
    const network = await lesson.network(text.networkName);
    if (signal.aborted) {
      void engine.close(network.id).catch(() => {});
      return;
    }
    passNetwork(network);
    location.hash = "#digits";
  }

  async function save() {
    const network = await lesson.network(FILE);
    const bytes = await engine.save(network.id).finally(() => void engine.close(network.id).catch(() => {}));
    if (signal.aborted) return;
    download(bytes, FILE);
    told.textContent = text.saved(FILE);
    announce(told.textContent);
  }

  return html("section", { class: "card take", "aria-labelledby": "learning-take" },
    html("h3", { id: "learning-take" }, text.take),
    html("div", { class: "row" },
      button(text.lookInside, () => void attempt(look), { class: "primary", "data-test": "digits-look" }),
      button(text.save, () => void attempt(save), { "data-test": "digits-save" })),
    told, paragraph(text.commands),
    html("pre", { tabindex: 0 }, html("code", {}, text.evaluateCommand)), paragraph(text.honest),
    html("pre", { tabindex: 0 }, html("code", {}, text.trainCommand)));
}
