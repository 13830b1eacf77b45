/** @type {typeof import("../en/layers.js").text} */
export const text = {
  lead: "",
};
