"""The search for a good training: what it chooses from, remembers, and never looks at."""

import contextlib
import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from convscope.errors import ConvscopeError
from convscope.runs import tuning
from convscope.runs.folder import RunFolder, open_search
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.search_space import CHOICES, OWN, chosen_training, space_for, with_dropout
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run
from convscope.runs.trial import TrialOutcome, train_trial
from convscope.runs.tuning import Search, TunedTrial, begin_search, check_optuna, run_trials
from convscope.runs.tuning_processes import run_trials_together

NUM_TRIALS = 9


@pytest.fixture
def settings(bars_file: Path, small_net: Path) -> TrainSettings:
    return TrainSettings(
        data=str(bars_file), net=str(small_net), recipe="classic", epochs=3, batch_size=32
    )


@pytest.fixture
def prepared(settings: TrainSettings) -> Prepared:
    return prepare(settings)


def search_in(path: Path, prepared: Prepared, num_trials: int = NUM_TRIALS) -> Search:
    search = Search(prepared, open_search(path, "search", "default"), num_trials)
    begin_search(search)
    return search


def told(search: Search) -> list:
    """Returns everything about the trials but their numbers and times."""
    return [(t.is_recipe, t.chosen, replace(t.outcome, seconds=0.0)) for t in search.finished()]


def test_the_first_trial_is_the_recipe_and_the_best_is_no_worse(prepared: Prepared, tmp_path: Path):
    shown = []
    search = search_in(tmp_path, prepared)
    run_trials(search, shown.append)
    assert [t.is_recipe for t in shown] == [True] + [False] * (NUM_TRIALS - 1)
    assert shown == search.finished()
    record = start_run(prepared, name="run", root=tmp_path)
    assert shown[0].outcome.accuracy == record.results["val_accuracy"]
    assert shown[0].outcome.epoch == record.results["best_epoch"]
    best = search.best()
    assert best is not None
    assert best.outcome.accuracy >= shown[0].outcome.accuracy
    assert all(t.outcome.num_epochs == 3 for t in shown if t.outcome.state == "complete")


def test_every_row_of_the_table_is_chosen_from(prepared: Prepared, tmp_path: Path):
    search = search_in(tmp_path, prepared)
    run_trials(search)
    for choice in space_for(prepared).choices:
        found = {t.chosen[choice.name] for t in search.finished()}
        assert found <= set(choice.values)
        assert len(found) > 1 or len(choice.values) == 1, choice
    for trial in search.finished():
        rate = trial.chosen["learning_rate"]
        low, high = (1e-2, 1.0) if trial.chosen["optimizer"] == "sgd" else (3e-4, 3e-2)
        assert low <= rate <= high
        assert rate == float(f"{rate:.1e}")


