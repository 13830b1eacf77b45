// Elements made in one expression.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element. Attributes are set as attributes, except `class`; keys beginning with `on` are listeners;
 * `true` sets an empty attribute, `false`, `null` and `undefined` set none.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function html(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  apply(element, attributes);
  element.append(...nodes(children));
  return element;
}

/**
 * The same for SVG.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  apply(element, attributes);
  element.append(...nodes(children));
  return element;
}

/**
 * Sets attributes and listeners of an element as {@link html} does.
 *
 * @param {Element} element
 * @param {Record<string, unknown>} attributes
 */
export function apply(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on") && typeof value === "function") {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    } else {
      element.removeAttribute(name);
    }
  }
}

/**
 * Replaces what is in an element.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * @param {(Child | Child[])[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  /** @type {(Node | string)[]} */
  const found = [];
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) found.push(child);
  }
  return found;
}

/**
 * Text with marks: `**strong**`, `` `code` ``, `$w_1$` for a variable with its index, and
 * `[words](address)`.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function rich(text) {
  const parts = text.split(/(\*\*[^*]+\*\*|`[^`]+`|\$[^$]+\$|\[[^\]]+\]\([^)]+\))/);
  return parts.filter((part) => part !== "").map((part) => {
    if (part.startsWith("**")) return html("strong", {}, part.slice(2, -2));
    if (part.startsWith("`")) return html("code", {}, part.slice(1, -1));
    if (part.startsWith("$")) return variable(part.slice(1, -1));
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    return link ? html("a", { href: link[2] }, link[1]) : part;
  });
}

/** @param {string} name such as `w_1` */
function variable(name) {
  const [base, index] = name.split("_");
  return html("var", {}, base, index !== undefined && html("sub", {}, index));
}

/**
 * A paragraph of {@link rich} text.
 *
 * @param {string} text
 * @param {Record<string, unknown>} [attributes]
 */
export function paragraph(text, attributes = {}) {
  return html("p", attributes, ...rich(text));
}

let identifiers = 0;

/** An id that no other element has. */
export function uniqueId() {
  identifiers += 1;
  return `u${identifiers}`;
}
