// @ts-check
// The worker in which the engine runs: one call a message, in the order in which they come.
import init, { call, start } from './bindings.js';
import initPictures, { grayLevels, start as startPictures } from './pictures.js';

/** A function with `f32x4.relaxed_madd`, which browsers without relaxed SIMD refuse. */
const RELAXED_SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0,
  65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 11,
]);

/** Calls that need the test digits; `startSession` does where it learns from digits. */
const OF_TEST_SET = new Set(['testSet', 'testDigits', 'evaluate', 'time', 'nearest']);

/** @type {Promise<unknown> | undefined} */
let testSet;
/** @type {Promise<Uint8Array> | undefined} */
let builtIn;
/** @type {Promise<void> | undefined} */
let pictures;

/**
 * The bytes of a file in `data/`.
 * @param {string} name
 */
async function data(name) {
  const url = new URL(`../data/${name}`, import.meta.url);
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw { kind: 'fetch', message: `data/${name} could not be loaded (${reason}): check the connection and try again` };
  }
}

async function loadTestSet() {
  const files = await Promise.all([
    data('t10k-images-idx3-ubyte.gz'), data('t10k-labels-idx1-ubyte.gz'),
  ]);
  call('loadTestSet', files);
}

/** The module that reads files of pictures, which most visits do without. */
async function loadPictures() {
  try {
    await initPictures({ module_or_path: new URL('pictures.wasm', import.meta.url) });
    startPictures();
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw { kind: 'fetch', message: `engine/pictures.wasm could not be loaded (${reason}): check the connection and try again` };
  }
}

/**
 * Fetches what a call needs, once: its arguments.
 * @param {string} name
 * @param {any[]} values
 */
async function prepare(name, values) {
  if (name === 'builtIn') {
    builtIn ??= data('digits.safetensors');
    try {
      return [await builtIn];
    } catch (error) {
      builtIn = undefined;
      throw error;
    }
  }
  if (isPictureFile(name, values)) {
    try {
      pictures ??= loadPictures();
      await pictures;
    } catch (error) {
      pictures = undefined;
      throw error;
    }
    return values;
  }
  try {
    testSet ??= loadTestSet();
    await testSet;
  } catch (error) {
    testSet = undefined;
    throw error;
  }
  return values;
}

/**
 * @param {string} name
 * @param {any[]} values
 */
function needsFile(name, values) {
  return name === 'builtIn' || OF_TEST_SET.has(name)
    || (name === 'startSession' && values[0]?.data?.kind === 'digits')
    || isPictureFile(name, values);
}

/**
 * @param {string} name
 * @param {any[]} values
 */
function isPictureFile(name, values) {
  return name === 'readPicture' && values[1]?.file instanceof Uint8Array;
}

/**
 * Does one call; what it needs is there.
 * @param {string} name
 * @param {any[]} values
 */
function run(name, values) {
  if (!isPictureFile(name, values)) return call(name, values);
  const [id, { file }, ...others] = values;
  return call(name, [id, grayLevels(file), ...others]);
}

/** @param {number} first */
async function begin(first) {
  const name = WebAssembly.validate(RELAXED_SIMD) ? 'engine_relaxed.wasm' : 'engine.wasm';
  await init({ module_or_path: new URL(name, import.meta.url) });
  start(first);
  return call('info', []);
}

/**
 * The buffers of an answer, which are handed over instead of copied.
 * @param {any} answer
 * @param {ArrayBuffer[]} found
 */
function buffers(answer, found = []) {
  if (ArrayBuffer.isView(answer)) found.push(/** @type {ArrayBuffer} */ (answer.buffer));
  else if (answer && typeof answer === 'object') {
    for (const part of Object.values(answer)) buffers(part, found);
  }
  return found;
}

/** @param {any} error */
function failure(error) {
  if (error && typeof error.kind === 'string') return { ...error, fatal: false };
  // Whatever else is thrown has left the engine in no state to go on.
  const panic = /** @type {any} */ (globalThis).enginePanic;
  return { kind: 'internal', message: `The engine stopped: ${panic ?? error}`, fatal: true };
}

self.addEventListener('message', async ({ data: { id, name, values } }) => {
  let started = performance.now();
  const since = () => performance.now() - started;
  try {
    if (name !== 'start' && needsFile(name, values)) {
      values = await prepare(name, values);
      started = performance.now();
    }
    const answer = name === 'start' ? await begin(values[0]) : run(name, values);
    self.postMessage({ id, answer, milliseconds: since() }, { transfer: buffers(answer) });
  } catch (error) {
    self.postMessage({ id, error: failure(error), milliseconds: since() });
  }
});
