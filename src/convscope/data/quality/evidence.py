"""What speaks for each image's class without the image's own label: of any kind, and together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from convscope.arrays import Images, Labels, Numbers
from convscope.data.quality.features import appearance
from convscope.data.quality.left_out import left_out_scores

MOST_TOGETHER = 4000
"""Images that judge each other; larger sets are dealt into parts of this size."""

Features = Callable[[Images], Numbers | None]
"""Makes float32 (number, features) of uint8 (number, height, width, channels); sees no label.

`appearance` is one; what a net makes of images that was trained on other images is another.
"""

Progress = Callable[[float], None]
"""Is told how much has been done, 0–1."""

LOOKS = "looks"
"""What `appearance` gives: edges and colours."""

_NOISE = 0.03
"""Share of labels that may be anything while evidence is weighed, so that no single one rules."""

_SHARPEST = 100.0


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one way of looking says.

    Attributes:
        by: Its name, such as `LOOKS`.
        scores: float32 (images, classes), larger for likelier classes, of images whose own label
            had no part in them: logarithms of probabilities, or `left_out_scores`.
        features: float32 (images, features): what makes images alike; None without.
    """

    by: str
    scores: Numbers
    features: Numbers | None = None


def nothing_told(_share: float) -> None:
    """Is told how much has been done, and does nothing."""


def from_features(
    by: str,
    features: Numbers,
    labels: Labels,
    num_classes: int,
    seed: int = 0,
    progress: Progress = nothing_told,
) -> Evidence:
    """Returns what images say of each other that features show alike, see `left_out_scores`.

    Args:
        by: Name of the features.
        features: float32 (images, features), not shaped by these labels.
        labels: int64 (images,).
        num_classes: Classes.
        seed: Which images judge each other in large sets.
        progress: Is told how much has been done.

    Returns:
        About 1 for the class that the others agree on, 0 for the rest; 0 throughout for an image
        without others.
    """
    order = np.random.default_rng([seed, 0x5E1F]).permutation(len(labels))
    parts = np.array_split(order, max(1, -(-len(labels) // MOST_TOGETHER)))
    scores = np.zeros((len(labels), num_classes), np.float32)
    for number, part in enumerate(parts):
        progress(number / len(parts))
        if len(part) > 1:
            scores[part] = left_out_scores(features[part], labels[part], num_classes)
    progress(1.0)
    return Evidence(by, scores, features)


def from_looks(
    images: Images,
    labels: Labels,
    num_classes: int,
    seed: int = 0,
    progress: Progress = nothing_told,
) -> Evidence:
    """Returns what images say of each other by edges and colours.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        labels: int64 (number,).
        num_classes: Classes.
        seed: Which images judge each other in large sets.
        progress: Is told how much has been done.
    """
    return from_features(LOOKS, appearance(images), labels, num_classes, seed, progress)


def together(evidence: Sequence[Evidence], labels: Labels) -> Numbers:
    """Returns what all evidence says, each kind weighed by how well it foretells the labels.

    Args:
        evidence: At least one, on the same images.
        labels: int64 (images,).

    Returns:
        float64 (images, classes): logarithms of probabilities.

    Source: Bordley, "A Multiplicative Formula for Aggregating Probability Assessments", 1982 (the
    logarithmic pool).
    """
    return logarithms(np.stack([each.scores for each in evidence]), labels)


def logarithms(scores: Numbers, labels: Labels) -> Numbers:
    """Returns logarithms of probabilities from scores on any scales.

    Args:
        scores: (kinds, images, classes).
        labels: int64 (images,).

    Returns:
        float64 (images, classes).
    """
    from scipy.optimize import minimize
    from scipy.special import log_softmax, softmax

    stack = np.asarray(scores, np.float64)
    kinds, number, num_classes = stack.shape
    if number == 0:
        return np.zeros((0, num_classes))
    spread = np.maximum(stack.std((1, 2)), 1e-9)
    stack = stack / spread[:, None, None]
    everyone = np.arange(number)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        shares = softmax(np.tensordot(weights, stack, 1), 1)
        own = shares[everyone, labels]
        told = (1 - _NOISE) * own + _NOISE / num_classes
        means = np.einsum("nc,knc->kn", shares, stack)
        slopes = (1 - _NOISE) * own / told * (stack[:, everyone, labels] - means)
        return -float(np.log(told).mean()), -slopes.mean(1)

    found = minimize(
        loss, np.ones(kinds), jac=True, method="L-BFGS-B", bounds=[(0.0, _SHARPEST)] * kinds
    )
    return log_softmax(np.tensordot(found.x, stack, 1), 1)
