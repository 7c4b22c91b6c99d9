"""Labels that the other images speak against, whichever net is trained on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Numbers
from convscope.data.dataset import Split
from convscope.data.quality.evidence import from_features, from_looks
from convscope.data.quality.label_noise import LabelNoise, estimate_noise

FEWEST = 5
"""Images of a class from which the others say something about it."""


@dataclass(frozen=True, eq=False)
class SuspectLabels:
    """Labels that the other images speak against.

    Attributes:
        images: int64 (suspects,): places in the split, the most suspicious first.
        proposed: int64 (suspects,): the class that the other images speak for.
        chances: float32 (suspects,): how likely each label is wrong, 0.5–1.
        agreement: Share of all images whose label the others confirm, 0–1.
        noise: How many labels are wrong, listed or not.
        num_images: Images looked at.
    """

    images: NDArray[np.int64]
    proposed: NDArray[np.int64]
    chances: Numbers
    agreement: float
    noise: LabelNoise
    num_images: int

    def __len__(self) -> int:
        return len(self.images)

    @property
    def num_expected(self) -> float:
        """How many of the suspects are wrong, as far as the evidence goes."""
        return float(self.chances.sum())

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        return (
            f"{len(self):,} of {self.num_images:,} labels are more likely wrong than right, "
            f"{self.num_expected:.0f} of these wrong by estimate, by the labels of images that "
            f"look alike, which confirm {100 * self.agreement:.1f} % of all labels; "
            f"{100 * self.noise.low:.1f} to {100 * self.noise.high:.1f} % of all are wrong "
            "(95 % interval)."
        )


def find_suspect_labels(
    split: Split, num_classes: int, seed: int = 0, features: Numbers | None = None
) -> SuspectLabels:
    """Returns labels that are more likely wrong than right by what the other images say.

    Every image is judged by a smooth function of its edges and colours, fitted to the labels of
    the others. Where classes are hard to tell apart, little can be told, and few labels or none
    are listed; see `LabelNoise.suspects`.

    Args:
        split: Labelled images.
        num_classes: Classes.
        seed: Which images judge each other in large sets.
        features: See `judged_by_others`.
    """
    return suspects_by(judged_by_others(split, num_classes, seed, features), split.labels)


def suspects_by(scores: Numbers, labels: Labels) -> SuspectLabels:
    """Returns labels that are more likely wrong than right by some scores.

    Args:
        scores: float32 (images, classes), see `judged_by_others`.
        labels: int64 (images,).
    """
    is_known = np.bincount(labels, minlength=scores.shape[1]) >= FEWEST
    classes, places = np.flatnonzero(is_known), np.flatnonzero(is_known[labels])
    number = np.cumsum(is_known) - 1
    noise = estimate_noise(scores[places][:, classes], number[labels[places]])
    found = noise.suspects
    agreement = float((scores.argmax(1) == labels).mean()) if len(labels) else 1.0
    return SuspectLabels(
        places[found],
        classes[noise.proposed[found]].astype(np.int64),
        noise.chances[found],
        agreement,
        noise,
        len(labels),
    )


def judged_by_others(
    split: Split, num_classes: int, seed: int = 0, features: Numbers | None = None
) -> Numbers:
    """Returns what the other images say about each, see `left_out_scores`.

    Args:
        split: Labelled images.
        num_classes: Classes.
        seed: Which images judge each other in large sets.
        features: What the images look like in numbers, float32 (images, features), where there is
            better than `appearance`; see `insight.measures.borrowed_eyes`.

    Returns:
        float32 (images, classes): about 1 for the class that the others agree on, 0 for the rest;
        0 throughout for an image without others.
    """
    images, labels = split.images, split.labels
    if features is None:
        return from_looks(images, labels, num_classes, seed).scores
    return from_features("borrowed", features, labels, num_classes, seed).scores
