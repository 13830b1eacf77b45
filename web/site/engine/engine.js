// Replaced by the engine's own client.
/** @typedef {import("./engine.d.ts").Engine} Engine */
/** @returns {Promise<Engine>} */
export function openEngine() {
  return Promise.reject(new Error("not built"));
}
