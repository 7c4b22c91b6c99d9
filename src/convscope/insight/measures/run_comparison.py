"""Which of several runs is better, as far as the same test images can tell."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from convscope.data import images_hash
from convscope.insight.measures.statistics import LEVEL, Difference, compare_pairs
from convscope.runs.folder import RunFolder
from convscope.runs.record import RunRecord


@dataclass(frozen=True)
class RunComparison:
    """The run that is right most often, against another one.

    Attributes:
        better: Its name.
        other: The other run's name.
        accuracy: Of the better one on the test images, 0–1.
        other_accuracy: Of the other one, 0–1.
        difference: Between the two, image by image; its p-value is two-sided, and corrected for all
            pairs of runs (Bonferroni), from which these were chosen.
        num_images: Test images.
    """

    better: str
    other: str
    accuracy: float
    other_accuracy: float
    difference: Difference
    num_images: int

    @property
    def is_sure(self) -> bool:
        """Whether chance does not explain the difference."""
        return self.difference.p_value <= LEVEL


def compare_runs(runs: Sequence[tuple[RunFolder, RunRecord]]) -> list[RunComparison] | None:
    """Returns the most accurate run against every other one.

    Args:
        runs: Folders and records of finished runs.

    Returns:
        None if they were not all tested on the same images; the other runs in the order given.
    """
    lists = [read_right(folder) for folder, _ in runs]
    hashes = {images_hash(record.data["content_hash"]) for _, record in runs}
    if len(hashes) > 1 or any(found is None for found in lists):
        return None
    images = [found[0] for found in lists if found is not None]
    is_right = [found[1] for found in lists if found is not None]
    if any(names != images[0] for names in images) or not images[0]:
        return None
    num_pairs = len(list(combinations(runs, 2)))
    best = int(np.argmax([right.mean() for right in is_right]))
    compared = []
    for index, (_, record) in enumerate(runs):
        if index != best:
            found = compare_pairs(is_right[best], is_right[index])
            # One-sided, for the better one was chosen by the same images: both sides, all pairs.
            p_value = min(1.0, 2 * num_pairs * found.p_value)
            compared.append(
                RunComparison(
                    runs[best][1].name,
                    record.name,
                    float(is_right[best].mean()),
                    float(is_right[index].mean()),
                    Difference(found.estimate, found.low, found.high, p_value),
                    len(images[0]),
                )
            )
    return compared


def read_right(folder: RunFolder) -> tuple[list[str], NDArray[np.bool_]] | None:
    """Returns names of the test images and which are judged right; None without such a list."""
    if not folder.predictions.is_file():
        return None
    with folder.predictions.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if rows and not {"image", "true_class", "class_name"} <= set(rows[0]):
        return None
    names = [f"{row['image']}\0{row['true_class']}" for row in rows]
    return names, np.array([row["true_class"] == row["class_name"] for row in rows], bool)
