"""Times the neuron inspector on the MNIST net: one image's feature maps, one neuron explained.

Run: `python benchmarks/inspector.py [repeats]`. The clock contains the call alone: no import, no
reading of files. Weights and image are random; the time does not depend on their values.
"""

import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from convscope import __version__
from convscope.architecture import load_net
from convscope.arithmetic import forward, preprocess
from convscope.arithmetic.inspector import explain
from convscope.model_file import Model


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    random = np.random.default_rng(0)
    net = load_net("mnist")
    weights = {
        name: random.normal(0, 0.1, shape).astype(np.float32)
        for name, shape in net.parameter_shapes.items()
    }
    image = random.integers(0, 256, (28, 28, 1)).astype(np.uint8)
    model = Model(net, weights)
    explanation = explain(model, image)
    inputs = preprocess(image[None], net)

    print(f"convscope {__version__}, NumPy {np.__version__}, Python {platform.python_version()}")
    print(f"{processor()}, {platform.system()}; MNIST net, {net.num_parameters:,} parameters")
    print(f"median of {repeats} runs (fastest to slowest), in milliseconds\n")
    report("all feature maps, float32", lambda: forward(net, weights, inputs), repeats)
    report("explain(model, image), float64", lambda: explain(model, image), repeats)
    for neuron in (("conv2d", 5, 6, 7), ("conv2d_1", 3, 4, 5), ("dense", 3)):
        report_neuron(model, image, neuron, repeats)
    report("walk(): a neuron of every layer", lambda: explanation.walk(), repeats)


def report_neuron(model: Model, image, place: tuple, repeats: int) -> None:
    explanation = explain(model, image)
    name = f"{place[0]} {place[1:]}"
    report(f"{name}: terms", lambda: explanation.neuron(*place), repeats)
    report(f"{name}: terms as HTML", lambda: explanation.neuron(*place).to_html(), repeats)
    report(f"{name}: from image to terms", lambda: explain(model, image).neuron(*place), repeats)
    report(
        f"{name}: from image to gradient terms",
        lambda: explain(model, image).neuron(*place).backward("loss", label=3),
        repeats,
    )


def report(name: str, call: Callable[[], object], repeats: int) -> None:
    for _ in range(3):
        call()
    times_ms = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times_ms.append((time.perf_counter() - start) * 1000)
    low, middle, high = min(times_ms), float(np.median(times_ms)), max(times_ms)
    print(f"{name:40} {middle:8.2f}  ({low:.2f} to {high:.2f})")


def processor() -> str:
    """Returns the processor's name where the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.is_file():
        return platform.processor() or platform.machine()
    lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return f"{names[0]} ({len(names)} threads)" if names else platform.machine()


if __name__ == "__main__":
    main()
