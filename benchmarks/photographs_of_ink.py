"""How often a digit on a synthetic photograph is judged right, and how often doubt is told.

Run: python benchmarks/photographs_of_ink.py [--number 200] [--first-seed 5000] [--empty] [KIND …]

Photographs come from `tools/photographs.py`; half of the ink is MNIST's test digits, enlarged. A
photograph is right when exactly one character is found and judged right by `drawn-digits`. It is
flagged when the verdict is called unfamiliar or unsteady, the ink unsure, or the paper blank. With
`--empty` nothing is written, and right is what is called blank.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from convscope.cli.inference import answer
from convscope.data import load_data
from convscope.drawing import place_characters
from convscope.drawing.steadiness import are_steady, moved_by_a_pixel
from convscope.model_file import read_model
from convscope.shipped import shipped_model

sys.path.append(str(Path(__file__).parents[1] / "tools"))
from photographs import KINDS, photograph

NUM_INKS = 400
"""MNIST digits of each class whose ink is written."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=5000)
    parser.add_argument("--empty", action="store_true")
    arguments = parser.parse_args()
    test = load_data("mnist", download=False, progress=False).splits["test"]
    inks = [
        test.images[test.labels == digit][NUM_INKS : 2 * NUM_INKS, :, :, 0] for digit in range(10)
    ]
    print("| kind | photographs | right | wrong | of these flagged | right but flagged |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in arguments.kinds:
        seeds = range(arguments.first_seed, arguments.first_seed + arguments.number)
        report(kind, seeds, inks, arguments.empty)


def report(kind: str, seeds: range, inks: list[np.ndarray], is_empty: bool) -> None:
    model = read_model(shipped_model("drawn-digits"))
    is_right, is_flagged = [], []
    for seed in seeds:
        label = None if is_empty else seed % 10
        ink = () if label is None else list(inks[label])
        found = place_characters(photograph(kind, label, seed, ink), "mnist")
        if not found:
            is_right.append(is_empty)
            is_flagged.append(True)
            continue
        images = np.stack([each.image for each in found])[..., None]
        answers = answer(model, images)
        moved = answer(model, moved_by_a_pixel(images).reshape(-1, *images.shape[1:]))
        steady = are_steady(answers.probabilities, moved.probabilities.reshape(4, len(images), -1))
        verdict = int(answers.probabilities[0].argmax())
        is_right.append(len(found) == 1 and verdict == label)
        is_unsure = not all(steady) or not all(each.is_sure for each in found)
        assert answers.distances is not None  # the shipped nets know what is familiar
        is_flagged.append(bool((answers.distances > 1).any()) or is_unsure)
    right, flagged = np.array(is_right), np.array(is_flagged)
    wrong = int((~right).sum())
    print(
        f"| {kind} | {len(right)} | {right.mean():.3f} | {wrong} | {(flagged & ~right).sum()} "
        f"| {(flagged & right).sum()} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
