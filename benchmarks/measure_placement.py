"""Measures how data sets place their characters, and whether our placement does the same.

Run: python benchmarks/measure_placement.py [mnist | digits | folder of IDX files] ...

Prints for each: side lengths, centres and stroke widths of the training images (`digits` on the
8×8 grid they were sampled on); how much placing a test image again changes it; and what 1-nearest-
neighbour on pixels says of test images thrown about, drawn thinner and thicker, before and after
placement. `digits` instead are asked to recognise MNIST's test digits. `docs/decisions/` keeps
the figures.
"""

import dataclasses
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from convscope.data import load_data
from convscope.drawing import PLACEMENTS, measure_placement, place_image, stroke_width
from convscope.drawing.slant import slant_of_ink

SHARES = (1, 5, 25, 50, 75, 90, 95, 99)
NUM_TRAIN, NUM_TEST = 5000, 400
PAD = 160
THICKER = (-1.0, 0.0, 1.5, 3.0, 4.5)  # pixels of a 20-pixel box


def main() -> None:
    for source in sys.argv[1:] or ["mnist", "digits"]:
        if source == "digits":
            measure_digits()
        else:
            measure_set(source)


def measure_set(source: str) -> None:
    data = load_data(source, download=False, progress=False)
    train, test = data.splits["train"], data.splits["test"]
    print(f"\n# {Path(source).name}: {len(train.images):,} training images")
    describe(train.images[..., 0])
    name = measure_placement(train.images)
    print(f"measure_placement: {name}")
    if name == "none":
        return
    sample = test.images[:1000, :, :, 0]
    again = [placed.image if (placed := place_image(i, name)) else 0 * i for i in sample]
    changes = np.abs(np.array(again, int) - sample).mean(axis=(1, 2))
    print(
        f"placing {len(sample)} test images again: mean difference {changes.mean():.2f} of 255, "
        f"{(changes == 0).mean():.3f} unchanged"
    )
    judge = nearest(train.images[:NUM_TRAIN], train.labels[:NUM_TRAIN])
    images, labels = test.images[:NUM_TEST, :, :, 0], test.labels[:NUM_TEST]
    print(
        f"1-nearest-neighbour accuracy, {NUM_TEST} test images: {judge(images, labels):.3f} as is"
    )
    low, high = PLACEMENTS[name].usual_widths
    ranges = {"no correction": (0, 99), f"{low}–{high}": (low, high), "always 2.6": (2.6, 2.6)}
    for thicker in THICKER:
        rng = np.random.default_rng(0)
        thrown = [throw(image, thicker, rng) for image in images]
        small = [
            np.asarray(Image.fromarray(i).resize((28, 28), Image.Resampling.BOX)) for i in thrown
        ]
        print(f"  {thicker:+.1f} px: thrown about {judge(small, labels):.3f}", end="")
        for label, widths in ranges.items():
            rule = dataclasses.replace(PLACEMENTS[name], usual_widths=widths)
            print(f"; placed, {label} {judge(placed_all(thrown, rule), labels):.3f}", end="")
        print()


