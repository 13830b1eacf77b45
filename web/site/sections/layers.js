/**
 * @param {HTMLElement} root
 * @param {import("./list.js").Context} context
 * @param {typeof import("../text/en/layers.js").text} text
 */
export function mount(root, context, text) {
  root.append(text.lead);
}
