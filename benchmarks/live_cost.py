"""What it costs a training to tell its events, in processor time.

Run: `CONVSCOPE_DATA=FOLDER python benchmarks/live_cost.py [--pairs 9] [set …]`

The same training, with and without what a page follows (`events.jsonl`, `live.png`, looking for
`stop.request`), in turns within one process; which of them comes first changes from pair to pair.
The clock is the processor time of all threads, from the net's first weight to the last file of the
run: other programs cost it little. Reading the images is not in it.
"""

import argparse
import os
import platform
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import torch

from convscope import __version__
from convscope.engine.training.callbacks import Callback
from convscope.runs import training
from convscope.runs.live.live_events import LiveEvents
from convscope.runs.live.stopping import StopRequests
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.record import describe_processor
from convscope.runs.settings import TrainSettings

SETTINGS = {
    "mnist, recipe classic, 1 epoch": TrainSettings(data="mnist", recipe="classic", epochs=1),
    "digits, recipe classic, 15 epochs": TrainSettings(data="digits", recipe="classic", epochs=15),
    "digits, recipe fast": TrainSettings(data="digits"),
}


class Nothing(Callback):
    """Stands for what listens, and does nothing."""

    def __init__(self, *_arguments: Any) -> None:
        pass

    def begin(self, _trainer: Any) -> None:
        """Does nothing."""

    def end(self, _status: str) -> None:
        """Does nothing."""


def seconds(prepared: Prepared, is_told: bool) -> tuple[float, int]:
    """Trains, and returns the processor time in s, and the bytes of events."""
    training.LiveEvents = LiveEvents if is_told else Nothing  # type: ignore[misc]
    training.StopRequests = StopRequests if is_told else Nothing  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        started = process_time()
        training.start_run(prepared, name="one", root=Path(folder))
        used = process_time() - started
        events = Path(folder) / "one" / "events.jsonl"
        return used, events.stat().st_size if is_told else 0


def main() -> None:
    """Measures, and prints a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of the names of settings")
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    threads = torch.get_num_threads()
    print(f"{describe_processor()}, {os.cpu_count()} cores, {threads} thread(s), ", end="")
    print(f"Python {platform.python_version()}; convscope {__version__}, torch {torch.__version__}")
    print("\n| training | with, s | without, s | with : without | quartiles | events, kB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, settings in SETTINGS.items():
        if options.names and not any(part in name for part in options.names):
            continue
        prepared = prepare(settings)
        seconds(prepared, True)  # compiles, and fills caches
        told, silent, size = [], [], 0
        for number in range(options.pairs):
            for is_told in (number % 2 == 0, number % 2 == 1):
                used, size_now = seconds(prepared, is_told)
                (told if is_told else silent).append(used)
                size = max(size, size_now)
        ratios = [a / b for a, b in zip(told, silent, strict=True)]
        low, _, high = quantiles(ratios, n=4)
        print(
            f"| {name} | {median(told):.2f} | {median(silent):.2f} | {median(ratios):.3f} | "
            f"{low:.3f} – {high:.3f} | {size / 1000:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
