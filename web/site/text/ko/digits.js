/** @type {typeof import("../en/digits.js").text} */
export const text = {
  lead: "",
};
