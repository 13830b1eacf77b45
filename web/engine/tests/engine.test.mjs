// The committed modules, with the bits of the native build: `node --test web/engine/tests/`. With the
// environment's OUTPUTS_SHA256, which `feedforward evaluate --json` prints, the outputs are compared with that.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { bytesOf, engines, site } from './engine.mjs';

const OUTPUTS = process.env.OUTPUTS_SHA256
  || 'cf75d1446dce84491134add0def3185d7633784eefd52105404526fd279bbb92';
const golden = async (name) =>
  (await readFile(new URL(`${name}.sha256`, import.meta.url), 'utf8')).trim();
const crate = async (path) => new Uint8Array(await readFile(new URL(`../../../crates/${path}`, import.meta.url)));
const refused = (kind, message) => (error) => {
  assert.equal(error.kind, kind, JSON.stringify(error));
  assert.match(error.message, message);
  return true;
};

test('the built files are those that built.json names', async () => {
  const built = JSON.parse(await readFile(new URL('engine/built.json', site), 'utf8'));
  for (const name of ['engine.wasm', 'engine_relaxed.wasm', 'bindings.js', 'pictures.wasm', 'pictures.js']) {
    const found = createHash('sha256').update(await bytesOf(`engine/${name}`)).digest('hex');
    assert.equal(found, built[name], `${name}: run web/engine/build.sh`);
  }
});

for (const [name, call] of Object.entries(await engines())) {
  const builtIn = call('builtIn', await bytesOf('data/digits.safetensors'));

  test(`${name}: the kernel is the module's own`, () => {
    const { kernel, relaxedSimd, activations } = call('info');
    const relaxed = name === 'engine_relaxed';
    assert.equal(relaxedSimd, relaxed);
    // A processor without fused multiply-adds takes the other kernel in either module.
    if (!relaxed) assert.equal(kernel, 'dense_f32_simd128');
    assert.equal(activations.length, 17);
  });

  test(`${name}: the outputs over all test digits are the command's`, () => {
    for (const batch of [1, 100, 10_000]) {
      const evaluation = call('evaluate', builtIn.id, batch);
      assert.equal(evaluation.outputsSha256, OUTPUTS);
      assert.equal(evaluation.correct, 9890);
      assert.equal(evaluation.confusion.reduce((sum, count) => sum + count), 10_000);
    }
  });

  test(`${name}: exclusive or is learned to the bits of the native build`, async () => {
    const points = call('points', 'xor', { count: 200, noise: 0.05, seed: 7 });
    const { session } = call('startSession', {
      sizes: [2, 8, 2], activation: 'tanh', output: 'softmax', seed: 1,
      optimizer: { name: 'adam' }, learningRate: 0.05, weightDecay: 0, batch: 10,
      data: { kind: 'points', points, validation: 0 },
    });
    // In several calls, which learn what one does.
    for (const steps of [1, 399, 600]) call('runSession', session, { steps });
    const { network, step } = call('runSession', session, { steps: 0, network: true });
    assert.equal(step, 1000);
    const hash = createHash('sha256');
    for (const { weights, bias } of network.layers) {
      for (const { buffer } of [weights.data, bias]) hash.update(new Uint8Array(buffer));
    }
    assert.equal(hash.digest('hex'), await golden('xor'));
    call('endSession', session);
  });

  test(`${name}: pictures are prepared and read with the bits of the native build`, async () => {
    const hash = createHash('sha256');
    const names = ['7_ink_on_paper.png', '5_photo.jpg', '6_photo.webp', '6_small.bmp', '8_noisy_paper.png'];
    for (const picture of names) {
      const file = await crate(`digits/tests/pictures/${picture}`);
      for (const { pixels, y } of call('readPicture', builtIn.id, { file }).digits) {
        hash.update(pixels).update(new Uint8Array(y.buffer));
      }
    }
    assert.equal(hash.digest('hex'), await golden('pictures'));
  });

  test(`${name}: what is no whole picture is refused`, async () => {
    const read = (file) => () => call('readPicture', builtIn.id, { file });
    assert.throws(read(new TextEncoder().encode('no picture')), refused('picture', /expected/));
    assert.throws(read(new Uint8Array()), refused('picture', /expected/));
    const whole = await crate('digits/tests/pictures/5_photo.jpg');
    assert.throws(read(whole.slice(0, whole.length / 2)), refused('picture', /cut|ends|bytes/));
  });

  test(`${name}: files of every kind are opened, and a broken one is refused`, async () => {
    const files = ['files/tests/golden/np1-network-p4-C-f4.pkl', 'files/tests/golden/np1-stored.npz'];
    const formats = [];
    for (const path of files) {
      const info = call('open', path, await crate(path));
      formats.push(info.format);
      assert.ok(info.sizes.length > 1 && info.chain.includes('W1'), JSON.stringify(info));
      call('close', info.id);
    }
    assert.equal(new Set(formats).size, 2, String(formats));
    const whole = await bytesOf('data/digits.safetensors');
    const copy = call('open', 'copy', whole);
    assert.deepEqual(call('save', copy.id), whole);
    assert.throws(() => call('open', 'cut', whole.slice(0, 5000)), refused('file', /cut short|bytes/));
    assert.throws(() => call('open', 'none', new Uint8Array()), refused('file', /empty|found/));
    call('close', copy.id);
    assert.throws(() => call('value', copy.id), refused('option', /there is no network/));
  });

  test(`${name}: an answer is explained`, () => {
    const pixels = call('testDigits', [0]);
    const x = Float32Array.from(pixels, (pixel) => pixel / 255);
    const { layers } = call('trace', builtIn.id, { rows: 1, columns: 784, data: x });
    const logits = layers[2].y.data;
    const shares = call('shares', builtIn.id, x, 7);
    const sum = shares.inputs.reduce((sum, share) => sum + share, shares.bias);
    assert.ok(shares.exact && Math.abs(sum - logits[7]) < 1e-4, `${sum} ${logits[7]}`);
    const flip = call('flip', builtIn.id, x, 1);
    const { classes } = call('predict', builtIn.id, { rows: 1, columns: 784, data: flip.x });
    assert.deepEqual([flip.class, classes[0]], [1, 1]);
    assert.deepEqual(call('nearest', builtIn.id, x, 1, 3)[0], { index: 0, distance: 0, label: 7 });
    const { y } = call('effects', builtIn.id, x, 0);
    const held = call('hold', builtIn.id, [{ layer: 0, neuron: 4, value: 0 }]);
    const without = call('trace', held.id, { rows: 1, columns: 784, data: x });
    assert.deepEqual(without.y.data, y.data.slice(40, 50));
    assert.equal(without.layers[0].y.data[4], 0);
  });

  test(`${name}: what is no argument is refused with its place`, () => {
    const matrix = (rows, columns) => ({ rows, columns, data: new Float32Array(rows * columns) });
    assert.throws(() => call('product', matrix(2, 3), matrix(2, 2)), refused('shape', /columns on the left \(3\)/));
    assert.throws(() => call('activation', 'rellu', new Float32Array(1)), refused('option', /relu/));
    assert.throws(() => call('forward', { layers: [{}] }, matrix(1, 1)), refused('option', /network\.layers\[0\]\.bias/));
    assert.throws(() => call('trace', builtIn.id, matrix(1, 3)), refused('shape', /784/));
    assert.throws(() => call('nothing'), refused('option', /no call 'nothing'/));
  });
}
