// Runs the module in Node: `node run.mjs MODULE MODEL PIXELS SHA256`. Exits with 1 if the outputs have
// another SHA-256, or the kernels differ from the reference.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [path, model, pixels, expected] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(path));
// What dependencies import for browsers is never called here.
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  (imports[from] ??= {})[name] = () => { throw new Error(`${from}.${name} was called`); };
}
const { exports } = new WebAssembly.Instance(module, imports);

const text = (length) => Buffer.from(exports.memory.buffer, exports.text(), length).toString();
for (const file of [model, pixels]) {
  const bytes = readFileSync(file);
  const address = exports.buffer(bytes.length);
  new Uint8Array(exports.memory.buffer, address, bytes.length).set(bytes);
}
const count = readFileSync(pixels).length / (28 * 28);
exports.load();
const name = text(exports.kernel_name());

let failed = false;
const sha256 = (outputs) => {
  const bytes = Buffer.from(exports.memory.buffer, outputs, count * 10 * 4);
  return createHash('sha256').update(bytes).digest('hex');
};
for (const batch of [1, 100]) {
  let outputs;
  let fastest = Infinity;
  // The first round is where the engine compiles.
  for (let round = 0; round < 3; round++) {
    const before = performance.now();
    for (let start = 0; start < count; start += batch) {
      outputs = exports.predict(start, Math.min(batch, count - start));
    }
    fastest = Math.min(fastest, performance.now() - before);
  }
  const found = sha256(outputs);
  const each = (fastest / count * 1000).toFixed(1);
  console.log(`outputs ${found}  ${name} in Node, batch ${batch}: ${each} µs a digit`);
  if (found !== expected) {
    console.log(`not the bits of this machine: ${expected}`);
    failed = true;
  }
}
const difference = exports.differences(1, 60);
if (difference > 0) {
  console.log(`not the bits of the reference: ${text(difference)}`);
  failed = true;
}
process.exit(failed ? 1 : 0);
