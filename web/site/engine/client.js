// @ts-check
// The page's side of the engine: each call is one message to the worker and one back.

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {{ kind: string, message: string, fatal: boolean }} Failure */
/** @typedef {{ id: number, answer?: any, error?: Failure, milliseconds: number }} Reply */
/** @typedef {{ resolve: (answer: any) => void, reject: (error: Error) => void }} Waiting */

/** Why a call failed: `kind` is a stable code, `message` a sentence in English. */
export class EngineError extends Error {
  /** @param {string} kind @param {string} message */
  constructor(kind, message) {
    super(message);
    this.name = 'EngineError';
    this.kind = kind;
  }
}

/** Every call that goes to the worker as it is. */
const CALLS = [
  'activation', 'product', 'entry', 'outputSteps', 'forward', 'collapse', 'surface',
  'builtIn', 'open', 'create', 'value', 'save', 'close', 'predict', 'trace', 'neuron', 'outgoing', 'hold',
  'testSet', 'testDigits', 'evaluate', 'time', 'readPicture',
  'shares', 'flip', 'nearest', 'effects',
  'points', 'readPoints', 'startSession', 'runSession', 'changeSession', 'setSessionNetwork',
  'sessionBack', 'resetSession', 'sessionNetwork', 'endSession',
];

/** How many networks and sessions each start of the worker may number. */
const NUMBERS = 1_000_000;

class Client {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #next = 1;
  /** @type {Promise<import('./engine.js').EngineInfo> | undefined} */
  #starting;
  lastMilliseconds = 0;
  restarts = 0;

  /** Starts a worker, or one again after the last one broke. */
  start() {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const reason = event.message ? `: ${event.message}` : '';
      this.#fail(`The engine could not be loaded${reason}`);
      worker.terminate();
    });
    this.#worker = worker;
    // Numbers of an engine that is gone mean nothing to the next one.
    this.#starting = this.#send('start', [1 + this.restarts * NUMBERS]);
    return this.#starting;
  }

  /**
   * @param {string} name
   * @param {any[]} values
   */
  async call(name, values) {
    await this.#starting;
    return this.#send(name, values);
  }

  /**
   * @param {string} name
   * @param {any[]} values
   * @returns {Promise<any>}
   */
  #send(name, values) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      try {
        this.#worker?.postMessage({ id, name, values });
      } catch (error) {
        this.#waiting.delete(id);
        reject(new EngineError('option', `${name}: ${error}`));
      }
    });
  }

  /** @param {Reply} reply */
  #receive({ id, answer, error, milliseconds }) {
    this.lastMilliseconds = milliseconds;
    if (error?.fatal) {
      this.#worker?.terminate();
      this.#fail(`${error.message}. It was started again; the networks and sessions that it held are gone.`);
      this.restarts += 1;
      this.start().catch(() => {});
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new EngineError(error.kind, error.message));
    else waiting?.resolve(answer);
  }

  /** @param {string} message */
  #fail(message) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new EngineError('internal', message));
  }
}

/**
 * Starts the engine: the build with relaxed SIMD where the browser takes it.
 * @returns {Promise<Engine>}
 */
export async function openEngine() {
  const client = new Client();
  const info = await client.start();
  /** @type {Record<string, any>} */
  const engine = {
    info,
    get lastMilliseconds() { return client.lastMilliseconds; },
    get restarts() { return client.restarts; },
  };
  for (const name of CALLS) {
    engine[name] = (/** @type {any[]} */ ...values) => client.call(name, values);
  }
  return /** @type {Engine} */ (/** @type {unknown} */ (engine));
}
