"""`convscope tune`: trials, a table, and a command that reaches what the best trial reached."""

import json
import re
import shlex
from time import monotonic

import numpy as np
import pytest

from convscope.cli.tune import _against, _rivals
from convscope.runs.trial import TrialOutcome
from convscope.runs.tuning import TunedTrial

OPTIONS = ("--net", "small.json", "--recipe", "classic", "--epochs", 2, "--validation-split", 0.3)


@pytest.fixture
def small_net(command, pictures, tmp_path):
    """Writes a net with dropout for the pictures, so small that a trial takes no time."""
    net = json.loads(command("summary", "circle-cross", "--json").out)
    net["input"]["shape"] = [20, 20, 1]
    net["layers"].insert(1, {"kind": "Dropout", "rate": 0.2})
    (tmp_path / "small.json").write_text(json.dumps(net), encoding="utf-8")


def test_trials_a_table_and_a_command(command, small_net, tmp_path):
    answer = command("tune", "pictures", *OPTIONS, "--trials", 4)
    assert answer.code == 0, answer.err
    assert "4 trials of 2 epochs" in answer.err
    assert "runs/tune-pictures has 0 of them" in answer.err
    assert "label smoothing: 0.0, 0.05, 0.1, 0.2" in answer.err
    assert re.search(r"1 of 4: trial 1 · .* the recipe as it is · .* left", answer.err)
    assert "(recipe)" in answer.out
    assert "Best of 4 trials" in answer.out
    assert re.search(r"Train +convscope train pictures --net", answer.out)
    again = command("tune", "pictures", *OPTIONS, "--trials", 5)
    assert "runs/tune-pictures has 4 of them" in again.err
    assert "5 of 5: trial 5" in again.err
    assert "trial 1 " not in again.err
    assert "No runs in runs yet" in command("runs").out


def test_the_best_is_repeated_by_its_command(command, small_net):
    found = json.loads(command("tune", "pictures", *OPTIONS, "--trials", 6, "--json").out)
    assert len(found["trials"]) == 6
    best = found["best"]
    assert best["val_accuracy"] == max(
        t["val_accuracy"] for t in found["trials"] if t["state"] == "complete"
    )
    run = command(*shlex.split(found["command"])[1:], "--json")
    assert run.code == 0, run.err
    trained = json.loads(run.out)
    assert trained["val_accuracy"] == best["val_accuracy"]
    assert trained["best_epoch"] == best["epoch"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--trials", 0), "--trials: received 0. Expected a whole number of at least 1."),
        (("--jobs", -1), "--jobs: received -1."),
        (("--budget", "soon"), '--budget: received "soon"'),
        (("--budget", "0.001s"), "No trial of 2 epochs was finished in time."),
    ],
)
def test_what_cannot_be_searched(command, small_net, options, expected):
    answer = command("tune", "pictures", *OPTIONS, *options)
    assert answer.code == 2
    assert expected in answer.err


@pytest.mark.parametrize(("jobs", "num_ends"), [(1, 1), (2, 2)])
def test_a_search_ends_early_enough_for_its_processes_to_end(
    command, small_net, monkeypatch, jobs, num_ends
):
    """The time given contains the end of every process, not only the last step."""
    seen = []

    def end_at_once(search, *_):
        seen.append(search.ends_at)

    monkeypatch.setattr("convscope.runs.tuning.run_trials", end_at_once)
    monkeypatch.setattr("convscope.runs.tuning_processes.run_trials_together", end_at_once)
    monkeypatch.setattr("convscope.runs.rehearsal.EXIT_SHARE", 0.0)
    monkeypatch.setattr("convscope.cli.tune._clocks", lambda *_: (monotonic() - 10, 1000.0))
    command("tune", "pictures", *OPTIONS, "--budget", "1h", "--jobs", jobs)
    monkeypatch.setattr("convscope.runs.rehearsal.EXIT_SHARE", 0.5)
    command("tune", "pictures", *OPTIONS, "--budget", "1h", "--jobs", jobs)
    assert seen[0] == 1000
    assert seen[1] == pytest.approx(1000 - 0.5 * 10 * num_ends, abs=4)


def outcome(right, state="complete"):
    bits = np.zeros(200, bool)
    bits[:right] = True
    return TrialOutcome(state, right / 200, 1, 2, 1.0, np.packbits(bits).tobytes().hex())


def trial(number, right, is_recipe=False):
    return TunedTrial(number, is_recipe, {}, outcome(right))


def test_a_winner_ahead_by_one_image_is_within_chance_of_the_runner_up():
    best = trial(3, 181)
    recipe, second = trial(0, 150, is_recipe=True), trial(2, 180)
    rivals = _rivals([recipe, trial(1, 100), second, best], best, 200)
    assert [(r["trial"], r["is_sure"]) for r in rivals] == [(3, False), (1, True)]
    assert _against(rivals[0]).startswith("Within chance of trial 3 (+0.5 points")
    assert _against(rivals[1]).startswith("Better than the recipe as it is beyond chance (+15.5")


def test_verdicts_are_kept_image_by_image():
    found = outcome(37).is_right(200)
    assert found.shape == (200,)
    assert found.tolist() == [True] * 37 + [False] * 163
    assert TrialOutcome("complete", 0.5, 1, 2, 1.0).is_right(200) is None


def test_the_result_says_how_sure_it_is(command, small_net):
    said = command("tune", "pictures", *OPTIONS, "--trials", 3)
    text = " ".join(said.out.split())
    assert "chance" in text
    assert "on the same images" in text
    found = json.loads(command("tune", "pictures", *OPTIONS, "--trials", 3, "--json").out)
    assert 1 <= len(found["rivals"]) <= 2
    assert found["best"]["val_accuracy"] >= found["trials"][0]["val_accuracy"]
