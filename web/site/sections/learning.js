// Learning: points of the plane before one's eyes, then handwritten digits.

import { radios } from "../parts/controls.js";
import { html, paragraph } from "../parts/dom.js";
import { State } from "../parts/state.js";
import { createPlayground } from "./learning/playground.js";
import { createSchema } from "./learning/schema.js";

/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/learning.js").text} text
 */
export function mount(root, context, text) {
  const state = new State("learning", createSchema(context.engine.info), context.parameters, context.signal);
  const parts = radios({
    label: text.parts,
    value: state.values.part,
    test: "part",
    choices: /** @type {const} */ (["plane", "digits"]).map((value) => ({ value, label: text.partNames[value] })),
    onInput: (part) => state.set({ part }, { undoable: false }),
  });
  const playground = createPlayground(context, text, state);
  const digits = html("div", { class: "learning-digits" });
  const lead = paragraph(text.lead);
  root.append(lead, parts.element, playground.element, digits);
  context.adopt(state);

  /** @type {Promise<void> | undefined} */
  let opened;
  state.subscribe(({ part }) => {
    parts.set(part);
    digits.hidden = part !== "digits";
    // The digits have a lead of their own.
    lead.hidden = part === "digits";
    if (part === "digits") opened ??= openDigits();
  });

  async function openDigits() {
    const [{ mountLearningDigits }, { text: words }] = await Promise.all([
      import("./learning-digits/learning-digits.js"),
      context.language === "ko" ? import("../text/ko/learning-digits.js") : import("../text/en/learning-digits.js"),
    ]);
    if (!context.signal.aborted) mountLearningDigits(digits, context, words);
  }
}
