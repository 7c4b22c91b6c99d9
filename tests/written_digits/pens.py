"""Digits written by hands and pens of their own, as a net receives them.

A hand leans, stretches and trembles; a pen presses more or less on its way. The picture is made
with Pillow, of any size, place and width, dark on light or light on dark.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from convscope.drawing import Stroke, place_image, place_strokes
from written_digits.curves import Path, Random
from written_digits.ones_and_sevens import BETWEEN, ONES, SEVENS
from written_digits.other_digits import OTHER_DIGITS

WAYS = ONES | SEVENS | BETWEEN | OTHER_DIGITS
"""Shape by way of writing; the first letter is the digit that its writer meant."""


def write(way: str, number: int, seed: int) -> NDArray[np.uint8]:
    """Returns digits written in one of `WAYS`, placed, uint8 (number, 28, 28, 1).

    Half are placed as strokes, half as pictures.
    """
    random = np.random.default_rng([seed, *way.encode()])
    shape = WAYS[way]
    images = []
    for index in range(number):
        paths = _by_hand(shape(random), random)
        placed = (
            place_strokes(_strokes(paths, random), "mnist")
            if index % 2
            else place_image(_picture(paths, random), "mnist")
        )
        assert placed is not None
        images.append(placed.image)
    return np.stack(images)[..., None]


def _by_hand(paths: list[Path], random: Random) -> list[Path]:
    """Leaning, stretched, turned, trembling in slow waves; the ends miss each other a little."""
    turn = np.deg2rad(random.normal(0, 4))
    lean, width = random.normal(0.07, 0.1), random.uniform(0.8, 1.2)
    matrix = np.array([[width, -lean], [0, 1]])
    cosine, sine = np.cos(turn), np.sin(turn)
    matrix = np.array([[cosine, -sine], [sine, cosine]]) @ matrix
    wobble = random.uniform(0, 0.012)
    changed = []
    for path in paths:
        along = np.concatenate([[0], np.hypot(*np.diff(path, axis=0).T).cumsum()])
        waves = [
            sum(
                random.normal(0, wobble) * np.sin(along * pitch + random.uniform(0, 6.3))
                for pitch in (4, 9, 17)
            )
            for _ in range(2)
        ]
        missed = random.normal(0, 0.01, 2)
        changed.append((path + np.stack(waves, 1) + missed) @ matrix.T)
    return changed


def _strokes(paths: list[Path], random: Random) -> list[Stroke]:
    """On a pad of unit side, each point every few milliseconds."""
    low, extent = _extent(paths)
    size = random.uniform(0.2, 0.85)
    corner = random.uniform(0, 1 - size, 2)
    return [
        Stroke(tuple((float(x), float(y), 8.0 * i) for i, (x, y) in enumerate(points)))
        for points in ((path - low) / extent * size + corner for path in paths)
    ]


def _picture(paths: list[Path], random: Random) -> NDArray[np.uint8]:
    """Round nibs stamped along the way on a canvas three times as fine, then reduced."""
    side = int(random.choice((28, 36, 60, 140, 300)))
    low, extent = _extent(paths)
    size = random.uniform(0.35, 0.82)
    width = max(1.2 / side, random.uniform(0.04, 0.17) * size)  # share of the canvas
    corner = width / 2 + random.uniform(0, 1 - size - width, 2)
    fine = Image.new("L", (side * 3, side * 3))
    pen = ImageDraw.Draw(fine)
    pressure = random.uniform(0, 0.25)
    for path in paths:
        points = ((path - low) / extent * size + corner) * side * 3
        spacing = max(1.0, width * side / 2)
        count = max(2, int(np.hypot(*np.diff(points, axis=0).T).sum() / spacing))
        at = np.linspace(0, len(points) - 1, count)
        x, y = (np.interp(at, np.arange(len(points)), axis) for axis in points.T)
        strength = 1 + pressure * np.sin(at / len(points) * 5 + random.uniform(0, 6.3))
        r = width * side * 1.5 * strength
        for ellipse in np.stack([x - r, y - r, x + r, y + r], 1):
            pen.ellipse(tuple(ellipse), fill=255)
    ink = np.asarray(fine.resize((side, side), Image.Resampling.BOX))
    if random.random() < 0.5:
        return ink
    grain = random.normal(0, 3, ink.shape)
    return np.clip(235 - ink * 0.75 + grain, 0, 255).astype(np.uint8)  # dark on light paper


def _extent(paths: list[Path]) -> tuple[Path, float]:
    points = np.concatenate(paths)
    return points.min(0), max(float(np.ptp(points, axis=0).max()), 1e-6)
