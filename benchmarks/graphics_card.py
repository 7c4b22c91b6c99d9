"""Everything that needs a graphics card, in one go of under nine minutes.

    python benchmarks/graphics_card.py --data cifar10-jpeg.zip --save card.json
    python benchmarks/graphics_card.py --python keras-environment/bin/python
    python benchmarks/graphics_card.py --device cpu --small    # tries the script itself

Parts, each a process of its own under a time limit. What one has found is kept when it fails or is
stopped, the others go on, and the file is written after each: a machine that is taken away leaves
what it measured.

1. `data`: images are decoded and kept, and the card is started once; on nobody's clock;
2. `tests`: those that need a card;
3. `steps`: seconds a step of the `mnist` and `small-colour` nets: plain passes and recorded ones,
   float32 and bfloat16, with the largest difference between the weights after the two;
4. `mnist`: `convscope train mnist` until 0.99 of the validation images are right;
5. `small colour`: `convscope train` on small colour pictures until 0.93 and 0.94 are;
6. `keras` (with `--python`): Keras' usual program until 0.99 of MNIST's are right.

Each figure says what its clock contains. Figures of `--device cpu` and `--small` say nothing about
a card.
"""

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from whole_trainings import CASES, with_keras

from convscope import load_data
from convscope.architecture import load_net
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.losses import Loss
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.processes.devices import choose_device, describe_device
from convscope.engine.training.callbacks import LambdaCallback
from convscope.engine.training.trainer import Trainer

LIMITS_S = {"data": 40, "tests": 60, "steps": 60, "mnist": 60, "small colour": 200, "keras": 110}
"""Seconds that each part may take: 530 in all."""

SMALL_LIMITS_S = {"data": 120, "small colour": 60}
"""With `--small`: two busy cores decode for longer, and the aim is lower."""

NUM_SMALL = 6000
"""Images of MNIST that Keras gets with `--small`."""

AFTER_TRAINING_S = 15
"""What a training leaves of its limit to the start of the process, and to testing."""

CLOCKS = {
    "steps": "medians; each from the end of one step to the end of the next, when the device is "
    "done; the first ones, which compile and record, are not counted",
    "seconds": "from the start of the process to its end: imports, the card's start, reading "
    "decoded images, recording, training, validating, testing, writing",
    "epochs": "training and validating alone",
    "keras": "from the start of the process to the end of its last epoch: imports, the card's "
    "start, reading decoded images, compiling, training, validating; testing is not in it",
}

Found = Iterator[tuple[str, Any]]


def prepare_data(options: argparse.Namespace) -> Found:
    """Decodes what is trained on, for it to be kept, and computes on the device once."""
    for name in ("mnist", options.data):
        started = time.perf_counter()
        data = load_data(name, progress=False)
        yield f"{name}, images", len(data.train.images)
        yield f"{name}, seconds to load", round(time.perf_counter() - started, 2)
    started = time.perf_counter()
    torch.ones(8, 8, device=choose_device(options.device)).sum().item()
    yield "seconds to the first sum on the device", round(time.perf_counter() - started, 2)