def describe(images: np.ndarray) -> None:
    """Prints percentiles of what a placement fixes; uint8 (number, side, side)."""
    side = images.shape[1]
    values = images.astype(float)
    is_ink = np.asarray(values > 0)
    rows, columns = np.asarray(is_ink.any(axis=2)), np.asarray(is_ink.any(axis=1))
    top, left = rows.argmax(axis=1), columns.argmax(axis=1)
    height = side - rows[:, ::-1].argmax(axis=1) - top
    width = side - columns[:, ::-1].argmax(axis=1) - left
    mass, index = values.sum(axis=(1, 2)), np.arange(side)
    longer = np.maximum(height, width)
    usual = np.bincount(longer).argmax()
    print(f"percentiles {SHARES}")
    report("height", height)
    report("width", width)
    report("longer side", longer)
    print(f"{'':14s} {usual} in {(longer == usual).mean():.4f}")
    report("mass, row", (values.sum(axis=2) * index).sum(axis=1) / mass)
    report("mass, column", (values.sum(axis=1) * index).sum(axis=1) / mass)
    report("box, row", top + (height - 1) / 2)
    report("box, column", left + (width - 1) / 2)
    sample = images[:: max(1, len(images) // 6000)]
    report("stroke width", np.array([stroke_width(image) for image in sample]))
    report("slant", np.array([slant_of_ink(image) for image in sample]))


def report(what: str, values: np.ndarray) -> None:
    shares = " ".join(f"{value:6.2f}" for value in np.percentile(values, SHARES))
    print(f"{what:14s} {shares}   mean {values.mean():6.3f}, deviation {values.std():.3f}")


def measure_digits() -> None:
    digits: Any = load_digits()  # scikit-learn's hints name another form of it
    images = np.round(digits.images * 255 / 16).astype(np.uint8)
    print(f"\n# digits: {len(images):,} images, 8×8")
    describe(images)
    widths = (images > 0).any(axis=1).sum(axis=1)
    print("columns with ink, 0–8, by digit:")
    for digit in range(10):
        print(f"  {digit}: {np.bincount(widths[digits.target == digit], minlength=9)}")
    mnist = load_data("mnist", download=False, progress=False).splits["test"]
    thrown, labels = mnist.images[:NUM_TEST, :, :, 0], mnist.labels[:NUM_TEST]
    thrown = [np.asarray(Image.fromarray(image).resize((112, 112))) for image in thrown]
    judge = nearest(images, digits.target)
    print(f"{NUM_TEST} test images of MNIST among the digits, 1-nearest-neighbour accuracy:")
    rule = PLACEMENTS["digits"]
    for change in (
        {},
        {"upright": False},
        {"stretch": 1},
        {"box": (28, 17.5)},
        {"box": (28, 22)},
        {"usual_widths": (3, 4)},
        {"usual_widths": (5, 6)},
        {"usual_widths": (0, 99)},
    ):
        fine = placed_all(thrown, dataclasses.replace(rule, grid=None, **change))
        coarse = [image.reshape(28, 28) for image in fine]
        grid = [np.asarray(Image.fromarray(i).resize((8, 8), Image.Resampling.BOX)) for i in coarse]
        print(f"  {judge(grid, labels):.3f} {change or 'the table'}; mean ink {np.mean(grid):.0f}")
    print(f"  mean ink of the digits {images.mean():.0f}")


def nearest(images: np.ndarray, labels: np.ndarray):
    classifier = KNeighborsClassifier(1).fit(images.reshape(len(images), -1) / 255, labels)

    def accuracy(pictures: Iterable[np.ndarray], truth: np.ndarray) -> float:
        flat = np.array([np.ravel(picture) for picture in pictures]) / 255
        return float((classifier.predict(flat) == truth).mean())

    return accuracy


def placed_all(pictures: Iterable[np.ndarray], rule) -> list[np.ndarray]:
    return [
        p.image if (p := place_image(i, rule)) else np.zeros((28, 28), np.uint8) for i in pictures
    ]


def throw(image: np.ndarray, thicker: float, rng: np.random.Generator) -> np.ndarray:
    """A test image somewhere on a pad, smaller or larger, thinner or thicker."""
    box = int(rng.integers(30, 100))
    side = box * 28 // 20
    large = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    size = 2 * round(abs(thicker) * box / 20 / 2) + 1
    if size > 1:
        kind = ImageFilter.MaxFilter if thicker > 0 else ImageFilter.MinFilter
        large = large.filter(kind(size))
    pad = Image.new("L", (PAD, PAD))
    x, y = (int(at) for at in rng.integers(0, PAD - side + 1, 2))
    pad.paste(large, (x, y))
    return np.asarray(pad)


if __name__ == "__main__":
    main()
