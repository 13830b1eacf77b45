// A network that one section passes on to the next, such as one that has just learned digits.

/** @typedef {import("../engine/engine.d.ts").NetworkInfo} NetworkInfo */

/** @type {NetworkInfo | undefined} */
let waiting;

/**
 * Passes a network on. It belongs to whoever takes it, who closes it in the end.
 *
 * @param {NetworkInfo} network
 */
export function passNetwork(network) {
  waiting = network;
}

/** The network that was passed on, once. */
export function takeNetwork() {
  const network = waiting;
  waiting = undefined;
  return network;
}
