"""A run killed at any moment and resumed ends with the same weights, to the bit."""

import contextlib
import json
import os
import random
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from convscope.model_file import read_tensors
from several_processes import PROCESSES

NUM_KILLS = 24


def train(arguments: list[str]) -> None:
    from convscope.cli import main
    from convscope.runs import checkpoints

    checkpoints.INTERVAL_S = 0.0  # a checkpoint after every step, so that kills hit its writing
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123
        main(["train", *arguments, "--json"])


def start(arguments: list[str]) -> BaseProcess:
    process = PROCESSES.Process(target=train, args=(arguments,))
    process.start()
    return process


def test_killed_runs_end_like_one_left_alone(tmp_path: Path, bars_file: Path, small_net: Path):
    runs = tmp_path / "runs"
    options = [str(bars_file), "--net", str(small_net), "--epochs", "9", "--batch-size", "16"]
    options += ["--early-stopping", "8", "--seed", "3", "--runs", str(runs)]
    options += ["--weight-average", "0.5", "--schedule", "one_cycle_linear"]
    options += ["--label-smoothing", "0.1"]
    alone = start([*options, "--name", "alone"])
    alone.join()
    assert alone.exitcode == 0
    started = time.monotonic()
    start([*options, "--name", "timed"]).join()
    duration = time.monotonic() - started

    moments = random.Random(5)
    num_killed = num_resumed = number = 0
    while num_killed < NUM_KILLS:
        number += 1
        name = f"killed-{number}"
        arguments = [*options, "--name", name]
        patience = duration
        while True:
            process = start(arguments)
            # Each start gets more time than the one before, so that a busy machine gets through.
            process.join(moments.uniform(0.1, 1.0) * patience)
            patience *= 1.3
            if process.exitcode is None:
                process.kill()
                process.join()
                num_killed += 1
            if process.exitcode == 0 or is_finished(runs / name):
                break
            if (runs / name / "run.json").is_file():
                arguments = ["--resume", str(runs / name), "--runs", str(runs)]
                num_resumed += 1
        assert content(runs / name) == content(runs / "alone"), f"after {num_killed} kills"
    assert num_resumed >= NUM_KILLS // 2


def is_finished(run: Path) -> bool:
    """Returns whether a run was killed after its very last write."""
    record = run / "run.json"
    return record.is_file() and json.loads(record.read_text())["status"] == "finished"


def content(run: Path) -> dict[str, bytes]:
    """Returns the best model, the last weights, the optimizer and the random state as bytes."""
    found = {}
    for file in ("model.safetensors", "last.checkpoint/state.safetensors"):
        tensors, _ = read_tensors(run / file)
        found |= {f"{file}: {name}": tensor.tobytes() for name, tensor in tensors.items()}
    return found
