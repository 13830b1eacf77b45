// What a section shows, as values that are in the link and can be undone.

/**
 * How a value is written into a link and read from it; `read` gives `undefined` for what it does not know.
 *
 * @template T
 * @typedef {{ initial: T, read(text: string): T | undefined, write(value: T): string }} Codec
 */

/** @typedef {Record<string, Codec<any>>} Schema */
/**
 * @template {Schema} S
 * @typedef {{ [K in keyof S]: S[K] extends Codec<infer T> ? T : never }} Values
 */

/**
 * A number within bounds.
 *
 * @param {number} initial
 * @param {{ min?: number, max?: number, integer?: boolean }} [bounds]
 * @returns {Codec<number>}
 */
export function number(initial, { min = -Infinity, max = Infinity, integer = false } = {}) {
  return {
    initial,
    read(text) {
      const value = Number(text);
      if (text.trim() === "" || !Number.isFinite(value)) return undefined;
      const bounded = Math.min(Math.max(value, min), max);
      return integer ? Math.round(bounded) : bounded;
    },
    write: shortest,
  };
}

/**
 * Numbers separated by commas.
 *
 * @param {number[]} initial
 * @param {{ min?: number, max?: number, least?: number, most?: number }} [bounds] of each, and how many
 * @returns {Codec<number[]>}
 */
export function numbers(initial, { min = -Infinity, max = Infinity, least = 0, most = 10000 } = {}) {
  return {
    initial,
    read(text) {
      const values = text === "" ? [] : text.split(",").map(Number);
      const fits = values.length >= least && values.length <= most && values.every(Number.isFinite);
      return fits ? values.map((value) => Math.min(Math.max(value, min), max)) : undefined;
    },
    write: (values) => values.map(shortest).join(","),
  };
}

/**
 * One of several words.
 *
 * @template {string} T
 * @param {T} initial
 * @param {readonly T[]} options
 * @returns {Codec<T>}
 */
export function choice(initial, options) {
  return { initial, read: (text) => options.find((option) => option === text), write: (value) => value };
}

/**
 * Yes or no.
 *
 * @param {boolean} initial
 * @returns {Codec<boolean>}
 */
export function flag(initial) {
  return { initial, read: (text) => (text === "1" ? true : text === "0" ? false : undefined), write: (value) => (value ? "1" : "0") };
}

/**
 * Any text of at most this many characters.
 *
 * @param {string} initial
 * @param {number} [longest]
 * @returns {Codec<string>}
 */
export function word(initial, longest = 200) {
  return { initial, read: (text) => (text.length <= longest ? text : undefined), write: (value) => value };
}

/** @param {number} value as short as it can be written without another value being read */
function shortest(value) {
  return String(Number(value.toPrecision(7)));
}

/** Changes that follow each other faster than this are undone together. */
const ONE_GESTURE = 600;

/** A link is written no more often than this: browsers refuse more than 100 in 30 seconds. */
const LINK_PAUSE = 350;

/**
 * @template {Schema} S
 */
export class State {
  /** @type {S} */ #schema;
  /** @type {string} */ #section;
  /** @type {Values<S>} */ #values;
  /** @type {Set<(values: Values<S>, changed: Set<keyof S>) => void>} */ #listeners = new Set();
  /** @type {Values<S>[]} */ #past = [];
  /** @type {Values<S>[]} */ #future = [];
  #lastChange = 0;
  /** @type {number | undefined} */ #timer;

  /**
   * @param {string} section its name in the link; empty for a state that is in none
   * @param {S} schema
   * @param {URLSearchParams} parameters of the link
   * @param {AbortSignal} signal of the section: once it is left, no link is written
   */
  constructor(section, schema, parameters, signal) {
    this.#schema = schema;
    this.#section = section;
    this.#values = this.#read(parameters);
    signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      this.#listeners.clear();
    });
  }

  /** @returns {Readonly<Values<S>>} */
  get values() {
    return this.#values;
  }

  /** Whether there is something to undo, or to redo. */
  get undoable() {
    return { undo: this.#past.length > 0, redo: this.#future.length > 0 };
  }

  /**
   * @param {Partial<Values<S>>} patch
   * @param {{ undoable?: boolean }} [options] false for what no one would undo, such as what is looked at
   */
  set(patch, { undoable = true } = {}) {
    const before = this.#values;
    const changed = this.#differences(before, { ...before, ...patch });
    if (changed.size === 0) return;
    if (undoable) {
      const now = performance.now();
      if (now - this.#lastChange > ONE_GESTURE || this.#past.length === 0) this.#past.push(before);
      if (this.#past.length > 200) this.#past.shift();
      this.#future = [];
      this.#lastChange = now;
    }
    this.#show({ ...before, ...patch }, changed);
  }

  undo() {
    const before = this.#past.pop();
    if (before) this.#jump(before, this.#future);
  }

  redo() {
    const after = this.#future.pop();
    if (after) this.#jump(after, this.#past);
  }

  /** Back to what the section shows at first; can be undone. */
  reset() {
    this.#lastChange = 0;
    this.set(this.#read(new URLSearchParams()));
  }

  /**
   * Takes a link's values; can be undone.
   *
   * @param {URLSearchParams} parameters
   */
  load(parameters) {
    this.#lastChange = 0;
    this.set(this.#read(parameters));
  }

  /**
   * Calls the listener now and after each change.
   *
   * @param {(values: Values<S>, changed: Set<keyof S>) => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    listener(this.#values, new Set(Object.keys(this.#schema)));
  }

  /** The part of the link behind `#`. */
  link() {
    const parameters = new URLSearchParams();
    for (const [key, codec] of Object.entries(this.#schema)) {
      const text = codec.write(this.#values[key]);
      if (text !== codec.write(codec.initial)) parameters.set(key, text);
    }
    const text = parameters.toString().replaceAll("%2C", ",");
    return text === "" ? `#${this.#section}` : `#${this.#section}?${text}`;
  }

  /**
   * @param {Values<S>} values
   * @param {Values<S>[]} other where the present values go
   */
  #jump(values, other) {
    other.push(this.#values);
    this.#lastChange = 0;
    this.#show(values, this.#differences(this.#values, values));
  }

  /**
   * @param {Values<S>} values
   * @param {Set<keyof S>} changed
   */
  #show(values, changed) {
    this.#values = values;
    for (const listener of this.#listeners) listener(values, changed);
    if (this.#section === "") return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      history.replaceState(null, "", this.link());
    }, LINK_PAUSE);
  }

  /**
   * @param {URLSearchParams} parameters
   * @returns {Values<S>}
   */
  #read(parameters) {
    const entries = Object.entries(this.#schema).map(([key, codec]) => {
      const text = parameters.get(key);
      return [key, (text === null ? undefined : codec.read(text)) ?? codec.initial];
    });
    return /** @type {Values<S>} */ (Object.fromEntries(entries));
  }

  /**
   * @param {Values<S>} before
   * @param {Values<S>} after
   * @returns {Set<keyof S>}
   */
  #differences(before, after) {
    const keys = Object.keys(this.#schema).filter((key) => {
      const { write } = this.#schema[key];
      return write(before[key]) !== write(after[key]);
    });
    return new Set(keys);
  }
}
