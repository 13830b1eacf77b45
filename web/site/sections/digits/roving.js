// One stop of the Tab key for a whole grid of buttons, in which the arrow keys go about.

/**
 * @param {HTMLElement} grid what holds the buttons
 * @param {() => HTMLElement[]} items row by row
 * @param {() => number} columns
 */
export function roving(grid, items, columns) {
  /** @param {HTMLElement} chosen */
  function mark(chosen) {
    for (const item of items()) item.tabIndex = item === chosen ? 0 : -1;
  }
  grid.addEventListener("focusin", ({ target }) => {
    const item = items().find((candidate) => candidate === target);
    if (item) mark(item);
  });
  grid.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const across = columns();
    const row = at - (at % across);
    /** @type {Record<string, number>} */
    const targets = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - across,
      ArrowDown: at + across,
      Home: row,
      End: Math.min(row + across, all.length) - 1,
    };
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  });
  return {
    /** After other buttons have come in: which of them the Tab key stops at. @param {number} [index] */
    reset(index = 0) {
      const all = items();
      if (all.length > 0) mark(all[Math.min(index, all.length - 1)]);
    },
  };
}
