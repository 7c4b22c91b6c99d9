"""Drawings from stroke templates: jittered as hands do, put anywhere on a pad, inked, placed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ones_and_sevens import one_or_seven, share_of_seven
from stroke_templates import DIGITS, OTHERS

from convscope.drawing import Stroke, place_image, place_strokes, render

POINTS_PER_PIECE = 6
NO_DIGIT = -1
"""Label of what is no digit."""


@dataclass(frozen=True)
class Hand:
    """How much handwriting varies; standard deviations, lengths as shares of the box's height.

    Attributes:
        points: Of each control point.
        strokes: Of each stroke as a whole.
        turn_degrees: Of the whole drawing.
        slant: Of the sideways move per unit of height; writing leans to the right on average.
        aspect: Of the logarithm of width over height.
        balance: Of the move of the middle up or down, and of the difference of top and bottom
            width.
        tremor: Of each point on the way.
    """

    points: float = 0.035
    strokes: float = 0.015
    turn_degrees: float = 6.0
    slant: float = 0.15
    aspect: float = 0.2
    balance: float = 0.1
    tremor: float = 0.003


def draw_digits(
    number: int, seed: int, hand: Hand = Hand()
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Returns placed drawings of digits, uint8 (number, 28, 28, 1), and their labels."""
    random = np.random.default_rng([seed, 0xD161])
    labels = np.arange(number) % 10
    images = []
    for label in labels:
        ways = DIGITS[int(label)]
        way = ways[random.integers(len(ways))]
        images.append(_place(_vary(way, random, hand), random))
    return np.stack(images)[..., None], labels.astype(np.int64)


def draw_ones_and_sevens(
    number: int, seed: int, hand: Hand = Hand()
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Returns placed drawings, uint8 (number, 28, 28, 1), and their targets (number, 10).

    The targets follow what the hand made of a shape: see `ones_and_sevens.share_of_seven`.
    """
    random = np.random.default_rng([seed, 0x1F17])
    images, targets = [], np.zeros((number, 10), np.float32)
    for target in targets:
        template, share = one_or_seven(random)
        paths = _vary(template, random, hand)
        if share is None:
            share = share_of_seven(*_measured(paths))
        target[[1, 7]] = 1 - share, share
        images.append(_place(paths, random))
    return np.stack(images)[..., None], targets


def draw_others(number: int, seed: int, hand: Hand = Hand()) -> NDArray[np.uint8]:
    """Returns placed drawings that are no digits, uint8 (number, 28, 28, 1).

    Signs and letters, scribbles, and two digits side by side take turns.
    """
    random = np.random.default_rng([seed, 0x0E55])
    images = []
    for index in range(number):
        if index % 4 == 0:
            template = _scribble(random)
        elif index % 8 == 1:
            template = _two_digits(random)
        else:
            template = OTHERS[random.integers(len(OTHERS))]
        images.append(_place(_vary(template, random, hand), random))
    return np.stack(images)[..., None]


def _measured(paths: list[NDArray[np.float64]]) -> tuple[float, float, float]:
    """Upper stroke over stem, its fall and the stem's lean in degrees, as they were drawn."""
    written = np.concatenate(paths)
    tip, joint, bottom = written[0], written[2 * POINTS_PER_PIECE], written[-1]
    (left, down), (lean, height) = joint - tip, bottom - joint
    fall = np.degrees(np.arctan2(-down, left))
    return (
        float(np.hypot(left, down) / np.hypot(lean, height)),
        float(fall),
        float(np.degrees(np.arctan2(-lean, height))),
    )


def _place(paths: list[NDArray[np.float64]], random: np.random.Generator) -> NDArray[np.uint8]:
    """A drawing as the net receives it: half from strokes, half from a picture of the pad."""
    if random.random() < 0.5:
        placed = place_strokes(_as_strokes(paths), "mnist")
    else:
        side = int(random.choice((28, 28, 40, 64, 112)))
        size = random.uniform(0.4, 0.9)  # of the pad's height
        ink_width = max(1.0, random.uniform(0.04, 0.2) * size * side)
        room = 1 - size
        corner = random.uniform(0, 1, 2) * room
        moved = [corner + path * size for path in paths]
        picture = render(_as_strokes(moved), side, ink_width)
        placed = place_image(picture, "mnist")
    assert placed is not None
    return placed.image


def _vary(
    template: tuple[str, ...], random: np.random.Generator, hand: Hand
) -> list[NDArray[np.float64]]:
    """Paths of one drawing in the unit square, each (points, 2) with x and y."""
    controls = [np.array(text.split()[1:], np.float64).reshape(-1, 2) / 100 for text in template]
    everything = np.concatenate(controls)
    places, index = np.unique(everything, axis=0, return_inverse=True)  # strokes stay joined
    everything = everything + random.normal(0, hand.points, places.shape)[index.ravel()]
    lengths = np.cumsum([len(control) for control in controls])[:-1]
    turn = np.deg2rad(random.normal(0, hand.turn_degrees))
    slant = random.normal(0.08, hand.slant)
    aspect = np.exp(random.normal(0, hand.aspect))
    middle, taper = random.normal(0, hand.balance, 2)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = matrix @ np.array([[aspect, -slant], [0, 1]])
    paths = []
    for text, control in zip(template, np.split(everything, lengths), strict=True):
        path = _curve(control) if text.startswith("curve") else _line(control)
        path = path + random.normal(0, hand.strokes, 2) + random.normal(0, hand.tremor, path.shape)
        x, y = path[:, 0] - 0.35, path[:, 1] - 0.5
        x = x * (1 + 2 * taper * y)
        y = y + middle * np.cos(np.pi * np.clip(y, -0.5, 0.5))
        paths.append(np.stack([x, y], 1) @ matrix.T)
    points = np.concatenate(paths)
    low, extent = points.min(0), max(float(np.ptp(points, axis=0).max()), 1e-3)
    return [(path - low) / extent for path in paths]


def _curve(control: NDArray[np.float64]) -> NDArray[np.float64]:
    """Catmull–Rom spline through the control points, (points, 2)."""
    before, after = 2 * control[0] - control[1], 2 * control[-1] - control[-2]
    p = np.vstack([before, control, after])
    t = np.linspace(0, 1, POINTS_PER_PIECE, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (p[i : len(p) - 3 + i, None] for i in range(4))
    pieces = p1 + 0.5 * t * (
        p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0))
    )
    return np.vstack([pieces.reshape(-1, 2), control[-1:]])


def _line(control: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.linspace(0, len(control) - 1, (len(control) - 1) * POINTS_PER_PIECE + 1)
    return np.stack([np.interp(at, np.arange(len(control)), axis) for axis in control.T], 1)


def _scribble(random: np.random.Generator) -> tuple[str, ...]:
    points = random.integers(0, 100, (random.integers(9, 20), 2)) * (0.7, 1)
    return ("curve " + " ".join(f"{value:.0f}" for value in points.ravel()),)


def _two_digits(random: np.random.Generator) -> tuple[str, ...]:
    strokes: list[str] = []
    for start in (0, 55):
        ways = DIGITS[int(random.integers(10))]
        for text in ways[random.integers(len(ways))]:
            kind, *numbers = text.split()
            values = np.array(numbers, np.float64).reshape(-1, 2) * (0.6, 1) + (start, 0)
            strokes.append(f"{kind} " + " ".join(f"{value:.0f}" for value in values.ravel()))
    return tuple(strokes)


def _as_strokes(paths: list[NDArray[np.float64]]) -> list[Stroke]:
    return [Stroke(tuple((float(x), float(y), 0.0) for x, y in path)) for path in paths]
