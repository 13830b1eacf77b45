/** @type {typeof import("../en/digits-panels.js").text} */
export const text = {};
