"""Nets drawn at random through every executor: how far their answers are apart.

    python benchmarks/interchange.py --nets 300

Each net is computed by the arithmetic, the engine, the module that goes to PyTorch and the file
that goes to ONNX Runtime. The last two are read back as well, and the nets that come of it computed
by the engine; a slope of its own for every pixel (`PReLU`) does not come back from PyTorch, which
is counted as refused. What counts is the largest difference from the arithmetic in float64, as a
share of the largest number that the net puts out (1 where that is smaller), and whether the same
class comes first where the two first ones are not equal within that difference.
"""

import argparse
import json
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from convscope.arithmetic import forward
from convscope.errors import ConvscopeError
from convscope.interchange.executors import EXECUTORS
from convscope.interchange.torch_modules.tracing import read_module
from convscope.interchange.torch_modules.writing import to_torch
from convscope.model_file import Model
from convscope.onnx_files.reading import read_onnx_bytes
from convscope.onnx_files.writing import onnx_bytes
from random_nets import random_net

BAR = 1e-5


def exact(model: Model, inputs: NDArray[Any]) -> NDArray[np.float64]:
    """Returns the answers of the arithmetic in float64."""
    wide = {name: values.astype(np.float64) for name, values in model.weights.items()}
    net = model.architecture
    found = forward(net, wide, inputs.astype(np.float64))  # type: ignore[arg-type]
    return np.asarray(found[net.layers[-1].name].activation, np.float64)


def from_torch(model: Model, inputs: NDArray[Any]) -> NDArray[Any]:
    """Returns the answers of the net that comes back from PyTorch."""
    net = read_module(to_torch(model), model.architecture.input.shape)
    return EXECUTORS["engine"](Model(net.architecture, net.weights), inputs)


def from_onnx(model: Model, inputs: NDArray[Any]) -> NDArray[Any]:
    """Returns the answers of the net that comes back from ONNX."""
    net = read_onnx_bytes(onnx_bytes(model.architecture, model.weights, {})).net
    return EXECUTORS["engine"](Model(net.architecture, net.weights), inputs)


WAYS = {**EXECUTORS, "torch and back": from_torch, "onnx and back": from_onnx}


def measure(seed: int) -> tuple[dict[str, float], dict[str, bool], list[str]]:
    """Returns differences, and whether classes are the same, by way; and the kinds of the net."""
    net, weights, inputs = random_net(seed)
    model = Model(net, weights)
    expected = exact(model, inputs)
    size = max(1.0, float(np.abs(expected).max()))
    differences, same = {}, {}
    for name, answer in WAYS.items():
        try:
            found = answer(model, inputs).astype(np.float64)
        except ConvscopeError as error:
            print(f"seed {seed}: {name}: {error}", file=sys.stderr)
            continue
        differences[name] = float(np.abs(found - expected).max()) / size
        chosen = found.argmax(-1)
        lost = expected.max(-1) - np.take_along_axis(expected, chosen[:, None], -1)[:, 0]
        same[name] = bool((lost <= 2 * differences[name] * size).all())
    return differences, same, [layer.kind for layer in net.layers]


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nets", type=int, default=300)
    parser.add_argument("--first-seed", type=int, default=0)
    arguments = parser.parse_args()
    kinds: Counter[str] = Counter()
    rows: dict[str, list[float]] = {name: [] for name in WAYS}
    other_class: Counter[str] = Counter()
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.nets):
        differences, same, used = measure(seed)
        kinds.update(set(used))
        for name, difference in differences.items():
            rows[name].append(difference)
            other_class[name] += not same[name]
            if difference > BAR:
                print(f"seed {seed}: {name} {difference:.1e}", file=sys.stderr)
    packages = {name: version(name) for name in ("torch", "onnx", "onnxruntime", "numpy")}
    print(f"{arguments.nets} nets, {len(kinds)} kinds; {json.dumps(packages)}")
    print("| way | nets | refused | median | largest | above 1e-5 | another class |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, found in rows.items():
        above = sum(difference > BAR for difference in found)
        counts = f"{len(found)} | {arguments.nets - len(found)}"
        sizes = f"{np.median(found):.1e} | {max(found):.1e}"
        figures = f"{counts} | {sizes} | {above} | {other_class[name]}"
        print(f"| {name} | {figures} |")
    print("nets with each kind:", dict(sorted(kinds.items())), file=sys.stderr)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
