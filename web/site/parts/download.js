// A file that the page made, to the browser to keep.

import { html } from "./dom.js";

/** How long the browser has to fetch the file. */
const PATIENCE = 10_000;

/**
 * @param {Blob | Uint8Array} content
 * @param {string} name
 */
export function download(content, name) {
  const blob = content instanceof Blob ? content : new Blob([/** @type {BlobPart} */ (content)]);
  const address = URL.createObjectURL(blob);
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
}