def run_tests(options: argparse.Namespace) -> Found:
    """Runs the tests that need a card."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "card"]
    command += ["tests/nets/engine"] if options.small else ["tests/nets"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = found.stdout.strip().splitlines()
    yield "exit", found.returncode
    yield "summary", lines[-1:]
    if found.returncode not in (0, 5):  # 5: none were selected
        yield "output", (found.stdout + found.stderr)[-4000:]


def time_steps(options: argparse.Namespace) -> Found:
    """Yields median seconds a step by net, precision and kind of pass."""
    device = choose_device(options.device)
    num_steps, warm_up, batch_size = (4, 2, 32) if options.small else (50, 10, 128)
    yield "clock", CLOCKS["steps"]
    yield "batch size", batch_size
    for net in ("mnist", "small-colour"):
        for precision in (torch.float32, torch.bfloat16):
            weights = {}
            title = f"{net}, {str(precision).removeprefix('torch.')}"
            for kind in ("plain", "recorded"):
                name = f"{title}, {kind}"
                try:
                    trainer = _trainer(net, device, precision, num_steps + warm_up, batch_size)
                    if kind == "plain":
                        trainer.step.recorded = None
                    elif trainer.step.recorded is None:
                        yield name, "not recorded on this device"
                        continue
                    yield name, _median_step_s(trainer, device, warm_up)
                except Exception as error:  # the other figures do not depend on it
                    yield name, f"failed: {type(error).__name__}: {error}"
                    continue
                weights[kind] = [p.detach().float().cpu() for p in trainer.network.parameters()]
            if len(weights) == 2:
                pairs = zip(weights["plain"], weights["recorded"], strict=True)
                largest = max(float((a - b).abs().max()) for a, b in pairs)
                yield f"{title}: weights differ by at most", largest


def _trainer(
    net: str, device: torch.device, precision: torch.dtype, num_steps: int, batch_size: int
) -> Trainer:
    architecture = load_net(net)
    random = np.random.default_rng(0)
    number = batch_size * num_steps
    images = random.integers(0, 256, (number, *architecture.input.shape), np.uint8)
    examples = Examples(images, random.integers(0, 10, number), device=device)
    network = build_network(architecture, initial_weights(architecture, 0)).to(device)
    loss = Loss("sparse_categorical_crossentropy")
    torch.manual_seed(0)
    return Trainer(
        network=network,
        train=examples,
        loss=loss,
        precision=precision,
        epochs=1,
        batch_size=batch_size,
    )


def _median_step_s(trainer: Trainer, device: torch.device, warm_up: int) -> float:
    ends: list[float] = []

    def note_time(*_arguments: Any) -> None:
        if device.type == "cuda":
            torch.cuda.synchronize()
        ends.append(time.perf_counter())

    trainer.callbacks = [LambdaCallback(on_train_batch_end=note_time)]
    trainer.fit()
    return float(median(np.diff(ends)[warm_up - 1 :]))


def train_mnist(options: argparse.Namespace) -> Found:
    """Trains on MNIST until 0.99 are right."""
    yield from _train_until("mnist", [0.9, 0.99], _limit_s("mnist", options), options.device)


def train_small_colour(options: argparse.Namespace) -> Found:
    """Trains on small colour pictures until 0.93 and 0.94 are right."""
    aims = [0.3] if options.small else [0.93, 0.94]
    yield from _train_until(options.data, aims, _limit_s("small colour", options), options.device)


def _train_until(data: str, aims: list[float], limit_s: int, device: str) -> Found:
    """Yields after how many seconds `convscope train` had which validation accuracy.

    Args:
        data: A data set, or a zip of images.
        aims: Validation accuracies, rising.
        limit_s: Seconds that the part may take; the training's budget is a little less.
        device: What computes.
    """
    yield "clock of the whole", CLOCKS["seconds"]
    yield "clock of epochs", CLOCKS["epochs"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "convscope", "train", data, "--device", device]
        command += ["--runs", folder, "--name", "card", "--json"]
        command += ["--budget", f"{limit_s - AFTER_TRAINING_S}s"]
        started = time.time()
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.time() - started
        yield "exit", found.returncode
        yield "seconds", round(seconds, 2)
        history = Path(folder) / "card" / "history.csv"
        rows = list(csv.DictReader(history.open(encoding="utf-8"))) if history.is_file() else []
        yield "epochs", len(rows)
        passed = [sum(float(row["seconds"]) for row in rows[: i + 1]) for i in range(len(rows))]
        if passed:
            yield "seconds outside epochs", round(seconds - passed[-1], 2)
        for aim in aims:
            reached = (i for i, row in enumerate(rows) if float(row["val_accuracy"]) >= aim)
            first = next(reached, None)
            yield (
                f"seconds of epochs to {aim}",
                "not reached" if first is None else round(passed[first], 2),
            )
        if found.returncode:
            yield "output", (found.stdout + found.stderr)[-4000:]
            return
        summary = json.loads(found.stdout)
        yield from ((key, summary[key]) for key in ("val_accuracy", "test_accuracy"))


def train_keras(options: argparse.Namespace) -> Found:
    """Trains Keras' usual program on MNIST."""
    yield "clock", CLOCKS["keras"]
    case = replace(CASES["mnist"], epochs=1) if options.small else CASES["mnist"]
    data = load_data("mnist", progress=False)
    assert data.test is not None
    number = NUM_SMALL if options.small else len(data.train.images)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mnist.npz"
        np.savez(
            path,
            train_images=data.train.images[:number],
            train_labels=data.train.labels[:number],
            test_images=data.test.images[:number],
            test_labels=data.test.labels[:number],
        )
        try:
            yield from with_keras(case, options.python, path, 0).items()
        except subprocess.CalledProcessError as error:
            yield "exit", error.returncode
            yield "output", str(error.stderr)[-4000:]


