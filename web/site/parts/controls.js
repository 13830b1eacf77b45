// Controls that all sections share. Each returns its element and a way to show another value; showing
// a value calls no listener.

import { fill, html, paragraph, rich, uniqueId } from "./dom.js";

/**
 * A slider and a field for the same number.
 *
 * @param {object} options
 * @param {string} options.label may hold marks of {@link rich}
 * @param {number} options.value
 * @param {number} options.min of the slider; the field takes more
 * @param {number} options.max
 * @param {number} [options.step]
 * @param {string} [options.test] for `data-test`
 * @param {(value: number) => void} options.onInput
 */
export function numberControl({ label, value, min, max, step = 0.1, test, onInput }) {
  const id = uniqueId();
  const name = html("label", { for: id, id: `${id}-label` }, ...rich(label));
  const slider = html("input", { type: "range", min, max, step, "aria-labelledby": `${id}-label` });
  const field = html("input", { type: "number", id, step: "any", inputmode: "decimal", "data-test": test });
  slider.addEventListener("input", () => {
    field.value = slider.value;
    onInput(slider.valueAsNumber);
  });
  field.addEventListener("input", () => {
    const found = field.valueAsNumber;
    field.setCustomValidity(Number.isFinite(found) ? "" : " ");
    if (!Number.isFinite(found)) return;
    slider.value = String(found);
    onInput(found);
  });
  // Arrow keys in the field go by the slider's step, which `step="any"` would not.
  field.addEventListener("keydown", (event) => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0 || !Number.isFinite(field.valueAsNumber)) return;
    event.preventDefault();
    set(Number((field.valueAsNumber + direction * step).toFixed(10)));
    onInput(field.valueAsNumber);
  });
  /** @param {number} next */
  function set(next) {
    slider.value = String(next);
    if (field.valueAsNumber !== next) field.value = String(Number(next.toPrecision(7)));
    field.setCustomValidity("");
  }
  set(value);
  return { element: html("div", { class: "number-control" }, name, slider, field), set };
}

/**
 * One of several, all in sight.
 *
 * @template {string} T
 * @param {object} options
 * @param {string} options.label
 * @param {readonly { value: T, label: string }[]} options.choices
 * @param {T} options.value
 * @param {string} [options.test]
 * @param {(value: T) => void} options.onInput
 */
export function radios({ label, choices, value, test, onInput }) {
  const name = uniqueId();
  const inputs = choices.map((choice) => {
    const input = html("input", { type: "radio", name, value: choice.value, onchange: () => onInput(choice.value) });
    return { input, element: html("label", { class: "segment" }, input, html("span", {}, ...rich(choice.label))) };
  });
  /** @param {T} next */
  function set(next) {
    for (const { input } of inputs) input.checked = input.value === next;
  }
  set(value);
  const element = html("fieldset", { class: "segments", "data-test": test }, html("legend", {}, ...rich(label)), html("div", {}, inputs.map(({ element }) => element)));
  return { element, set };
}

/**
 * One of many, folded up.
 *
 * @template {string} T
 * @param {object} options
 * @param {string} options.label
 * @param {readonly { value: T, label: string }[]} options.choices
 * @param {T} options.value
 * @param {string} [options.test]
 * @param {(value: T) => void} options.onInput
 */
export function select({ label, choices, value, test, onInput }) {
  const id = uniqueId();
  const list = html("select", { id, "data-test": test }, choices.map((choice) => html("option", { value: choice.value }, choice.label)));
  list.addEventListener("change", () => onInput(/** @type {T} */ (list.value)));
  list.value = value;
  return {
    element: html("div", { class: "select-control" }, html("label", { for: id }, ...rich(label)), list),
    set: (/** @type {T} */ next) => {
      list.value = next;
    },
  };
}

/**
 * Yes or no.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {boolean} options.value
 * @param {string} [options.test]
 * @param {(value: boolean) => void} options.onInput
 */
export function checkbox({ label, value, test, onInput }) {
  const input = html("input", { type: "checkbox", "data-test": test });
  input.addEventListener("change", () => onInput(input.checked));
  input.checked = value;
  return {
    element: html("label", { class: "checkbox" }, input, html("span", {}, ...rich(label))),
    set: (/** @type {boolean} */ next) => {
      input.checked = next;
    },
  };
}

/**
 * A button.
 *
 * @param {string} label
 * @param {() => void} onClick
 * @param {Record<string, unknown>} [attributes]
 */
export function button(label, onClick, attributes = {}) {
  return html("button", { type: "button", onclick: onClick, ...attributes }, ...rich(label));
}

