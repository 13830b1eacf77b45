/**
 * @typedef {object} Sum
 * @property {string} terms such as `0.5·1 + 0.5·1 − 0.7`
 * @property {string} z
 * @property {boolean} above whether z > 0
 * @property {string} y
 */

export const text = {
  lead: "A perceptron multiplies each input by a **weight**, adds a **bias**, and answers 1 if the sum is above 0, otherwise 0. Where the sum is 0, there is a straight line in the plane. **Drag the line** by ✥, turn it by ↻, or move the sliders, and watch which truth tables light up.",
  goal: "Gate to build",
  wanted: "want",
  right: "right",
  wrong: "wrong",
  met: "met",
  ofFour: (/** @type {number} */ count) => `${count} of 4`,
  tables: "Truth tables",
  plane: "Plane of x₁ and x₂",
  planeLabel: (/** @type {string} */ gate, /** @type {string} */ rows, /** @type {number} */ count) => `Plane of x₁ and x₂. Wanted is ${gate}; ${count} of 4 points are right. ${rows}`,
  planeRow: (/** @type {string} */ x, /** @type {string} */ given, /** @type {number} */ wanted) => `${x} gives ${given}, wanted ${wanted}.`,
  hiddenPlane: "After the first layer: the plane of its two signals",
  hiddenNote: "The first layer has moved the points: (1, 0) and (0, 1) now lie on the same place. Here **one** straight line is enough.",
  hiddenNoteOther: "This is what the output neuron sees: where the first layer puts each of the four points.",
  legend: { one: "y = 1", zero: "y = 0", round: "● 1 is wanted", square: "■ 0 is wanted", inside: "in the point: the answer given" },
  move: (/** @type {string} */ name) => `Move the line${name && ` of ${name}`} (changes b)`,
  turn: (/** @type {string} */ name) => `Turn the line${name && ` of ${name}`} (changes w₁ and w₂)`,
  describe: (/** @type {string} */ w1, /** @type {string} */ w2, /** @type {string} */ b) => `w₁ = ${w1}, w₂ = ${w2}, b = ${b}`,
  noLine: (/** @type {string} */ y) => `Both weights are 0: there is no line, the bias alone decides, and every point gives ${y}.`,
  sameSide: (/** @type {string} */ y) => `The line does not pass between the points: all four lie on the side of ${y}.`,
  activation: "Activation $h$",
  activations: { step: "step", sigmoid: "sigmoid" },
  soft: "With the sigmoid the border is soft: a small change of a weight changes the answer a little, and that is what learning uses. An answer above 0.5 counts as 1.",
  neuronNames: ["neuron 1", "neuron 2", "output neuron"],
  neuron: (/** @type {string} */ name, /** @type {string | undefined} */ gate) => (gate ? `${name}: ${gate}` : name),
  times: "All numbers",
  by: { ten: "× 10", tenth: "÷ 10", minus: "× (−1)" },
  inputs: "Inputs ($x_1$, $x_2$)",
  again: "▶ Send the signals",
  diagramTitle: "The neuron",
  diagram: "Diagram of the neuron",
  diagramLabel: (/** @type {string} */ words) => `Diagram of the neuron. ${words}`,
  sum: {
    step: (/** @type {Sum} */ { terms, z, above, y }) => `${terms} = **${z}** ${above ? ">" : "≤"} 0 → **${y}**`,
    sigmoid: (/** @type {Sum} */ { terms, z, above, y }) => `${terms} = **${z}**, sigmoid(${z}) = **${y}** ${above ? "> 0.5 → 1" : "≤ 0.5 → 0"}`,
  },
  zero: "The sum is exactly 0: this point lies on the line, and 0 is not above 0.",
  rounding: "This point lies on the line. The sum misses 0 only by rounding (32-bit numbers), so take a line that keeps a distance.",
  verdict: {
    met: (/** @type {string} */ gate) => `**${gate} is met.** All four rows are right.`,
    open: (/** @type {string} */ gate, /** @type {number} */ count) => `${gate}: **${count} of 4** rows are right.`,
    also: (/** @type {string} */ gate) => ` What you have now is ${gate}.`,
  },
  xor: (/** @type {number} */ count) => `**One neuron cannot do XOR**: no straight line has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other. At best 3 of 4 rows are right; now it is ${count}.`,
  addLayer: "Add a layer (2-2-1)",
  xorMet: "**XOR is met, with two layers.** It is 1 where NAND and OR both are 1: the strip between the two lines.",
  xorMetOther: "**XOR is met by two layers.** Two neurons share what one line cannot do.",
  removeLayer: "Back to one neuron",
  said: (/** @type {string} */ gate) => `${gate} is met.`,
  saidOpen: (/** @type {string} */ gate, /** @type {number} */ count) => `${gate}: ${count} of 4 rows are right.`,
  table: { header: ["x₁", "x₂", "z", "y", "wanted"], hidden: ["x₁", "x₂", "y of neuron 1", "y of neuron 2", "z", "y", "wanted"] },
  tasks: [
    { task: "The line now makes AND. Change only the bias until OR lights up. What happens with b = −1.2?", answer: "With b = −0.2 it is OR: a single input brings 0.5, and 0.5 − 0.2 is above 0. With b = −1.2 the answer is always 0, because both inputs together bring only 1." },
    { task: "Press “Start over” to be back at AND, then × 10: what changes? Press ÷ 10 and then × (−1): what has become of AND?", answer: "With × 10 nothing: the sum is ten times as large, but its sign is the same. So weights that do the same are never unique. With × (−1) the sign turns over, and AND becomes NAND." },
    { task: "Choose XOR and try to get all four rows right. Then add a layer, and choose each of the four rows.", answer: "One line reaches 3 of 4 at best. Two lines do it: NAND and OR each draw one, and the output neuron says 1 only between them. This is what layers are for." },
    { task: "Build XOR in two layers as “OR, but not AND”. Which numbers does the output neuron need?", answer: "Neuron 1 as OR: 0.5, 0.5, −0.2. Neuron 2 as AND: 0.5, 0.5, −0.7. The output neuron counts OR for and AND against: 0.5, −0.5, −0.2." },
    { task: "Set up XOR in two layers and choose the sigmoid. Does it still work? Then press × 10.", answer: "With these small numbers it does not: all sums are near 0, where the sigmoid is near 0.5. Ten times as large, the sigmoid is nearly a step, and XOR is met again." },
  ],
};
