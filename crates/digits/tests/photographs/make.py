#!/usr/bin/env python3
"""Makes pictures as people take them: digits on ruled and squared paper, in shadow, on a desk.

    python make.py                                the pictures in this folder and answers.csv
    python make.py --count 500 --seed 1 DIR       more of them, of every kind in turn, into DIR
    python make.py --count 500 --fonts FONTS DIR  with letters in the .ttf fonts of a folder

Needs NumPy 2.4.6 and Pillow 13.0.0. A digit is one of MNIST's test digits, enlarged smoothly and
made crisp, or a few strokes drawn as by hand with an upstroke, a bar or a gap. A letter is drawn by
strokes, or from a font. `answers.csv` has the file, the digits from left to right (`-` for what is
no digit) and the kind.
"""

import argparse
import csv
import gzip
import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"


def test_digits():
    images = gzip.decompress((DATA / "t10k-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((DATA / "t10k-labels-idx1-ubyte.gz").read_bytes())
    return (np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28),
            np.frombuffer(labels, np.uint8, offset=8))


IMAGES, LABELS = test_digits()


def arc(cx, cy, rx, ry, start, end, steps=40):
    """Points of an elliptic arc; degrees, 0 to the right, 90 downwards."""
    angles = np.radians(np.linspace(start, end, steps))
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


# Digits in the ways that MNIST has few of; strokes in a unit square, x to the right, y down.
DRAWN_DIGITS = [
    ("1", [[(0.3, 0.3), (0.55, 0.04), (0.55, 0.96)]]),
    ("1", [[(0.28, 0.26), (0.5, 0.05), (0.5, 0.95)]]),
    ("7", [[(0.2, 0.08), (0.82, 0.08), (0.45, 0.96)], [(0.36, 0.5), (0.78, 0.5)]]),
    ("5", [[(0.32, 0.08), (0.28, 0.45)] + arc(0.42, 0.69, 0.3, 0.26, 230, 500),
           [(0.4, 0.07), (0.82, 0.05)]]),
    ("4", [[(0.3, 0.05), (0.18, 0.58), (0.84, 0.58)], [(0.64, 0.3), (0.62, 0.96)]]),
    ("4", [[(0.64, 0.96), (0.64, 0.04), (0.16, 0.62), (0.88, 0.62)]]),
    ("0", [arc(0.5, 0.5, 0.32, 0.45, -90, 270)]),
    ("2", [arc(0.48, 0.28, 0.28, 0.23, 190, 380) + [(0.2, 0.94), (0.84, 0.94)]]),
    ("3", [arc(0.45, 0.27, 0.27, 0.22, 205, 440) + arc(0.45, 0.72, 0.3, 0.24, -80, 150)]),
    ("8", [arc(0.5, 0.27, 0.21, 0.22, 90, -270) + arc(0.5, 0.72, 0.26, 0.23, -90, 270)]),
    ("6", [[(0.66, 0.04), (0.42, 0.24), (0.26, 0.66)] + arc(0.5, 0.72, 0.25, 0.22, 180, -180)]),
    ("9", [arc(0.48, 0.28, 0.25, 0.23, 0, -360) + [(0.73, 0.3), (0.66, 0.96)]]),
]

LETTERS = [
    [[(0.12, 0.96), (0.5, 0.04), (0.88, 0.96)], [(0.28, 0.62), (0.72, 0.62)]],  # A
    [[(0.2, 0.04), (0.2, 0.96)], [(0.8, 0.04), (0.22, 0.52), (0.82, 0.96)]],  # K
    [[(0.12, 0.96), (0.16, 0.04), (0.5, 0.6), (0.84, 0.04), (0.88, 0.96)]],  # M
    [[(0.8, 0.05), (0.2, 0.05), (0.2, 0.95), (0.82, 0.95)], [(0.2, 0.5), (0.7, 0.5)]],  # E
    [[(0.18, 0.04), (0.18, 0.96)], [(0.82, 0.04), (0.82, 0.96)], [(0.18, 0.5), (0.82, 0.5)]],  # H
    [[(0.12, 0.05), (0.88, 0.95)], [(0.86, 0.05), (0.14, 0.95)]],  # X
    [[(0.18, 0.96), (0.18, 0.04)] + arc(0.3, 0.28, 0.44, 0.24, -90, 90) + [(0.2, 0.52),
     (0.8, 0.96)]],  # R
    [[(0.08, 0.05), (0.3, 0.95), (0.5, 0.35), (0.7, 0.95), (0.92, 0.05)]],  # W
]


def by_pen(strokes, side, thick, slant=0.0, wide=0.75):
    """Strokes in a square of `side` pixels, from 0 to 1."""
    zoom = 3
    canvas = Image.new("L", (side * zoom, side * zoom))
    pen = ImageDraw.Draw(canvas)
    radius = thick * zoom / 2
    inside = side * zoom - 2 * radius
    for stroke in strokes:
        points = [(radius + inside * (0.5 + wide * (x - 0.5) + slant * (0.5 - y)),
                   radius + inside * y) for x, y in stroke]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            steps = max(1, int(math.hypot(x1 - x0, y1 - y0)))
            for i in range(steps + 1):
                x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
                pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
    return np.asarray(canvas.resize((side, side), Image.Resampling.BOX), float) / 255


def enlarged(image, side, weight=0.45):
    """A digit of MNIST in a square of `side` pixels, cut close and made crisp."""
    rows, columns = np.nonzero(image.max(1) > 40)[0], np.nonzero(image.max(0) > 40)[0]
    close = image[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    close = np.pad(close, 2)
    longer = max(close.shape)
    square = np.zeros((longer, longer), np.uint8)
    y, x = (longer - close.shape[0]) // 2, (longer - close.shape[1]) // 2
    square[y:y + close.shape[0], x:x + close.shape[1]] = close
    zoom = Image.fromarray(square).resize((side, side), Image.Resampling.BICUBIC)
    zoom = np.asarray(zoom.filter(ImageFilter.GaussianBlur(side / 70)), float) / 255
    crisp = max(side / longer / 3.0, 1.0)
    return np.clip((zoom - weight) * 2.0 * crisp + 0.5, 0, 1)


class Maker:
    """One picture: its answer, and its ink and paper in steps."""

    def __init__(self, rng, side, fonts):
        self.rng, self.fonts = rng, fonts
        self.width, self.height = side, int(side * rng.uniform(0.9, 1.4))
        self.paper = np.full((self.height, self.width, 3), rng.uniform(190, 250))
        self.paper *= 1 - rng.uniform(0, 0.06, 3)
        self.ink = np.zeros((self.height, self.width))
        self.mark = np.array([1.0, 1.0, 1.0]) * rng.uniform(20, 70)
        self.light = np.ones((self.height, self.width))
        self.angle = 0.0
        self.noise = rng.uniform(1, 4)
        self.quality = 85
        self.answer = "-"
        self.y, self.x = np.mgrid[0:self.height, 0:self.width].astype(float)

    def digit(self):
        """A digit's label and a function from a side's length and a pen to its ink."""
        if self.rng.random() < 0.3:
            label, strokes = DRAWN_DIGITS[self.rng.integers(len(DRAWN_DIGITS))]
            slant = self.rng.uniform(-0.05, 0.2)
            return label, lambda side, pen=None: by_pen(
                strokes, side, side * (pen or self.rng.uniform(0.08, 0.13)), slant)
        index = self.rng.integers(len(IMAGES))
        return str(LABELS[index]), lambda side, _=None: enlarged(IMAGES[index], side)

    def put(self, ink, left, top):
        part = self.ink[top:top + ink.shape[0], left:left + ink.shape[1]]
        np.maximum(part, ink[:part.shape[0], :part.shape[1]], out=part)

    def place(self, ink):
        room = self.height - ink.shape[0], self.width - ink.shape[1]
        top, left = (int(r * self.rng.uniform(0.3, 0.7)) for r in room)
        self.put(ink, left, top)

    def one(self, share=None, pen=None):
        self.answer, draw = self.digit()
        self.place(draw(int(self.width * (share or self.rng.uniform(0.4, 0.7))), pen))

    # What may be done to paper and ink.

    def rule(self, squared):
        """Printed lines, grey or blue, a little slanted; thinner than a pen."""
        pitch = self.width * (self.rng.uniform(0.06, 0.14) if squared
                              else self.rng.uniform(0.09, 0.24))
        thick = max(1.0, self.width * self.rng.uniform(0.003, 0.009))
        slant = self.rng.uniform(-0.02, 0.02)
        colours = [(150, 150, 155), (120, 160, 215), (160, 195, 225), (190, 170, 175),
                   (90, 95, 105), (70, 100, 170), (60, 60, 60)]
        colour = np.array(colours[self.rng.integers(len(colours))], float)
        directions = [self.y + slant * self.x, self.x - slant * self.y][:1 + squared]
        for along in directions:
            away = np.abs((along + self.rng.uniform(0, pitch)) % pitch - pitch / 2)
            line = np.clip(thick / 2 - away + 0.5, 0, 1)[..., None]
            self.paper += (np.minimum(colour, self.paper) - self.paper) * line

    def shade(self):
        """Light from one side, and often the soft shadow of a hand."""
        angle = self.rng.uniform(0, 2 * math.pi)
        along = (math.cos(angle) * (self.x / self.width - 0.5)
                 + math.sin(angle) * (self.y / self.height - 0.5))
        self.light *= 1 + self.rng.uniform(0.2, 0.7) * along
        if self.rng.random() < 0.7:
            angle = self.rng.uniform(0, 2 * math.pi)
            along = (math.cos(angle) * (self.x / self.width - 0.5)
                     + math.sin(angle) * (self.y / self.height - 0.5))
            soft = self.rng.uniform(0.02, 0.15)
            dark = self.rng.uniform(0.3, 0.6)
            self.light *= 1 - dark / (1 + np.exp(-(along - self.rng.uniform(-0.2, 0.3)) / soft))

    def strips(self, sides=None):
        """A desk beyond one to three sides of the sheet, darker or lighter."""
        chosen = sides or self.rng.permutation(4)[:self.rng.integers(1, 4)]
        colours = [(60, 45, 35), (30, 30, 32), (120, 95, 70), (90, 110, 95), (165, 150, 130)]
        colour = np.array(colours[self.rng.integers(len(colours))], float)
        for side in chosen:
            depth = self.rng.uniform(0.03, 0.13) * self.width
            slant = self.rng.uniform(-0.04, 0.04)
            away = [self.x, self.y, self.width - self.x, self.height - self.y][side]
            other = [self.y, self.x, self.y, self.x][side]
            self.over = np.clip(depth + slant * other - away + 0.5, 0, 1)
            self.paper += (colour - self.paper) * self.over[..., None]
            self.ink *= 1 - self.over

    def colour_ink(self):
        colours = [(30, 50, 150), (170, 40, 40), (30, 110, 60), (90, 60, 140), (90, 90, 95)]
        self.mark = np.array(colours[self.rng.integers(len(colours))], float)

    def photograph(self):
        ink = self.ink[..., None]
        pixels = (self.paper + (self.mark - self.paper) * ink) * self.light[..., None]
        fibre = np.asarray(Image.fromarray(self.rng.normal(128, 60, (self.height, self.width))
                           .clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.5)),
                           float) - 128
        pixels += 0.15 * fibre[..., None] + self.rng.normal(0, self.noise, pixels.shape)
        image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
        if self.angle:
            # Turned and cut, so that no corner is empty.
            turned = image.rotate(self.angle, Image.Resampling.BICUBIC)
            cut = math.ceil(max(self.width, self.height)
                            * math.tan(math.radians(abs(self.angle))) / 2) + 1
            image = turned.crop((cut, cut, self.width - cut, self.height - cut))
        return image.filter(ImageFilter.GaussianBlur(self.width / 900))


def plain(m):
    m.one()


def ruled(m):
    m.rule(squared=False)
    m.one()


def squared(m):
    m.rule(squared=True)
    m.one()


def shadow(m):
    m.shade()
    m.one()


def strips(m):
    m.one(share=m.rng.uniform(0.4, 0.6))
    m.strips()


def ruled_in_shadow(m):
    m.rule(squared=m.rng.random() < 0.5)
    m.shade()
    m.one()


def ruled_on_a_desk(m):
    m.rule(squared=m.rng.random() < 0.5)
    m.one(share=m.rng.uniform(0.4, 0.55))
    m.strips()


def thick(m):
    label, strokes = DRAWN_DIGITS[m.rng.integers(len(DRAWN_DIGITS))]
    m.answer = label
    side = int(m.width * m.rng.uniform(0.5, 0.8))
    m.place(by_pen(strokes, side, side * m.rng.uniform(0.15, 0.21), m.rng.uniform(0, 0.15)))


def thin(m):
    m.noise /= 2
    label, strokes = DRAWN_DIGITS[m.rng.integers(len(DRAWN_DIGITS))]
    m.answer = label
    side = int(m.width * m.rng.uniform(0.4, 0.7))
    pen = max(2.0, side * m.rng.uniform(0.015, 0.04))
    m.place(by_pen(strokes, side, pen, m.rng.uniform(0, 0.15)))


def turned(m):
    m.one()
    m.rule(squared=m.rng.random() < 0.5)
    m.angle = m.rng.uniform(-6, 6)


def colour(m):
    m.colour_ink()
    m.one()
    m.shade()


def jpeg(m):
    m.noise = m.rng.uniform(5, 9)
    m.quality = 25
    m.one()


def pencil(m):
    """Ink about as light as the lines of its paper."""
    m.mark = np.array([1.0, 1.0, 1.05]) * m.rng.uniform(90, 130)
    m.rule(squared=m.rng.random() < 0.5)
    m.one(pen=m.rng.uniform(0.05, 0.09))


def inverted(m):
    m.paper[:] = np.array([50, 60, 55]) * m.rng.uniform(0.5, 1.2)
    m.mark = np.array([225.0, 225.0, 215.0])
    m.one()


def screenshot(m):
    """One of MNIST's digits on a page: strips of the page at one to three sides, exact and plain."""
    index = m.rng.integers(len(IMAGES))
    m.answer = str(LABELS[index])
    zoom = int(m.rng.integers(4, 9))
    field = np.kron(IMAGES[index], np.ones((zoom, zoom))).astype(float)
    if m.rng.random() < 0.3:
        field = 255 - field
    colours = [(255,) * 3, (240,) * 3, (200, 220, 255), (128,) * 3, (30,) * 3]
    page = np.array(colours[m.rng.integers(len(colours))], float)
    widths = m.rng.integers(2, 20, 4) * (m.rng.random(4) < 0.6)
    left, top, right, bottom = (int(w) for w in widths)
    pixels = np.empty((field.shape[0] + top + bottom, field.shape[1] + left + right, 3))
    pixels[:] = page
    pixels[top:top + field.shape[0], left:left + field.shape[1]] = field[..., None]
    return Image.fromarray(pixels.astype(np.uint8))


def several(m, least=2):
    count = int(m.rng.integers(least, 4))
    if m.rng.random() < 0.4:
        m.rule(squared=m.rng.random() < 0.5)
    side = int(m.width / (count + 0.8) * m.rng.uniform(0.8, 0.95))
    top = (m.height - side) // 2
    m.answer = ""
    step = m.width / (count + 0.3)
    for i in range(count):
        label, draw = m.digit()
        m.answer += label
        left = int(step * 0.15 + i * step + (step - side) / 2)
        m.put(draw(side), left, top + int(m.rng.uniform(-0.1, 0.1) * side))


def letter(m):
    side = int(m.width * m.rng.uniform(0.4, 0.7))
    if m.fonts and m.rng.random() < 0.7:
        font = ImageFont.truetype(str(m.fonts[m.rng.integers(len(m.fonts))]), int(side * 0.9))
        # Without those that a digit looks like: B 8, D O o Q 0, G 6, I J L l i j 1, S s 5, Z z 2,
        # g q 9, b 6, T t Y y 7 4, C c U u V v n r.
        text = "AEFHKMNPRWXadefhkmpwx&@#%"[m.rng.integers(25)]
        canvas = Image.new("L", (side * 2, side * 2))
        ImageDraw.Draw(canvas).text((side // 2, side // 3), text, font=font, fill=255)
        m.place(np.asarray(canvas.crop(canvas.getbbox()), float) / 255)
    else:
        strokes = LETTERS[m.rng.integers(len(LETTERS))]
        m.place(by_pen(strokes, side, side * m.rng.uniform(0.07, 0.12), m.rng.uniform(-0.1, 0.15),
                       m.rng.uniform(0.7, 1.0)))


def blob(m):
    side = int(m.width * m.rng.uniform(0.3, 0.6))
    if m.rng.random() < 0.5:
        angle = np.arctan2(*(np.mgrid[0:side, 0:side] - side / 2 + 0.01))
        away = np.hypot(*(np.mgrid[0:side, 0:side] - side / 2)) / (side / 2)
        edge = 0.75 + sum(m.rng.uniform(-0.1, 0.1) * np.cos(k * angle + m.rng.uniform(0, 6))
                          for k in range(1, 6))
        m.place((away < edge).astype(float))
    else:
        points = m.rng.random((14, 2))
        m.place(by_pen([[tuple(p) for p in points]], side, side * 0.06, wide=1.0))


KINDS = {f.__name__: f for f in (
    plain, ruled, squared, shadow, strips, ruled_in_shadow, ruled_on_a_desk, thick, thin, turned,
    colour, jpeg, pencil, inverted, screenshot, several, letter, blob)}

# The committed sheet: how many of each kind.
SHEET = {"ruled": 4, "squared": 4, "shadow": 2, "strips": 3, "ruled_in_shadow": 2, "thick": 3,
         "thin": 1, "turned": 1, "screenshot": 2, "several": 3, "letter": 3, "blob": 2}


def make(folder, kinds, seed, side, fonts):
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for index, kind in enumerate(kinds):
        rng = np.random.default_rng([seed, index])
        maker = Maker(rng, side if side else int(rng.uniform(200, 900)), fonts)
        image = KINDS[kind](maker) or maker.photograph()
        suffix = "png" if kind == "screenshot" else "jpg"
        name = f"{index + 1:02}_{kind}.{suffix}"
        image.save(folder / name, quality=maker.quality, optimize=True)
        rows.append((name, maker.answer, kind))
    with open(folder / "answers.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "answer", "kind"))
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--fonts", type=Path)
    args = parser.parse_args()
    fonts = sorted(args.fonts.rglob("*.ttf")) if args.fonts else []
    if args.count:
        kinds = [list(KINDS)[i % len(KINDS)] for i in range(args.count)]
        make(args.folder, kinds, args.seed, None, fonts)
    else:
        make(args.folder, [k for k, n in SHEET.items() for _ in range(n)], args.seed, 240, fonts)


if __name__ == "__main__":
    main()
