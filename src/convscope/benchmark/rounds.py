"""Contenders in processes of their own, asked in turns for an epoch each."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from convscope.benchmark.contenders import CONTENDERS
from convscope.data import DataSet
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.threads import environment_of_others

SCRIPT = Path(__file__).with_name("contender.py")

CLOCK = (
    "One epoch: a new order, batches, dropout, forward and backward pass, update. "
    "Not in it: start, reading images, compiling, validation."
)

Progress = Callable[[str, int, int], None]
"""Called before each epoch with the contender's name, the round from 0, and the rounds."""


@dataclass
class BenchmarkResult:
    """What was measured.

    Attributes:
        hardware: Processor and system.
        data: Data set, images, batch size.
        clock: What the time contains.
        date: Day and hour, UTC.
        seconds: Time of every round, in s, by contender.
        versions: Versions of the libraries, by contender.
        missing: Why a contender was left out, by contender.
    """

    hardware: dict[str, Any]
    data: dict[str, Any]
    clock: str = CLOCK
    date: str = ""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Returns the result as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "BenchmarkResult":
        """Returns the result that `to_json` wrote."""
        return cls(**data)


def run_benchmark(
    data: DataSet,
    names: Sequence[str],
    rounds: int = 5,
    pythons: Sequence[str] = (sys.executable,),
    num_images: int = 54_000,
    progress: Progress | None = None,
) -> BenchmarkResult:
    """Trains the `mnist` net one epoch at a time with every contender in turn.

    Taking turns spreads whatever else the machine does over all of them.

    Args:
        data: Images of 28×28 grey pixels in 10 classes.
        names: Names of `CONTENDERS`. One whose library no Python has is left out, and said.
        rounds: Epochs of each contender.
        pythons: Interpreters to look for libraries in, in order.
        num_images: Images of an epoch, from the first on.
        progress: Called before each epoch.

    Raises:
        UnknownNameError: There is no contender of that name; the nearest one is suggested.
        ConvscopeError: The images do not suit the net, or a contender failed.
    """
    for name in names:
        if name not in CONTENDERS:
            raise UnknownNameError("contender", name, CONTENDERS)
    if data.image_shape != (28, 28, 1) or data.num_classes != 10:
        raise ConvscopeError(
            f"{data.name}: images of {data.image_shape} in {data.num_classes} classes.",
            "The benchmark trains the mnist net: (28, 28, 1) in 10 classes.",
            "Use mnist, fashion-mnist or kmnist.",
        )
    number = min(num_images, len(data.train))
    described = {"name": data.name, "images": number, "batch_size": 128, "net": "mnist"}
    result = BenchmarkResult(_hardware(), described, date=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        arrays = Path(folder, "images.npz")
        images, labels = data.train.images[:number], data.train.labels[:number]
        np.savez(arrays, images=images, labels=labels.astype(np.int64))
        running: dict[str, _Process] = {}
        for name in names:
            python = _python_for(name, pythons)
            if python is None:
                wanted = " and ".join(CONTENDERS[name].modules)
                result.missing[name] = f"no Python with {wanted} was given"
                continue
            running[name] = stack.enter_context(_Process(name, python, arrays))
            result.versions[name] = running[name].listen()["versions"]
            result.seconds[name] = []
        for turn in range(rounds):
            for name, process in running.items():
                if progress:
                    progress(name, turn, rounds)
                result.seconds[name].append(process.train())
    return result


class _Process:
    """A running contender."""

    def __init__(self, name: str, python: str, arrays: Path) -> None:
        self.name = name
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            [python, str(SCRIPT), name, str(arrays)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=environment_of_others() | CONTENDERS[name].environment,
            cwd=arrays.parent,
        )

    def __enter__(self) -> "_Process":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def train(self) -> float:
        """Returns the seconds of one epoch."""
        assert self._process.stdin is not None
        self._process.stdin.write("epoch\n")
        self._process.stdin.flush()
        return float(self.listen()["seconds"])

    def listen(self) -> dict[str, Any]:
        """Returns the next message; whatever a library prints in between is passed over."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        self._errors.seek(0)
        last = self._errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
        raise ConvscopeError(
            f"The contender {self.name} stopped: {''.join(last) or 'without a word'}.",
            "Expected it to train.",
            "Leave it out of --with, or give another interpreter with --python.",
        )


def _python_for(name: str, pythons: Sequence[str]) -> str | None:
    """Returns the first interpreter that has what a contender needs."""
    wanted = CONTENDERS[name].modules
    check = (
        f"from importlib.util import find_spec as f; raise SystemExit(not all(map(f, {wanted})))"
    )
    for python in pythons:
        try:
            found = subprocess.run([python, "-c", check], capture_output=True, check=False)
        except OSError:
            raise ConvscopeError(
                f"--python {python} cannot be run.",
                "Expected the path of a Python interpreter.",
                "Give one such as /path/to/environment/bin/python.",
            ) from None
        if found.returncode == 0:
            return python
    return None


def _hardware() -> dict[str, Any]:
    from convscope.runs.record import describe_processor

    return {
        "processor": describe_processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }
