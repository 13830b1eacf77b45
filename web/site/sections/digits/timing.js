// One by one against batches, measured here and now.

import { button, tableTwin } from "../../parts/controls.js";
import { fill, html, paragraph, rich } from "../../parts/dom.js";
import { createBars } from "../../parts/figures/bars.js";
import { follow, reasonText } from "./live.js";

const BATCHES = [1, 10, 100, 1000, 10000];
/** The fastest of so many runs counts, as what else the computer does only slows down. */
const RUNS = 4;

/** @type {import("./panel.js").MountPanel} */
export function mountPanel(place, digits, text) {
  const words = text.timing;
  const { engine, page: { format, shell, signal, announce } } = digits;
  const bars = createBars(words.bars);
  const said = html("p", { class: "said-large", "data-test": "timing-said" }, words.before);
  const start = button(words.measure, () => void measure(), { class: "primary", "data-test": "timing-start" });
  /** @type {{ batch: number, milliseconds: number, digits: number }[]} */
  let rows = [];
  let measured = 0;
  const twin = tableTwin(shell.showTable, () => ({
    caption: words.tableCaption,
    header: words.tableHeader,
    rows: rows.map(({ batch, milliseconds, digits: count }) => [
      format.count(batch), format.count(Math.ceil(count / batch)), format.fixed(milliseconds, 1), format.fixed((milliseconds / count) * 1000, 2), format.count(perSecond(milliseconds, count)),
    ]),
  }));
  const bits = html("p", { "data-test": "timing-bits" });
  const figures = html("div", { hidden: true }, html("h3", {}, words.bars), bars.element, bits, twin.element);
  const kernel = html("p", { class: "quiet" }, ...rich(words.kernel(engine.info.kernel)));
  const result = html("div", {}, html("div", { class: "row" }, start), said, figures, kernel, paragraph(words.why), html("ol", {}, words.reasons.map((reason) => html("li", {}, ...rich(reason)))));
  place.root.append(html("div", { class: "panel timing" }, result));

  follow({ place, digits, text, after: ["model"], needsDigit: false, result }, async () => {
    // Times of another network say nothing about this one.
    if (measured === digits.model.id || rows.length === 0) return;
    rows = [];
    figures.hidden = true;
    said.textContent = words.before;
  });

  async function measure() {
    const { id } = digits.model;
    start.disabled = true;
    said.textContent = words.running;
    try {
      // The first run brings weights and digits into the caches.
      await engine.time(id, 1000);
      const found = BATCHES.map((batch) => ({ batch, milliseconds: Infinity, digits: 0 }));
      // The batches take turns, so that a slow second falls on all of them.
      for (let run = 0; run < RUNS; run += 1) {
        for (const row of found) {
          const once = await engine.time(id, row.batch);
          if (signal.aborted) return;
          row.milliseconds = Math.min(row.milliseconds, once.milliseconds);
          row.digits = once.digits;
        }
      }
      if (id !== digits.model.id) {
        said.textContent = words.before;
        return;
      }
      const [one, all] = [await engine.evaluate(id, 1), await engine.evaluate(id, BATCHES[BATCHES.length - 1])];
      if (signal.aborted) return;
      bits.textContent = one.outputsSha256 === all.outputsSha256 ? words.same : words.different;
      rows = found;
      measured = id;
      draw();
    } catch (reason) {
      said.textContent = reasonText(reason, text);
    } finally {
      start.disabled = false;
    }
  }

  function draw() {
    const speeds = rows.map(({ milliseconds, digits: count }) => perSecond(milliseconds, count));
    const fastest = speeds.indexOf(Math.max(...speeds));
    bars.draw(rows.map(({ batch, milliseconds }, index) => ({
      name: words.batch(format.count(batch)),
      value: speeds[index],
      text: words.speed(format.count(speeds[index]), format.fixed(milliseconds, 1)),
      strong: index === fastest,
    })), { limit: speeds[fastest] });
    figures.hidden = false;
    const one = rows[0];
    const best = rows.slice(1).reduce((left, right) => (right.milliseconds < left.milliseconds ? right : left));
    const factor = one.milliseconds / best.milliseconds;
    const [count, single, batch, batched] = [format.count(one.digits), format.fixed(one.milliseconds, 0), format.count(best.batch), format.fixed(best.milliseconds, 0)];
    fill(said, ...rich(factor > 1 ? words.said(count, single, batch, batched, format.fixed(factor, 1)) : words.slower(count, single, batch, batched)));
    announce(said.textContent ?? "");
    twin.update();
  }
}

/**
 * Digits a second, to three digits that count.
 *
 * @param {number} milliseconds
 * @param {number} count
 */
function perSecond(milliseconds, count) {
  return Number(((1000 * count) / Math.max(milliseconds, 1e-3)).toPrecision(3));
}
