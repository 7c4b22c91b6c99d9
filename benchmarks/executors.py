"""How long every executor takes for one picture and for many, in turns.

    python benchmarks/executors.py
    python benchmarks/executors.py --nets mnist residual --images 5000 --rounds 7 --threads 2

`torch` is the module that `to_torch` returns, the same layers in PyTorch's own words; `predict` is
`model.predict` on an array, with all that it checks. ONNX Runtime gets the file that
`export --to onnx` writes, and pictures as long as they are. Weights are random. A round takes every
executor once and begins with another one than the round before; medians of the rounds are compared.
Processor time is told beside the clock: on a busy machine it says more.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

import convscope as cs
from convscope.architecture import load_net
from convscope.arithmetic import forward
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.interchange.torch_modules.writing import to_torch
from convscope.model_file import Model, write_model
from convscope.onnx_files.running import Session
from convscope.onnx_files.writing import onnx_bytes

NETS = ("mnist", "small-colour", "small-colour-pairs", "residual", "residual-pictures")

Executor = Callable[[NDArray[np.float32]], Any]


def executors(model: Model, threads: int) -> dict[str, Executor]:
    """Returns what answers, by name, from float32 (number, height, width, channels)."""
    net = model.architecture
    module = to_torch(model).eval()
    session = Session(onnx_bytes(net, model.weights, {}), threads)
    network = build_network(net, model.weights).eval()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.safetensors"
        write_model(path, model)
        keras_like = cs.load_model(path)

    def first(images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.ascontiguousarray(images.transpose(0, 3, 1, 2))

    def plain(images: NDArray[np.float32]) -> Any:
        with torch.inference_mode():
            return module(torch.from_numpy(first(images))).numpy()

    def engine(images: NDArray[np.float32]) -> Any:
        with torch.inference_mode():
            return network(torch.from_numpy(images)).numpy()

    return {
        "torch": plain,
        "onnx": lambda images: session.run(first(images)),
        "engine": engine,
        "predict": keras_like.predict,
        "numpy": lambda images: forward(net, model.weights, images)[net.layers[-1].name].activation,
    }


def measure(
    ways: dict[str, Executor], images: NDArray[np.float32], rounds: int, calls: int
) -> dict[str, tuple[float, float]]:
    """Returns for every executor the medians of clock and processor, in s for one call."""
    names = list(ways)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for turn in range(-1, rounds):
        for i in range(len(names)):
            name = names[(turn + i) % len(names)]
            clock, processor = perf_counter(), process_time()
            for _ in range(calls):
                ways[name](images)
            spent = (perf_counter() - clock) / calls, (process_time() - processor) / calls
            if turn >= 0:  # the first round warms up
                taken[name].append(spent)
    return {
        name: (median(c for c, _ in spent), median(p for _, p in spent))
        for name, spent in taken.items()
    }


def report(title: str, found: dict[str, tuple[float, float]], unit: float, name: str) -> None:
    """Prints one row for every executor."""
    clock, processor = found["torch"]
    for way, (seconds, spent) in found.items():
        print(
            f"| {title} | {way} | {seconds * unit:.3g} {name} | {seconds / clock:.2f} "
            f"| {spent / processor:.2f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nets", nargs="*", default=NETS)
    parser.add_argument("--images", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(f"{options.threads} threads, PyTorch {torch.__version__}\n")
    print("| net, pictures | executor | time | beside torch | of the processor |")
    print("| --- | --- | ---: | ---: | ---: |")
    for name in options.nets:
        net = load_net(name)
        ways = executors(Model(net, initial_weights(net, 0)), options.threads)
        images = np.random.default_rng(0).random((options.images, *net.input.shape), np.float32)
        report(f"{name}, 1", measure(ways, images[:1], options.rounds, 20), 1e3, "ms")
        del ways["numpy"]  # made to be read
        found = measure(ways, images, options.rounds, 1)
        report(f"{name}, {len(images):,}", found, 1, "s")


if __name__ == "__main__":
    main()
