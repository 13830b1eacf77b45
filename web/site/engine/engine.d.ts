/** The engine behind the page: feedforward itself, compiled to WebAssembly, in a worker. */

/** Numbers in rows: `data[row * columns + column]`. */
export interface Matrix {
  rows: number;
  columns: number;
  data: Float32Array;
}

/** A dense layer: h(x · weights + bias), weights `[inputs, outputs]`. */
export interface LayerValue {
  weights: Matrix;
  bias: Float32Array;
  /** As the command knows it: `relu`, `leaky_relu(0.2)`. */
  activation: string;
}

export type OutputName = "identity" | "sigmoid" | "softmax" | "log_softmax";

/** A network as numbers, for networks small enough to be shown whole. */
export interface NetworkValue {
  layers: LayerValue[];
  output: OutputName;
}

/** A network that the engine holds, by its number. */
export interface NetworkInfo {
  id: number;
  /** The file's name, or what it was made from. */
  name: string;
  sizes: number[];
  activations: string[];
  output: OutputName;
  parameters: number;
  /** Names of the classes; empty if the file has none. */
  labels: string[];
  /** Shape of one example before it is flattened, such as [28, 28]; empty if it is not known. */
  inputShape: number[];
  /** The chain of shapes as `feedforward inspect` prints it. */
  chain: string;
  /** What the reader assumed or changed. */
  notes: string[];
  provenance: [string, string][];
  /** Format of the file, such as `safetensors`; empty for a network made in the page. */
  format: string;
}

export interface LayerTrace {
  activation: string;
  z: Matrix;
  y: Matrix;
}

export interface Trace {
  x: Matrix;
  layers: LayerTrace[];
  /** After the output function. */
  y: Matrix;
  /** The class of each row as `predict` gives it. */
  classes: Uint32Array;
}

/** One neuron's sum, written out: z = Σ x·w + b, y = h(z). */
export interface NeuronSum {
  x: Float32Array;
  weights: Float32Array;
  products: Float32Array;
  bias: number;
  z: number;
  activation: string;
  y: number;
}

/** One entry of a matrix product, written out. */
export interface EntrySum {
  left: Float32Array;
  right: Float32Array;
  products: Float32Array;
  value: number;
}

export interface ActivationInfo {
  /** With its default parameter: `leaky_relu(0.01)`. */
  name: string;
  /** Whether training can pass through it. */
  trainable: boolean;
}

export interface EngineInfo {
  version: string;
  /** The kernel that runs, such as `dense_f32_relaxed_simd`. */
  kernel: string;
  relaxedSimd: boolean;
  activations: ActivationInfo[];
  outputs: OutputName[];
  optimizers: string[];
}

/** The steps of an output function over rows of logits. */
export interface OutputSteps {
  /** The engine's answer. */
  y: Matrix;
  /** exp(a) / Σ exp(a) in f32 as written in the formula: nan where it overflows. */
  naive: Matrix;
  /** exp(a) of the naive formula. */
  exponentials: Matrix;
  /** Σ exp(a) of each row. */
  sums: Float32Array;
  /** The largest of each row, which ours subtracts. */
  maxima: Float32Array;
  /** exp(a - max). */
  shifted: Matrix;
  /** Σ exp(a - max) of each row. */
  shiftedSums: Float32Array;
}

/** A picture as the browser has it: bytes of a file (PNG, JPEG, WebP, BMP), or grey levels from a canvas. */
export type PictureSource =
  | { file: Uint8Array }
  | { width: number; height: number; gray: Uint8Array };

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface PreparedDigit {
  /** 28 x 28, 0 background, 255 ink. */
  pixels: Uint8Array;
  /** The network's input, from 0 to 1. */
  x: Float32Array;
  ink: "light" | "dark";
  box: Box;
  /** Mean thickness of its strokes in pixels of the field, before it was changed. */
  stroke: number;
  /** Null if the picture was as MNIST's and is unchanged. */
  normalized: { scale: number; thickened: number } | null;
  /** The same as one English clause. */
  preparation: string;
}

/** A digit and what a network reads in it. */
export interface ReadDigit extends PreparedDigit {
  y: Float32Array;
  class: number;
  /** False if anything speaks against the class. */
  sure: boolean;
  doubts: { kind: "unlike" | "blob" | "holes" | "wide" | "nan" | "other"; value: number; message: string }[];
}

export interface ReadPicture {
  width: number;
  height: number;
  digits: ReadDigit[];
  /** Separate marks that were taken for parts of a digit. */
  joined: number;
  leftOut: Box[];
}

