"""Images per second from an archive of pictures to an array: convscope, and Pillow on one core.

    python benchmarks/decoding.py cifar10-jpeg.zip fruits-7.zip --json decoding.json

The clock holds everything between the archive's path and an array with all its images. For
convscope that is also starting its workers, checking the archive, writing the decoded copy to the
disk and hashing it; for Pillow it is reading the members one by one into one array. The two take
turns, and the median of the rounds counts. That both read the same images is checked by the mean
of all values; pictures that hold only grey have one channel in convscope and three in Pillow.
"""

import argparse
import json
import os
import platform
import tempfile
import zipfile
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from loky import get_reusable_executor
from PIL import Image

from convscope import load_data
from convscope.data.images.workers import num_cores
from convscope.runs.record import describe_processor

PACKAGES = ("convscope", "pillow", "numpy", "loky")


def with_convscope(path: Path) -> list[np.ndarray]:
    with tempfile.TemporaryDirectory() as cache:
        os.environ["CONVSCOPE_CACHE"] = cache
        splits = load_data(path, progress=False).splits.values()
        return [split.images for split in splits]


def with_pillow(path: Path) -> list[np.ndarray]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith((".jpg", ".png"))]
        images = None
        for row, name in enumerate(names):
            pixels = np.asarray(Image.open(BytesIO(archive.read(name))).convert("RGB"))
            if images is None:
                images = np.empty((len(names), *pixels.shape), np.uint8)
            images[row] = pixels
    assert images is not None
    return [images]


def images_per_s(
    decode: Callable[[Path], list[np.ndarray]], path: Path
) -> tuple[float, int, Fraction]:
    """Returns the rate, the number of images, and the exact mean of all their values."""
    get_reusable_executor().shutdown()  # workers of the round before would save their start
    started = perf_counter()
    arrays = decode(path)
    seconds = perf_counter() - started
    number = sum(map(len, arrays))
    total = sum(int(array.sum(dtype=np.int64)) for array in arrays)
    return number / seconds, number, Fraction(total, sum(array.size for array in arrays))


def compare(path: Path, num_rounds: int) -> dict[str, Any]:
    rates: dict[str, list[float]] = {"convscope": [], "pillow": []}
    found = set()
    for _ in range(num_rounds):
        for name, decode in (("pillow", with_pillow), ("convscope", with_convscope)):
            rate, *facts = images_per_s(decode, path)
            rates[name].append(rate)
            found.add(tuple(facts))
    if len(found) != 1:
        raise SystemExit(f"{path}: the two read different images.")
    medians = {name: median(values) for name, values in rates.items()}
    return {
        "archive": path.name,
        "num_images": found.pop()[0],
        "images_per_s": medians,
        "all_rounds": rates,
        "times_pillow": medians["convscope"] / medians["pillow"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archives", type=Path, nargs="+", help="zip archives of pictures")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    options = parser.parse_args()
    setting = {
        "processor": describe_processor(),
        "num_cores": num_cores(),
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }
    print(", ".join(f"{name} {value}" for name, value in setting.items()))
    results = [compare(path, options.rounds) for path in options.archives]
    for result in results:
        rates = result["images_per_s"]
        print(
            f"{result['archive']}: {result['num_images']:,} images; "
            f"convscope {rates['convscope']:,.0f}/s, Pillow {rates['pillow']:,.0f}/s, "
            f"{result['times_pillow']:.2f} times (medians of {options.rounds})"
        )
    if options.json:
        options.json.write_text(json.dumps({"setting": setting, "results": results}, indent=2))


if __name__ == "__main__":
    main()
