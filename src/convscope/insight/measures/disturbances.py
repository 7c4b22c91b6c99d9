"""Ways of disturbing images, each with a strength, in one table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from convscope.engine.training.affine import transform
from convscope.engine.training.light import blur
from convscope.insight.measures.resampling import scale, turn

Apply = Callable[[Tensor, float, np.random.Generator], Tensor]


@dataclass(frozen=True)
class Disturbance:
    """A way of disturbing images.

    Attributes:
        name: What functions and commands take.
        title: What people call it.
        unit: Of the strengths.
        neutral: The strength that changes nothing.
        strengths: What is measured.
        meaning: What is done, in words.
        apply: From images float32 (number, height, width, channels), 0–255, a strength and a
            source of chance to disturbed images of the same shape, 0–255.
        by_nearest: The same, taking the nearest pixel instead of a mean of several; None where
            nothing is resampled.
        control: A strength that no eye sees: what it costs is the cost of resampling.
    """

    name: str
    title: str
    unit: str
    neutral: float
    strengths: tuple[float, ...]
    meaning: str
    apply: Apply
    by_nearest: Apply | None = None
    control: float = 0.0


def _shift(images: Tensor, strength: float, random: np.random.Generator) -> Tensor:
    directions = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)], np.float32)
    chosen = directions[random.integers(0, 4, len(images))]
    shifts = torch.from_numpy(chosen * np.float32(strength)).to(images.device)
    return transform(images, torch.eye(2, device=images.device).expand(len(images), 2, 2), shifts)


def _turn(
    images: Tensor, strength: float, random: np.random.Generator, kernel: str = "cubic"
) -> Tensor:
    signs = torch.from_numpy(random.choice([-1.0, 1.0], len(images)).astype(np.float32))
    return turn(images, signs * strength, kernel)


def _scale(
    images: Tensor, strength: float, random: np.random.Generator, kernel: str = "cubic"
) -> Tensor:
    return scale(images, strength, kernel)


def _blur(images: Tensor, strength: float, random: np.random.Generator) -> Tensor:
    return blur(images, np.full(len(images), strength), strength)


def _noise(images: Tensor, strength: float, random: np.random.Generator) -> Tensor:
    noise = random.standard_normal(tuple(images.shape), np.float32) * np.float32(strength * 255)
    return images + torch.from_numpy(noise).to(images.device)


def _brightness(images: Tensor, strength: float, random: np.random.Generator) -> Tensor:
    return images + strength * 255


def _contrast(images: Tensor, strength: float, random: np.random.Generator) -> Tensor:
    mean = images.mean((1, 2), keepdim=True)
    return mean + (images - mean) * strength


DISTURBANCES: dict[str, Disturbance] = {
    disturbance.name: disturbance
    for disturbance in (
        Disturbance(
            "shift",
            "Shift",
            "pixels",
            0,
            (0, 1, 2, 3, 4, 5, 6),
            "moved left, right, up or down",
            _shift,
        ),
        Disturbance(
            "turn",
            "Turn",
            "degrees",
            0,
            (0, 10, 20, 30, 40, 50, 60),
            "turned clockwise or anticlockwise",
            _turn,
            partial(_turn, kernel="nearest"),
            0.5,
        ),
        Disturbance(
            "scale",
            "Scale",
            "times the size",
            1,
            (0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4),
            "made smaller or larger",
            _scale,
            partial(_scale, kernel="nearest"),
            0.99,
        ),
        Disturbance(
            "blur", "Blur", "pixels (σ)", 0, (0, 0.5, 1, 1.5, 2), "blurred by a Gaussian", _blur
        ),
        Disturbance(
            "noise",
            "Noise",
            "of full scale (σ)",
            0,
            (0, 0.1, 0.2, 0.3, 0.4),
            "overlaid with Gaussian noise",
            _noise,
        ),
        Disturbance(
            "brightness",
            "Brightness",
            "of full scale",
            0,
            (-0.4, -0.2, 0, 0.2, 0.4),
            "made darker or brighter",
            _brightness,
        ),
        Disturbance(
            "contrast",
            "Contrast",
            "times the contrast",
            1,
            (0.25, 0.5, 1, 1.5, 2),
            "drawn together to, or apart from, the image's mean",
            _contrast,
        ),
    )
}
"""The one table of disturbances; commands and reports are made from it."""