export interface Evaluation {
  count: number;
  correct: number;
  accuracy: number;
  /** The class of each test digit. */
  classes: Uint32Array;
  /** The probability (or value) of that class. */
  confidence: Float32Array;
  /** counts[label * classes + class] */
  confusion: Uint32Array;
  outputsSha256: string;
  milliseconds: number;
}

/** What an answer is made of. See crate feedforward-explain. */
export interface Shares {
  /** The logit, or the difference of two. */
  value: number;
  inputs: Float32Array;
  /** What remains of the value without any input: the biases' part. */
  bias: number;
  /** For each hidden layer: the share of each neuron, and of what comes after them. */
  hidden: { neurons: Float32Array; bias: number }[];
  exact: boolean;
  method: string;
  /** What the shares of the inputs and the bias miss the value by. */
  residual: number;
}

export interface Flip {
  /** The class after the change. */
  class: number;
  x: Float32Array;
  /** Inputs on the way: first the original, last the flipped. */
  path: Matrix;
  /** The class at each row of the path. */
  classes: Uint32Array;
  /** Euclidean. */
  distance: number;
  largestChange: number;
  changed: number;
}

export interface Neighbour {
  /** Of the test set. */
  index: number;
  distance: number;
  label: number;
}

/** What happens to the answer without each neuron of a layer. */
export interface Effects {
  /** logits `[neurons, outputs]` */
  logits: Matrix;
  y: Matrix;
  classes: Uint32Array;
}

/** Drawn about in the square from -1 to 1, classes 0 and 1 in turn; points of a file stay as they are. */
export type PointsKind = "circle" | "xor" | "blobs" | "spiral" | "moons";

/** Points of the plane with a class each. */
export interface Points {
  x: Matrix;
  labels: Uint32Array;
  classes: number;
  /** The name of each class: what the file said, or "0" and "1". */
  names: string[];
}

export interface OptimizerValue {
  name: string;
  momentum?: number;
}

export interface SessionOptions {
  /** Sizes of all layers, inputs first, outputs last; the hidden ones get `activation`. */
  sizes: number[];
  activation: string;
  /** Or a network to begin with, instead of a random one. */
  network?: NetworkValue;
  output: OutputName;
  seed: number;
  optimizer: OptimizerValue;
  learningRate: number;
  weightDecay: number;
  batch: number;
  /** `digits`: the first 9,000 test digits, the last 1,000 to measure; or points. */
  /**
   * `validation`: how many points are set aside at random to measure with, or below 1 the share of them.
   * With the same seed, options and points, `feedforward::training::train` learns the same weights to the bit.
   */
  data: { kind: "digits"; augment: boolean } | { kind: "points"; points: Points; validation: number };
}

/** What may change while it learns. */
export interface SessionChange {
  learningRate?: number;
  weightDecay?: number;
  batch?: number;
  optimizer?: OptimizerValue;
}

export interface Grid {
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** Points per side, at the centres of as many cells; row 0 is the top. */
  size: number;
}

export interface Surface {
  /** y `[size*size, outputs]` */
  y: Matrix;
  classes: Uint32Array;
  /** h(z) of each hidden layer `[size*size, neurons]`; empty unless asked for. */
  hidden: Matrix[];
}

export interface SessionFrame {
  step: number;
  epoch: number;
  /** Examples learned from so far. */
  seen: number;
  /** Mean loss of the steps of this call (of the last call with steps), each measured before it was learned from; NaN before the first. */
  loss: number;
  /** Over all training and validation examples, after the steps; NaN unless `measure` was asked for, and if there are none. */
  trainingLoss: number;
  validationLoss: number;
  trainingAccuracy: number;
  validationAccuracy: number;
  /** Null while all is well; else why it stopped. The weights are those before the step; `layer` is counted from 0, -1 for none. */
  fault: { kind: "not_finite" | "refused"; message: string; layer: number } | null;
  milliseconds: number;
  network?: NetworkValue;
  surface?: Surface;
  /** Of the last step of this call, one for each layer; missing if it had none. */
  gradients?: { weights: Matrix; bias: Float32Array }[];
  /** The change of the weights by the last step. */
  updates?: { weights: Matrix; bias: Float32Array }[];
}

/** What a frame should hold besides the numbers. */
export interface FrameWishes {
  steps: number;
  network?: boolean;
  surface?: Grid & { hidden: boolean };
  gradients?: boolean;
  /** Measure over all examples (dear for digits). */
  measure?: boolean;
}

export class EngineError extends Error {
  /**
   * Stable. `option`: an argument of another kind or out of its range; `shape`: arrays that do not fit together;
   * `file`: no file of weights, or a damaged one; `picture`: no picture that can be read; `no_digit`: a picture
   * without ink; `points`: no csv of points; `fetch`: a file of `data/` could not be loaded; `internal`: the
   * engine stopped and was started again, without the networks and sessions that it held.
   */
  kind: string;
  constructor(kind: string, message: string);
}

