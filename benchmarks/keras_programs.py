"""Times Keras programs from the start of their process to its end, plainly and accelerated.

Run, in an environment with Keras, its backend and convscope:
`python benchmarks/keras_programs.py --rounds 3`, or with the paths of other programs.

Without paths, the programs are those of `benchmarks/programs_for_keras`, which train on part of
MNIST, of CIFAR-10 (as JPEG) and on photographs of flowers from `$CONVSCOPE_DATA`. Their first line
says whether convscope takes them or leaves them to Keras; what it did is asked of `--report`. Both
ways have to print the same lines, up to numbers, of which trainings with chance have their own.

Both ways take turns, program by program. With `--warm`, a first turn of each, in which kernels may
be compiled and files are read from the disk for the first time, is not counted. Seconds of the
processor are told beside those of the clock: on a busy machine they say more.

With `--kept FILE`, every turn is written to a file as it ends, and turns that are in the file are
not taken again: what was stopped goes on, and more `--rounds` add to what was measured.
"""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "nets" / "accelerate"))
from comparing_programs import printed

PROGRAMS = Path(__file__).parent / "programs_for_keras"
WAYS = {"plain": [], "accelerated": ["-m", "convscope.accelerate", "--report"]}
REPORT = re.compile(r"convscope computed (\d+) of (\d+) call")


@dataclass
class Run:
    """One run of a program.

    Attributes:
        clock_s: Seconds from the start of the process to its end.
        processor_s: Seconds of the processor.
        taken: What convscope computed, such as `"2 of 3"` calls; empty for a plain run.
        lines: What it printed, without numbers.
    """

    clock_s: float
    processor_s: float
    taken: str
    lines: list[str]


def run(program: Path, options: list[str], data: Path) -> Run:
    """Runs a program once.

    Raises:
        CalledProcessError: It failed.
    """
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "PROGRAM_DATA": str(data)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, *options, str(program)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    elapsed = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    found = REPORT.search(done.stderr)
    taken = f"{found[1]} of {found[2]}" if found else ""
    return Run(elapsed, used, taken, [line for line, _ in printed(done.stdout)])


class Kept:
    """Turns of programs, of which a file keeps every one, a line of JSON each."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._runs: dict[tuple[str, str, int], Run] = {}
        if path is not None and path.exists():
            for line in path.read_text("utf-8").splitlines():
                found = json.loads(line)
                key = (found.pop("program"), found.pop("way"), found.pop("turn"))
                self._runs[key] = Run(**found)

    def run(self, program: Path, way: str, turn: int, data: Path) -> Run:
        """Returns a turn of a program from the file, or takes it."""
        key = (program.stem, way, turn)
        if key not in self._runs:
            self._runs[key] = run(program, WAYS[way], data)
            if self.path is not None:
                named = dict(zip(("program", "way", "turn"), key, strict=True))
                with self.path.open("a", encoding="utf-8") as file:
                    print(json.dumps(named | asdict(self._runs[key])), file=file)
        return self._runs[key]


def write_data(folder: Path) -> None:
    """Writes the data that the programs read: two sets as arrays, photographs in folders."""
    from convscope.data import load_data

    shared = Path(os.environ["CONVSCOPE_DATA"])
    for name, source, sizes in (
        ("mnist", shared / "mnist", (20_000, 4_000)),
        ("cifar10", shared / "cifar10-jpeg.zip", (8_000, 2_000)),
    ):
        found = load_data(str(source))
        random, arrays = np.random.default_rng(0), {}
        for part, size in zip(("train", "test"), sizes, strict=True):
            images = getattr(found, part)
            rows = random.permutation(len(images.labels))[:size]
            x = np.asarray(images.images)[rows]
            arrays[f"x_{part}"] = x[..., 0] if x.shape[-1] == 1 else x
            arrays[f"y_{part}"] = images.labels[rows]
        np.savez(folder / f"{name}.npz", **arrays)
    with zipfile.ZipFile(shared / "flowers-5.zip") as archive:
        archive.extractall(folder / "unpacked")
    first = next((folder / "unpacked").rglob("*.jpg"))
    first.parent.parent.rename(folder / "flowers")


def ratios(plain: list[Run], ours: list[Run], what: str) -> list[float]:
    """Returns how many times as fast the accelerated runs were, turn by turn, sorted."""
    return sorted(getattr(p, what) / getattr(o, what) for p, o in zip(plain, ours, strict=True))


def compared(program: Path, rounds: int, is_warm: bool, data: Path, done: Kept) -> dict[str, float]:
    """Prints a program's row, and returns its ratios of clock and processor."""
    found: dict[str, list[Run]] = {way: [] for way in WAYS}
    for turn in range(rounds + is_warm):
        for way in WAYS:
            found[way].append(done.run(program, way, turn, data))
    kept = {way: runs[is_warm:] for way, runs in found.items()}
    is_same = all(each.lines == found["plain"][0].lines for runs in found.values() for each in runs)
    cells = [program.stem, found["accelerated"][0].taken, "the same" if is_same else "OTHER"]
    cells += [f"{statistics.median(r.clock_s for r in kept[way]):.2f}" for way in WAYS]
    middles = {}
    for what in ("clock_s", "processor_s"):
        some = ratios(kept["plain"], kept["accelerated"], what)
        middles[what] = statistics.median(some)
        spread = f" ({some[0]:.2f} – {some[-1]:.2f})" if rounds > 1 else ""
        cells.append(f"{middles[what]:.2f}{spread}")
    print(f"| {' | '.join(cells)} |", flush=True)
    return middles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", action="store_true", help="a first turn that is not counted")
    parser.add_argument("--data", type=Path, help="where the programs' data is kept between runs")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="keeps every turn, to go on")
    arguments = parser.parse_args()
    done = Kept(arguments.kept)
    programs = arguments.programs or sorted(PROGRAMS.glob("*.py"))
    print("| program | calls taken | lines | plain s | accelerated s | ratio | of the processor |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |", flush=True)
    found: dict[str, list[dict[str, float]]] = {"taken": [], "left": []}
    with tempfile.TemporaryDirectory() as temporary:
        data = arguments.data or Path(temporary)
        if not (data / "flowers").exists() and not arguments.programs:
            data.mkdir(parents=True, exist_ok=True)
            write_data(data)
        for program in programs:
            kind = program.read_text("utf-8").partition("\n")[0].lstrip("# ")
            try:
                middles = compared(program, arguments.rounds, arguments.warm, data, done)
            except subprocess.CalledProcessError as error:
                lines = error.stderr.strip().splitlines()
                print(f"| {program.stem} | FAILED: {lines[-1] if lines else error} |", flush=True)
                continue
            found.setdefault(kind, []).append(middles)
    for kind, word, choose in (("taken", "median", statistics.median), ("left", "minimum", min)):
        for what in ("clock_s", "processor_s"):
            if found[kind]:
                value = choose(each[what] for each in found[kind])
                print(f"{kind}: {word} ratio {value:.2f} ({what}, {len(found[kind])} programs)")


if __name__ == "__main__":
    main()
