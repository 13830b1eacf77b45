// A paper beside the network that learns: it answers as it is now.

import { createBars } from "../../parts/figures/bars.js";
import { fill, html } from "../../parts/dom.js";
import { latest } from "../../parts/latest.js";
import { BLANK, Digits } from "../digits/context.js";
import { createDrawing } from "../digits/drawing.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {typeof import("../../text/en/learning-digits.js").text} Text */
/** @typedef {typeof import("../../text/en/digits.js").text} DigitsText */

/** Milliseconds between two looks of a network that goes on learning. */
const PAUSE = 400;

/**
 * @param {Lesson} lesson whose session is there
 * @param {Text} text
 * @param {DigitsText} words of the paper
 */
export async function createPaper(lesson, text, words) {
  const { engine, page } = lesson;
  const { format, signal } = page;
  const network = await lesson.network(text.networkName);
  const digits = new Digits({ ...page, parameters: new URLSearchParams({ d: BLANK }) }, network, new Uint8Array(), "");
  signal.addEventListener("abort", () => void engine.close(digits.model.id).catch(() => {}));

  const big = html("p", { class: "big-answer", "data-test": "learned-answer" });
  const when = html("p", { class: "quiet" });
  const bars = createBars(text.bars);
  /** The session and step whose network answers. */
  let known = moment();
  let lookedAt = 0;

  /** No share that is not all is shown as all. @param {number} share */
  function shareText(share) {
    return share < 1 && share >= 0.9995 ? `> ${format.percent(0.999)}` : share > 0 && share < 0.0005 ? `< ${format.percent(0.001)}` : format.percent(share);
  }

  function moment() {
    return `${lesson.session}:${lesson.frame?.step ?? 0}`;
  }

  /** Takes the network as it is now. */
  const renew = latest(async () => {
    if (lesson.session === null || known === moment()) return;
    const now = moment();
    try {
      const next = await lesson.network(text.networkName);
      if (signal.aborted) {
        void engine.close(next.id).catch(() => {});
        return;
      }
      known = now;
      lookedAt = performance.now();
      digits.setModel(next);
    } catch {
      // The session was begun anew meanwhile: its beginning is looked at next.
    }
  }, signal);

  lesson.subscribe((changed) => {
    if (changed === "session" || (changed === "state" && !lesson.isPlaying) || changed === "measured") void renew();
    if (changed === "turn" && digits.x && performance.now() - lookedAt > PAUSE) void renew();
  });

  digits.subscribe(() => {
    const y = digits.trace?.y.data;
    const best = digits.trace?.classes[0] ?? 0;
    if (y) {
      const share = shareText(y[best]);
      fill(big, html("b", {}, String(best)), html("span", {}, digits.read && !digits.read.sure ? words.notSure(share) : share));
    } else {
      fill(big, html("b", {}, "?"), digits.fault === "" ? text.drawHere : html("span", { lang: "en" }, digits.fault));
    }
    when.textContent = y ? text.askedAt(format.count(Number(known.split(":")[1]))) : "";
    bars.draw(Array.from({ length: 10 }, (_, index) => ({ name: String(index), value: y?.[index] ?? 0, text: y ? shareText(y[index]) : "", strong: y !== undefined && index === best })), { limit: 1 });
  });
  digits.state.subscribe((_, changed) => {
    if (changed.has("d")) void renew();
  });
  const drawing = createDrawing(digits, words);
  digits.start();
  return html("div", { class: "ask" }, drawing,
    html("section", { class: "card", "aria-labelledby": "learning-answer" }, html("h3", { id: "learning-answer" }, text.answer), big, when, bars.element));
}
