"""A queue of trainings whose processes are killed: everything goes on, nothing is trained twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import perf_counter

import pytest

from convscope.runs.folder import RunFolder
from convscope.runs.history import read_history
from convscope.runs.live.kinds import that_hold
from convscope.runs.live.reading import read_all
from convscope.runs.live.stopping import request_stop
from convscope.runs.queue import Entry, add_resume, add_training, ensure_runner, read_queue, remove
from convscope.runs.queue.entries import change, queue_folder, write_entry
from convscope.runs.queue.locks import is_held, runner_lock, training_lock
from convscope.runs.queue.training import train_entry
from convscope.runs.settings import TrainSettings
from convscope.runs.status import run_status
from several_processes import PROCESSES

PATIENCE_S = 600
"""Far more than anything here takes on a busy machine, in s: it only keeps a test from hanging."""

LONG = 100_000
"""Epochs of a training that is to be killed in their midst."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def short(bars_file: Path, small_net: Path) -> TrainSettings:
    return TrainSettings(data=str(bars_file), net=str(small_net), recipe="classic", epochs=2)


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def states(root: Path) -> list[str]:
    return [entry.state for entry in read_queue(root)]


def epochs(root: Path, run: str | None) -> int:
    if run is None:
        return 0
    folder = RunFolder(root / run)
    return len(read_history(folder)) if folder.history.exists() else 0


# Runners and trainings forked from a server that has torch loaded: soon there, as hard to kill.


def _train(root: str, number: str, pids: str) -> None:
    os.setsid()
    (Path(pids) / number).write_text(str(os.getpid()))
    with open(queue_folder(Path(root)) / "log.txt", "a") as log:  # noqa: PTH123
        os.dup2(log.fileno(), 2)
    train_entry(Path(root), number, perf_counter())


def _run_queue(root: str, pids: str) -> None:
    import several_processes
    from convscope.runs.queue import runner

    class Started:
        """What stands for a started process: one that the server forks."""

        def __init__(self, _root: Path, module: str, *arguments: str) -> None:
            assert module == "convscope.runs.queue.training"
            self.process = several_processes.PROCESSES.Process(
                target=_train, args=(*arguments, pids)
            )
            self.process.start()

        def wait(self) -> int:
            self.process.join()
            return self.process.exitcode

    runner.start_process = Started
    runner.PATIENCE_S = 0.3
    runner.run_queue(Path(root))


class Runner:
    """A runner in a process of its own, and the trainings that it starts."""

    def __init__(self, root: Path, pids: Path) -> None:
        self.root, self.pids = root, pids
        pids.mkdir(exist_ok=True)
        self.process: BaseProcess = PROCESSES.Process(
            target=_run_queue, args=(str(root), str(pids))
        )
        self.process.start()

    def kill_training(self, number: str) -> None:
        os.kill(int((self.pids / number).read_text()), signal.SIGKILL)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def end(self) -> None:
        self.process.join(PATIENCE_S)
        assert self.process.exitcode == 0


def in_midst(root: Path, number: int) -> Callable[[], bool]:
    """Returns whether the training of an entry has finished an epoch or two."""
    return lambda: epochs(root, read_queue(root)[number].run) >= 2


def test_one_after_another_is_trained_and_one_that_fails_stops_none(root, short, tmp_path):
    add_training(root, short, "first")
    add_training(root, replace(short, data="no-such-data"))
    add_training(root, short)
    removed = add_training(root, short)
    remove(root, removed.id)
    Runner(root, tmp_path / "pids").end()
    entries = read_queue(root)
    assert [entry.state for entry in entries] == ["done", "failed", "done", "removed"]
    assert [entry.run for entry in entries] == ["first", None, "bars-1", None]
    assert "no-such-data" in entries[1].error["error"]
    assert set(entries[1].error) == {"error", "expected", "fix"}
    assert entries[0].error is None
    assert [run_status(RunFolder(root / name)) for name in ("first", "bars-1")] == [
        *("finished", "finished")
    ]
    assert not is_held(runner_lock(root))
    assert not is_held(training_lock(root))


def test_paths_are_those_of_who_asked(root, short, tmp_path, bars_file, monkeypatch):
    monkeypatch.chdir(tmp_path)
    add_training(root, replace(short, data=bars_file.name))
    monkeypatch.chdir("/")
    gone = add_training(root, short)
    write_entry(root, replace(gone, folder=str(tmp_path / "gone")))
    Runner(root, tmp_path / "pids").end()
    done, failed = read_queue(root)
    assert (done.state, failed.state) == ("done", "failed")
    assert "gone, where the training was asked for" in failed.error["error"]


