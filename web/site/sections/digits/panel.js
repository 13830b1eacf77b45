// The interface of the panels below the core of the section.

/**
 * A panel is a module `sections/digits/NAME.js` that exports `mountPanel`. It is called once, when its place
 * is opened for the first time. `isOpen` says whether the place is open: nothing is computed while it is not,
 * and `onOpen` tells when it is opened again.
 *
 * @typedef {object} Place
 * @property {HTMLElement} root where the panel puts its elements; title and summary are there already
 * @property {() => boolean} isOpen
 * @property {(listener: () => void) => void} onOpen
 */

/** @typedef {typeof import("../../text/en/digits-panels.js").text} PanelText */
/** @typedef {(place: Place, digits: import("./context.js").Digits, text: PanelText) => void | Promise<void>} MountPanel */

export {};