export interface Engine {
  info: EngineInfo;
  /** Milliseconds that the last finished call took inside the worker. */
  readonly lastMilliseconds: number;
  /** How often the engine stopped and was started again. */
  readonly restarts: number;

  // Small things, as numbers.
  activation(name: string, z: Float32Array): Promise<{ y: Float32Array; derivative: Float32Array }>;
  /** Fails with kind `shape` if the inner sizes differ. */
  product(left: Matrix, right: Matrix): Promise<Matrix>;
  entry(left: Matrix, right: Matrix, row: number, column: number): Promise<EntrySum>;
  outputSteps(name: OutputName, logits: Matrix): Promise<OutputSteps>;
  forward(network: NetworkValue, x: Matrix): Promise<Trace>;
  /** Layers without an activation between them as one. */
  collapse(network: NetworkValue): Promise<NetworkValue>;
  surface(network: NetworkValue, grid: Grid & { hidden: boolean }): Promise<Surface>;

  // Networks that the engine holds.
  /** The same network at every call; `close` leaves it open. */
  builtIn(): Promise<NetworkInfo>;
  open(name: string, bytes: Uint8Array, options?: { hidden?: string; output?: string; transpose?: string }): Promise<NetworkInfo>;
  create(name: string, network: NetworkValue): Promise<NetworkInfo>;
  value(id: number): Promise<NetworkValue>;
  /** safetensors, as the command writes it. */
  save(id: number): Promise<Uint8Array>;
  close(id: number): Promise<void>;
  predict(id: number, x: Matrix): Promise<{ y: Matrix; classes: Uint32Array }>;
  trace(id: number, x: Matrix): Promise<Trace>;
  /** Layers and neurons are counted from 0. */
  neuron(id: number, x: Float32Array, layer: number, neuron: number): Promise<NeuronSum>;
  /** Weights from a neuron of a hidden layer (or an input: layer -1) to the next layer. */
  outgoing(id: number, layer: number, neuron: number): Promise<Float32Array>;
  /** A copy in which neurons of a hidden layer give a fixed value. */
  hold(id: number, neurons: { layer: number; neuron: number; value: number }[]): Promise<NetworkInfo>;

  // Digits.
  testSet(): Promise<{ count: number; labels: Uint8Array }>;
  /** pixels `[indices.length, 784]`, 0 to 255 */
  testDigits(indices: number[]): Promise<Uint8Array>;
  evaluate(id: number, batch: number): Promise<Evaluation>;
  /** How long all test digits take in batches of this size. */
  time(id: number, batch: number): Promise<{ milliseconds: number; digits: number }>;
  readPicture(id: number, picture: PictureSource, ink?: "light" | "dark"): Promise<ReadPicture>;

  // Why.
  /** `against` another class: of the difference of the two logits. `method`: `exact`, `integrated_gradients` or `rescale`. */
  shares(id: number, x: Float32Array, of: number, against?: number): Promise<Shares>;
  /** Pixels stay in their range. Null if no change was found. */
  flip(id: number, x: Float32Array, to?: number): Promise<Flip | null>;
  /** Hidden layers are counted from 0, as for `effects`. */
  nearest(id: number, x: Float32Array, layer: number, count: number): Promise<Neighbour[]>;
  effects(id: number, x: Float32Array, layer: number): Promise<Effects>;

  // Learning.
  points(kind: PointsKind, options: { count: number; noise: number; seed: number }): Promise<Points>;
  readPoints(name: string, bytes: Uint8Array): Promise<Points>;
  startSession(options: SessionOptions): Promise<{ session: number; network: NetworkValue | null; examples: number; validation: number }>;
  runSession(session: number, wishes: FrameWishes): Promise<SessionFrame>;
  changeSession(session: number, change: SessionChange): Promise<void>;
  /** Goes on learning from these weights; sizes, activations and output are those of the session. */
  setSessionNetwork(session: number, network: NetworkValue): Promise<void>;
  /** One step back, of the last 100 (fewer for large networks: 24 MB); false if there is none. */
  sessionBack(session: number): Promise<boolean>;
  /** To the very weights, order and random numbers it began with; rate, batch and optimiser stay as they are. */
  resetSession(session: number): Promise<void>;
  /** The network learned so far, as one that the engine holds. */
  sessionNetwork(session: number, name: string): Promise<NetworkInfo>;
  endSession(session: number): Promise<void>;
}

/** Starts the engine: the build with relaxed SIMD where the browser takes it. */
export function openEngine(): Promise<Engine>;
