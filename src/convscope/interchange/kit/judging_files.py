"""Reads picture files one after another and prints what is said of each."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convscope.data.images.one_image import UnreadableImage


def judge_files(
    names: Sequence[str],
    predict: Callable[[bytes], NDArray[np.float32]],
    class_names: Sequence[str],
) -> int:
    """Prints a line for each thing that is judged; returns 0, or 2 where a file was unreadable.

    Args:
        names: Of the files.
        predict: Bytes of one → float32 (things, classes), 0–1; no row where nothing is drawn.
        class_names: In the order of the probabilities.
    """
    if not names:
        print("Give picture files: python predict.py one.jpg two.png", file=sys.stderr)
        return 2
    status = 0
    for name in names:
        try:
            rows = predict(Path(name).read_bytes())
        except (OSError, UnreadableImage) as error:
            reason = getattr(error, "strerror", None) or error
            print(f"{name} cannot be read: {reason}.", file=sys.stderr)
            status = 2
            continue
        for row in rows:
            ranked = sorted(zip(row, class_names, strict=True), reverse=True)
            print(name, *(f"{known} {probability:.6f}" for probability, known in ranked), sep="\t")
        if not len(rows):
            print(name, "blank: no verdict", sep="\t")
    return status
