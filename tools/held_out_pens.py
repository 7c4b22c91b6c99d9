"""1s and 7s to choose settings by: straight pens whose shapes the training does not share.

Two writers' habits overlap here as they do in life: a 1 means what its writer meant, however level
its flag came out. So a net that is right about these as often as it says is sure of the right
amount.
"""

import numpy as np
from numpy.typing import NDArray

from convscope.drawing import Stroke, place_image, place_strokes, render


def draw_held_out(number: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Returns placed 1s and 7s in turn, uint8 (number, 28, 28, 1), and their labels."""
    random = np.random.default_rng([seed, 0x0E1D])
    labels = np.where(np.arange(number) % 2, 7, 1)
    images = []
    for label in labels:
        corners = _one(random) if label == 1 else _seven(random)
        leaning = np.array([[1, -random.normal(0.05, 0.12)], [0, 1]])
        strokes = [_walked(np.array(path) @ leaning.T, random) for path in corners]
        everything = np.concatenate(strokes)
        low, extent = everything.min(0), float(np.ptp(everything, axis=0).max())
        size = random.uniform(0.3, 0.9)
        offset = random.uniform(0, 1 - size, 2)
        written = [
            Stroke(tuple((x, y, 0.0) for x, y in (path - low) / extent * size + offset))
            for path in strokes
        ]
        if random.random() < 0.5:
            placed = place_strokes(written, "mnist")
        else:
            side = int(random.integers(28, 200))
            ink_width = max(1.0, side * size * random.uniform(0.05, 0.16))
            placed = place_image(render(written, side, ink_width), "mnist")
        assert placed is not None
        images.append(placed.image)
    return np.stack(images)[..., None], labels


def _one(random: np.random.Generator) -> list[list[tuple[float, float]]]:
    """A stem of height 1 and a flag given by how far it reaches to the left and down."""
    left, down = random.normal(0.27, 0.08), random.normal(0.26, 0.09)
    paths = [[(-max(left, 0.05), max(down, 0.02)), (0.0, 0.0), (random.normal(0, 0.04), 1.0)]]
    if random.random() < 0.2:
        paths.append([(-random.uniform(0.1, 0.35), 1.0), (random.uniform(0.1, 0.35), 1.0)])
    return paths


def _seven(random: np.random.Generator) -> list[list[tuple[float, float]]]:
    """A bar of some width, a stem that leans or bends; the bar across, the serif by chance."""
    width, foot = random.normal(0.58, 0.08), random.normal(0.28, 0.1)
    path = [(0.0, random.normal(0.02, 0.05)), (width, 0.0)]
    if random.random() < 0.3:
        path.insert(0, (random.normal(0, 0.02), random.uniform(0.1, 0.25)))
    knee = random.uniform(0.3, 0.6)
    x = width - foot * knee + (random.uniform(0, 0.1) if random.random() < 0.5 else 0)
    path += [(x, knee), (width - foot, 1.0)]
    if random.random() < 0.5:
        return [path]
    half = random.uniform(0.12, 0.25)
    return [path, [(x - half, random.normal(0.5, 0.04)), (x + half, random.normal(0.5, 0.04))]]


def _walked(corners: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """The way along the corners, unsteady as a walk that is pulled back to its line."""
    at = np.linspace(0, len(corners) - 1, 14 * (len(corners) - 1))
    points = np.stack([np.interp(at, np.arange(len(corners)), axis) for axis in corners.T], 1)
    away, unsteadiness = np.zeros(2), random.uniform(0, 0.008)
    for point in points:
        away = 0.85 * away + random.normal(0, unsteadiness, 2)
        point += away
    return points
