"""What borrowing is worth: accuracy by photographs of a class, from scratch and in each way.

    python benchmarks/borrowed_eyes.py SET BACKBONE WAYS NUMBERS DRAWS [TEST]

SET is a folder or archive of photographs; a fifth of each class is set aside as test images, once.
WAYS are some of `scratch`, `frozen`, `unfrozen`, `teacher`, NUMBERS photographs of a class, `all`
among them, both with commas between. Each of DRAWS draws photographs anew, but for `all`; all
ways get the same. TEST cuts the test images to so many of a class. A row is printed for each
training: way, number, draw, test accuracy, and the time from reading the photographs to the last
verdict, in s. Features are kept between the rows: only the first time of each photograph is that
of looking at it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from PIL import Image

from convscope.data import DataSet, load_data
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run

LARGEST = (240, 240)
"""Size that photographs are written in before they are drawn from."""

SMALL = (128, 128)
"""Size at which a net of its own looks at them."""


def write(data: DataSet, number: int | None, most_test: int | None, draw: int, to: Path) -> None:
    """Writes drawn photographs as train/<class>/ and the test images as test/<class>/."""
    assert data.test is not None
    random = np.random.default_rng([draw, 0xE7E5])
    for split, images, most in (
        ("train", data.train, number),
        ("test", data.test, most_test),
    ):
        for label, name in enumerate(data.class_names):
            places = np.flatnonzero(images.labels == label)
            if split == "train":
                places = random.permutation(places)
            folder = to / split / name
            folder.mkdir(parents=True)
            for place in places[:most].tolist():
                Image.fromarray(images.images[place]).save(folder / f"{place}.png")


def train(way: str, backbone: str, folder: Path, runs: Path) -> tuple[float, float]:
    """Returns the test accuracy of a training and the time it took, in s."""
    started = perf_counter()
    ways = {
        "scratch": {"size": SMALL},
        "frozen": {"backbone": backbone},
        "unfrozen": {"backbone": backbone, "unfreeze": True},
        "teacher": {"backbone": backbone, "small": True, "size": SMALL},
    }
    settings = TrainSettings(data=str(folder), fit="crop", **ways[way])
    record = start_run(prepare(settings), root=runs)
    return record.results["test_accuracy"], perf_counter() - started


def main(
    source: str, backbone: str, ways: str, numbers: str, draws: str, most_test: str = ""
) -> None:
    data = load_data(source, size=LARGEST, fit="crop", color="rgb")
    print("| way | a class | draw | test accuracy | s |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for number in numbers.split(","):
        for draw in range(int(draws)):
            with TemporaryDirectory() as place:
                folder = Path(place) / "photos"
                taken = None if number == "all" else int(number)
                write(data, taken, int(most_test) if most_test else None, draw, folder)
                for way in ways.split(","):
                    accuracy, seconds = train(way, backbone, folder, Path(place) / "runs")
                    print(
                        f"| {way} | {number} | {draw} | {accuracy:.3f} | {seconds:.0f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main(*sys.argv[1:])
