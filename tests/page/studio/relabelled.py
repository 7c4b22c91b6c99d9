"""Whether what somebody put right in the walk was wrong, image by image."""

from pathlib import Path

import numpy as np

from convscope.data.corrections import pixels_name, read_corrections

LEAST = 0.9
"""Share of the relabelled images that were wrong, and of the wrong ones that were relabelled."""


def expect_only_the_planted(folder: Path) -> None:
    """Expects that nearly all planted labels were put right, and hardly any right one changed.

    Args:
        folder: With `bars.npz`, `truth.npz` and the table of what was put right.
    """
    truth = np.load(folder / "truth.npz")
    images = np.load(folder / "bars.npz")["x_train"]
    places = {pixels_name(image): place for place, image in enumerate(images)}
    decided = read_corrections(folder / "bars.npz.labels.csv").by_image
    relabelled = {places[name]: row.label for name, row in decided.items()}
    planted = set(truth["wrong"].tolist())
    mended = {place for place, label in relabelled.items() if str(truth["labels"][place]) == label}
    precision = len(mended & planted) / len(relabelled)
    recall = len(mended & planted) / len(planted)
    assert precision >= LEAST, f"{len(relabelled)} relabelled, {precision:.2f} of them wrong ones"
    assert recall >= LEAST, f"{recall:.2f} of the planted ones"