def test_a_bug_is_said_and_written_to_the_log(root, short, tmp_path):
    entry = add_training(root, short)
    write_entry(root, replace(entry, settings={**entry.settings, "net": "auto", "size": [0, 0]}))
    strange = add_training(root, short)
    write_entry(root, replace(strange, settings={"data": 3}))
    Runner(root, tmp_path / "pids").end()
    assert states(root) == ["failed", "failed"]
    assert all(set(e.error) == {"error", "expected", "fix"} for e in read_queue(root))


def test_a_killed_training_costs_only_itself_and_is_gone_on_with(root, short, tmp_path):
    add_training(root, replace(short, epochs=LONG), "long")
    add_training(root, short, "next")
    runner = Runner(root, tmp_path / "pids")
    wait_until(in_midst(root, 0))
    assert run_status(RunFolder(root / "long")) == "running"
    runner.kill_training("0001")
    runner.end()
    assert states(root) == ["interrupted", "done"]
    assert run_status(RunFolder(root / "long")) == "killed"
    check_whole(root / "long")

    before = read_history(RunFolder(root / "long"))
    add_resume(root, "long")
    runner = Runner(root, tmp_path / "pids")
    wait_until(lambda: epochs(root, "long") > len(before) + 1)
    request_stop(RunFolder(root / "long"))
    runner.end()
    assert states(root) == ["interrupted", "done", "interrupted"]
    assert run_status(RunFolder(root / "long")) == "interrupted"
    after = read_history(RunFolder(root / "long"))
    # The last epoch before the kill may have been done again.
    assert after[: len(before) - 1] == before[:-1]
    check_whole(root / "long")


def check_whole(run: Path) -> None:
    """Checks that the epochs of a run's events are those of its history, each once.

    After a kill either may be one epoch ahead of the other.
    """
    rows = read_history(RunFolder(run))
    told = [e for e in that_hold(read_all(RunFolder(run))[0]) if e["kind"] == "epoch"]
    shorter = min(len(rows), len(told))
    assert abs(len(rows) - len(told)) <= 1
    assert shorter
    assert [{n: e[n] for n in rows[0]} for e in told[:shorter]] == rows[:shorter]


def test_a_training_outlives_its_runner_and_the_next_one_waits_for_it(root, short, tmp_path):
    add_training(root, replace(short, epochs=LONG), "long")
    add_training(root, short, "next")
    runner = Runner(root, tmp_path / "pids")
    wait_until(in_midst(root, 0))
    runner.kill()
    seen = epochs(root, "long")
    following = Runner(root, tmp_path / "pids")
    wait_until(lambda: epochs(root, "long") > seen + 3)
    assert states(root) == ["running", "waiting"]
    assert is_held(training_lock(root))
    request_stop(RunFolder(root / "long"))
    following.end()
    assert states(root) == ["interrupted", "done"]
    assert run_status(RunFolder(root / "long")) == "interrupted"


def test_after_both_are_killed_the_queue_goes_on(root, short, tmp_path):
    add_training(root, replace(short, epochs=LONG), "long")
    add_training(root, short, "next")
    runner = Runner(root, tmp_path / "pids")
    wait_until(in_midst(root, 0))
    runner.kill()
    runner.kill_training("0001")
    assert states(root) == ["running", "waiting"]  # nobody was left to write more
    Runner(root, tmp_path / "pids").end()
    assert states(root) == ["interrupted", "done"]
    assert run_status(RunFolder(root / "long")) == "killed"
    check_whole(root / "long")


def test_a_training_that_comes_too_late_does_nothing(root, short):
    entry = add_training(root, short, "late")
    change(root, entry.id, "waiting", state="interrupted")
    train_entry(root, entry.id, perf_counter())
    assert states(root) == ["interrupted"]
    assert not (root / "late").exists()


def test_no_two_trainings_of_a_queue_run_at_once(root, short, monkeypatch):
    monkeypatch.setattr("convscope.runs.queue.training.LOCK_S", 0.05)
    entry = add_training(root, short, "second")
    change(root, entry.id, "waiting", state="running")
    with training_lock(root):
        train_entry(root, entry.id, perf_counter())
    assert states(root) == ["running"]
    assert not (root / "second").exists()


