"""Characters bent, turned, made thin or thick, and placed again as MNIST's makers did."""

from dataclasses import dataclass
from math import pi

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from convscope.engine.processes.shards import Shard
from convscope.engine.training.augmentation import Augmentation

CANVAS = 28
BOX = 20
"""Pixels of MNIST's images, and of the longer side of their ink."""

FAINT = 1 / 8
"""Ink below this is no evidence of where a character ends."""

WAVES = 4
"""Cosines along each axis that bend a character; four keep neighbouring strokes neighbours."""

REACH = 1.6
"""How far around the image, in halves of it, bent ink is looked for."""


@dataclass(frozen=True)
class Redrawing(Augmentation):
    """Random changes of handwriting, each image placed again afterwards.

    Standard deviations, if nothing else is said.

    Attributes:
        share: Share of the images that are changed, 0–1; the others stay as they are.
        turn_degrees: Of the turn to either side.
        slant: Of the sideways move per unit of height.
        aspect: Of the logarithm of width over height.
        bend: Of the longest wave's move, in pixels.
        widths: Least and largest stroke width, in pixels; evenly spread in between.
    """

    share: float = 0.85
    turn_degrees: float = 8.0
    slant: float = 0.15
    aspect: float = 0.15
    bend: float = 0.8
    widths: tuple[float, float] = (1.6, 4.0)

    def __call__(
        self,
        inputs: Tensor,
        seed: int,
        epoch: int,
        step: int,
        shard: Shard | None = None,
        value_range: tuple[float, float] = (0.0, 1.0),
    ) -> Tensor:
        """Returns a batch of changed images; the same numbers give the same changes.

        Args:
            inputs: float32 (batch, 28, 28, 1), 0–1.
            seed: Of the training.
            epoch: From 0.
            step: Of the epoch, from 0.
            shard: None, or all of the batch: one process trains the shipped models.
            value_range: 0–1 whatever the caller knows; ink is asked for nothing else.

        Returns:
            float32 (batch, 28, 28, 1), 0–1.
        """
        random = np.random.default_rng([seed, 0x2ED2, epoch, step])
        images = inputs.permute(0, 3, 1, 2)  # (batch, 1, 28, 28)
        number = len(images)
        wanted = _tensor(random.uniform(*self.widths, number))
        inked = with_stroke_width(images, wanted)
        matrices, waves = self._bends(random, number)
        offsets = _tensor(random.uniform(-0.5, 0.5, (2, number, 1)))
        columns, rows = _placing_grids(inked, matrices, waves, offsets)
        placed = _sample(inked, columns, rows, matrices, waves)
        brightness = _tensor(random.uniform(1.0, 1.25, (number, 1, 1, 1)))
        is_changed = _tensor(random.random((number, 1, 1, 1)) < self.share)
        changed = (placed * brightness).clamp_(0, 1)
        return torch.lerp(images, changed, is_changed).permute(0, 2, 3, 1)

    def _bends(self, random: np.random.Generator, number: int) -> tuple[Tensor, Tensor]:
        """Where each pixel looks: matrices (batch, 2, 2), waves (2, batch, WAVES, WAVES)."""
        turns = np.deg2rad(random.normal(0, self.turn_degrees, number))
        slants = random.normal(0, self.slant, number)
        aspects = np.exp(random.normal(0, self.aspect, number) / 2)
        cosine, sine = np.cos(turns), np.sin(turns)
        rows = [cosine * aspects, slants * cosine - sine / aspects, sine * aspects]
        rows.append(slants * sine + cosine / aspects)
        matrices = np.stack(rows, 1).reshape(number, 2, 2)
        frequency = np.add.outer(np.arange(WAVES), np.arange(WAVES))
        spread = np.where(frequency > 0, self.bend / (CANVAS / 2) / np.maximum(frequency, 1), 0)
        waves = random.normal(0, 1, (2, number, WAVES, WAVES)) * spread
        return _tensor(matrices), _tensor(waves)


