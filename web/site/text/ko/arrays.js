/** @type {typeof import("../en/arrays.js").text} */
export const text = {
  lead: "",
};