def test_a_run_that_somebody_else_trains_meanwhile_is_left_to_them(root, short, tmp_path):
    add_training(root, short, "one")
    Runner(root, tmp_path / "pids").end()
    record = (root / "one" / "run.json").read_text()
    (root / "one" / "run.json").write_text(record.replace('"finished"', '"interrupted"'))
    add_resume(root, "one")
    with RunFolder(root / "one").locked():
        Runner(root, tmp_path / "pids").end()
    _, entry = read_queue(root)
    assert (entry.state, entry.run) == ("failed", "one")
    assert "is being written by another process" in entry.error["error"]


def test_who_asks_while_a_runner_ends_is_not_forgotten(root, short, monkeypatch):
    from convscope.runs.queue import runner

    looks: list[Entry | None] = []

    def train_what_waits(root: Path) -> None:
        looks.append(runner._take_next(root))
        if len(looks) == 1:
            add_training(root, short)  # behind the last look, before the lock is free

    root.mkdir()
    monkeypatch.setattr(runner, "_train_what_waits", train_what_waits)
    queue_folder(root).mkdir()
    runner.run_queue(root)
    assert looks[0] is None
    assert looks[1] is not None


def test_a_second_runner_leaves_at_once(root, short, monkeypatch):
    from convscope.runs.queue import runner

    monkeypatch.setattr(runner, "LOOK_S", 0.05)
    add_training(root, short)
    with runner_lock(root):
        runner.run_queue(root)
        assert not ensure_runner(root)
    assert states(root) == ["waiting"]


@pytest.mark.parametrize("code", [1, 0, -9])
def test_a_process_that_ends_without_a_word_is_told(root, short, monkeypatch, code):
    from convscope.runs.queue import runner

    class Ended:
        def __init__(self, *_: object) -> None:
            pass

        def wait(self) -> int:
            return code

    monkeypatch.setattr(runner, "start_process", Ended)
    monkeypatch.setattr(runner, "PATIENCE_S", 0.0)
    entry = add_training(root, short)
    runner._train(root, change(root, entry.id, "waiting", state="running"))
    (entry,) = read_queue(root)
    assert entry.state == ("failed" if code > 0 else "interrupted")
    assert code <= 0 or "ended with code 1" in entry.error["error"]


def test_a_process_that_cannot_be_started_is_told(root, short, monkeypatch):
    from convscope.runs.queue import runner

    def refuse(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(runner, "start_process", refuse)
    entry = add_training(root, short)
    runner._train(root, change(root, entry.id, "waiting", state="running"))
    assert states(root) == ["failed"]
    assert "Resource temporarily unavailable" in read_queue(root)[0].error["error"]


# The real thing, once.


@contextmanager
def ending_processes(root: Path):
    """Ends what is left of the processes of a queue, which nobody's test is the parent of."""
    try:
        yield
    finally:
        for number in processes_of(root):
            os.kill(number, signal.SIGKILL)


def processes_of(root: Path, module: str = "convscope.runs.queue") -> list[int]:
    found = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True
    )
    lines = [line.split(None, 1) for line in found.stdout.splitlines()]
    return [int(pid) for pid, args in lines if f"-m {module}" in args and str(root) in args]


@pytest.mark.skipif(sys.platform == "win32", reason="ps")
def test_real_processes_are_killed_and_go_on(root, short):
    root.mkdir()
    root = root.resolve()
    with ending_processes(root):
        add_training(root, replace(short, epochs=LONG), "long")
        add_training(root, short, "next")
        assert ensure_runner(root)
        wait_until(in_midst(root, 0))
        assert not ensure_runner(root)
        runners = processes_of(root, "convscope.runs.queue ")
        trainings = processes_of(root, "convscope.runs.queue.training")
        assert (len(runners), len(trainings)) == (1, 1)
        os.kill(runners[0], signal.SIGKILL)
        os.kill(trainings[0], signal.SIGKILL)
        wait_until(lambda: not is_held(runner_lock(root)) and not is_held(training_lock(root)))
        assert ensure_runner(root)
        wait_until(lambda: states(root) == ["interrupted", "done"])
        wait_until(lambda: not processes_of(root))  # it ends where nothing waits
        check_whole(root / "long")
        log = (queue_folder(root) / "log.txt").read_text()
        assert "Traceback" not in log