def with_stroke_width(images: Tensor, wanted: Tensor) -> Tensor:
    """Returns images whose strokes are about as wide as wanted.

    Ink grows into, or leaves, the pixels beside it by the missing share of a pixel on each side;
    it grows by two pixels and shrinks by seven tenths at most.

    Args:
        images: float32 (batch, 1, height, width), 0–1.
        wanted: float32 (batch,), in pixels.

    Source: the estimate is `convscope.drawing.stroke_width`'s, for a whole batch.
    """
    change = ((wanted - stroke_widths(images)) / 2).clamp(-0.35, 1.0)[:, None, None, None]
    grown = torch.lerp(images, _strongest_around(images), change.clamp(min=0))
    loss = change.clamp(max=0).neg()
    shrunk = torch.lerp(images, -_strongest_around(-images), loss) / (1 - loss)
    return torch.where(change > 0, grown, shrunk.clamp(0, 1))


def stroke_widths(images: Tensor) -> Tensor:
    """Returns the estimated stroke width of each image in pixels, float32 (batch,)."""
    ink = functional.pad(images, (1, 1, 1, 1))
    area = ink.sum((1, 2, 3))
    a, b, c, d = ink[..., :-1, :-1], ink[..., :-1, 1:], ink[..., 1:, :-1], ink[..., 1:, 1:]
    across, down = (b - a + d - c) / 2, (c - a + d - b) / 2
    outline = (across.square() + down.square()).sqrt().sum((1, 2, 3))
    return (outline - (outline.square() - 4 * pi * area).clamp(min=0).sqrt()) / pi


def _strongest_around(images: Tensor) -> Tensor:
    """The largest value in the 3×3 pixels around each; five times as fast as max-pooling."""
    padded = functional.pad(images, (1, 1, 1, 1))
    rows = torch.maximum(padded[..., :-2, :], padded[..., 1:-1, :]).maximum(padded[..., 2:, :])
    return torch.maximum(rows[..., :-2], rows[..., 1:-1]).maximum(rows[..., 2:])


def _placing_grids(
    images: Tensor, matrices: Tensor, waves: Tensor, offsets: Tensor
) -> tuple[Tensor, Tensor]:
    """Returns where the placed image's columns and rows lie in the bent one, (batch, 28) each."""
    count = round(REACH * CANVAS)
    every = torch.linspace(-REACH, REACH, count).expand(len(images), count)
    bent = _sample(images, every, every, matrices, waves)[:, 0]  # (batch, count, count)
    step = 2 * REACH / (count - 1)
    middles, lengths = [], []
    for axis in (1, 2):
        profile, highest = bent.sum(axis), bent.amax(axis)  # (batch, count)
        mass = profile.sum(1).clamp(min=1e-6)
        middles.append((profile * every).sum(1) / mass)
        is_ink = (highest >= FAINT).float()
        first, last = is_ink.argmax(1), count - 1 - is_ink.flip(1).argmax(1)
        lengths.append((last - first + 1) * step)
    pixel = (torch.maximum(*lengths) / BOX)[:, None]
    across = torch.arange(CANVAS)[None, :] - CANVAS / 2
    columns, rows = (
        middle[:, None] + (across + offset) * pixel
        for middle, offset in zip(middles, offsets, strict=True)
    )
    return columns, rows


def _sample(
    images: Tensor, columns: Tensor, rows: Tensor, matrices: Tensor, waves: Tensor
) -> Tensor:
    """Looks up bent images at every row and column, in halves of the image from its middle."""
    x, y = columns[:, None, :], rows[:, :, None]
    order = torch.arange(WAVES) * (pi / 2)
    along = torch.cos((columns[:, None, :] + 1) * order[:, None])  # (batch, WAVES, columns)
    down = torch.cos((rows[:, :, None] + 1) * order)  # (batch, rows, WAVES)
    looked_up = [
        matrices[:, axis, 0, None, None] * x
        + matrices[:, axis, 1, None, None] * y
        + down @ waves[axis] @ along
        for axis in (0, 1)
    ]
    grid = torch.stack(looked_up, 3)  # (batch, rows, columns, 2)
    return functional.grid_sample(images, grid, mode="bilinear", align_corners=False)


def _tensor(values: np.ndarray) -> Tensor:
    return torch.from_numpy(values.astype(np.float32))
