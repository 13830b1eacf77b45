// What a network reads in all test digits, asked once for each network.

/** @typedef {import("../../engine/engine.d.ts").Engine} Engine */
/** @typedef {import("../../engine/engine.d.ts").Evaluation} Evaluation */

/** @type {WeakMap<Engine, Map<number, Promise<Evaluation>>>} */
const known = new WeakMap();

/** Of so many networks the evaluations are kept. */
const KEPT = 8;

/**
 * @param {Engine} engine
 * @param {number} id of the network
 * @returns {Promise<Evaluation>}
 */
export function evaluation(engine, id) {
  let ofEngine = known.get(engine);
  if (!ofEngine) known.set(engine, (ofEngine = new Map()));
  const found = ofEngine.get(id);
  if (found) return found;
  const asked = engine.evaluate(id, 100);
  const all = ofEngine;
  all.set(id, asked);
  asked.catch(() => all.delete(id));
  for (const oldest of all.keys()) {
    if (all.size <= KEPT) break;
    all.delete(oldest);
  }
  return asked;
}
