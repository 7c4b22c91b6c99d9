"""Nets drawn at random, opened in TensorFlow.js itself: how far its answers are from ours.

    python benchmarks/tensorflow_js.py --nets 480 --cases

Needs a network, or npm's packages in Deno's cache: Deno fetches TensorFlow.js from npm. Each net is
written as `convscope export --to tfjs` writes it, served over HTTP, opened by `tf.loadLayersModel`,
and tried by the `selftest.js` that lies in its folder. What counts is the largest difference from
the arithmetic in float64, as a share of the largest number that the net puts out (1 where that is
smaller). Then models that TensorFlow.js made and saved itself are opened here.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from deno import find_deno_bin
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path += [str(Path(__file__).parents[1] / "tests" / room) for room in ("nets", "page")]

from published_nets import mobilenet_v2, residual_50, squeezenet

from convscope.architecture import Architecture, Input
from convscope.arithmetic import forward
from convscope.engine.network.initialization import initial_weights
from convscope.errors import ConvscopeError
from convscope.interchange.tfjs_export import export_tfjs
from convscope.model_file import Model, read_model
from graph_nets import LAYERS, graph
from random_nets import random_net

Case = tuple[Architecture, dict[str, NDArray[np.float32]], NDArray[np.float32]]
"""A net, its weights, and what goes in."""

BAR = 1e-5
MADE = "made"


def answers(model: Model, inputs: NDArray[Any]) -> NDArray[Any]:
    """Returns the answers of the arithmetic in float64."""
    net = model.architecture
    wide = {name: values.astype(np.float64) for name, values in model.weights.items()}
    return forward(net, wide, inputs.astype(np.float64))[net.layers[-1].name].activation


def told(file: Path) -> NDArray[Any]:
    """Returns the numbers in a file of the other side."""
    found = json.loads(file.read_text())
    return np.array(found["values"]).reshape(found["shape"])


def apart(found: NDArray[Any], expected: NDArray[Any]) -> float:
    """Returns the largest difference as a share of the largest number."""
    return float(np.abs(found - expected).max() / max(1.0, np.abs(expected).max()))


def cases() -> Iterator[tuple[str, Case]]:
    """Yields a net for every case of the conformance suite, and every graph of the tests."""
    alone = import_module("test_conformance").ALL_CASES
    nets = {f"case-{i}": Architecture(Input(s), (each,)) for i, (each, s) in enumerate(alone)}
    nets |= {f"graph-{name.replace(' ', '-')}": graph(name) for name in LAYERS}
    random = np.random.default_rng(0)
    for name, net in nets.items():
        weights = {}
        for tensor, shape in net.parameter_shapes.items():
            values = np.asarray(random.normal(size=shape), np.float32) * np.float32(0.5)
            values = np.abs(values) + np.float32(0.3) if "variance" in tensor else values
            weights[tensor] = values
        yield name, (net, weights, random.normal(size=(2, *net.input.shape)).astype(np.float32))


def published() -> Iterator[tuple[str, Case]]:
    """Yields published nets in random weights that keep values in bounds."""
    for make in (mobilenet_v2, squeezenet, residual_50):
        net = make(64)
        weights = initial_weights(net, 0)
        inputs = np.random.default_rng(1).random((2, *net.input.shape)).astype(np.float32)
        yield f"published-{make.__name__}", (net, weights, inputs)


def write(folder: Path, nets: Iterable[tuple[str, Case]]) -> tuple[dict[str, Case], Counter[str]]:
    """Returns the nets that were written, and why others were refused."""
    written, refused = {}, Counter()
    for name, (net, weights, inputs) in nets:
        try:
            export_tfjs(Model(net, weights), folder / name)
        except ConvscopeError as error:
            refused[error.received.partition("(")[2].partition(";")[0]] += 1
            continue
        given = {"shape": inputs.shape, "values": inputs.ravel().tolist()}
        (folder / name / "inputs.json").write_text(json.dumps(given))
        written[name] = (net, weights, inputs)
    return written, refused


def compare(folder: Path, written: dict[str, Case]) -> None:
    """Prints how far their answers are from ours."""
    differences, other_class, tests = [], 0, []
    for name, (net, weights, inputs) in written.items():
        found = json.loads((folder / name / "answers.json").read_text())
        if "error" in found:
            print(f"{name}: {found['error']}")
            continue
        expected, theirs = (
            answers(Model(net, weights), inputs),
            told(folder / name / "answers.json"),
        )
        differences.append(apart(theirs, expected))
        tests.append(found["selfTest"])
        chosen = np.take_along_axis(expected, theirs.argmax(-1)[..., None], -1)[..., 0]
        lost = expected.max(-1) - chosen
        other_class += bool((lost > 2 * np.abs(theirs - expected).max()).any())
        if differences[-1] > BAR:
            print(f"{name}: {differences[-1]:.1e} {[layer.kind for layer in net.layers]}")
    kinds = {layer.kind for net, _, _ in written.values() for layer in net.layers}
    print(
        f"{len(written)} nets of {len(kinds)} kinds, {len(differences)} opened and self-tested\n"
        f"difference: median {np.median(differences):.1e}, largest {max(differences):.1e}, "
        f"{sum(d > BAR for d in differences)} above {BAR:g}, {other_class} of another class\n"
        f"largest difference that selftest.js told: {max(tests):.1e}"
    )


def main() -> None:
    """Prints figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nets", type=int, default=300, help="drawn at random, from seed 0 on")
    parser.add_argument("--cases", action="store_true", help="the tests' cases of every kind too")
    parser.add_argument("--published", action="store_true", help="MobileNetV2 and others too")
    parser.add_argument("--keep", type=Path, help="folder for models that were made there")
    arguments = parser.parse_args()
    nets = ((f"net-{seed}", random_net(seed)) for seed in range(arguments.nets))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        more = (cases() if arguments.cases else (), published() if arguments.published else ())
        written, refused = write(folder, chain(nets, *more))
        program = Path(__file__).with_suffix(".js")
        command = [find_deno_bin(), "run", "--allow-all", "--quiet", str(program), temporary]
        version = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
        print(f"TensorFlow.js {version.split()[-1]}, backend cpu")
        for name in ("net", "case", "graph", "published"):
            some = {key: case for key, case in written.items() if key.startswith(name)}
            if some:
                compare(folder, some)
        for why, number in refused.most_common():
            print(f"  refused {number}: {why}")
        if arguments.keep:
            shutil.copytree(folder / MADE, arguments.keep, dirs_exist_ok=True)
        for place in sorted((folder / MADE).iterdir()):
            model, theirs = read_model(place), told(place / "answers.json")
            shape = (len(theirs), *model.architecture.input.shape)
            ours = answers(model, np.sin(np.arange(np.prod(shape))).reshape(shape))
            print(f"made there, {place.name}: {apart(theirs, ours):.1e}")


if __name__ == "__main__":
    main()
