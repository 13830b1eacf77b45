// Starts a built engine in Node: the same files that a browser fetches.
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';

// Newer versions take relaxed SIMD without it.
setFlagsFromString('--experimental-wasm-relaxed-simd');

export const site = process.env.FEEDFORWARD_SITE ? new URL(`file://${process.env.FEEDFORWARD_SITE}/`) : new URL('../../site/', import.meta.url);
export const bytesOf = async (path) => new Uint8Array(await readFile(new URL(path, site)));

/** Both modules, by name: a function that does one call, of a picture's file by way of its grey levels. */
export async function engines() {
  const engines = {};
  const pictures = await import(new URL('engine/pictures.js', site));
  pictures.initSync({ module: await bytesOf('engine/pictures.wasm') });
  pictures.start();
  for (const name of ['engine', 'engine_relaxed']) {
    const module = await bytesOf(`engine/${name}.wasm`);
    if (!WebAssembly.validate(module)) {
      console.log(`${name}.wasm is skipped: this Node does not know relaxed SIMD`);
      continue;
    }
    // With the module's name, so that each has bindings of its own.
    const bindings = await import(`${new URL('engine/bindings.js', site)}?${name}`);
    bindings.initSync({ module });
    bindings.start(1);
    engines[name] = (call, ...values) => {
      if (call === 'readPicture' && values[1].file) values[1] = pictures.grayLevels(values[1].file);
      return bindings.call(call, values);
    };
    engines[name]('loadTestSet', await bytesOf('data/t10k-images-idx3-ubyte.gz'),
      await bytesOf('data/t10k-labels-idx1-ubyte.gz'));
  }
  return engines;
}