def test_interrupted_and_taken_up_it_goes_on_as_if_nothing_had_happened(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    whole = search_in(tmp_path / "whole", prepared)
    run_trials(whole)
    search = search_in(tmp_path / "part", prepared, 3)
    run_trials(search)
    assert len(search.finished()) == 3

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    search = search_in(tmp_path / "part", prepared)
    with monkeypatch.context() as patch:
        patch.setattr(tuning, "train_trial", interrupt)
        with pytest.raises(KeyboardInterrupt):
            run_trials(search)
    tuning._ask(search, tuning.open_study(search))  # a process that was killed within a trial
    search = search_in(tmp_path / "part", prepared)
    run_trials(search)
    assert told(search) == told(whole)


def test_another_seed_searches_elsewhere(settings: TrainSettings, tmp_path: Path):
    first = search_in(tmp_path / "a", prepare(settings), 3)
    second = search_in(tmp_path / "b", prepare(replace(settings, seed=1)), 3)
    for search in (first, second):
        run_trials(search)
    assert told(first)[0][1] == told(second)[0][1]
    assert told(first)[1][1] != told(second)[1][1]


def test_test_images_are_not_looked_at(settings: TrainSettings, bars_file: Path, tmp_path: Path):
    first = search_in(tmp_path / "a", prepare(settings), 4)
    run_trials(first)
    with np.load(bars_file) as file:
        arrays = dict(file)
    arrays["x_test"], arrays["y_test"] = 255 - arrays["x_test"][:7], 2 - arrays["y_test"][:7]
    np.savez(bars_file, **arrays)
    second = search_in(tmp_path / "b", prepare(settings), 4)
    run_trials(second)
    assert told(first) == told(second)


def test_two_processes_share_the_trials(prepared: Prepared, tmp_path: Path):
    search = search_in(tmp_path, prepared, 5)
    shown = []
    run_trials_together(search, 2, shown.append)
    assert len(search.finished()) == 5
    assert sorted(t.number for t in shown) == sorted(t.number for t in search.finished())
    assert [t.is_recipe for t in search.finished()].count(True) == 1


def test_the_time_cuts_a_training_off(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    looks = 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return looks

    monkeypatch.setattr(tuning, "monotonic", clock)
    steps = 15  # of a trial of 3 epochs of 5 batches; the recipe's comes first
    search = replace(search_in(tmp_path, prepared), ends_at=steps + 10.0)
    run_trials(search)
    assert [t.is_recipe for t in search.finished()] == [True]
    empty = replace(search_in(tmp_path / "empty", prepared), ends_at=looks + 5.0)
    run_trials(empty)
    assert empty.finished() == []
    assert empty.best() is None


def test_a_trial_is_given_up_or_ends_with_a_loss_that_is_no_number(prepared: Prepared):
    reported = []

    def is_hopeless(accuracy: float, epoch: int) -> bool:
        reported.append(epoch)
        return epoch == 1

    outcome = train_trial(prepared, is_hopeless, lambda: False)
    assert (outcome.state, outcome.num_epochs, reported) == ("pruned", 2, [0, 1])
    wild = chosen_training(prepared, {"optimizer": "sgd", "learning_rate": 1e30}, Path())
    outcome = train_trial(wild, lambda *_: False, lambda: False)
    assert (outcome.state, outcome.accuracy) == ("pruned", 0.0)
    kept = train_trial(prepared, lambda _accuracy, epoch: epoch == 2, lambda: False)
    assert kept.state == "complete"  # there is nothing left to save after the last epoch


def test_a_search_for_something_else_is_refused(settings: TrainSettings, tmp_path: Path):
    search_in(tmp_path, prepare(settings))
    expected = r"search holds a search with other recipe\. .*give another --name\."
    with pytest.raises(ConvscopeError, match=expected):
        search_in(tmp_path, prepare(replace(settings, epochs=4)))
    expected = "search holds a search with other images and recipe"
    with pytest.raises(ConvscopeError, match=expected):
        search_in(tmp_path, prepare(replace(settings, validation_split=0.3)))


def test_the_file_of_trials_is_text(prepared: Prepared, tmp_path: Path):
    search = search_in(tmp_path, prepared, 2)
    run_trials(search)
    lines = search.journal.read_text(encoding="utf-8").splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_a_process_killed_in_writing_a_line_takes_nothing_with_it(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    whole = search_in(tmp_path / "whole", prepared)
    run_trials(whole)
    search = search_in(tmp_path / "part", prepared, 2)
    run_trials(search)
    lines = search.journal.read_bytes()
    search.journal.write_bytes(lines + lines[:20])
    search.journal.with_name("trials.journal.lock").touch()  # a lock of Optuna

    def wait(_seconds: float) -> None:
        raise AssertionError("waits for a process that is dead")

    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", wait)
        search = search_in(tmp_path / "part", prepared)
    run_trials(search)
    assert search.journal.read_bytes().startswith(lines + lines[:1])
    assert all(json.loads(line) for line in search.journal.read_bytes().splitlines())
    assert told(search) == told(whole)


def test_a_process_killed_before_the_first_trial_does_not_repeat_the_recipe(
    prepared: Prepared, tmp_path: Path
):
    whole = search_in(tmp_path / "whole", prepared)
    run_trials(whole)
    search = search_in(tmp_path / "part", prepared)
    tuning.open_study(search).enqueue_trial(space_for(prepared).begin)
    run_trials(search)
    assert told(search) == told(whole)


def test_a_full_disk_leaves_no_line_in_part(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    search = search_in(tmp_path, prepared, 1)
    lines = search.journal.read_bytes()

    def refuse(_handle: int) -> None:
        with search.journal.open("rb+") as file:
            file.truncate(len(lines) + 20)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        run_trials(search)
    assert search.journal.read_bytes() == lines


def test_a_damaged_file_of_trials_is_told(prepared: Prepared, tmp_path: Path):
    search = search_in(tmp_path, prepared, 1)
    lines = search.journal.read_bytes().splitlines(keepends=True)
    search.journal.write_bytes(b"".join([lines[0], lines[1][:9], *lines[1:]]))
    with pytest.raises(ConvscopeError, match=r"trials\.journal has a damaged line.*another --name"):
        begin_search(search)


def test_the_space_holds_what_the_recipe_has(prepared: Prepared):
    own = prepared.recipe.changed(
        batch_size=77, label_smoothing=0.03, weight_average=0.33, learning_rate=0.2
    )
    space = space_for(replace(prepared, recipe=own))
    values = {choice.name: choice.values for choice in space.choices}
    assert values["batch_size"] == (16, 32, 64, 77)  # no more than half of the images
    assert 0.03 in values["label_smoothing"]
    assert 0.33 in values["weight_average"]
    assert values["augment"] == ("characters", "none")
    assert space.rates[0].high == 0.2
    assert space.begin["batch_size"] == 77
    assert len(space.describe()) == 3 + len(CHOICES)


def test_dropout_changes_the_net(prepared: Prepared, tmp_path: Path):
    same = chosen_training(prepared, {"dropout": OWN}, tmp_path)
    assert same.architecture is prepared.architecture
    other = chosen_training(prepared, {"dropout": 0.1}, tmp_path)
    assert [s.layer.rate for s in other.architecture.steps if s.layer.kind == "Dropout"] == [0.1]
    assert other.settings.net == str(tmp_path / "dropout-0.1.json")
    search = Search(prepared, RunFolder(tmp_path), 1)
    outcome = TrialOutcome("complete", 0.5, 1, 1, 1.0)
    command = search.command(TunedTrial(3, False, {"dropout": 0.1, "batch_size": 16}, outcome))
    assert f"--net {tmp_path / 'dropout-0.1.json'} --recipe classic" in command
    assert "--epochs 3 --batch-size 16" in command
    named = prepare(replace(prepared.settings, net=other.settings.net))
    assert named.architecture == other.architecture
    without = replace(prepared.architecture, layers=prepared.architecture.layers[:1])
    assert with_dropout(without, 0.5) == without
    plain = replace(prepared, architecture=without)
    assert "dropout" not in [choice.name for choice in space_for(plain).choices]


def test_what_is_missing_or_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "run.json").write_text("{}")
    with pytest.raises(ConvscopeError, match=r"one is a run\. .*another --name"):
        open_search(tmp_path, "one", "default")
    with pytest.raises(ConvscopeError, match="--name: received"):
        open_search(tmp_path, "../up", "default")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConvscopeError, match=r"cannot hold a run.*--runs"):
        open_search(tmp_path / "file", None, "default")
    assert open_search(tmp_path, None, "default") == RunFolder(tmp_path / "default")
    monkeypatch.setattr(tuning, "find_spec", lambda _name: None)
    with pytest.raises(ConvscopeError, match=r'Optuna, which is not.*"convscope\[tune\]"'):
        check_optuna()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_when_their_parent_is_killed(bars_file: Path, small_net: Path, tmp_path: Path):
    arguments = ["tune", str(bars_file), "--net", str(small_net), "--jobs", "2", "--epochs", "400"]
    process = subprocess.Popen(
        [sys.executable, "-m", "convscope", *arguments, "--trials", "50", "--json"],
        cwd=tmp_path,
        env={**os.environ, "CONVSCOPE_MARK": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    journal = tmp_path / "runs" / "tune-bars" / "trials.journal"
    wait_until(lambda: journal.is_file() and '"chosen"' in journal.read_text())
    process.kill()
    process.wait()
    wait_until(lambda: not processes_with(str(tmp_path)))


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def processes_with(mark: str) -> list[str]:
    """Returns the living processes whose environment names a folder."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if f"CONVSCOPE_MARK={mark}".encode() in environment.read_bytes():
                found.append(environment.parent.name)
    return found
