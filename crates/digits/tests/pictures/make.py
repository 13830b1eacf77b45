#!/usr/bin/env python3
"""Draws the pictures in this folder: digits as a person writes them with a marker.

    python make.py        # NumPy 2.4.6, Pillow 13.0.0; the same files each time

The first character of a file's name is the digit. Nothing here is MNIST's or a font's: each digit
is a few strokes, points and arcs in a unit square (x to the right, y down), drawn as a chain of
round dots at four times the size and then shrunk.
"""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

HERE = Path(__file__).parent
OVERSAMPLE = 4


def arc(cx, cy, rx, ry, start, end, steps=48):
    """Points of an elliptic arc; degrees, 0 to the right, 90 downwards."""
    angles = np.radians(np.linspace(start, end, steps))
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


STROKES = {
    0: [arc(0.5, 0.5, 0.3, 0.46, -100, 260)],
    1: [[(0.56, 0.04), (0.5, 0.5), (0.44, 0.96)]],
    2: [arc(0.47, 0.27, 0.28, 0.23, 190, 380) + [(0.62, 0.5), (0.4, 0.74), (0.2, 0.93)]
        + [(0.24, 0.93), (0.5, 0.92), (0.85, 0.95)]],
    3: [arc(0.45, 0.27, 0.27, 0.22, 205, 440) + arc(0.45, 0.72, 0.3, 0.24, -80, 150)],
    4: [[(0.24, 0.06), (0.2, 0.3), (0.2, 0.5), (0.4, 0.52), (0.74, 0.48)],
        [(0.74, 0.04), (0.7, 0.5), (0.66, 0.96)]],
    5: [[(0.78, 0.06), (0.34, 0.07), (0.3, 0.42)] + arc(0.44, 0.68, 0.28, 0.26, 235, 500)],
    6: [[(0.64, 0.04), (0.45, 0.2), (0.3, 0.45), (0.24, 0.66)]
        + arc(0.48, 0.72, 0.24, 0.22, 180, -180)],
    7: [[(0.2, 0.1), (0.5, 0.09), (0.8, 0.08), (0.66, 0.4), (0.5, 0.7), (0.42, 0.96)]],
    8: [arc(0.5, 0.26, 0.22, 0.21, 20, -270) + arc(0.48, 0.72, 0.27, 0.23, -90, 270)
        + [(0.55, 0.45), (0.66, 0.34), (0.71, 0.28)]],
    9: [arc(0.48, 0.28, 0.24, 0.22, -10, -370) + [(0.71, 0.45), (0.67, 0.7), (0.62, 0.96)]],
}


def draw(digit, size, box, thickness, slant=0.0):
    """The digit's ink as an array from 0 to 1. `box` is left, top, width, height in pixels."""
    width, height = size
    left, top, box_width, box_height = box
    canvas = Image.new("L", (width * OVERSAMPLE, height * OVERSAMPLE), 0)
    pen = ImageDraw.Draw(canvas)
    radius = thickness * OVERSAMPLE / 2
    for stroke in STROKES[digit]:
        points = [
            ((left + (x + slant * (0.5 - y)) * box_width) * OVERSAMPLE,
             (top + y * box_height) * OVERSAMPLE)
            for x, y in stroke
        ]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            steps = max(1, int(math.hypot(x1 - x0, y1 - y0)))
            for i in range(steps + 1):
                x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
                pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
    return np.asarray(canvas.resize(size, Image.Resampling.BOX), dtype=np.float64) / 255


def on(ink, paper, mark):
    """Ink of level `mark` on paper of level `paper`, each a number or an array."""
    return np.clip(np.round(paper + (mark - paper) * ink), 0, 255).astype(np.uint8)


def save(name, pixels, **options):
    Image.fromarray(pixels).save(HERE / name, **options)


def main():
    rng = np.random.default_rng(20261123)
    whole, portrait = (40, 50, 120, 200), (200, 300)
    for digit in range(10):
        ink = draw(digit, portrait, whole, 20)
        save(f"{digit}_ink_on_paper.png", on(ink, 255, 0), optimize=True)

    for digit, box in [(0, (8, 6, 60, 90)), (3, (130, 190, 60, 100)), (6, (10, 190, 60, 100)),
                       (9, (132, 8, 56, 90))]:
        save(f"{digit}_off_centre.png", on(draw(digit, portrait, box, 9), 255, 20), optimize=True)
    for digit in (1, 4, 7):
        ink = draw(digit, (120, 120), (20, 14, 80, 92), 10, slant=0.15)
        save(f"{digit}_inverted.png", on(ink, 0, 255), optimize=True)
    for digit in (2, 5, 8):
        save(f"{digit}_hairline.png", on(draw(digit, portrait, whole, 1.5), 255, 0), optimize=True)
    for digit in (0, 4):
        save(f"{digit}_bold.png", on(draw(digit, portrait, whole, 36), 250, 30), optimize=True)
    for digit in (3, 8):
        size = (90, 120)
        paper = 205 + rng.normal(0, 6, (size[1], size[0])) + np.linspace(-25, 25, size[0])
        save(f"{digit}_noisy_paper.png", on(draw(digit, size, (20, 18, 50, 84), 8), paper, 60),
             optimize=True)
    save("5_photo.jpg", on(draw(5, (160, 160), (45, 25, 70, 110), 11), 225, 45), quality=70)
    save("6_photo.webp", on(draw(6, (160, 160), (45, 25, 70, 110), 11), 225, 45), quality=70)
    save("6_small.bmp", on(draw(6, (48, 64), (10, 8, 28, 46), 4), 255, 0))
    wide = draw(2, (300, 120), (110, 12, 76, 96), 9)
    blue = np.stack([on(wide, 255, level) for level in (20, 60, 160)], axis=-1)
    save("2_blue_pen.png", blue, optimize=True)
    for name, level in (("9_transparent.png", 0), ("7_white_on_transparent.png", 255)):
        ink = draw(int(name[0]), (100, 140), (15, 20, 70, 100), 10)
        layers = np.stack([np.full(ink.shape, level, np.uint8), on(ink, 0, 255)], axis=-1)
        save(name, layers, optimize=True)


if __name__ == "__main__":
    main()
