// One session of learning in the engine: requests in their order, frames while it plays.

/** @typedef {import("../../engine/engine.d.ts").Engine} Engine */
/** @typedef {import("../../engine/engine.d.ts").SessionFrame} SessionFrame */
/** @typedef {import("../../engine/engine.d.ts").SessionOptions} SessionOptions */
/** @typedef {import("../../engine/engine.d.ts").SessionChange} SessionChange */
/** @typedef {import("../../engine/engine.d.ts").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.d.ts").FrameWishes} FrameWishes */

/**
 * What a session starts with: the network that a reset goes back to is in the options, or random.
 *
 * @typedef {{ options: SessionOptions, now: NetworkValue | undefined, step: number }} Beginning
 */

/** How long the worker may compute in one frame of the screen, in milliseconds. */
const FRAME_WORK = 10;
/** Between two frames where motion is unwelcome. */
const CALM_PAUSE = 500;

/**
 * @param {object} options
 * @param {Engine} options.engine
 * @param {AbortSignal} options.signal
 * @param {(steps: number) => FrameWishes} options.wishes of a frame with so many steps
 * @param {(frame: SessionFrame, step: number) => void} options.onFrame with the number of steps since the start
 * @param {(playing: boolean) => void} options.onPlaying
 * @param {(reason: unknown) => void} options.onRefusal the engine does not take what it was asked for
 */
export function createSession({ engine, signal, wishes, onFrame, onPlaying, onRefusal }) {
  /** @type {number | undefined} */
  let session;
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();
  let generation = 0;
  let playing = false;
  let busy = false;
  /** What has to be added to the engine's count of steps. */
  let offset = 0;
  let shown = 0;
  let steps = 1;
  let last = 0;
  /** Steps in a frame of the screen; undefined for as many as fit. @type {number | undefined} */
  let pace;
  let owed = 0;

  signal.addEventListener("abort", () => {
    playing = false;
    generation += 1;
    const closing = session;
    session = undefined;
    if (closing !== undefined) void queue.then(() => engine.endSession(closing)).catch(() => undefined);
  });

  /**
   * Runs a task after those before it, unless the section was left or another start came meanwhile.
   *
   * @template T
   * @param {(session: number) => Promise<T>} task
   * @returns {Promise<T | undefined>}
   */
  function enqueue(task) {
    const mine = generation;
    const result = queue.then(() => (mine === generation && session !== undefined ? task(session) : undefined));
    queue = result.catch(() => undefined);
    return result.catch((reason) => {
      if (mine === generation && !signal.aborted) {
        pause();
        onRefusal(reason);
      }
      return undefined;
    });
  }

  /**
   * @param {FrameWishes} asked
   * @param {number} [step] where the count of steps is now, if it was changed from outside
   */
  async function show(asked, step) {
    const mine = generation;
    const frame = await enqueue((id) => engine.runSession(id, asked));
    if (!frame || mine !== generation || signal.aborted) return undefined;
    if (step !== undefined) offset = step - frame.step;
    shown = frame.step + offset;
    if (frame.fault) pause();
    onFrame(frame, shown);
    return frame;
  }

  /** @param {number} now */
  function tick(now) {
    if (!playing || signal.aborted) return;
    requestAnimationFrame(tick);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (busy || (calm && now - last < CALM_PAUSE)) return;
    const frames = calm ? CALM_PAUSE / (1000 / 60) : 1;
    last = now;
    if (pace !== undefined) {
      owed += pace * frames;
      steps = Math.floor(owed);
      owed -= steps;
      if (steps === 0) return;
    }
    busy = true;
    void show(wishes(steps)).then((frame) => {
      busy = false;
      if (!frame || pace !== undefined) return;
      const fit = FRAME_WORK * (calm ? 8 : 1);
      if (frame.milliseconds < 0.7 * fit) steps = Math.min(Math.ceil(steps * 1.3), 5000);
      else if (frame.milliseconds > fit) steps = Math.max(Math.floor((steps * fit) / frame.milliseconds), 1);
    });
  }

  function play() {
    if (playing || signal.aborted) return;
    playing = true;
    steps = 1;
    owed = 0;
    last = -Infinity;
    onPlaying(true);
    requestAnimationFrame(tick);
  }

  function pause() {
    if (!playing) return;
    playing = false;
    onPlaying(false);
  }

  return {
    get playing() {
      return playing;
    },
    /** Steps since the start, as last drawn. */
    get step() {
      return shown;
    },
    get open() {
      return session !== undefined;
    },
    play,
    pause,
    /** @param {number | undefined} next steps in a frame of the screen; undefined for as many as fit */
    setPace(next) {
      pace = next;
    },
    /**
     * Ends the session and begins another; of several in quick succession the last counts.
     *
     * @param {Beginning} beginning
     * @returns {Promise<{ network: NetworkValue | null, examples: number, validation: number } | undefined>}
     */
    async start({ options, now, step }) {
      generation += 1;
      const mine = generation;
      busy = false;
      /** @type {Awaited<ReturnType<Engine["startSession"]>> | undefined} */
      let started;
      const work = queue.then(async () => {
        if (mine !== generation) return;
        if (session !== undefined) await engine.endSession(session);
        session = undefined;
        if (mine !== generation) return;
        started = await engine.startSession(options);
        if (signal.aborted) {
          await engine.endSession(started.session);
          return;
        }
        session = started.session;
        if (now) await engine.setSessionNetwork(session, now);
      });
      queue = work.catch(() => undefined);
      try {
        await work;
      } catch (reason) {
        if (mine === generation && !signal.aborted) {
          pause();
          onRefusal(reason);
        }
        return undefined;
      }
      if (mine !== generation || !started) return undefined;
      await show(wishes(0), step);
      return started;
    },
    /** Ends the session without another. */
    stop() {
      pause();
      generation += 1;
      busy = false;
      const closing = session;
      session = undefined;
      if (closing !== undefined) queue = queue.then(() => engine.endSession(closing)).catch(() => undefined);
    },
    /** One step, with its gradients and changes. */
    async one() {
      pause();
      return show({ ...wishes(1), gradients: true });
    },
    /** @returns {Promise<boolean>} whether there was a step to go back */
    async back() {
      pause();
      const before = shown;
      const done = await enqueue((id) => engine.sessionBack(id));
      if (done) await show(wishes(0), Math.max(before - 1, 0));
      return done === true;
    },
    async reset() {
      await enqueue((id) => engine.resetSession(id));
      await show(wishes(0), 0);
    },
    /** @param {SessionChange} change */
    change: (change) => enqueue((id) => engine.changeSession(id, change)),
    /** @param {NetworkValue} network */
    async setNetwork(network) {
      const step = shown;
      await enqueue((id) => engine.setSessionNetwork(id, network));
      await show(wishes(0), step);
    },
    /** The same state drawn again. */
    redraw: () => show(wishes(0)),
    /**
     * The network as it is now, held by the engine until the caller closes it.
     *
     * @param {string} name
     */
    network: (name) => enqueue((id) => engine.sessionNetwork(id, name)),
  };
}
