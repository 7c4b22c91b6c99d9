"""Tries whether `convscope train --budget` keeps its promise on a machine that does other things.

Run: `CONVSCOPE_DATA=FOLDER python benchmarks/budgets.py [--loads N] [try …]`

A try is `SET:SECONDS`; without any, all 20 of `TRIES`. Every try is a process of its own. The clock
contains all of it, from its start to its end, as a person would time it. Beside it runs a load: N
processes that compute for some seconds and rest for some, at random, so that tries meet quiet and
busy moments.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch

from convscope import __version__

SETS = {
    "digits": ["digits"],
    "mnist": ["mnist"],
    "cifar10": ["cifar10-jpeg.zip", "--net", "cifar10"],
    "flowers": ["flowers-5.zip"],
}
TRIES = [f"{name}:{seconds}" for seconds in (20, 40, 60, 120, 300) for name in SETS]


def load(seed: int) -> None:
    """Computes and rests by turns, for ever."""
    moments = random.Random(seed)
    while True:
        end = time.monotonic() + moments.uniform(1, 8)
        while time.monotonic() < end:
            sum(number * number for number in range(10_000))
        time.sleep(moments.uniform(0.5, 6))


def attempt(name: str, seconds: int, folder: Path) -> dict[str, Any]:
    """Trains in a given time, and returns what `--json` says, with the time of the process."""
    data, *options = SETS[name]
    root = Path(os.environ["CONVSCOPE_DATA"])
    data = str(root / data) if data.endswith(".zip") else data
    command = [sys.executable, "-m", "convscope", "train", data, *options]
    command += ["--budget", f"{seconds}s", "--runs", str(folder), "--json"]
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.monotonic() - started
    if done.returncode:
        return {"took": took, "error": done.stderr.strip()[-300:]}
    return {**json.loads(done.stdout), "took": took}


def main() -> None:
    """Prints a row per try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tries", nargs="*", default=TRIES)
    parser.add_argument("--loads", type=int, default=1)
    parser.add_argument("--load", type=int, help="be one of the loads, with this seed")
    arguments = parser.parse_args()
    if arguments.load is not None:
        load(arguments.load)
    print(f"convscope {__version__}, torch {torch.__version__}, {os.cpu_count()} cores")
    print(f"load at the start {os.getloadavg()[0]:.1f}, before {arguments.loads} of our own\n")
    print("| set | budget, s | took, s | in time | epochs | validation | test | load |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    command = [sys.executable, __file__, "--load"]
    loads = [subprocess.Popen([*command, str(seed)]) for seed in range(arguments.loads)]
    num_late = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            for each in arguments.tries:
                name, _, seconds = each.partition(":")
                result = attempt(name, int(seconds), Path(folder))
                is_late = result["took"] > int(seconds)
                num_late += is_late
                keys = ("epochs", "val_accuracy", "test_accuracy")
                shown = result.get("error") or " | ".join(f"{result[key]:.4g}" for key in keys)
                took, kept = f"{result['took']:.1f}", "no" if is_late else "yes"
                row = [name, seconds, took, kept, shown, f"{os.getloadavg()[0]:.1f}"]
                print(f"| {' | '.join(row)} |", flush=True)
    finally:
        for process in loads:
            process.kill()
    print(f"\n{len(arguments.tries) - num_late} of {len(arguments.tries)} in time")


if __name__ == "__main__":
    main()
