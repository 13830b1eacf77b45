export const text = {
  title: "Handwritten digits, learned here",
  lead: "Now the network of the digits section, from random weights, in this tab. It learns from the first **9,000** of MNIST's 10,000 test digits and is measured on the other **1,000**, which it never learns from: these 10,000 are all that this page carries. Press **Learn**, and watch noise turn into shapes.",

  now: "Learning",
  play: "Learn",
  pause: "Pause",
  goOn: "Learn on",
  oneEpoch: "One epoch",
  oneStep: "One step",
  reset: "Back to the same start",
  ofMeasured: "of the 1,000 digits are read right",
  epochs: "Epochs",
  steps: "Steps",
  batchLoss: "Loss of the last batches",
  speed: "Images per second",
  /** @param {number} percent @param {string} epochs @param {string} steps */
  reached: (percent, epochs, steps) => `${percent} % after ${epochs} ${epochs === "1" ? "epoch" : "epochs"} (${steps} steps).`,
  /** @param {string} epochs @param {string} accuracy */
  saidPaused: (epochs, accuracy) => `Paused after ${epochs} epochs: ${accuracy} of the 1,000 digits.`,
  stopped: "It stopped.",
  /** @param {string} rate */
  notFinite: (rate) => `The numbers grew beyond what an f32 holds. The weights are those before this step. Choose a learning rate below ${rate} and go on, or go back to the start.`,
  again: "Press **Learn** to begin again.",
  otherFault: "Change the setting that the message names, then press **Learn**.",

  weights: "Weights of the first layer",
  /** @param {number} count @param {number} step */
  weightsLabel: (count, step) => `Weights of ${count} neurons as pictures of 28 by 28, after step ${step}: blue above 0, orange below.`,
  /** @param {number} shown @param {number} all @param {boolean} isHidden */
  weightsWords: (shown, all, isHidden) => `${shown === all ? `One picture for each of the ${all} ${isHidden ? "neurons" : "outputs, 0 to 9"}` : `One picture for each of the first ${shown} of ${all} neurons`}: one pixel for each of its 784 weights.`,
  /** @param {string} limit */
  legend: (limit) => `−${limit} to +${limit}`,
  weightsHelp: "Blue: ink there makes z larger (+). Orange: ink there makes it smaller (−). At the rim there is hardly ever any ink, so those weights stay as random as they began.",
  weightsTable: "The weights as a table",
  weightCaption: "The first layer: smallest and largest weight of each neuron, and their pixels",
  weightHeader: ["Neuron", "Bias", "Smallest", "At", "Largest", "At"],
  /** @param {number} row @param {number} column */
  place: (row, column) => `row ${row}, column ${column}`,

  course: "The course so far",
  keyMeasured: "the 1,000, never learned from",
  keyLearned: "the 9,000 that it learns from",
  keyTurns: "the batches, as they come",
  loss: "Loss",
  accuracy: "Accuracy (dotted: 95 %)",
  courseTable: "The course as a table",
  courseCaption: "Measured after these steps",
  /** @param {number} every */
  courseCaptionThinned: (every) => `Measured after these steps: one of ${every} measurements`,
  courseHeader: ["Step", "Epochs", "Loss, 9,000", "Loss, 1,000", "Accuracy, 9,000", "Accuracy, 1,000"],
  /** @param {string} step @param {string} learned @param {string} measured */
  lossLabel: (step, learned, measured) => `Loss over the steps. After step ${step}: ${learned} on the 9,000, ${measured} on the 1,000.`,
  /** @param {string} step @param {string} learned @param {string} measured */
  accuracyLabel: (step, learned, measured) => `Accuracy over the steps. After step ${step}: ${learned} on the 9,000, ${measured} on the 1,000.`,

  how: "How it learns",
  onTheWay: "These change on the way. A new optimizer comes with a learning rate that suits it.",
  optimizer: "Optimizer",
  rate: "Learning rate",
  batch: "Batch",
  anew: "These begin anew, from random weights.",
  hidden: "Hidden layers",
  /** @param {number} layers @param {number} neurons */
  hiddenHelp: (layers, neurons) => `such as 50-100; empty for none; up to ${layers} layers of 1 to ${neurons}`,
  activation: "Activation",
  augment: "Augmentation: each digit a little turned, moved and scaled, another way each time",
  /** @param {number} seed */
  seed: (seed) => `Seed ${seed}`,
  newSeed: "New seed",

  askTitle: "Ask it, at any moment",
  askLead: "Draw a digit, before it has learned, while it learns, or when you have paused it. The network answers as it is now, and its answer changes as it learns.",
  answer: "Its answer now",
  bars: "Probability of each class",
  drawHere: "Draw a digit on the paper.",
  /** @param {string} step */
  askedAt: (step) => `The network after step ${step}`,
  networkName: "learned in the page",

  take: "Take it with you",
  lookInside: "Look inside it in the digits section",
  save: "Save it as a file",
  /** @param {string} file */
  saved: (file) => `Saved as ${file}.`,
  commands: "The file is an ordinary safetensors file. The command reads it, and so do Python and PyTorch:",
  evaluateCommand: "feedforward evaluate mine.safetensors",
  honest: "This measures all 10,000 test digits, 9,000 of which it has learned from: it flatters. The honest number is the large one above. For a network that has seen none of the 10,000, let the command learn from MNIST's 60,000 training digits. It reaches 98.9 %:",
  trainCommand: "feedforward dataset download\nfeedforward train -o mine.safetensors\nfeedforward evaluate mine.safetensors",
  tasks: [
    {
      task: "Switch augmentation off, press **Learn**, and wait for 30 epochs. What do the two lines of accuracy do?",
      answer: "The line of the 9,000 goes almost to 100 %, the line of the 1,000 hardly rises any more, and its loss even grows: the network begins to memorise its examples. This is **overfitting**. Augmentation makes the examples a little different each time, so that there is less to memorise: after 30 epochs the 1,000 are then at 96 to 97 %.",
    },
    {
      task: "Empty the field **Hidden layers**, and learn. What do the ten pictures show?",
      answer: "Without a hidden layer, each output has one picture of its own: blue where its digit has ink, orange where only others have. You can nearly read them. It comes to about 90 %: one picture is not enough for all the ways to write a 4.",
    },
    {
      task: "Choose **sgd** and the learning rate 1000. Then 0.0001.",
      answer: "With 1000, every step leaps over the goal, and the numbers soon are useless or not numbers at all: then learning stops, and says why. With 0.0001, it goes the right way, too slowly to be seen.",
    },
  ],
};
