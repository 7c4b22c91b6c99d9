"""Labels that the other images speak against, whichever net is trained on them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Numbers
from convscope.data.dataset import Split
from convscope.data.quality.features import appearance
from convscope.data.quality.left_out import left_out_scores

EASY = 0.3
"""Margin from which a label is suspect in a set whose classes are told apart without mistakes."""

HARDER = 0.75
"""How much the margin grows with the share of images that the others judge otherwise."""

MOST_TOGETHER = 4000
"""Images that judge each other; larger sets are dealt into parts of this size."""

FEWEST = 5
"""Images of a class from which the others say something about it."""


@dataclass(frozen=True, eq=False)
class SuspectLabels:
    """Labels that the other images speak against.

    Attributes:
        images: int64 (suspects,): places in the split, the most suspicious first.
        proposed: int64 (suspects,): the class that the other images speak for.
        margins: float32 (suspects,): how much more they speak for it than for the label.
        agreement: Share of all images whose label the others confirm, 0–1.
        limit: The margin from which a label is suspect here.
        num_images: Images looked at.
    """

    images: NDArray[np.int64]
    proposed: NDArray[np.int64]
    margins: Numbers
    agreement: float
    limit: float
    num_images: int

    def __len__(self) -> int:
        return len(self.images)

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        return (
            f"{len(self):,} of {self.num_images:,} labels look wrong by the labels of images that "
            f"look alike, which confirm {100 * self.agreement:.1f} % of all labels."
        )


def find_suspect_labels(split: Split, num_classes: int, seed: int = 0) -> SuspectLabels:
    """Returns labels that the other images speak against.

    Every image is judged by a smooth function of its edges and colours, fitted to the labels of
    the others. Where classes are hard to tell apart the others have to be the surer.

    Args:
        split: Labelled images.
        num_classes: Classes.
        seed: Which images judge each other in large sets.
    """
    scores = judged_by_others(split, num_classes, seed)
    everyone = np.arange(len(split))
    own = scores[everyone, split.labels]
    rest = scores.copy()
    rest[everyone, split.labels] = -np.inf
    proposed = rest.argmax(1) if len(split) else np.zeros(0, np.int64)
    margin = rest[everyone, proposed] - own
    agreement = float((margin < 0).mean()) if len(split) else 1.0
    limit = EASY + HARDER * max(0.95 - agreement, 0.0)
    sizes = np.bincount(split.labels, minlength=num_classes)
    is_known = (sizes[split.labels] >= FEWEST) & (sizes[proposed] >= FEWEST)
    found = np.flatnonzero((margin > limit) & is_known)
    found = found[np.argsort(-margin[found], kind="stable")]
    return SuspectLabels(
        found,
        proposed[found].astype(np.int64),
        margin[found].astype(np.float32),
        agreement,
        limit,
        len(split),
    )


def judged_by_others(split: Split, num_classes: int, seed: int = 0) -> Numbers:
    """Returns what the other images say about each: float32 (number, classes), see `left_out`."""
    features = appearance(split.images)
    order = np.random.default_rng([seed, 0x5E1F]).permutation(len(split))
    parts = np.array_split(order, max(1, -(-len(split) // MOST_TOGETHER)))
    scores = np.zeros((len(split), num_classes), np.float32)
    for part in parts:
        if len(part) > 1:
            scores[part] = left_out_scores(features[part], split.labels[part], num_classes)
    return scores
