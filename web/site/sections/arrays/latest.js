// One request at a time, and the newest wins.

/**
 * A function that does `work`; called while the work is under way, it does it once more afterwards, so
 * that what is drawn last is what was asked for last.
 *
 * @param {() => Promise<void>} work
 * @returns {() => void}
 */
export function latest(work) {
  let running = false;
  let again = false;
  async function run() {
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = false;
    }
  }
  return () => {
    if (running) again = true;
    else void run();
  };
}
