/** @type {typeof import("../en/perceptron.js").text} */
export const text = {
  lead: "",
};
