/** @type {typeof import("../en/learning.js").text} */
export const text = {
  lead: "",
};
