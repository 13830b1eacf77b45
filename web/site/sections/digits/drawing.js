// The paper: drawn on with mouse, finger, pen or keys, and the place where examples and pictures are shown.

import { button, numberControl, radios } from "../../parts/controls.js";
import { fill, html, paragraph, svg } from "../../parts/dom.js";
import { BLANK, PAPER } from "./context.js";
import { drawStrokes, formatStrokes } from "./strokes.js";

/** @typedef {import("./context.js").Digits} Digits */
/** @typedef {import("./strokes.js").Stroke} Stroke */
/** @typedef {typeof import("../../text/en/digits.js").text} Text */

/** Points closer than this to the last one are left out. */
const CLOSE = 2;
/** The side of the paper in pixels as it is shown. */
const SHOWN = 560;
/** How far an arrow key moves the cursor, and with Shift. */
const STEP = 6;
const LARGE_STEP = 24;

/**
 * @param {Digits} digits
 * @param {Text} text
 */
export function createDrawing(digits, text) {
  const { state, page } = digits;
  const canvas = html("canvas", { width: SHOWN, height: SHOWN, class: "paper", tabindex: 0, role: "application", "aria-roledescription": text.paperRole, "aria-label": text.paper, "data-test": "paper" });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** The same drawing in the pixels that are read. */
  const small = /** @type {CanvasRenderingContext2D} */ (html("canvas", { width: PAPER, height: PAPER }).getContext("2d", { willReadFrequently: true }));
  const marks = svg("svg", { viewBox: "0 0 255 255", class: "marks", "aria-hidden": "true" });
  const hint = html("p", { class: "paper-hint" });
  const place = html("div", { class: "paper-place" }, canvas, marks);

  /** The stroke that is being drawn. @type {Stroke | null} */
  let current = null;
  /** The finger, pen or mouse that draws it; none while keys do. @type {number | undefined} */
  let pointer;
  /** Strokes beneath it. @type {Stroke[]} */
  let strokes = [];
  /** Where keys draw, and whether they do; not shown until a key is used. */
  const cursor = { x: 128, y: 64, shown: false, inks: /** @type {"no" | "pen" | "eraser"} */ ("no") };

  function width() {
    return state.values.pen;
  }

  /** @param {number} x @param {number} y @param {boolean} erases */
  function begin(x, y, erases) {
    strokes = digits.isDrawing ? digits.strokes : [];
    current = { erases, pen: erases ? 15 : width(), points: [x, y] };
    show();
  }

  /** @param {number} x @param {number} y */
  function extend(x, y) {
    if (!current) return;
    const [lastX, lastY] = current.points.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) < CLOSE) return;
    current.points.push(x, y);
  }

  function end() {
    if (!current) return;
    const next = [...strokes, current];
    current = null;
    set(next);
  }

  /** @param {readonly Stroke[]} next */
  function set(next) {
    const d = next.length === 0 ? BLANK : formatStrokes(next);
    if (digits.picture !== null && d === state.values.d) digits.leavePicture();
    state.set({ d });
  }

  /** Draws the paper as it is now, and has it read. */
  function show() {
    draw();
    if (digits.picture) digits.leavePicture();
    digits.look();
  }

  function draw() {
    drawStrokes(context, current ? [...strokes, current] : strokes);
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  function locate(event) {
    const box = canvas.getBoundingClientRect();
    const clamp = (/** @type {number} */ share) => Math.round(Math.min(Math.max(share, 0), 1) * 255);
    return [clamp((event.clientX - box.left) / box.width), clamp((event.clientY - box.top) / box.height)];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if ((event.button > 0 && event.button !== 5) || current) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    cursor.shown = false;
    cursor.inks = "no";
    // The other end of a pen is an eraser.
    begin(...locate(event), state.values.tool === "eraser" || event.button === 5);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || event.pointerId !== pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const part of events.length > 0 ? events : [event]) extend(...locate(part));
    show();
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
    canvas.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = undefined;
      end();
    });
  }

  canvas.addEventListener("keydown", (event) => {
    const by = event.shiftKey ? LARGE_STEP : STEP;
    const moves = new Map([["ArrowLeft", [-by, 0]], ["ArrowRight", [by, 0]], ["ArrowUp", [0, -by]], ["ArrowDown", [0, by]]]);
    const move = moves.get(event.key);
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (move) {
      cursor.x = Math.min(Math.max(cursor.x + move[0], 0), 255);
      cursor.y = Math.min(Math.max(cursor.y + move[1], 0), 255);
      cursor.shown = true;
      if (current) {
        extend(cursor.x, cursor.y);
        show();
      }
    } else if (key === " " || key === "e") {
      const wanted = key === " " ? "pen" : "eraser";
      const was = cursor.inks;
      end();
      cursor.shown = true;
      cursor.inks = was === wanted ? "no" : wanted;
      if (cursor.inks !== "no") begin(cursor.x, cursor.y, cursor.inks === "eraser");
      page.announce(text.cursor[cursor.inks]);
    } else if (key === "backspace" || key === "u") {
      undo();
    } else if (key === "delete" || key === "c") {
      clear();
    } else if (key === "escape") {
      end();
      cursor.inks = "no";
    } else {
      return;
    }
    event.preventDefault();
    drawMarks();
  });
  canvas.addEventListener("blur", () => {
    end();
    cursor.shown = false;
    cursor.inks = "no";
    drawMarks();
  });

  function undo() {
    end();
    if (digits.isDrawing) set(digits.strokes.slice(0, -1));
  }

  function clear() {
    current = null;
    set([]);
  }

  const undoButton = button(text.undoStroke, undo, { "data-test": "undo-stroke" });
  const tool = radios({
    label: text.tool,
    choices: [{ value: "pen", label: text.pen }, { value: "eraser", label: text.eraser }],
    value: state.values.tool,
    test: "tool",
    onInput: (value) => state.set({ tool: value }, { undoable: false }),
  });
  const pen = numberControl({ label: text.penWidth, value: width(), min: 3, max: 15, step: 1, test: "pen", onInput: (value) => state.set({ pen: Math.round(Math.min(Math.max(value, 3), 15)) }, { undoable: false }) });

  /** Boxes around what was found, and the cursor of the keys. */
  function drawMarks() {
    const boxes = digits.found?.digits ?? [];
    const { scale, left, top } = fitting();
    fill(marks,
      boxes.map(({ box }, index) => svg("rect", {
        x: left + box.left * scale - 1.5, y: top + box.top * scale - 1.5, width: box.width * scale + 3, height: box.height * scale + 3,
        class: index === digits.chosen ? "box chosen" : "box",
      })),
      boxes.length > 1 && boxes.map(({ box, class: found }) => svg("text", { x: left + box.left * scale, y: Math.max(top + box.top * scale - 6, 12) }, digits.className(found))),
      cursor.shown && svg("circle", { cx: cursor.x, cy: cursor.y, r: Math.max(width(), 4), class: `cursor ${cursor.inks}` }));
  }

  /** How a picture lies on the paper. */
  function fitting() {
    const { found } = digits;
    if (!found) return { scale: 1, left: 0, top: 0 };
    const scale = 255 / Math.max(found.width, found.height);
    return { scale, left: (255 - found.width * scale) / 2, top: (255 - found.height * scale) / 2 };
  }

  /** The picture that is shown, so that it is decoded once. @type {object | null} */
  let shown = null;

  async function drawExample() {
    const { index, read, picture } = digits;
    if (digits.isDrawing || current) return;
    if (picture) {
      if (shown === picture) return;
      shown = picture;
      await drawPicture(picture);
      return;
    }
    if (index === null || !read) return;
    const image = new ImageData(28, 28);
    read.pixels.forEach((level, at) => image.data.set([255 - level, 255 - level, 255 - level, 255], 4 * at));
    await drawBitmap(image);
  }

  /** @param {import("./context.js").Picture} picture */
  async function drawPicture({ source }) {
    if ("file" in source) {
      // A kind of picture that the engine reads and the browser does not is not shown, but read.
      const blob = new Blob([new Uint8Array(source.file)]);
      await drawBitmap(blob).catch(() => context.clearRect(0, 0, SHOWN, SHOWN));
      return;
    }
    const { width: columns, height: rows, gray } = source;
    const image = new ImageData(columns, rows);
    gray.forEach((level, at) => image.data.set([level, level, level, 255], 4 * at));
    await drawBitmap(image);
  }

  /** @param {ImageBitmapSource} source */
  async function drawBitmap(source) {
    // Turned as the camera noted, as the engine does.
    const bitmap = await createImageBitmap(source, source instanceof Blob ? { imageOrientation: "from-image" } : {});
    if (digits.isDrawing || current || page.signal.aborted) return;
    const scale = SHOWN / Math.max(bitmap.width, bitmap.height);
    const [across, down] = [bitmap.width * scale, bitmap.height * scale];
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SHOWN, SHOWN);
    context.imageSmoothingEnabled = bitmap.width > SHOWN / 2;
    context.drawImage(bitmap, (SHOWN - across) / 2, (SHOWN - down) / 2, across, down);
    bitmap.close();
  }

  digits.paper = () => {
    const drawn = current ? [...strokes, current] : digits.isDrawing ? strokes : [];
    if (!drawn.some(({ erases }) => !erases)) return null;
    drawStrokes(small, drawn);
    const { data } = small.getImageData(0, 0, PAPER, PAPER);
    const gray = new Uint8Array(PAPER * PAPER);
    for (let at = 0; at < gray.length; at += 1) gray[at] = data[4 * at];
    return gray;
  };

  state.subscribe((values, changed) => {
    tool.set(values.tool);
    pen.set(values.pen);
    if (changed.has("d") || changed.has("i")) {
      current = null;
      strokes = digits.strokes;
      if (values.d !== "") draw();
    }
  });
  digits.subscribe(() => {
    if (digits.picture === null) shown = null;
    const isBlank = digits.isDrawing && strokes.length === 0 && current === null;
    hint.textContent = isBlank ? text.drawNow : digits.isDrawing || current ? reading() : text.drawHere;
    undoButton.disabled = !digits.isDrawing || digits.strokes.length === 0;
    canvas.setAttribute("aria-label", `${text.paper} ${text.shows(label())}`);
    void drawExample();
    drawMarks();
  });

  /** The answer in short, beside the pen: on a phone the whole one may be out of sight. */
  function reading() {
    const { read, found } = digits;
    if (!read) return "";
    const names = (found?.digits ?? [read]).map((digit) => `${digits.className(digit.class)}${digit.sure ? "" : "?"}`);
    return text.readAs(names.join(" "));
  }

  function label() {
    const { index, read, picture } = digits;
    if (index !== null) return text.testDigit(index);
    if (picture) return picture.name || text.picture;
    return read ? text.drawn(digits.className(read.class)) : text.blank;
  }

  return html("section", { class: "card drawing", "aria-labelledby": "digits-draw" },
    html("h2", { id: "digits-draw" }, text.draw),
    place, hint,
    tool.element, html("div", { class: "row" }, undoButton, button(text.clear, clear, { "data-test": "clear" })),
    pen.element,
    html("details", {}, html("summary", {}, text.byKeys), paragraph(text.keys)));
}
