export const text = {
  lead: "Draw a digit below, and **784-50-100-10** neurons read it while you draw. Every cell is a neuron that you can open: what it looks for, how its sum comes about, where it sends its signal. The built-in network learned from 60,000 handwritten digits, none of them yours, so it can be fooled: try.",
  draw: "Draw",
  paper: "Paper to draw on: arrow keys move, space puts the pen down and lifts it, E erases.",
  paperRole: "paper",
  /** @param {string} what */
  shows: (what) => `It shows ${what}.`,
  /** @param {number} index */
  testDigit: (index) => `test digit ${index}`,
  picture: "a picture",
  /** @param {string} digit */
  drawn: (digit) => `a drawing that is read as ${digit}`,
  blank: "nothing yet",
  drawHere: "Draw here: the example disappears.",
  drawNow: "Draw a digit.",
  /** @param {string} answer */
  readAs: (answer) => `→ ${answer}`,
  tool: "Tool",
  pen: "Pen",
  eraser: "Eraser",
  penWidth: "Pen width",
  undoStroke: "Undo stroke",
  clear: "Clear",
  byKeys: "Drawing by keys",
  keys: "Go to the paper with Tab. **Arrows** move the cursor, with Shift in longer steps. **Space** puts the pen down and lifts it, **E** does the same with the eraser. **U** takes back the last stroke, **C** clears the paper.",
  cursor: { no: "Pen up", pen: "Pen down: the arrows draw", eraser: "Eraser down: the arrows erase" },

  examples: "Or begin with",
  number: "Test digit",
  before: "The test digit before",
  after: "The next test digit",
  random: "A random one",
  wrong: "One that it reads wrong",
  searching: "Reading all 10,000 …",
  /** @param {string} count */
  wrongOf: (count) => `It reads ${count} of 10,000 wrong; again for the next one.`,
  noWrong: "This network reads every test digit right.",
  openPicture: "A picture or photograph",
  camera: "Take a photograph",
  pictureHelp: "PNG, JPEG, WebP or BMP; you can also drop it on the page or paste it. Several digits in one picture are all read.",
  strip: "Digits in this picture",
  /** @param {number} number @param {string} digit */
  stripDigit: (number, digit) => `Digit ${number}, read as ${digit}`,
  /** @param {number} count */
  joined: (count) => (count === 1 ? "One separate mark was taken for a part of a digit." : `${count} separate marks were taken for parts of digits.`),
  /** @param {number} count */
  leftOut: (count) => (count === 1 ? "One mark was left out: too small for a digit." : `${count} marks were left out: too small for digits.`),

  seen: "What it sees",
  seenLabel: "The 28 x 28 pixels that the network gets. The dashed frame is 20 x 20.",
  seenNumbers: "The pixels as numbers",
  seenCaption: "The 784 inputs, from 0 (background) to 1 (ink)",
  showNumbers: "Numbers",
  whatWasDone: "What was done",
  nothingYet: "Nothing is drawn yet.",
  asItWas: "Nothing: it is one of MNIST's own pictures. Each pixel was divided by 255.",
  asMnist: "Nothing: it was prepared as MNIST's pictures are. Each pixel was divided by 255.",
  inkDark: "turned to light ink on black",
  inkLight: "light ink on dark: kept as it is",
  /** @param {number} width @param {number} height */
  cropped: (width, height) => `cropped to ${width} × ${height} pixels`,
  /** @param {string} scale */
  scaled: (scale) => `scaled to ${scale} of its size, to fit into 20 × 20`,
  /** @param {string} pixels */
  thickened: (pixels) => `strokes thickened by ${pixels} pixels`,
  /** @param {string} pixels */
  thinned: (pixels) => `strokes thinned by ${pixels} pixels`,
  /** @param {string} pixels */
  keptThickness: (pixels) => `strokes ${pixels} pixels thick: kept`,
  centred: "moved so that its centre of mass is in the middle",
  divided: "each pixel divided by 255",
  seenHelp: "This is all that the network knows of your digit: 784 numbers, row after row.",

  /** @param {number} layer */
  layer: (layer) => `Hidden layer ${layer}`,
  /** @param {number} count */
  neurons: (count) => `${count} neurons`,
  /** @param {number} layer */
  cellsLabel: (layer) => `Neurons of hidden layer ${layer}: arrow keys move, Enter opens one`,
  /** @param {number} layer */
  layerCaption: (layer) => `Sums and signals of hidden layer ${layer}`,
  neuronColumn: "Neuron",
  pixelColumn: "Pixel",
  /** @param {number} neuron @param {string} z @param {string} y */
  cell: (neuron, z, y) => `Neuron ${neuron}: z = ${z}, h(z) = ${y}`,
  /** @param {number} neuron @param {string} y */
  cellHeld: (neuron, y) => `Neuron ${neuron}: held at ${y}`,
  /** @param {number} neuron */
  cellBlank: (neuron) => `Neuron ${neuron}`,
  /** @param {string} lit @param {string} size */
  lit: (lit, size) => `${lit} of ${size} fire. Choose one.`,
  /** @param {string} shown @param {string} size */
  firstCells: (shown, size) => `The first ${shown} of ${size} neurons are drawn; all are in the table.`,
  noHidden: "This network has no hidden layer: the inputs go straight to the outputs.",

  answer: "The answer",
  classes: "Classes with probability and logit; choose one to see what it is made of",
  /** @type {(output: string) => string} */
  shareColumn: (output) => (output === "softmax" ? "probability" : "y"),
  logitColumn: "logit",
  classColumn: "class",
  /** @param {string} name */
  openClass: (name) => `${name}: what its logit is made of`,
  /** @param {string} share */
  notSure: (share) => `? not sure, ${share}`,
  notNumbers: "The outputs are not numbers (nan).",
  blankAnswer: "The answer appears as soon as something is drawn.",
  noAnswer: "There is no answer:",
  /** @param {number} label */
  labelOnly: (label) => `Its label is ${label}.`,
  /** @param {number} label */
  right: (label) => `✓ Its label is ${label}.`,
  /** @param {number} label */
  wrongAnswer: (label) => `✗ Wrong: its label is ${label}.`,
  /** @param {string} name @param {string} share */
  saidSure: (name, share) => `It reads ${name}, ${share}.`,
  /** @param {string} name @param {string} share */
  saidUnsure: (name, share) => `It is not sure: ${name}, ${share}.`,
  doubts: {
    /** @param {string} number @param {string} name */
    unlike: (number, name) => `Unlike most handwritten ${name}s: doubt **${number}**, where 0.80 is the most.`,
    /** @param {string} number */
    blob: (number) => `Its strokes are **${number}** pixels thick, where digits have at most 5: a blob?`,
    /** @param {string} number */
    holes: (number) => `It has **${number}** holes, where digits have at most 2.`,
    /** @param {string} number */
    wide: (number) => `It is **${number}** times as wide as high: do several digits touch?`,
  },
  /** @param {string} all @param {string} network */
  time: (all, network) => `${all} ms in the engine to prepare and read it; the network alone took ${network} ms.`,
  /** @param {number} count */
  heldNote: (count) => (count === 1 ? "With one neuron held." : `With ${count} neurons held.`),
  workedOut: "How the probabilities come about",
  /** @param {string} max @param {string} sum */
  softmaxSteps: (max, sum) => `Softmax: the largest logit, **${max}**, is subtracted from each, then comes exp, and each result is divided by their sum, **${sum}**.`,
  /** @param {string} output */
  otherSteps: (output) => `The output function is **${output}**: it is applied to each sum.`,

  openNeuron: "Choose a cell or a class above: it opens here, with its weights as a picture and its sum in numbers.",
  /** @param {number} layer @param {number} neuron */
  neuron: (layer, neuron) => `Hidden layer ${layer}, neuron ${neuron}`,
  /** @param {number} layer @param {number} neuron */
  short: (layer, neuron) => `layer ${layer}, ${neuron}`,
  /** @param {string} name */
  output: (name) => `Output ${name}`,
  figures: {
    pixels: "what it gets: x",
    /** @param {number} layer */
    signals: (layer) => (layer === 0 ? "what it gets: x" : `signals of layer ${layer}`),
    weights: "its weights: w",
    products: "weight × input",
  },
  figureLabels: { signals: "The inputs of this neuron", weights: "Its weights, positive blue, negative orange", products: "Weights times inputs, positive blue, negative orange" },
  figureHelp: "Blue is positive, orange negative. Where ink lies on blue, the sum rises; where it lies on orange, it falls. The signs are in the table.",
  signalHelp: "Each square is a neuron of the layer before, in its place there. Blue is positive, orange negative; the signs are in the table.",
  sumTitle: "Its sum, the ten largest terms",
  termsCaption: "Every term of its sum",
  /** @param {number} row @param {number} column */
  pixel: (row, column) => `pixel ${row}, ${column}`,
  /** @param {number} index */
  input: (index) => `input ${index}`,
  /** @param {number} index */
  fromNeuron: (index) => `neuron ${index}`,
  /** @param {string} count */
  others: (count) => `${count} others`,
  bias: "bias",
  sumOfAll: "sum of all",
  /** @param {string} z @param {string} y */
  saidRelu: (z, y) => `z = ${z} is above 0, so ReLU passes it on: h(z) = **${y}**.`,
  /** @param {string} z */
  saidReluOff: (z) => `z = ${z} is not above 0, so ReLU gives **0**: this neuron is silent for this digit.`,
  /** @param {string} z @param {string} activation @param {string} y */
  saidNeuron: (z, activation, y) => `z = ${z}, and ${activation} makes **${y}** of it.`,
  /** @param {string} z @param {string} y @param {string} held */
  saidHeld: (z, y, held) => `By itself it would give ${y} (z = ${z}), but it is held at **${held}**.`,
  /** @param {string} name @param {string} z */
  saidOutput: (name, z) => `The signals of the last hidden layer times their weights and the bias give ${name} its logit: **${z}**.`,
  sends: "Where its signal goes",
  sendsLabel: "Signal times weight, to the next layer",
  sendsNothing: "Its signal is 0, so nothing arrives. These are the weights by which it would count:",
  /** @param {string} y */
  sendsAll: (y) => `Signal ${y} times each weight:`,
  /** @param {number} top @param {string} count @param {string} y */
  sendsMost: (top, count, y) => `Signal ${y} times each weight, the ${top} largest of ${count}:`,
  pin: "Keep in sight",
  unpin: "Kept in sight",
  close: "Close",
  hold: "Hold it",
  holdAt: "Value",
  off: "Switch it off",
  letGo: "Let it go",
  holdHelp: "It then gives this value whatever the digit is, and all that follows changes.",
  /** @param {string} list */
  heldList: (list) => `Held: ${list}.`,
  letAllGo: "Let all go",

  askOn: "Ask on",
  network: "The network",
  toNetwork: "More about this network",
  /** @param {string} name @param {string} sizes @param {string} parameters */
  facts: (name, sizes, parameters) => `**${name}**: ${sizes}, ${parameters} parameters.`,
  notes: "What the file left open",
  provenance: "Where it comes from",
  asFile: "as the file says",
  hiddenOption: "Hidden activation",
  outputOption: "Output function",
  transposeOption: "Weights",
  transposeNone: "inputs × outputs",
  transposeAll: "outputs × inputs",
  openModel: "Open a weight file",
  builtIn: "Back to the built-in network",
  openHelp: "A safetensors file, an npz file or a pickle, as the command opens them. You can also drop it anywhere on the page. It is read in your browser and sent nowhere.",
  /** @param {string} name @param {string} sizes */
  opened: (name, sizes) => `${name} is open: ${sizes}.`,
  /** @param {string} name */
  modelFault: (name) => `${name} could not be opened. The network before it stays.`,
  /** @param {string} name */
  pictureFault: (name) => `No digit could be read in ${name}.`,
  /** @param {number} inputs */
  takesNoPictures: (inputs) => `This network has ${inputs} inputs, and a picture of a digit has 784: go back to the built-in network or open another one.`,
  dismiss: "Close",
  inputs: "Inputs",
  /** @param {number} count */
  inputsHelp: (count) => `This network takes ${count} numbers instead of a picture of 28 × 28 = 784 pixels. Give them here.`,
  /** @param {number} count */
  csvRow: (count) => `A row of ${count} numbers, separated by commas`,
  /** @param {number} place @param {string} found */
  notANumber: (place, found) => `Number ${place} is '${found}', which is no number.`,
  /** @param {number} expected @param {number} found */
  wrongCount: (expected, found) => `Expected ${expected} numbers, found ${found}.`,

  startTour: "Show me around",
  tour: "Tour",
  nextStep: "Next",
  lastStep: "Back",
  skipTour: "Skip",
  endTour: "Done",
  tourSteps: [
    { place: "drawing", title: "The paper", words: "Draw a digit with the mouse, a finger, a pen or the keys. The network reads while you draw." },
    { place: "examples", title: "Examples", words: "No wish to draw? Take one of the 10,000 test digits, or one of those that it reads wrong. Photographs work too." },
    { place: "seen", title: "What it sees", words: "Your drawing becomes 28 × 28 pixels, cropped, scaled and centred like those that the network learned from." },
    { place: "hidden-layers", title: "Hidden layers", words: "Each cell is a neuron. The bluer it is, the more it fires for this digit. Choose one to open it." },
    { place: "neurons", title: "Inside a neuron", words: "Its weights as a picture, where its signal goes, and its sum in numbers. You can also switch it off and see whether the answer holds." },
    { place: "answer", title: "The answer", words: "Ten logits become ten probabilities. If the picture is unlike a digit, the page says that it is not sure, and why." },
    { place: "panels", title: "Ask on", words: "Why this digit and not another? What is the smallest change that flips it? Which test digits are like it? Open what you want to know." },
  ],
  tasks: [
    { task: "Draw a **1** with a long upstroke at the top. Make the upstroke longer, a little at a time. When does the answer change, and to what?", answer: "It becomes a 7. There is no moment at which the digit *is* a 7: the logit of 7 rises with every pixel of the upstroke, until it passes that of 1." },
    { task: "Draw a letter, such as **A**. What probability does the answer have?", answer: "Often a high one: softmax divides all probability among the ten digits, as it knows nothing else. That is why the page also compares the drawing with handwritten digits, and says **not sure** when it is unlike them. It cannot catch everything: a letter that looks like a digit, as A looks like 4, gets through." },
    { task: "Draw a digit large. Then clear the paper and draw the same digit small, in a corner. Does the answer change?", answer: "Hardly: it is cropped, scaled and centred before the network sees it. Without that, most small digits in a corner would be read wrong, as the network learned from digits in the middle." },
    { task: "Open the neuron that fires most and switch it off. Does the answer hold? How many must you switch off until it changes?", answer: "Mostly one alone does not matter: what the network knows is spread over many neurons. Those with the largest bars towards the answer matter most." },
  ],
};
