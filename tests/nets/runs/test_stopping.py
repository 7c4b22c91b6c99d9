"""A training that a file in its run asks to stop: here, and in a process of its own."""

import json
import os
import time
from pathlib import Path

import pytest

from convscope.engine.training.callbacks import Callback
from convscope.errors import ConvscopeError
from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.live import stopping
from convscope.runs.live.stopping import request_stop
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.status import run_status
from convscope.runs.training import RunInterrupted, resume_run, start_run
from several_processes import PROCESSES

PATIENCE_S = 600
"""Far more than anything here takes on a busy machine, in s: it only keeps a test from hanging."""


@pytest.fixture
def settings(bars_file: Path, small_net: Path) -> TrainSettings:
    return TrainSettings(
        data=str(bars_file), net=str(small_net), recipe="classic", epochs=3, batch_size=16
    )


class AskAt(Callback):
    """Asks the training to stop after its second epoch's first step."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder, self.steps_after = folder, 0

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self.steps_after += self.folder.stop_request.exists()
        if self.model.progress.epoch == 1 and batch == 0:
            request_stop(self.folder)


def test_a_request_ends_the_training_after_its_step(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(stopping, "LOOK_EVERY_S", 0.0)
    folder = RunFolder(tmp_path / "one")
    asking = AskAt(folder)
    with pytest.raises(RunInterrupted):
        start_run(prepare(settings), [asking], "one", tmp_path)
    assert asking.steps_after == 0  # it ended with the step in which it was asked
    assert run_status(folder) == "interrupted"
    assert not folder.stop_request.exists()
    assert len(read_history(folder)) == 1
    assert resume_run("one", root=tmp_path).status == "finished"


def test_a_look_is_taken_now_and_then(settings, tmp_path, monkeypatch):
    clock = iter(0.11 * number for number in range(10_000))
    monkeypatch.setattr(stopping, "monotonic", lambda: next(clock))
    folder = RunFolder(tmp_path / "one")
    asking = AskAt(folder)
    with pytest.raises(RunInterrupted):
        start_run(prepare(settings), [asking], "one", tmp_path)
    assert 0 < asking.steps_after <= 3


def test_a_request_of_before_is_forgotten(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(stopping, "LOOK_EVERY_S", 0.0)
    folder = RunFolder(tmp_path / "one")
    with pytest.raises(RunInterrupted):
        start_run(prepare(settings), [AskAt(folder)], "one", tmp_path)
    folder.stop_request.touch()
    assert resume_run("one", root=tmp_path).status == "finished"
    assert not folder.stop_request.exists()


def test_what_nobody_trains_cannot_be_stopped(tmp_path):
    with pytest.raises(
        ConvscopeError, match=r"is not being trained.*a process is writing.*to stop"
    ):
        request_stop(RunFolder(tmp_path))
    assert not (tmp_path / "stop.request").exists()


def _train(arguments: list[str], said: str) -> None:
    from convscope.cli import main

    handle = os.open(said, os.O_WRONLY | os.O_CREAT)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    main(["train", *arguments])


def test_a_process_is_stopped_by_another_one(bars_file, small_net, tmp_path):
    options = [str(bars_file), "--net", str(small_net), "--epochs", "100000"]
    said = tmp_path / "said"
    arguments = [*options, "--runs", str(tmp_path), "--name", "one"]
    process = PROCESSES.Process(target=_train, args=(arguments, str(said)))
    process.start()
    folder = RunFolder(tmp_path / "one")
    end = time.monotonic() + PATIENCE_S
    while not (folder.record.exists() and len(read_history(folder)) > 1):
        assert time.monotonic() < end
        assert process.is_alive(), said.read_text()
        time.sleep(0.02)
    assert run_status(folder) == "running"
    request_stop(folder)
    process.join(PATIENCE_S)
    assert process.exitcode == 130
    assert "convscope train --resume" in said.read_text()
    assert run_status(folder) == "interrupted"
    assert not folder.stop_request.exists()
    record = json.loads(folder.record.read_text())
    assert record["status"] == "interrupted"


def test_every_status_is_told(settings, tmp_path):
    from convscope.runs.record import read_record, write_record

    folder = RunFolder(tmp_path / "one")
    start_run(prepare(settings), name="one", root=tmp_path)
    record = read_record(folder)
    told = {}
    for status in ("running", "interrupted", "failed", "finished"):
        record.status = status
        write_record(folder, record)
        told[status] = run_status(folder)
    assert told.pop("running") == "killed"
    assert all(said == status for status, said in told.items())
    record.status = "running"
    write_record(folder, record)
    with folder.locked():
        assert run_status(folder) == "running"
    folder.record.write_text("{")
    assert run_status(folder) == "damaged"


def test_who_looks_whether_a_run_is_written_keeps_nobody_from_writing(tmp_path):
    """Pages look every second: a training that begins meanwhile waits for the look."""
    from threading import Timer

    from filelock import FileLock

    folder = RunFolder(tmp_path)
    look = FileLock(tmp_path / ".lock", thread_local=False)
    look.acquire()
    timer = Timer(0.05, look.release)
    timer.start()
    with folder.locked():
        assert folder.is_being_written()
    timer.join()