PARTS: dict[str, Callable[[argparse.Namespace], Found]] = {
    "data": prepare_data,
    "tests": run_tests,
    "steps": time_steps,
    "mnist": train_mnist,
    "small colour": train_small_colour,
    "keras": train_keras,
}


def _limit_s(part: str, options: argparse.Namespace) -> int:
    return (LIMITS_S | SMALL_LIMITS_S if options.small else LIMITS_S)[part]


def measure_alone(part: str, options: argparse.Namespace, arguments: list[str]) -> dict[str, Any]:
    """Runs a part as a process of its own; returns all it had found when it ended or was ended.

    Args:
        part: A key of `PARTS`.
        options: What the command line says.
        arguments: The command line itself, for the process.
    """
    started = time.perf_counter()
    result: dict[str, Any] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as found, tempfile.TemporaryFile() as said:
        command = [sys.executable, __file__, *arguments, "--alone", part]
        # A session of its own, so that what the part has started ends with it.
        process = subprocess.Popen(command, stdout=found, stderr=said, start_new_session=True)
        try:
            code = process.wait(_limit_s(part, options))
            if code:
                said.seek(0)
                result["failed"] = said.read().decode(errors="replace")[-2000:]
        except subprocess.TimeoutExpired:
            result["failed"] = f"stopped after {_limit_s(part, options)} s"
        finally:
            if hasattr(os, "killpg") and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
        found.seek(0)
        for line in found:
            if line.startswith("{") and line.endswith("}\n"):
                result |= json.loads(line)
    return result | {"took_s": round(time.perf_counter() - started, 1)}


def main() -> None:
    """Runs part after part, printing and saving what each gave."""
    parser = argparse.ArgumentParser(description="All that needs a graphics card.")
    parser.add_argument("--data", default="cifar10", help="small colour pictures")
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--small", action="store_true", help="try the script: few steps, low aims")
    parser.add_argument("--python", help="a Python with Keras")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--save", type=Path, default=Path("graphics-card.json"))
    parser.add_argument("--alone", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        for name, value in PARTS[options.alone](options):
            print(json.dumps({name: value}), flush=True)
        return
    device = choose_device(options.device)
    record: dict[str, Any] = {"device": describe_device(device), "torch": torch.__version__}
    record |= {"is_small": options.small}
    print(record, flush=True)
    for part in PARTS:
        if part in options.parts and (part != "keras" or options.python):
            record[part] = measure_alone(part, options, sys.argv[1:])
            print(part, json.dumps(record[part], indent=1), flush=True)
            options.save.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    failed = [part for part in PARTS if "failed" in record.get(part, {})]
    print(f"failed: {', '.join(failed)}" if failed else "every part ran through")


if __name__ == "__main__":
    main()
