"""A run whose training dies: begun anew, or told, and written down."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from convscope.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    net_to_text,
)
from convscope.engine.training.callbacks import Callback
from convscope.model_file import read_model
from convscope.runs.folder import RunFolder
from convscope.runs.preparation import Prepared, prepare
from convscope.runs.record import read_record
from convscope.runs.settings import TrainSettings
from convscope.runs.training import RunInterrupted, resume_run, start_run

MUCH_TOO_FAST = 1.6


class Told(Callback):
    """Keeps what the user was warned of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def tell(self, sentence: str, is_warning: bool = False) -> None:
        if is_warning:
            self.warnings.append(sentence)


@pytest.fixture
def settings(bars_file: Path, tmp_path: Path) -> TrainSettings:
    layers = (Conv2D(6, 3, activation="relu"), MaxPooling2D(), Flatten())
    net = Architecture(Input((13, 11, 1)), (*layers, Dense(12, "relu"), Dense(3, "softmax")))
    path = tmp_path / "plain.json"
    path.write_text(net_to_text(net), encoding="utf-8")
    return TrainSettings(
        data=str(bars_file), net=str(path), recipe="classic", epochs=6, batch_size=3
    )


def too_fast(settings: TrainSettings) -> Prepared:
    """Returns a training whose recipe has a rate that this net cannot bear."""
    prepared = prepare(settings)
    return replace(prepared, recipe=prepared.recipe.changed(learning_rate=MUCH_TOO_FAST))


def check_same(one: Path, other: Path) -> None:
    """Checks that two runs ended with the same weights, to the bit."""
    ours, theirs = (read_model(run / "model.safetensors").weights for run in (one, other))
    for name, weight in ours.items():
        np.testing.assert_array_equal(weight, theirs[name])


def test_the_recipes_own_rate_is_made_smaller_as_if_it_had_been_so(
    settings: TrainSettings, tmp_path: Path
):
    told = Told()
    record = start_run(too_fast(settings), [told], "one", tmp_path)
    rate = record.setbacks[-1]["next_learning_rate"]
    assert rate < MUCH_TOO_FAST
    assert record.setbacks[0]["epoch"] == 1
    assert [
        words.endswith(f"Begun anew with the learning rate {s['next_learning_rate']:g}.")
        for words, s in zip(told.warnings, record.setbacks, strict=True)
    ] == [True] * len(told.warnings)
    assert record.recipe["optimizer"]["options"]["learning_rate"] == rate
    assert read_record(RunFolder(tmp_path / "one")) == record
    assert record.results["val_accuracy"] > 0.6  # a third is guessing
    prepared = prepare(settings)
    gentle = replace(prepared, recipe=prepared.recipe.changed(learning_rate=rate))
    other = start_run(gentle, name="two", root=tmp_path)
    assert other.setbacks == []
    check_same(tmp_path / "one", tmp_path / "two")


def test_a_rate_that_was_given_stays(settings: TrainSettings, tmp_path: Path):
    told = Told()
    given = prepare(replace(settings, learning_rate=MUCH_TOO_FAST))
    record = start_run(given, [told], "one", tmp_path)
    assert [s["next_learning_rate"] for s in record.setbacks] == [None]
    assert record.recipe["optimizer"]["options"]["learning_rate"] == MUCH_TOO_FAST
    assert len(told.warnings) == 1
    assert "The rate was given, so it goes on; try --learning-rate 0.4." in told.warnings[0]
    assert record.results["epochs"] == 6


def test_interrupted_after_a_new_beginning_it_goes_on_with_the_smaller_rate(
    settings: TrainSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    whole = start_run(too_fast(settings), [Told()], "whole", tmp_path)

    class StopAnew(Callback):
        def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
            record = json.loads((tmp_path / "part" / "run.json").read_text())
            is_last = len(record["setbacks"]) == len(whole.setbacks)
            self.model.interrupted = is_last and epoch == 1

    with pytest.raises(RunInterrupted):
        start_run(too_fast(settings), [StopAnew(), Told()], "part", tmp_path)
    resumed = resume_run("part", root=tmp_path)
    assert resumed.setbacks == whole.setbacks
    check_same(tmp_path / "whole", tmp_path / "part")


def test_where_no_callback_tells_a_warning_does(settings: TrainSettings, tmp_path: Path):
    given = prepare(replace(settings, learning_rate=MUCH_TOO_FAST))
    with pytest.warns(UserWarning, match=r"it goes on; try --learning-rate 0\.4"):
        start_run(given, [Callback()], "one", tmp_path)
