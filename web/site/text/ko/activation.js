/** @type {typeof import("../en/activation.js").text} */
export const text = {
  lead: "",
};
