"""Times Keras programs from the start of their process to its end, plainly and accelerated.

Run, in an environment with Keras, its backend and convscope:
`python benchmarks/keras_programs.py program.py another.py --rounds 7`

Both ways take turns; the first turn of each, in which kernels may be compiled and files are read
from the disk for the first time, is not counted. Seconds of the processor are told beside those of
the clock: on a busy machine they say more.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path


def seconds(program: Path, options: list[str]) -> tuple[float, float]:
    """Runs a program once.

    Returns:
        Seconds from the start of the process to its end: of the clock, and of the processor.
    """
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, *options, str(program)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    elapsed = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return elapsed, used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    ways = {"plain": [], "accelerated": ["-m", "convscope.accelerate"]}
    print("| program | plain s | accelerated s | ratio, by turns | of the processor |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for program in arguments.programs:
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(arguments.rounds + 1):
            for way, options in ways.items():
                found[way].append(seconds(program, options))
        cells = [program.stem]
        cells += [f"{statistics.median(s for s, _ in found[way][1:]):.2f}" for way in ways]
        for index in (0, 1):
            ratios = sorted(
                plain[index] / ours[index]
                for plain, ours in zip(found["plain"][1:], found["accelerated"][1:], strict=True)
            )
            middle = statistics.median(ratios)
            cells.append(f"{middle:.2f} ({ratios[0]:.2f} – {ratios[-1]:.2f})")
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
