/**
 * Wraps asynchronous `work` so that one run is in flight and the newest wish wins: a call made during a run starts one more
 * run after it, with what is then current, however many calls there were. `work` reads the state itself when it starts; it is
 * told by `isStale()` whether a newer call waits, so that it need not draw an answer that is about to be replaced.
 *
 * @param {(isStale: () => boolean) => Promise<void>} work
 * @param {AbortSignal} [signal] ends it: no run starts after it is aborted
 * @returns {() => Promise<void>} resolves when nothing is left to run
 */
export function latest(work, signal) {
  let isWanted = false;
  /** @type {Promise<void> | undefined} */
  let running;

  const isStale = () => isWanted || signal?.aborted === true;

  const loop = async () => {
    while (isWanted && signal?.aborted !== true) {
      isWanted = false;
      await work(isStale);
    }
  };

  return () => {
    isWanted = true;
    running ??= loop().finally(() => {
      running = undefined;
    });
    return running;
  };
}
