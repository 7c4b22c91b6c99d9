"""Several people share a queue: everybody gets their turn, and long trainings give way."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from convscope.data import Correction, Corrections
from convscope.errors import ConvscopeError
from convscope.runs.queue import add_resume, add_training, in_turn, read_queue
from convscope.runs.queue.entries import change, queue_folder, write_entry
from convscope.studio.classroom import turns as turns_module
from convscope.studio.classroom.limits import MOST_TURN_S
from convscope.studio.classroom.turns import Turns

SETTINGS = SimpleNamespace(to_json=lambda: {"data": "digits", "size": None})


def ask(root: Path, *owners: str) -> None:
    for owner in owners:
        add_training(root, SETTINGS, runs=f"pupils/{owner}/runs")


def owners(entries) -> str:
    return "".join(entry.runs.split("/")[1] for entry in entries)


def test_whoever_asks_for_many_keeps_nobody_waiting_for_more_than_one(tmp_path):
    ask(tmp_path, *"aaaabbc")
    assert owners(in_turn(read_queue(tmp_path))) == "abcabaa"


def test_whoever_was_served_longest_ago_is_next(tmp_path):
    ask(tmp_path, *"abcab")
    for number, began in (("0001", 30.0), ("0002", 20.0), ("0003", 10.0)):
        change(tmp_path, number, "waiting", state="done", began=began)
    ask(tmp_path, *"c")
    assert owners(in_turn(read_queue(tmp_path))) == "cba"


def test_what_one_person_asked_for_comes_in_its_order(tmp_path):
    entries = [add_training(tmp_path, SETTINGS) for _ in range(3)]
    assert in_turn(read_queue(tmp_path)) == entries


def test_names_are_taken_in_one_place_only(tmp_path):
    add_training(tmp_path, SETTINGS, "digits-1", runs="pupils/a/runs")
    add_training(tmp_path, SETTINGS, "digits-1", runs="pupils/b/runs")
    with pytest.raises(ConvscopeError, match="in the queue already"):
        add_training(tmp_path, SETTINGS, "digits-1", runs="pupils/a/runs")


def test_entries_of_older_versions_are_read(tmp_path):
    entry = add_training(tmp_path, SETTINGS)
    path = queue_folder(tmp_path) / "0001.json"
    text = path.read_text()
    for field in ("runs", "labels", "began"):
        text = "".join(line for line in text.splitlines(True) if f'"{field}"' not in line)
    path.write_text(text.replace('"error": null,', '"error": null'))
    assert read_queue(tmp_path) == [entry]


def test_later_decisions_follow_under_numbers_of_their_own():
    first = Corrections((Correction(1, "a", "x"), Correction(2, "b", "x")))
    both = first.followed_by(Corrections((Correction(1, "a", "y"),)))
    assert [row.change for row in both.rows] == [1, 2, 3]
    assert both.by_image["a"].label == "y"


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(turns_module, "request_stop", lambda folder: found.append(folder.name))
    monkeypatch.setattr(turns_module, "ensure_runner", lambda _root: True)
    return found


def running(root: Path, owner: str, began: float = 1.0) -> None:
    place = root / f"pupils/{owner}/runs/digits-1"
    place.mkdir(parents=True)
    (place / "run.json").write_text("{}")
    entry = add_training(root, SETTINGS, runs=f"pupils/{owner}/runs")
    write_entry(root, replace(entry, state="running", run="digits-1", began=began))


def test_a_long_training_gives_way_and_goes_on_behind(tmp_path, stopped):
    now = [0.0]
    turns = Turns(tmp_path, lambda: now[0])
    running(tmp_path, "a")
    ask(tmp_path, "a")
    now[0] = MOST_TURN_S + 2
    turns.look()
    assert stopped == []  # nobody else waits
    ask(tmp_path, "b")
    now[0] = MOST_TURN_S - 1
    turns.look()
    assert stopped == []
    now[0] = MOST_TURN_S + 2
    turns.look()
    turns.look()
    assert stopped == ["digits-1"]  # and is asked once
    change(tmp_path, "0001", "running", state="interrupted")
    turns.look()
    waiting = in_turn(read_queue(tmp_path))
    assert owners(waiting[:1]) == "b"
    assert ("digits-1", "a") in [(entry.resume, owners([entry])) for entry in waiting]


def test_a_training_that_has_ended_meanwhile_is_not_taken_up_again(tmp_path, stopped):
    turns = Turns(tmp_path, lambda: MOST_TURN_S + 2)
    running(tmp_path, "a")
    ask(tmp_path, "b")
    turns.look()
    change(tmp_path, "0001", "running", state="done")
    turns.look()
    assert all(entry.resume is None for entry in read_queue(tmp_path))


def test_a_run_is_gone_on_with_in_its_own_place(tmp_path):
    running(tmp_path, "a")
    change(tmp_path, "0001", "running", state="interrupted")
    with pytest.raises(ConvscopeError, match='Unknown run "digits-1"'):
        add_resume(tmp_path, "digits-1", runs="pupils/b/runs")
    assert add_resume(tmp_path, "digits-1", runs="pupils/a/runs").run == "digits-1"
