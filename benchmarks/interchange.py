"""Nets drawn at random through everything that computes them: how far the answers are apart.

    python benchmarks/interchange.py --nets 300 --keras PYTHON

Each net is computed by the arithmetic, the engine, the module that goes to PyTorch and the file
that goes to ONNX Runtime. The last two are read back as well, and the nets that come of it computed
by the engine; a slope of its own for every pixel (`PReLU`) does not come back from PyTorch, which
is counted as refused. All model files are computed by the page's modules in Deno, with the kernel
and in JavaScript alone; all `.keras` files by Keras, where PYTHON has it; all C headers by what the
C compiler makes of them, warnings being errors. What counts is the largest difference from the
arithmetic in float64, as a share of the largest number that the net puts out (1 where that is
smaller), and whether the same class comes first where the two first ones are not equal within that
difference.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "nets" / "interchange"))

import compiling
from in_deno import WAYS, computed_in_deno

from convscope.arithmetic import forward
from convscope.errors import ConvscopeError
from convscope.interchange.c_export import export_c
from convscope.interchange.executors import EXECUTORS
from convscope.interchange.torch_modules.tracing import read_module
from convscope.interchange.torch_modules.writing import to_torch
from convscope.model_file import Model, write_model
from convscope.onnx_files.reading import read_onnx_bytes
from convscope.onnx_files.writing import onnx_bytes
from random_nets import random_net

BAR = 1e-5

Inputs = NDArray[np.float32]
"""float32 (number, height, width, channels)."""

Answers = NDArray[np.float32]
"""float32 (number, outputs)."""


@dataclass(frozen=True)
class Case:
    """A net drawn at random."""

    seed: int
    model: Model
    inputs: Inputs

    @property
    def exact(self) -> NDArray[np.float64]:
        """The answers of the arithmetic in float64."""
        wide = {name: values.astype(np.float64) for name, values in self.model.weights.items()}
        net = self.model.architecture
        found = forward(net, wide, self.inputs.astype(np.float64))  # type: ignore[arg-type]
        return np.asarray(found[net.layers[-1].name].activation, np.float64)


@dataclass
class Row:
    """What one way says of all nets: differences, other classes, why some were refused."""

    differences: list[float] = field(default_factory=list)
    num_other_class: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, case: Case, found: Answers) -> None:
        """Compares the answers of a net."""
        expected = case.exact
        size = max(1.0, float(np.abs(expected).max()))
        difference = float(np.abs(found.astype(np.float64) - expected).max()) / size
        chosen = np.take_along_axis(expected, found.argmax(-1)[:, None], -1)[:, 0]
        self.num_other_class += bool((expected.max(-1) - chosen > 2 * difference * size).any())
        self.differences.append(difference)
        if not difference <= BAR:
            kinds = [layer.kind for layer in case.model.architecture.layers]
            print(f"seed {case.seed}: {name} {difference:.1e} {kinds}", file=sys.stderr)

    def told(self, name: str) -> str:
        """Returns the row of the table."""
        found = self.differences
        counts = f"{len(found)} | {self.refused.total()}"
        sizes = f"{np.median(found):.1e} | {max(found):.1e}"
        above = sum(not difference <= BAR for difference in found)
        return f"| {name} | {counts} | {sizes} | {above} | {self.num_other_class} |"


def from_torch(model: Model, inputs: Inputs) -> Answers:
    """Returns the answers of the net that comes back from PyTorch."""
    net = read_module(to_torch(model), model.architecture.input.shape)
    return EXECUTORS["engine"](Model(net.architecture, net.weights), inputs)


def from_onnx(model: Model, inputs: Inputs) -> Answers:
    """Returns the answers of the net that comes back from ONNX."""
    net = read_onnx_bytes(onnx_bytes(model.architecture, model.weights, {})).net
    return EXECUTORS["engine"](Model(net.architecture, net.weights), inputs)


def in_c(model: Model, inputs: Inputs) -> Answers:
    """Returns the answers of the C header, compiled with every warning an error."""
    with tempfile.TemporaryDirectory() as folder:
        export_c(model, Path(folder) / "net.h")
        return compiling.answers(Path(folder), "net", inputs)


ONE_BY_ONE: dict[str, Callable[[Model, Inputs], Answers]] = {
    **EXECUTORS,
    "torch and back": from_torch,
    "onnx and back": from_onnx,
    **({"C header": in_c} if compiling.COMPILER else {}),
}


def in_deno(cases: list[Case]) -> dict[str, Row]:
    """Returns what the page's modules say, with their kernel and without."""
    rows = {way: Row() for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        given = {str(case.seed): (case.model, case.inputs) for case in cases}
        found = computed_in_deno(given, Path(folder))
    for way, row in rows.items():
        for case in cases:
            row.add(way, case, found[way][str(case.seed)])
    return rows


def in_keras(cases: list[Case], python: str) -> dict[str, Row]:
    """Returns what Keras says; nothing where there is none, which is said."""
    known = subprocess.run([python, "-c", "import keras"], capture_output=True, check=False)
    if known.returncode:
        print(f"{python} has no Keras, which is left out: give another one with --keras.")
        return {}
    row = Row()
    with tempfile.TemporaryDirectory() as folder:
        written = {}
        for case in cases:
            path = Path(folder) / f"{case.seed}.keras"
            try:
                write_model(path, case.model)
            except ConvscopeError as error:
                row.refused[error.received] += 1
                continue
            case.inputs.tofile(path.with_suffix(".inputs"))
            written[path] = case
        command = [python, str(Path(__file__).with_name("interchange_in_keras.py")), folder]
        told = subprocess.run(command, check=False, capture_output=True, text=True)
        if told.returncode:
            sys.exit(told.stderr)
        print(told.stdout.splitlines()[-1])
        for path, case in written.items():
            found = np.fromfile(path.with_suffix(".answers"), np.float32)
            row.add("Keras", case, found.reshape(len(case.inputs), -1))
    return {"Keras": row}


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nets", type=int, default=300)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--keras", default=sys.executable, help="a Python that has Keras")
    arguments = parser.parse_args()
    cases = []
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.nets):
        net, weights, inputs = random_net(seed)
        cases.append(Case(seed, Model(net, weights), inputs))
    rows = {name: Row() for name in ONE_BY_ONE}
    for name, row in rows.items():
        for case in cases:
            try:
                row.add(name, case, ONE_BY_ONE[name](case.model, case.inputs))
            except ConvscopeError as error:
                row.refused[error.received] += 1
    if not compiling.COMPILER:
        print(f"C headers are left out: {compiling.NO_COMPILER}.")
    rows |= in_deno(cases)
    rows |= in_keras(cases, arguments.keras)
    kinds = Counter(
        kind for c in cases for kind in {layer.kind for layer in c.model.architecture.layers}
    )
    packages = {name: version(name) for name in ("torch", "onnx", "onnxruntime", "numpy", "deno")}
    print(f"{len(cases)} nets, {len(kinds)} kinds; {json.dumps(packages)}")
    print("| way | nets | refused | median | largest | above 1e-5 | another class |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, row in rows.items():
        print(row.told(name))
    for name, row in rows.items():
        for why, number in row.refused.most_common():
            print(f"{name}: {number} refused: {why}", file=sys.stderr)
    print("nets with each kind:", dict(sorted(kinds.items())), file=sys.stderr)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
