// A network that learns digits in the worker: its settings, its turns, and the course that is drawn.

/** @typedef {import("../../engine/engine.d.ts").SessionFrame} SessionFrame */
/** @typedef {import("../../engine/engine.d.ts").LayerValue} LayerValue */
/** @typedef {import("../list.js").Context} Context */

/**
 * @typedef {object} Settings
 * @property {number[]} hidden sizes of the hidden layers
 * @property {string} activation
 * @property {boolean} augment
 * @property {number} seed
 * @property {string} optimizer
 * @property {number} learningRate
 * @property {number} batch
 */

/** @typedef {{ step: number, epochs: number, loss: number }} Turn the mean loss of the steps since the turn before */
/**
 * @typedef {object} Measured
 * @property {number} step
 * @property {number} epochs
 * @property {number} trainingLoss
 * @property {number} validationLoss
 * @property {number} trainingAccuracy
 * @property {number} validationAccuracy
 */

/** @typedef {"session" | "turn" | "measured" | "state" | "fault"} Change */

/** Digits to learn from, as the engine parts the 10,000. */
export const EXAMPLES = 9000;

/** @type {Readonly<Settings>} */
export const DEFAULTS = { hidden: [50, 100], activation: "relu", augment: true, seed: 1, optimizer: "adam", learningRate: 0.002, batch: 20 };

/** What begins anew, where it is changed; the rest changes on the way. @type {readonly (keyof Settings)[]} */
const FIRST = ["hidden", "activation", "augment", "seed"];

/** Milliseconds of steps in one turn of the worker. */
const TURN = 30;
/** Milliseconds between measurements within an epoch, which take about a tenth of a second each; early on there are more. */
const MEASURED_AFTER = 700;
/** Milliseconds between pictures where motion is to be reduced. */
const CALM = 500;
/** More points than these of a curve are thinned. */
const MOST_POINTS = 600;

/** The session and what is known of it. A part subscribes, and asks for a change by the methods. */
export class Lesson {
  /** @type {Settings} */ settings = { ...DEFAULTS };
  /** The engine's number of the session; null before it is there. @type {number | null} */ session = null;
  /** @type {SessionFrame | null} */ frame = null;
  /** The first layer as it is now. @type {LayerValue | null} */ first = null;
  /** @type {Turn[]} */ turns = [];
  /** @type {Measured[]} */ measured = [];
  /** Examples that the engine learns from in a second; 0 before the first. */
  speed = 0;
  isPlaying = false;
  /** Why it stopped. @type {{ kind: string, message: string } | null} */ fault = null;

  /** @type {Set<(changed: Change) => void>} */ #listeners = new Set();
  /** One thing after the other. @type {Promise<void>} */ #queue = Promise.resolve();
  /** Counted up whenever what is under way should end. */ #wish = 0;
  #stepMilliseconds = 4;

  /** @param {Context} page */
  constructor(page) {
    this.page = page;
    this.engine = page.engine;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    page.signal.addEventListener("abort", () => {
      this.#wish += 1;
      this.#end();
    });
  }

  /** @param {(changed: Change) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** Sizes of all layers. */
  get sizes() {
    return [784, ...this.settings.hidden, 10];
  }

  /** Digits that were learned from. */
  get seen() {
    return this.frame?.seen ?? 0;
  }

  /** Begins a session with these settings. */
  start() {
    return this.#then(async () => {
      this.#end();
      const { activation, augment, seed, optimizer, learningRate, batch } = this.settings;
      const started = await this.engine.startSession({
        sizes: this.sizes, activation, output: "softmax", seed, optimizer: { name: optimizer }, learningRate, weightDecay: 0, batch,
        data: { kind: "digits", augment },
      });
      this.session = started.session;
      if (this.page.signal.aborted) return this.#end();
      await this.#begin();
    });
  }

  /** Back to the weights and the order that it began with. */
  reset() {
    if (this.session === null) return this.start();
    return this.#then(async () => {
      if (this.session !== null) await this.engine.resetSession(this.session);
      await this.#begin();
    });
  }

  /**
   * Learns until `pause`, or so far.
   *
   * @param {"on" | "epoch" | "step"} goal
   */
  async play(goal) {
    if (this.session === null) await this.start();
    const wish = ++this.#wish;
    this.isPlaying = true;
    this.#clearFault();
    this.#tell("state");
    await this.#add(() => this.#learn(goal, wish));
  }

  /** Resolves when the step that is under way is done. */
  pause() {
    this.#wish += 1;
    this.isPlaying = false;
    this.#tell("state");
    return this.#queue;
  }

  /**
   * Other settings: the session goes on by them, or begins anew.
   *
   * @param {Partial<Settings>} patch
   */
  async set(patch) {
    this.settings = { ...this.settings, ...patch };
    const keys = /** @type {(keyof Settings)[]} */ (Object.keys(patch));
    if (this.session === null || keys.some((key) => FIRST.includes(key))) return this.start();
    const { optimizer, learningRate, batch } = this.settings;
    this.#clearFault();
    try {
      // At once, between two turns of a course that goes on.
      await this.engine.changeSession(this.session, { optimizer: { name: optimizer }, learningRate, batch });
    } catch (reason) {
      this.#fail(reason);
    }
  }

  /** The network as it is now; whoever asks closes it. @param {string} name */
  async network(name) {
    if (this.session === null) throw new Error("no session");
    return this.engine.sessionNetwork(this.session, name);
  }

  /** What begins a course anew. @param {() => Promise<void>} work */
  #then(work) {
    this.#wish += 1;
    this.isPlaying = false;
    this.#tell("state");
    return this.#add(work);
  }

  /** @param {() => Promise<void>} work */
  #add(work) {
    this.#queue = this.#queue.then(async () => {
      if (this.page.signal.aborted) return;
      try {
        await work();
      } catch (reason) {
        this.#fail(reason);
      }
    });
    return this.#queue;
  }

  #end() {
    if (this.session !== null) void this.engine.endSession(this.session).catch(() => {});
    this.session = null;
  }

  /** A fault of the engine, such as a size that it refuses. @param {unknown} reason */
  #fail(reason) {
    if (this.page.signal.aborted) return;
    const { kind = "internal", message } = /** @type {{ kind?: string, message: string }} */ (reason instanceof Error ? reason : { message: String(reason) });
    // A worker that was started again knows no session of before.
    if (kind === "internal") this.session = null;
    this.#stop({ kind, message });
  }

  /** @param {{ kind: string, message: string }} fault */
  #stop(fault) {
    this.fault = fault;
    this.isPlaying = false;
    this.#tell("fault");
    this.#tell("state");
  }

  #clearFault() {
    if (this.fault === null) return;
    this.fault = null;
    this.#tell("fault");
  }

  /** The course before the first step. */
  async #begin() {
    this.turns = [];
    this.measured = [];
    this.speed = 0;
    this.#clearFault();
    await this.#measure();
    this.#tell("session");
  }

  async #measure() {
    if (this.session === null) return;
    const frame = await this.engine.runSession(this.session, { steps: 0, measure: true, network: true });
    if (this.page.signal.aborted) return;
    this.#take(frame);
    const { step, trainingLoss, validationLoss, trainingAccuracy, validationAccuracy } = frame;
    if (this.measured.at(-1)?.step === step) return;
    this.measured.push({ step, epochs: frame.seen / EXAMPLES, trainingLoss, validationLoss, trainingAccuracy, validationAccuracy });
    if (this.measured.length > MOST_POINTS) this.measured = this.measured.filter((_, index) => index % 2 === 0 || index === this.measured.length - 1);
    this.#tell("measured");
  }

  /** @param {SessionFrame} frame */
  #take(frame) {
    this.frame = frame;
    this.first = frame.network?.layers[0] ?? this.first;
  }

  /** @param {"on" | "epoch" | "step"} goal @param {number} wish */
  async #learn(goal, wish) {
    let [measuredAt, drawnAt] = [performance.now(), 0];
    let isDone = false;
    while (!isDone && wish === this.#wish && !this.page.signal.aborted && this.session !== null) {
      const now = performance.now();
      const draws = !this.calm.matches || now - drawnAt >= CALM;
      const { steps, endsEpoch } = this.#turn(goal);
      const before = this.seen;
      const frame = await this.engine.runSession(this.session, { steps, network: draws });
      if (this.page.signal.aborted) return;
      this.#note(frame, frame.seen - before, steps);
      const isEnd = endsEpoch && frame.seen % EXAMPLES === 0;
      isDone = frame.fault !== null || goal === "step" || (goal === "epoch" && isEnd);
      const isFar = frame.step >= 5 + 1.5 * (this.measured.at(-1)?.step ?? 0);
      const isTime = performance.now() - measuredAt > MEASURED_AFTER;
      // What is measured is drawn.
      if (isDone || (draws && (isTime || isEnd || isFar))) {
        await this.#measure();
        measuredAt = performance.now();
        drawnAt = now;
      } else if (draws) {
        drawnAt = now;
        this.#tell("turn");
      }
      if (frame.fault) return this.#stop(frame.fault);
      await nextFrame();
    }
    if (wish !== this.#wish) {
      await this.#measure();
      return;
    }
    this.isPlaying = false;
    this.#tell("state");
  }

  /** How many steps come next: about a turn's worth, and none beyond the epoch. @param {"on" | "epoch" | "step"} goal */
  #turn(goal) {
    const left = EXAMPLES - (this.seen % EXAMPLES);
    const remaining = Math.ceil(left / this.settings.batch);
    // Few at first, so that the beginning, when most happens, is seen.
    const gentle = 1 + Math.floor((this.frame?.step ?? 0) / 40);
    const wanted = goal === "step" ? 1 : Math.max(Math.min(Math.floor(TURN / this.#stepMilliseconds), gentle), 1);
    const steps = Math.min(wanted, remaining);
    return { steps, endsEpoch: steps === remaining };
  }

  /** @param {SessionFrame} frame @param {number} examples @param {number} steps */
  #note(frame, examples, steps) {
    this.#take(frame);
    if (examples === 0) return;
    // Slowly, so that one slow turn does not change the next ones much.
    this.#stepMilliseconds = Math.max(this.#stepMilliseconds * 0.7 + (frame.milliseconds / steps) * 0.3, 0.02);
    const speed = (examples * 1000) / Math.max(frame.milliseconds, 0.1);
    this.speed = this.speed === 0 ? speed : this.speed * 0.9 + speed * 0.1;
    this.turns.push({ step: frame.step, epochs: frame.seen / EXAMPLES, loss: frame.loss });
    if (this.turns.length > MOST_POINTS) this.turns = halved(this.turns);
  }

  /** @param {Change} change */
  #tell(change) {
    if (this.page.signal.aborted) return;
    for (const listener of this.#listeners) listener(change);
  }
}

/**
 * Two turns as one, with the mean of their losses by their steps.
 *
 * @param {readonly Turn[]} turns
 * @returns {Turn[]}
 */
function halved(turns) {
  return turns.flatMap((turn, index) => {
    if (index % 2 === 0) return index === turns.length - 1 ? [turn] : [];
    const [start, middle] = [turns[index - 2]?.step ?? 0, turns[index - 1].step];
    const share = (middle - start) / (turn.step - start);
    return [{ ...turn, loss: turns[index - 1].loss * share + turn.loss * (1 - share) }];
  });
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
