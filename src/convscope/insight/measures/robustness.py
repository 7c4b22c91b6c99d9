"""How accuracy falls as images are moved, turned, scaled or spoilt: measured, not claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.data import Split
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.insight.measures.classifier import BATCH_SIZE, Classifier
from convscope.insight.measures.disturbances import DISTURBANCES, Apply, Disturbance
from convscope.insight.measures.statistics import LEVEL, Difference, compare_pairs


@dataclass(frozen=True, eq=False)
class Curve:
    """Verdicts by strength of one disturbance, on the same images at every strength.

    Attributes:
        name: The disturbance.
        title: What people call it.
        unit: Of the strengths.
        meaning: What is done to the images, and how.
        strengths: What was measured, rising.
        is_right: bool (strengths, images): which images are judged right.
        before: bool (images,): which are judged right as they are.
        kernel: How pixels were made of pixels, a name of `resampling.KERNELS`; empty where
            nothing was resampled.
        control: The loss at a strength that no eye sees, which is the cost of resampling; None
            where nothing was resampled.
    """

    name: str
    title: str
    unit: str
    meaning: str
    strengths: tuple[float, ...]
    is_right: NDArray[np.bool_]
    before: NDArray[np.bool_]
    kernel: str = ""
    control: Difference | None = None

    @property
    def accuracies(self) -> NDArray[np.float64]:
        """Accuracy at every strength, float64 (strengths,), 0–1."""
        return self.is_right.mean(1)

    @cached_property
    def losses(self) -> tuple[Difference, ...]:
        """By how much accuracy fell at every strength, compared image by image."""
        return tuple(compare_pairs(self.before, after) for after in self.is_right)

    @property
    def intervals(self) -> NDArray[np.float64]:
        """Accuracies at the ends of the losses' 95 % intervals, float64 (strengths, 2), 0–1."""
        accuracy = self.before.mean()
        ends = [(accuracy - loss.high, accuracy - loss.low) for loss in self.losses]
        return np.clip(ends, 0.0, 1.0)

    @property
    def summary(self) -> str:
        """The worst point in a sentence."""
        worst = int(self.accuracies.argmin())
        low, high = 100 * self.intervals[worst]
        return (
            f"{self.title}: {100 * self.accuracies[worst]:.1f} % at {self.strengths[worst]:g} "
            f"{self.unit} (95 % interval {low:.1f} to {high:.1f} %, paired)."
        )


@dataclass(frozen=True)
class Robustness:
    """How accuracy falls as images are disturbed.

    Attributes:
        curves: One per disturbance.
        accuracy: Of the images as they are, 0–1.
        num_images: Images judged at each strength.
        split: Where they come from.
        seed: Which images, and which directions and noise.
        places: int64 (images,): where these images lie in the split; None if that is not known.
    """

    curves: tuple[Curve, ...]
    accuracy: float
    num_images: int
    split: str
    seed: int
    places: NDArray[np.int64] | None = None

    @property
    def summary(self) -> str:
        """What was measured on, and the hardest disturbance, in a sentence."""
        hardest = min(self.curves, key=lambda curve: curve.accuracies.min())
        return (
            f"{100 * self.accuracy:.1f} % of {self.num_images:,} {self.split} images are judged "
            f"right as they are. {hardest.summary}"
        )


def measure_robustness(
    classifier: Classifier,
    images: Split,
    names: Sequence[str] | None = None,
    *,
    sample: int = 2000,
    seed: int = 0,
    split: str = "test",
) -> Robustness:
    """Returns how accuracy falls as images are disturbed.

    What comes in from outside has the colour of the image's border.

    Args:
        classifier: The classifier.
        images: Labelled images.
        names: Names of `DISTURBANCES`; None takes all.
        sample: Images judged at each strength, drawn at random.
        seed: The same seed gives the same curves.
        split: What the split is called, for captions.

    Raises:
        UnknownNameError: There is no such disturbance.
        ConvscopeError: There are no images.
    """
    wanted = list(DISTURBANCES) if names is None else list(names)
    for name in wanted:
        if name not in DISTURBANCES:
            raise UnknownNameError("disturbance", name, DISTURBANCES)
    if not len(images):
        raise ConvscopeError(
            f"Received no {split} images.",
            "Robustness is measured on labelled images.",
            "Give a split that has some.",
        )
    drawn = np.random.default_rng([seed, 0x0B57]).permutation(len(images))[:sample]
    order = np.sort(drawn)
    pixels, labels = images.images[order].astype(np.float32), images.labels[order]
    before = _is_right(classifier, pixels, labels)
    curves = [
        _curve(classifier, pixels, labels, DISTURBANCES[name], before, seed) for name in wanted
    ]
    return Robustness(tuple(curves), float(before.mean()), len(order), split, seed, order)


def _curve(
    classifier: Classifier,
    pixels: NDArray[np.float32],
    labels: NDArray[np.int64],
    disturbance: Disturbance,
    before: NDArray[np.bool_],
    seed: int,
) -> Curve:
    def judge(apply: Apply, strength: float) -> NDArray[np.bool_]:
        if strength == disturbance.neutral:
            return before
        return _is_right(classifier, pixels, labels, apply, strength, seed)

    apply, kernel, control = disturbance.apply, "", None
    if disturbance.by_nearest is not None:
        kernel, after = "cubic", judge(apply, disturbance.control)
        nearest = judge(disturbance.by_nearest, disturbance.control)
        # Thin lines turn grey between two pixels: where that is what does harm, they stay black.
        if compare_pairs(nearest, after).p_value <= LEVEL:
            apply, kernel, after = disturbance.by_nearest, "nearest", nearest
        control = compare_pairs(before, after)
    is_right = [judge(apply, strength) for strength in disturbance.strengths]
    return Curve(
        disturbance.name,
        disturbance.title,
        disturbance.unit,
        disturbance.meaning,
        disturbance.strengths,
        np.array(is_right),
        before,
        kernel,
        control,
    )


def _is_right(
    classifier: Classifier,
    pixels: NDArray[np.float32],
    labels: NDArray[np.int64],
    apply: Apply | None = None,
    strength: float = 0.0,
    seed: int = 0,
) -> NDArray[np.bool_]:
    # Every strength starts the same chance anew: an image goes the same way, only farther.
    random = np.random.default_rng([seed, 0xD157])
    low, high = classifier.value_range
    parts = []
    for start in range(0, len(labels), BATCH_SIZE):
        with torch.inference_mode():
            batch = torch.from_numpy(pixels[start : start + BATCH_SIZE]).to(classifier.device)
            if apply is not None:
                batch = apply(batch, strength, random).clamp_(0, 255)
            inputs = batch * ((high - low) / 255) + low
            inputs = inputs.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
            verdicts = classifier.module(inputs).argmax(1).cpu().numpy()
        parts.append(verdicts == labels[start : start + BATCH_SIZE])
    return np.concatenate(parts)
