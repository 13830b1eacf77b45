// What the factors and the product are called.

/** @typedef {{ left: string, right: string, product: string }} Names */

/**
 * @param {"matrices" | "layer"} as
 * @returns {Names}
 */
export function namesOf(as) {
  return as === "layer" ? { left: "X", right: "W", product: "Y" } : { left: "A", right: "B", product: "C" };
}
