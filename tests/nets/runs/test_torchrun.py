"""Runs of several processes: one writes, a killed process ends all, any number goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from convscope.data import NO_CORRECTIONS
from convscope.engine.processes.workers import Workers
from convscope.errors import ConvscopeError
from convscope.model_file import read_tensors
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.settings import TrainSettings
from convscope.runs.worker_training import train_along
from several_processes import environment, free_port, start

EPOCHS = 5
PATIENCE_S = 600
"""Far more than anything here takes on a busy machine, in s: it only keeps a test from hanging."""


@pytest.fixture
def options(tmp_path: Path, bars_file: Path, small_net: Path) -> list[str]:
    """A training with an uneven last batch, on everything that has a state."""
    train = [str(bars_file), "--net", str(small_net), "--epochs", str(EPOCHS), "--batch-size", "16"]
    return [*train, "--augment", "things", "--seed", "3", "--runs", str(tmp_path / "runs")]


def train(arguments: list[str], outputs: str) -> None:
    """What a process does; what it prints goes to a file."""
    from convscope.cli import main
    from convscope.runs import checkpoints

    checkpoints.INTERVAL_S = 0.0  # a checkpoint after every step
    file = os.open(f"{outputs}-{os.environ['RANK']}", os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    os.dup2(file, 2)
    main(["train", *arguments])


def run(count: int, arguments: list[str], outputs: Path) -> list[int]:
    """Returns the exit codes of processes that train together."""
    processes = start(count, train, arguments, str(outputs))
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def wait_for_epochs(run: Path, number: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while len(read_history(RunFolder(run))) < number:
        assert time.monotonic() < end, f"{run} has no {number} epochs"
        time.sleep(0.01)


def weights(run: Path) -> dict[str, np.ndarray]:
    return read_tensors(run / "last.checkpoint" / "state.safetensors")[0]


def without_times(run: Path) -> list[dict]:
    rows = read_history(RunFolder(run))
    return [{k: v for k, v in row.items() if k != "seconds"} for row in rows]


def status(run: Path) -> str:
    return json.loads((run / "run.json").read_text())["status"]


def workers_of(torchrun: subprocess.Popen) -> list[int]:
    found = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [line.split() for line in found.stdout.splitlines()]
    return [int(pid) for pid, parent in pairs if int(parent) == torchrun.pid]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_process_ends_all_and_the_run_goes_on(options: list[str], tmp_path: Path):
    runs = tmp_path / "runs"
    assert run(2, [*options, "--name", "whole"], tmp_path / "whole") == [0, 0]
    assert (tmp_path / "whole-1").read_text() == ""
    assert "Test accuracy" in (tmp_path / "whole-0").read_text()
    for victim in range(2):
        killed = runs / f"killed-{victim}"
        outputs = tmp_path / killed.name
        processes = start(2, train, [*options, "--name", killed.name], str(outputs))
        wait_for_epochs(killed, 1)
        processes[victim].kill()
        for process in processes:
            process.join(PATIENCE_S)
        assert processes[victim].exitcode == -signal.SIGKILL
        assert processes[1 - victim].exitcode == 2
        assert len(read_history(RunFolder(killed))) < EPOCHS
        assert Path(f"{outputs}-1").read_text() == ""
        if victim == 1:
            text = Path(f"{outputs}-0").read_text()
            assert "Another process of this training has ended" in text
            assert f"train --resume {killed}" in text
            assert status(killed) == "interrupted"

        with RunFolder(killed).locked():
            pass
        resume = ["--resume", str(killed), "--runs", str(runs)]
        assert run(2, resume, tmp_path / "resumed") == [0, 0]
        assert without_times(killed) == without_times(runs / "whole")
        expected = weights(runs / "whole")
        for name, tensor in weights(killed).items():
            np.testing.assert_array_equal(tensor, expected[name], name)


def test_ctrl_c_ends_all_after_the_same_step_and_one_process_goes_on(options, tmp_path):
    run_path = tmp_path / "runs" / "stopped"
    processes = start(2, train, [*options, "--name", "stopped"], str(tmp_path / "stopped"))
    wait_for_epochs(run_path, 1)
    for _ in range(2):  # the terminal tells everybody, and torchrun tells its processes again
        for process in processes:
            os.kill(process.pid, signal.SIGINT)
    for process in processes:
        process.join(PATIENCE_S)
    assert [process.exitcode for process in processes] == [130, 130]
    assert "nothing is lost" in (tmp_path / "stopped-0").read_text()
    assert (tmp_path / "stopped-1").read_text() == ""
    assert status(run_path) == "interrupted"

    resume = ["--resume", str(run_path), "--runs", str(tmp_path / "runs")]
    assert run(1, resume, tmp_path / "alone") == [0]
    history = without_times(run_path)
    assert [row["epoch"] for row in history] == list(range(1, EPOCHS + 1))
    assert history[-1]["loss"] < history[0]["loss"]


def test_what_cannot_be_used_is_said_once(options, tmp_path):
    wrong = ["--net", "mnst"]
    assert run(2, [*options, *wrong], tmp_path / "wrong") == [2, 2]
    assert 'Unknown net "mnst"' in (tmp_path / "wrong-0").read_text()
    assert (tmp_path / "wrong-1").read_text() == ""


def test_other_images_than_those_of_the_first_process_are_refused(bars_file: Path, monkeypatch):
    order = {
        "settings": TrainSettings(data=str(bars_file)).to_json(),
        "corrections": NO_CORRECTIONS.to_csv(),
        "content_hash": "another",
    }
    sent = [json.dumps(order).encode(), save({"nothing": np.zeros(1)})]
    monkeypatch.setattr(Workers, "receive", lambda _: sent.pop(0))
    expected = r"bars\.npz: process 1 finds other images .*All machines need the same .*Copy them"
    with pytest.raises(ConvscopeError, match=expected):
        train_along(Workers(1, 2))


def test_torchrun_ends_when_a_process_is_killed(options, tmp_path):
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    command += ["--master-addr", "127.0.0.1", "--master-port", str(free_port())]
    command += ["-m", "convscope", "train", *options, "--epochs", "500", "--name", "torchrun"]
    variables = {**os.environ, **environment(0, 1, 0)}
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"):
        del variables[name]
    run_path = tmp_path / "runs" / "torchrun"
    with (tmp_path / "output").open("w") as output:
        torchrun = subprocess.Popen(
            command, env=variables, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            wait_for_epochs(run_path, 1)
            workers = workers_of(torchrun)
            assert len(workers) == 2
            os.kill(max(workers), signal.SIGKILL)
            assert torchrun.wait(PATIENCE_S) != 0
        finally:
            if torchrun.poll() is None:
                os.killpg(torchrun.pid, signal.SIGKILL)
    assert not any(map(is_alive, workers))
    assert status(run_path) != "finished"
    assert "This is a bug" not in (tmp_path / "output").read_text()
