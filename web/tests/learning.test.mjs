// Learning: every set of points below a loss of 0.05, the same seed to the same end, digits to 95 %.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";

/** @type {Browser} */
let browser;
before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

for (const kind of ["circle", "xor", "blobs", "spiral", "moons"]) {
  test(`the points of ${kind} are learned to a loss below 0.05, twice to the same bits`, () =>
    browser.visit({}, async (page) => {
      const runs = await page.evaluate(async (kind) => {
        const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
        const engine = await openEngine();
        const runs = [];
        for (let run = 0; run < 2; run++) {
          const points = await engine.points(kind, { count: 200, noise: 0.05, seed: 1 });
          const { session } = await engine.startSession({
            sizes: [2, 16, 16, points.classes], activation: "tanh", output: "softmax", seed: 3, optimizer: { name: "adam" },
            learningRate: 0.01, weightDecay: 0, batch: 20, data: { kind: "points", points, validation: 0 },
          });
          let frame;
          for (let turn = 0; turn < 60; turn++) {
            frame = await engine.runSession(session, { steps: 100, measure: true, network: true });
            if (frame.fault || frame.trainingLoss < 0.05) break;
          }
          runs.push({ loss: frame.trainingLoss, fault: frame.fault, step: frame.step, weights: [...frame.network.layers[0].weights.data] });
          await engine.endSession(session);
        }
        return runs;
      }, kind);
      assert.equal(runs[0].fault, null);
      assert.ok(runs[0].loss < 0.05, `${kind}: a loss of ${runs[0].loss} after ${runs[0].step} steps`);
      assert.deepEqual(runs[1], runs[0]);
    }));
}

test("784-50-100-10 learns the digits in the page to 95 %", () =>
  browser.visit({}, async (page) => {
    const { accuracy, step } = await page.evaluate(async () => {
      const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
      const engine = await openEngine();
      const { session } = await engine.startSession({
        sizes: [784, 50, 100, 10], activation: "relu", output: "softmax", seed: 1, optimizer: { name: "adam" },
        learningRate: 0.001, weightDecay: 0, batch: 100, data: { kind: "digits", augment: true },
      });
      let frame;
      do {
        frame = await engine.runSession(session, { steps: 90, measure: true });
      } while (!frame.fault && frame.validationAccuracy < 0.95 && frame.step < 5000);
      return { accuracy: frame.validationAccuracy, step: frame.step };
    });
    assert.ok(accuracy >= 0.95, `${accuracy} after ${step} steps`);
  }));

test("a rate that is too high stops with the reason, and the way back leads to the same weights", () =>
  browser.visit({}, async (page) => {
    const { fault, before, after } = await page.evaluate(async () => {
      const { openEngine } = await import(new URL("../engine/engine.js", location.href).href);
      const engine = await openEngine();
      const points = await engine.points("circle", { count: 100, noise: 0, seed: 1 });
      const options = {
        sizes: [2, 4, points.classes], activation: "relu", output: "softmax", seed: 1, optimizer: { name: "sgd" },
        learningRate: 0.1, weightDecay: 0, batch: 10, data: { kind: "points", points, validation: 0.2 },
      };
      const { session } = await engine.startSession(options);
      const weights = (/** @type {any} */ frame) => [...frame.network.layers[0].weights.data];
      const before = weights(await engine.runSession(session, { steps: 0, network: true }));
      await engine.runSession(session, { steps: 20 });
      await engine.resetSession(session);
      const after = weights(await engine.runSession(session, { steps: 0, network: true }));
      await engine.changeSession(session, { learningRate: 1e30 });
      let frame;
      for (let turn = 0; turn < 20 && !frame?.fault; turn++) frame = await engine.runSession(session, { steps: 50 });
      return { fault: frame.fault, before, after };
    });
    assert.deepEqual(after, before);
    assert.equal(fault?.kind, "not_finite");
    assert.ok(fault.message.length > 20, fault.message);
  }));
