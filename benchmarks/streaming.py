"""Memory that a folder of images needs which is larger than the memory allowed.

    python benchmarks/streaming.py --allowed-mb 256 --times 4

Makes a folder of JPEG pictures which decoded are so many times the memory allowed, and in a fresh
process decodes it, sets validation images apart, and takes every batch of two epochs in random
order, as training does. What counts is the high-water mark of the process' resident memory above
what it had before the first image, all working memory included; then the same with everything in
memory. Linux only.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from PIL import Image

from convscope import load_data
from convscope.data import stratified_split
from convscope.engine.answers.examples import Examples, epoch_order
from convscope.runs.record import describe_processor

MEGABYTE = 2**20
SIDE = 256
"""Height and width of the pictures."""

EPOCHS, BATCH_SIZE = 2, 32


def make_folder(folder: Path, decoded_bytes: int) -> None:
    """Writes two classes of copies of a few pictures."""
    random = np.random.default_rng(0)
    for name, shade in (("dark", 0), ("light", 120)):
        (folder / name).mkdir(parents=True)
        picture = random.integers(0, 130, (SIDE // 8, SIDE // 8, 3), np.uint8) + np.uint8(shade)
        first = folder / name / "0.jpg"
        Image.fromarray(picture).resize((SIDE, SIDE)).save(first)
        for number in range(1, decoded_bytes // (2 * SIDE * SIDE * 3)):
            (folder / name / f"{number}.jpg").write_bytes(first.read_bytes())


def resident(name: str) -> int:
    """Returns a line of Linux' account of this process, in bytes."""
    with Path("/proc/self/status").open(encoding="utf-8") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def measure(folder: str, allowed_bytes: int) -> dict[str, float]:
    """Decodes and reads in this process."""
    load_data("digits")
    Image.init()
    Examples(np.zeros((1, 8, 8, 3), np.uint8), np.zeros(1, np.int64)).slice(0, 1)
    before = resident("VmRSS")
    started = perf_counter()
    data = load_data(folder, max_memory_bytes=allowed_bytes, progress=False)
    decoded_s, decoding_peak = perf_counter() - started, resident("VmHWM") - before
    train, validation = stratified_split(data.train, 0.2, 0)
    sets = [Examples(split.images, split.labels) for split in (train, validation)]
    started, num_read = perf_counter(), 0
    for epoch in range(EPOCHS):
        for examples in sets:
            for indices in epoch_order(len(examples), 0, epoch).split(BATCH_SIZE):
                num_read += len(examples.take(indices)[0])
    return {
        "decoded_mb": sum(split.images.nbytes for split in data.splits.values()) / MEGABYTE,
        "decoding_peak_mb": decoding_peak / MEGABYTE,
        "peak_mb": (resident("VmHWM") - before) / MEGABYTE,
        "decoded_s": decoded_s,
        "read_images_per_s": num_read / (perf_counter() - started),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--allowed-mb", type=int, default=256)
    parser.add_argument("--times", type=int, default=4, help="decoded size over memory allowed")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure[0], int(options.measure[1]))))
        return
    results: dict[str, Any] = {"processor": describe_processor(), "system": platform.platform()}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pictures"
        make_folder(folder, options.times * options.allowed_mb * MEGABYTE)
        everything = 10 * options.times * options.allowed_mb
        for name, allowed_mb in (("allowed", options.allowed_mb), ("in memory", everything)):
            command = [sys.executable, __file__, "--measure", folder, allowed_mb * MEGABYTE]
            own_cache = {**os.environ, "CONVSCOPE_CACHE": f"{place}/{allowed_mb}"}
            said = subprocess.check_output([*map(str, command)], env=own_cache)
            results[name] = json.loads(said)
            values = ", ".join(f"{key} {value:,.1f}" for key, value in results[name].items())
            print(f"{name}, at most {allowed_mb} MB: {values}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
