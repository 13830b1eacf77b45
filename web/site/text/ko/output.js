/** @type {typeof import("../en/output.js").text} */
export const text = {
  lead: "",
};