/**
 * A whole number with − and +.
 *
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.less what the − says to those who do not see it
 * @param {string} options.more
 * @param {number} options.value
 * @param {number} options.min
 * @param {number} options.max
 * @param {string} [options.test]
 * @param {(value: number) => void} options.onInput
 */
export function stepper({ label, less, more, value, min, max, test, onInput }) {
  let current = value;
  const shown = html("output", { "aria-live": "off" });
  const minus = button("−", () => change(-1), { "aria-label": less, title: less, "data-test": test && `${test}-less` });
  const plus = button("+", () => change(1), { "aria-label": more, title: more, "data-test": test && `${test}-more` });
  /** @param {number} by */
  function change(by) {
    set(current + by);
    onInput(current);
  }
  /** @param {number} next */
  function set(next) {
    current = Math.min(Math.max(next, min), max);
    shown.textContent = String(current);
    minus.disabled = current <= min;
    plus.disabled = current >= max;
  }
  set(value);
  return { element: html("div", { class: "stepper", role: "group", "aria-label": label }, html("span", {}, ...rich(label)), minus, shown, plus), set };
}

/**
 * A matrix whose entries are fields.
 *
 * @param {object} options
 * @param {string} options.label such as `W1`, also the beginning of each field's name
 * @param {number} options.rows
 * @param {number} options.columns
 * @param {ArrayLike<number>} options.values row by row
 * @param {string} [options.test]
 * @param {string} [options.tooLarge] what a number beyond f32 is refused with; without it, it is taken
 * @param {(index: number, value: number) => void} options.onInput
 */
export function matrixFields({ label, rows, columns, values, test, tooLarge, onInput }) {
  const fields = Array.from({ length: rows * columns }, (_, index) => {
    const place = `${label} [${Math.floor(index / columns)}, ${index % columns}]`;
    const field = html("input", { type: "number", step: "any", "aria-label": place, title: place, "data-test": test && `${test}-${index}` });
    field.addEventListener("input", () => {
      const found = field.valueAsNumber;
      const isNumber = Number.isFinite(found);
      const fits = tooLarge === undefined || Number.isFinite(Math.fround(found));
      field.setCustomValidity(isNumber ? (fits ? "" : tooLarge) : " ");
      if (isNumber && fits) onInput(index, found);
      else if (isNumber) field.reportValidity();
    });
    return field;
  });
  /** @param {ArrayLike<number>} next */
  function set(next) {
    fields.forEach((field, index) => {
      const value = Number(next[index].toPrecision(7));
      if (field.valueAsNumber !== value) field.value = String(value);
    });
  }
  set(values);
  const lines = Array.from({ length: rows }, (_, row) =>
    html("tr", {}, fields.slice(row * columns, (row + 1) * columns).map((field) => html("td", {}, field))));
  const caption = html("caption", {}, ...rich(label));
  return { element: html("table", { class: "matrix" }, caption, html("tbody", {}, lines)), fields, set };
}

/**
 * What to try, each with its answer folded.
 *
 * @param {string} title
 * @param {readonly { task: string, answer: string }[]} items
 * @param {string} show the words that unfold an answer
 */
export function tryIt(title, items, show) {
  return html("section", { class: "try" }, html("h2", {}, title), html("ol", {}, items.map(({ task, answer }) =>
    html("li", {}, paragraph(task), html("details", {}, html("summary", {}, show), paragraph(answer))))));
}

/**
 * The numbers of a picture as a table, made when it is unfolded and again by `update` while it is open.
 *
 * @param {string} summary such as "Show as a table"
 * @param {() => { caption?: string, header: string[], rows: (string | number)[][] }} content
 */
export function tableTwin(summary, content) {
  // A group and no landmark: a page has several under one name.
  const place = html("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": summary });
  const element = html("details", { class: "table-twin" }, html("summary", {}, summary), place);
  function update() {
    if (!element.open) return;
    const { caption, header, rows } = content();
    fill(place, html("table", {},
      caption !== undefined && html("caption", {}, ...rich(caption)),
      html("thead", {}, html("tr", {}, header.map((name) => (name === "" ? html("td") : html("th", { scope: "col" }, ...rich(name)))))),
      html("tbody", {}, rows.map((row) => html("tr", {}, row.map((cell, column) =>
        column === 0 ? html("th", { scope: "row" }, String(cell)) : html("td", {}, String(cell))))))));
  }
  element.addEventListener("toggle", update);
  return { element, update };
}
