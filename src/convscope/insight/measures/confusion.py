"""Which classes are taken for which, and the images behind every cell."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    from convscope.runs.results import Verdicts


@dataclass(frozen=True)
class ConfusedPair:
    """Images of one class that were taken for another.

    Attributes:
        right: Index of the right class.
        verdict: Index of the class they were taken for.
        count: How many images.
        share: Of the images of the right class, 0–1.
        indices: int64 (count,): their places in the split, the most confident mistake first.
    """

    right: int
    verdict: int
    count: int
    share: float
    indices: NDArray[np.int64]


@dataclass(frozen=True)
class Confusion:
    """Counts of right classes and verdicts.

    Attributes:
        class_names: One name per class.
        counts: int64 (classes, classes): row is the right class, column the verdict.
        split: What was judged.
        pairs: Every pair that occurs, the most frequent first.
        cells: Places in the split by (right class, verdict), the most confident first.
    """

    class_names: tuple[str, ...]
    counts: NDArray[np.int64]
    split: str
    pairs: tuple[ConfusedPair, ...]
    cells: dict[tuple[int, int], NDArray[np.int64]]

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        total, right = int(self.counts.sum()), int(self.counts.trace())
        text = f"{right:,} of {total:,} {self.split} images are judged right"
        if not self.pairs:
            return f"{text}."
        pair = self.pairs[0]
        names = self.class_names
        return (
            f'{text}. Most often "{names[pair.right]}" is taken for "{names[pair.verdict]}": '
            f"{pair.count} times, {100 * pair.share:.1f} % of that class."
        )

    def images_of(self, right: str, verdict: str) -> NDArray[np.int64]:
        """Returns the places in the split of the images in one cell, the most confident first.

        Raises:
            ConvscopeError: One of the names is no class.
        """
        for name in (right, verdict):
            if name not in self.class_names:
                raise ConvscopeError(
                    f'There is no class "{name}".',
                    f"The classes are {', '.join(self.class_names[:12])}.",
                    "Give two of these names: the right class, then the verdict.",
                )
        cell = (self.class_names.index(right), self.class_names.index(verdict))
        return self.cells.get(cell, np.zeros(0, np.int64))


def count_confusion(verdicts: "Verdicts", split: str = "test") -> Confusion:
    """Returns which classes are taken for which.

    Args:
        verdicts: A net's answers.
        split: What was judged, for captions.
    """
    counts, predicted = verdicts.confusion, verdicts.predicted
    confidence = verdicts.probabilities.max(1)
    cells = {}
    for right, verdict in zip(*np.nonzero(counts), strict=True):
        members = np.flatnonzero((verdicts.labels == right) & (predicted == verdict))
        order = np.argsort(-confidence[members], kind="stable")
        cells[int(right), int(verdict)] = members[order]
    sizes = counts.sum(1)
    pairs = [
        ConfusedPair(right, verdict, len(indices), len(indices) / int(sizes[right]), indices)
        for (right, verdict), indices in cells.items()
        if right != verdict
    ]
    pairs.sort(key=lambda pair: -pair.count)
    return Confusion(verdicts.class_names, counts, split, tuple(pairs), cells)
