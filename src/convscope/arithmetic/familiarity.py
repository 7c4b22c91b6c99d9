"""How far an image lies from the training images, judged by the scores that the net gives it.

A net names a class for anything. Two things are unusual about the scores (logits) of a drawing
that is none: no class scores high, or the scores together are not those that training images of
the named class get. The distance is the larger of the two.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def distances_to_training(
    about: Mapping[str, NDArray[np.floating]], logits: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Returns how far images lie from the training images, float64 (number,).

    1 is the distance that 99 % of the validation images keep to; above it an image is unlike what
    the net was trained on.

    Args:
        about: A model's `about`, with what `engine.familiarity.measure_familiarity` returned.
        logits: float (number, outputs), what entered the net's last activation.
    """
    best, distances = best_and_distances(
        about["familiarity.means"], about["familiarity.precision"], logits
    )
    usual, shortfall, reach = about["familiarity.scale"].astype(np.float64)
    return np.maximum((usual - best) / shortfall, distances / reach)


def knows_familiarity(about: Mapping[str, NDArray[np.floating]]) -> bool:
    """Whether a model's `about` says what is familiar to it."""
    return "familiarity.scale" in about


def best_and_distances(
    means: NDArray[np.floating], precision: NDArray[np.floating], logits: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the best score of each image and the distance to the named class' mean scores.

    Args:
        means: (classes, outputs), the mean scores of every class.
        precision: (outputs, outputs), the inverse of the scores' covariance within a class.
        logits: (number, outputs).

    Returns:
        Both float64 (number,).
    """
    scores = np.asarray(logits, np.float64)
    away = scores - means[scores.argmax(1)]
    squared = np.einsum("ni,ij,nj->n", away, precision, away)
    return scores.max(1), np.sqrt(np.maximum(squared, 0))
