"""Everything that needs a graphics card, in one go of under nine minutes.

    python benchmarks/graphics_card.py --data cifar10-jpeg.zip --save card.json
    python benchmarks/graphics_card.py --python keras-environment/bin/python

Parts, in order of how much depends on them; each has a time limit, and what is known is written
after each, so that a machine that is taken away leaves what it measured:

1. the tests that need a card;
2. seconds a step of the `mnist` and `small-colour` nets: plain passes and recorded ones, float32
   and bfloat16, with the largest difference between the gradients of the two passes;
3. `convscope train mnist` until 0.99 of the validation images are right;
4. `convscope train` on small colour pictures until 0.93 and 0.94 are;
5. Keras (with `--python`): the same nets, its own defaults, until 0.99 of MNIST's.

A whole training's clock starts with the process: reading images, starting the card and recording
are inside; decoding the images, done once before the first part, is not. Seconds a step are
medians of 50 steps behind 10 that are not counted, and wait for the card. `--device cpu` tries the
script where there is no card; its figures then say nothing about one.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from whole_trainings import CASES, with_keras, write_images

from convscope.architecture import load_net
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.processes.devices import choose_device, describe_device
from convscope.engine.training.trainer import Trainer
from convscope.errors import ConvscopeError

LIMITS_S = {"tests": 60, "steps": 60, "mnist": 60, "small colour": 200, "keras": 120}
"""Seconds that each part may take: 500 in all."""

STEPS, WARM_UP = 50, 10


def run_tests() -> dict[str, Any]:
    """Returns how many of the tests that need a card passed."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "card", "tests/nets"]
    found = _run(command, LIMITS_S["tests"])
    return {"exit": found.returncode, "summary": found.stdout.strip().splitlines()[-1:]}


def time_steps(device: torch.device) -> dict[str, Any]:
    """Returns median seconds a step by net, precision and kind of pass."""
    results: dict[str, Any] = {}
    for net in ("mnist", "small-colour"):
        for precision in (torch.float32, torch.bfloat16):
            gradients = {}
            for kind in ("plain", "recorded"):
                trainer = _trainer(net, device, precision)
                if kind == "plain" or device.type != "cuda":
                    trainer.step.recorded = None
                name = f"{net}, {str(precision).removeprefix('torch.')}, {kind}"
                try:
                    results[name] = _median_step_s(trainer, device)
                except RuntimeError as error:
                    results[name] = f"failed: {error}"
                    continue
                gradients[kind] = [p.detach().float().cpu() for p in trainer.network.parameters()]
            if len(gradients) == 2:
                pairs = zip(gradients["plain"], gradients["recorded"], strict=True)
                largest = max(float((a - b).abs().max()) for a, b in pairs)
                results[f"{net}, {precision}: weights differ by at most"] = largest
    return results


def _trainer(net: str, device: torch.device, precision: torch.dtype) -> Trainer:
    architecture = load_net(net)
    random = np.random.default_rng(0)
    number = 128 * (STEPS + WARM_UP)
    images = random.integers(0, 256, (number, *architecture.input.shape), np.uint8)
    examples = Examples(images, random.integers(0, 10, number), device=device)
    network = build_network(architecture, initial_weights(architecture, 0)).to(device)
    loss = Loss("sparse_categorical_crossentropy")
    torch.manual_seed(0)
    return Trainer(network=network, train=examples, loss=loss, precision=precision, epochs=1)


def _median_step_s(trainer: Trainer, device: torch.device) -> float:
    times: list[float] = []
    begun = [time.perf_counter()]

    class Stopwatch:
        """Takes the time between the ends of steps, when the card is done."""

        def __call__(self, batch: int, logs: Any = None) -> None:
            if device.type == "cuda":
                torch.cuda.synchronize()
            now = time.perf_counter()
            times.append(now - begun[0])
            begun[0] = now

    from convscope.engine.training.callbacks import LambdaCallback

    trainer.callbacks = [LambdaCallback(on_train_batch_end=Stopwatch())]
    trainer.fit()
    return median(times[WARM_UP:])


def train_until(data: str, wanted: list[float], limit_s: int, device: str) -> dict[str, Any]:
    """Returns after how many seconds `convscope train` had which validation accuracy.

    Args:
        data: A data set, or a zip of images.
        wanted: Validation accuracies, rising.
        limit_s: Seconds after which the training is stopped.
        device: What computes.
    """
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "convscope", "train", data, "--device", device]
        command += ["--runs", name, "--name", "card", "--json", "--budget", f"{limit_s - 10}s"]
        started = time.time()
        found = _run(command, limit_s)
        result: dict[str, Any] = {"exit": found.returncode, "seconds": time.time() - started}
        if found.returncode:
            return result | {"output": (found.stdout + found.stderr)[-2000:]}
        rows = list(csv.DictReader((Path(name) / "card" / "history.csv").open(encoding="utf-8")))
        summary = json.loads(found.stdout)
        result |= {key: summary[key] for key in ("val_accuracy", "test_accuracy", "epochs")}
        before = result["seconds"] - sum(float(row["seconds"]) for row in rows)
        result["seconds outside epochs"] = before
        for aim in wanted:
            passed = 0.0
            for row in rows:
                passed += float(row["seconds"])
                if float(row["val_accuracy"]) >= aim:
                    result[f"seconds of epochs to {aim}"] = passed
                    break
        return result


def keras_until(python: str, folder: Path) -> dict[str, Any]:
    """Returns seconds, epochs and accuracy of the Keras program on MNIST."""
    write_images("mnist", folder / "mnist.npz")
    return dict(with_keras(CASES["mnist"], python, folder / "mnist.npz", 0))


def _run(command: list[str], limit_s: int) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=limit_s)
    except subprocess.TimeoutExpired as expired:
        text = expired.stdout or b""
        output = text.decode() if isinstance(text, bytes) else text
        return subprocess.CompletedProcess(command, 124, output, f"stopped after {limit_s} s")


def main() -> None:
    """Runs part after part, printing and saving what each gave."""
    parser = argparse.ArgumentParser(description="All that needs a graphics card.")
    parser.add_argument("--data", default="cifar10", help="small colour pictures")
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--python", help="a Python with Keras")
    parser.add_argument("--parts", nargs="+", choices=LIMITS_S, default=list(LIMITS_S))
    parser.add_argument("--save", type=Path, default=Path("graphics-card.json"))
    arguments = parser.parse_args()
    device = choose_device(arguments.device)
    record: dict[str, Any] = {"device": describe_device(device), "torch": torch.__version__}
    print(record, flush=True)
    with tempfile.TemporaryDirectory() as name:
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "tests": run_tests,
            "steps": lambda: time_steps(device),
            "mnist": lambda: train_until("mnist", [0.99], LIMITS_S["mnist"], arguments.device),
            "small colour": lambda: train_until(
                arguments.data, [0.93, 0.94], LIMITS_S["small colour"], arguments.device
            ),
        }
        if arguments.python:
            parts["keras"] = lambda: keras_until(arguments.python, Path(name))
        for part, measure in parts.items():
            if part not in arguments.parts:
                continue
            started = time.perf_counter()
            try:
                record[part] = measure()
            except (ConvscopeError, RuntimeError, subprocess.CalledProcessError) as error:
                record[part] = {"failed": str(error)}
            record[part]["took_s"] = round(time.perf_counter() - started, 1)
            print(part, json.dumps(record[part], indent=1), flush=True)
            arguments.save.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
