"""Entries of a queue as files: asked for, taken back, damaged, and asked for by many at once."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.runs.queue import STATES, add_resume, add_training, asking, read_queue, remove
from convscope.runs.queue.entries import change, queue_folder, read_entry, write_entry
from convscope.runs.queue.starting import (
    KEPT_LOG_BYTES,
    MOST_LOG_BYTES,
    ensure_runner,
    start_process,
)

SETTINGS = SimpleNamespace(to_json=lambda: {"data": "digits", "size": None})


@pytest.fixture
def run(tmp_path: Path) -> str:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "run.json").write_text('{"status": "interrupted"}')
    return "one"


def states(root: Path) -> list[str]:
    return [entry.state for entry in read_queue(root)]


def test_what_is_asked_for_waits_in_its_order(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    assert read_queue(tmp_path) == []
    first = add_training(tmp_path, SETTINGS, "wide")
    second = add_resume(tmp_path, run)
    assert read_queue(tmp_path) == [first, second]
    assert (first.id, first.name, first.settings, first.resume, first.run) == (
        *("0001", "wide", {"data": "digits", "size": None}),
        *(None, None),
    )
    assert (second.id, second.settings, second.resume, second.run) == ("0002", None, "one", "one")
    assert first.folder == str(Path.cwd())
    assert states(tmp_path) == ["waiting", "waiting"]
    content = json.loads((tmp_path / ".queue" / "0001.json").read_text())
    assert content["settings"] == {"data": "digits", "size": None}


def test_only_what_waits_is_removed(tmp_path):
    for state in STATES:
        entry = add_training(tmp_path, SETTINGS)
        write_entry(tmp_path, replace(entry, state=state))
        if state in ("waiting", "removed"):
            assert remove(tmp_path, entry.id).state == "removed"
        else:
            with pytest.raises(
                ConvscopeError, match=rf"{entry.id} of the queue is {state}.*waiting"
            ):
                remove(tmp_path, entry.id)
            assert read_entry(tmp_path, entry.id).state == state
    with pytest.raises(UnknownNameError, match='entry of the queue "0099"'):
        remove(tmp_path, "0099")


def test_a_change_needs_the_state_that_it_is_for(tmp_path):
    entry = add_training(tmp_path, SETTINGS)
    assert change(tmp_path, entry.id, "running", state="done").state == "waiting"
    assert change(tmp_path, entry.id, "waiting", state="running", run="x").run == "x"
    assert states(tmp_path) == ["running"]


@pytest.mark.parametrize("name", ["../x", "", "a/b", "con"])
def test_a_name_that_no_run_can_have_is_refused_at_once(tmp_path, name):
    with pytest.raises(ConvscopeError, match="--name"):
        add_training(tmp_path, SETTINGS, name)
    assert read_queue(tmp_path) == []


def test_a_run_is_asked_for_once_at_a_time(tmp_path, run):
    with pytest.raises(ConvscopeError, match="exists already"):
        add_training(tmp_path, SETTINGS, run)
    add_training(tmp_path, SETTINGS, "wide")
    with pytest.raises(ConvscopeError, match="wide is in the queue already, as entry 0001"):
        add_training(tmp_path, SETTINGS, "wide")
    entry = add_resume(tmp_path, run)
    with pytest.raises(ConvscopeError, match="one is in the queue already"):
        add_resume(tmp_path, run)
    change(tmp_path, entry.id, "waiting", state="interrupted")
    assert add_resume(tmp_path, run).id == "0003"


@pytest.mark.parametrize("name", ["two", "../one", "/", ".queue"])
def test_only_runs_of_this_folder_are_gone_on_with(tmp_path, run, name):
    with pytest.raises(UnknownNameError, match="run"):
        add_resume(tmp_path, name)


def test_a_run_that_is_being_trained_is_not_resumed(tmp_path, run):
    from convscope.runs.folder import RunFolder

    with (
        RunFolder(tmp_path / run).locked(),
        pytest.raises(ConvscopeError, match="is being trained"),
    ):
        add_resume(tmp_path, run)


DAMAGED = [b"", b"{", b"[]", b"null", b"\xff", b"[" * 9000, b'{"id": "0002"}']


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_entry_is_said_and_hides_no_other(tmp_path, content):
    good = add_training(tmp_path, SETTINGS)
    (queue_folder(tmp_path) / "0002.json").write_bytes(content)
    entries = read_queue(tmp_path)
    assert entries[0] == good
    assert entries[1].state == "failed"
    assert set(entries[1].error) == {"error", "expected", "fix"}
    assert add_training(tmp_path, SETTINGS).id == "0003"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "odd"},
        {"id": "0002"},
        {"asked": "x"},
        {"settings": None},
        {"resume": "one"},
        {"more": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_entry_that_makes_no_sense_is_damaged(tmp_path, wrong):
    entry = add_training(tmp_path, SETTINGS)
    path = queue_folder(tmp_path) / f"{entry.id}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | wrong))
    assert states(tmp_path) == ["failed"]


def test_who_asks_at_once_gets_a_number_of_their_own(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(lambda _: add_training(tmp_path, SETTINGS), range(24)))
    assert sorted(entry.id for entry in entries) == [f"{n:04d}" for n in range(1, 25)]
    assert len(read_queue(tmp_path)) == 24


def test_old_ends_are_forgotten_and_what_waits_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "MOST_ENDED", 3)
    waiting = add_training(tmp_path, SETTINGS)
    for _ in range(7):
        change(tmp_path, add_training(tmp_path, SETTINGS).id, "waiting", state="done")
    add_training(tmp_path, SETTINGS)
    assert states(tmp_path) == ["waiting", "done", "done", "done", "waiting"]
    assert read_queue(tmp_path)[0] == waiting
    assert read_queue(tmp_path)[-1].id == "0009"


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(ConvscopeError, match=r"cannot hold the queue: Not a directory.*--runs"):
        add_training(tmp_path / "runs", SETTINGS)


def test_no_runner_is_started_where_nothing_is_to_be_done(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr("convscope.runs.queue.starting.start_process", started.append)
    assert not ensure_runner(tmp_path)
    change(tmp_path, add_training(tmp_path, SETTINGS).id, "waiting", state="done")
    assert not ensure_runner(tmp_path)
    assert started == []


def test_the_log_stays_small_and_keeps_its_end(tmp_path):
    log = queue_folder(tmp_path) / "log.txt"
    log.parent.mkdir()
    log.write_text("".join(f"line {n}\n" for n in range(MOST_LOG_BYTES // 8)))
    assert log.stat().st_size > MOST_LOG_BYTES
    process = start_process(tmp_path, "this", "is", "about", "nothing")
    assert process.wait() == 0
    lines = log.read_text().splitlines()
    assert lines[0].startswith("line ")
    assert f"line {MOST_LOG_BYTES // 8 - 1}" in lines
    assert KEPT_LOG_BYTES / 2 < log.stat().st_size < MOST_LOG_BYTES / 2
    assert "Beautiful is better" in log.read_text()


def test_what_lies_in_the_folder_of_runs_is_no_module(tmp_path):
    queue_folder(tmp_path).mkdir()
    (tmp_path / "this.py").write_text("print('taken')")
    assert start_process(tmp_path, "this").wait() == 0
    assert "taken" not in (queue_folder(tmp_path) / "log.txt").read_text()


def test_the_queue_loads_no_torch():
    import subprocess

    code = "import sys, convscope.runs.queue.runner; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
