"""Images whose verdict changed from one net to another, and whether chance explains it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError
from convscope.insight.measures.statistics import LEVEL, p_at_most
from convscope.runs.results import Verdicts


@dataclass(frozen=True, eq=False)
class VerdictChanges:
    """Two nets' verdicts on the images that both judged.

    Attributes:
        images: Names of these images, in the order of the second net.
        labels: Their right classes, as the second net was judged by: names.
        before: The first net's verdicts: names of classes.
        after: The second net's.
        was_right: bool (number,).
        is_right: bool (number,).
        places: Of these images in the first list and in the second, int64 (number, 2).
    """

    images: tuple[str, ...]
    labels: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    was_right: NDArray[np.bool_]
    is_right: NDArray[np.bool_]
    places: NDArray[np.int64]

    @property
    def gained(self) -> NDArray[np.int64]:
        """Images that the second net corrects, int64 (gained,)."""
        return np.flatnonzero(~self.was_right & self.is_right)

    @property
    def lost(self) -> NDArray[np.int64]:
        """Images that the second net breaks, int64 (lost,)."""
        return np.flatnonzero(self.was_right & ~self.is_right)

    @property
    def both_wrong(self) -> NDArray[np.int64]:
        """Images that neither judges right, int64 (wrong,)."""
        return np.flatnonzero(~self.was_right & ~self.is_right)

    @property
    def p_value(self) -> float:
        """How often chance alone changes verdicts as one-sidedly as this, either way.

        Source: McNemar's exact test, two-sided.
        """
        gained, lost = len(self.gained), len(self.lost)
        if gained + lost == 0:
            return 1.0
        return min(1.0, 2 * p_at_most(min(gained, lost), gained + lost, 0.5))

    @property
    def is_sure(self) -> bool:
        """Whether chance does not explain the difference."""
        return self.p_value <= LEVEL


def verdict_changes(before: Verdicts, after: Verdicts) -> VerdictChanges:
    """Returns what changed on the images that both nets judged.

    Args:
        before: The first net's verdicts.
        after: The second net's, on images of the same names; labels that differ, because somebody
            put them right in between, are taken from here.

    Raises:
        ConvscopeError: They have no image in common.
    """
    known = {name: place for place, name in enumerate(before.images)}
    pairs = [(known[name], i) for i, name in enumerate(after.images) if name in known]
    if not pairs:
        raise ConvscopeError(
            "The two runs were judged on other images.",
            "Expected images that both have judged.",
            "Train both on the same data with the same seed.",
        )
    places = np.array(pairs, np.int64)
    first, second = places.T
    old = tuple(before.class_names[i] for i in before.predicted[first])
    new = tuple(after.class_names[i] for i in after.predicted[second])
    labels = tuple(after.class_names[i] for i in after.labels[second])
    return VerdictChanges(
        tuple(after.images[i] for i in second),
        labels,
        old,
        new,
        np.array([verdict == label for verdict, label in zip(old, labels, strict=True)], bool),
        np.array([verdict == label for verdict, label in zip(new, labels, strict=True)], bool),
        places,
    )
