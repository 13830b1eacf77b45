// The losses of a training so far. Long trainings keep every second, fourth, ... measurement.

const ROOM = 2048;

export function createHistory() {
  const step = new Float64Array(ROOM);
  const training = new Float64Array(ROOM);
  const validation = new Float64Array(ROOM);
  const trainingAccuracy = new Float64Array(ROOM);
  const validationAccuracy = new Float64Array(ROOM);
  const series = [step, training, validation, trainingAccuracy, validationAccuracy];
  const history = {
    length: 0,
    step,
    training,
    validation,
    trainingAccuracy,
    validationAccuracy,
    clear() {
      history.length = 0;
    },
    /**
     * Adds a measurement; those of this step or later ones are forgotten, as after a step back.
     *
     * @param {number} at
     * @param {import("../../engine/engine.d.ts").SessionFrame} frame
     */
    add(at, frame) {
      while (history.length > 0 && step[history.length - 1] >= at) history.length -= 1;
      if (history.length === ROOM) {
        for (const values of series) for (let index = 0; index < ROOM / 2; index += 1) values[index] = values[2 * index];
        history.length = ROOM / 2;
      }
      step[history.length] = at;
      training[history.length] = frame.trainingLoss;
      validation[history.length] = frame.validationLoss;
      trainingAccuracy[history.length] = frame.trainingAccuracy;
      validationAccuracy[history.length] = frame.validationAccuracy;
      history.length += 1;
    },
  };
  return history;
}

/** @typedef {ReturnType<typeof createHistory>} History */
