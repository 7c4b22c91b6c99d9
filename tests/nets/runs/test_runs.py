"""One training from data to results: the folder it leaves, and what it survives."""

import csv
import json
import os
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from convscope.architecture import load_net
from convscope.data import Split
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.callbacks import Callback
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.model_file import read_model
from convscope.runs.checkpoints import Checkpointer
from convscope.runs.evaluation import evaluate_model
from convscope.runs.folder import RunFolder, create_run, list_runs, open_run, plain_name
from convscope.runs.history import read_history
from convscope.runs.preparation import prepare
from convscope.runs.record import read_record
from convscope.runs.results import judge, read_verdicts
from convscope.runs.settings import TrainSettings
from convscope.runs.training import RunInterrupted, resume_run, start_run


@pytest.fixture
def settings(bars_file: Path, small_net: Path) -> TrainSettings:
    return TrainSettings(
        data=str(bars_file),
        net=str(small_net),
        recipe="classic",
        epochs=4,
        batch_size=16,
        seed=1,
        auc=True,
    )


def test_a_run_leaves_everything(settings: TrainSettings, tmp_path: Path):
    prepared = prepare(settings)
    assert (len(prepared.train), len(prepared.validation), prepared.num_steps) == (135, 15, 9)
    record = start_run(prepared, root=tmp_path / "runs")
    folder = open_run("bars-1", tmp_path / "runs")
    names = {path.name for path in folder.path.iterdir()}
    assert names == {
        ".lock",
        "confusion.csv",
        "confusion.svg",
        "events.jsonl",
        "history.csv",
        "last.checkpoint",
        "learning_curves.svg",
        "live.png",
        "model.safetensors",
        "predictions.csv",
        "report.html",
        "run.json",
        "verdicts.svg",
    }
    assert record.status == "finished"
    assert read_record(folder) == record
    rows = read_history(folder)
    assert [row["epoch"] for row in rows] == [1, 2, 3, 4]
    assert {"loss", "accuracy", "val_loss", "val_accuracy", "val_auc"} <= set(rows[0])
    best = min(rows, key=lambda row: row["val_loss"])
    assert record.results["best_epoch"] == best["epoch"]
    assert record.results["val_loss"] == best["val_loss"]
    model = read_model(folder.model)
    assert model.class_names == ("0", "1", "2")
    assert model.trained_on["test_accuracy"] == record.results["test_accuracy"]
    assert model.about["class_means"].shape == (3, 13, 11, 1)


def test_results_agree_with_each_other(settings: TrainSettings, tmp_path: Path):
    record = start_run(prepare(settings), name="one", root=tmp_path)
    folder = open_run("one", tmp_path)
    verdicts = read_verdicts(folder)
    assert len(verdicts.labels) == 40
    assert verdicts.accuracy == record.results["test_accuracy"]
    with folder.confusion.open(encoding="utf-8") as file:
        counts = np.array([row[1:] for row in list(csv.reader(file))[1:]], int)
    np.testing.assert_array_equal(counts, verdicts.confusion)
    assert counts.sum() == 40
    found = evaluate_model(folder.model)
    again, values = found.verdicts, found.values
    np.testing.assert_allclose(again.probabilities, verdicts.probabilities, atol=1e-6)
    assert values["accuracy"] == record.results["test_accuracy"]
    assert values["auc"] == pytest.approx(record.results["test_auc"], abs=1e-6)


def test_a_verdict_can_be_the_mean_with_the_mirror_image():
    architecture = load_net("circle-cross")
    network = build_network(architecture, initial_weights(architecture, 0))
    images = np.random.default_rng(0).integers(0, 256, (5, 3, 3, 1), np.uint8)
    split = Split(images, np.zeros(5, np.int64), None)
    mirrored = replace(split, images=images[:, :, ::-1].copy())
    found = judge(network, split, ("○", "×"), mirrored=True).probabilities
    both = [judge(network, each, ("○", "×")).probabilities for each in (split, mirrored)]
    np.testing.assert_allclose(found, np.mean(both, axis=0), atol=1e-7)
    assert np.abs(found - both[0]).max() > 1e-4


def test_the_report_asks_nothing_from_elsewhere(settings: TrainSettings, tmp_path: Path):
    start_run(prepare(settings), name="one", root=tmp_path)
    page = (tmp_path / "one" / "report.html").read_text(encoding="utf-8")
    assert "test images right" in page
    assert page.count("<svg") == 3
    assert "<script" not in page
    for attribute in ('src="http', 'href="http', "url(http", "@import"):
        assert attribute not in page


def model_bytes(run: Path) -> dict[str, bytes]:
    model = read_model(run / "model.safetensors")
    return {name: tensor.tobytes() for name, tensor in model.weights.items()}


class StopAt(Callback):
    """Does what Ctrl-C does, after a number of steps."""

    def __init__(self, step: int) -> None:
        self.left = step

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self.left -= 1
        if self.left == 0:
            self.model.interrupted = True


@pytest.mark.parametrize("step", [1, 9, 14])
def test_interrupted_and_resumed_to_the_bit(settings: TrainSettings, tmp_path: Path, step: int):
    start_run(prepare(settings), name="alone", root=tmp_path)
    with pytest.raises(RunInterrupted):
        start_run(prepare(settings), [StopAt(step)], name="stopped", root=tmp_path)
    stopped = tmp_path / "stopped"
    assert read_record(RunFolder(stopped)).status == "interrupted"
    resume_run(stopped)
    assert model_bytes(stopped) == model_bytes(tmp_path / "alone")
    kept = ["loss", "accuracy", "val_loss", "val_accuracy", "val_auc"]
    rows = [[row[name] for name in kept] for row in read_history(RunFolder(stopped))]
    alone = [[row[name] for name in kept] for row in read_history(RunFolder(tmp_path / "alone"))]
    assert rows == alone


def test_a_finished_run_is_not_resumed(settings: TrainSettings, tmp_path: Path):
    start_run(prepare(settings), name="one", root=tmp_path)
    with pytest.raises(ConvscopeError, match="is finished"):
        resume_run("one", root=tmp_path)


def test_changed_images_are_not_resumed_on(
    settings: TrainSettings, tmp_path: Path, bars_file: Path
):
    with pytest.raises(RunInterrupted):
        start_run(prepare(settings), [StopAt(3)], name="one", root=tmp_path)
    with np.load(bars_file) as file:
        arrays = dict(file)
    arrays["x_train"] = 255 - arrays["x_train"]
    np.savez(bars_file, **arrays)
    with pytest.raises(ConvscopeError, match="the images have changed since"):
        resume_run("one", root=tmp_path)


def test_a_loss_that_is_not_finite_ends_the_run_and_keeps_the_best(
    settings: TrainSettings, tmp_path: Path
):
    class Spoil(Callback):
        def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
            if epoch == 2:
                self.model.optimizer.learning_rate = 1e30

    given = replace(settings, learning_rate=0.001)  # the recipe's own would be made smaller
    with pytest.raises(ConvscopeError, match=r"The loss became .* in epoch 3, step 2 of 9"):
        start_run(prepare(given), [Spoil()], name="one", root=tmp_path)
    folder = open_run("one", tmp_path)
    record = read_record(folder)
    assert record.status == "failed"
    assert record.error is not None
    assert "Lower the learning rate" in record.error["fix"]
    assert read_model(folder.model).trained_on["epoch"] <= 2
    assert len(read_history(folder)) == 2


def test_early_stopping_keeps_the_best_epoch(settings: TrainSettings, tmp_path: Path):
    changed = TrainSettings(
        **{**settings.to_json(), "epochs": 40, "early_stopping": 2, "learning_rate": 0.1}
    )
    record = start_run(prepare(changed), name="one", root=tmp_path)
    rows = read_history(open_run("one", tmp_path))
    losses = [row["val_loss"] for row in rows]
    assert len(rows) < 40
    assert record.results["best_epoch"] == int(np.argmin(losses)) + 1 == len(rows) - 2


def fill(folder: RunFolder, name: str) -> None:
    folder.record.write_text(name)


def test_one_writer_at_a_time(tmp_path: Path):
    folder = create_run(tmp_path, "one", "bars", fill)
    with folder.locked():
        with pytest.raises(ConvscopeError, match="is being written by another process"):
            create_run(tmp_path, "one", "bars", fill)
        with pytest.raises(ConvscopeError, match="is being written"), folder.locked():
            pass
    with pytest.raises(ConvscopeError, match=r"exists already.*--resume"):
        create_run(tmp_path, "one", "bars", fill)


def test_automatic_names_count(tmp_path: Path):
    assert [create_run(tmp_path, None, "bars", fill).name for _ in range(3)] == [
        "bars-1",
        "bars-2",
        "bars-3",
    ]


NO_NAMES = [
    "a/b",
    "..",
    "two words",
    "",
    "CON",
    "nul.txt",
    "com¹",
    "LPT9.a.b",
    "-x",
    "a.",
    "a" * 200,
]


@pytest.mark.parametrize("name", NO_NAMES)
def test_names_are_plain(tmp_path: Path, name: str):
    with pytest.raises(ConvscopeError, match=r"--name: received") as caught:
        create_run(tmp_path, name, "bars", fill)
    [proposed] = shlex.split(caught.value.fix.removeprefix("Try --name "))
    assert create_run(tmp_path, proposed, "bars", fill).name == proposed
    assert create_run(tmp_path, None, name, fill).name == f"{plain_name(name)}-1"


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConvscopeError, match=r"cannot hold a run.*--runs"):
        create_run(tmp_path / "file", None, "bars", fill)


def test_a_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ConvscopeError, match="cannot hold a run: Permission denied"):
        create_run(tmp_path / "runs", None, "bars", fill)


def test_a_full_disk_loses_nothing_that_was_there(settings: TrainSettings, tmp_path: Path):
    """The disk fills up in the second epoch; afterwards the run is resumed to the same end."""
    start_run(prepare(settings), name="alone", root=tmp_path)
    disk = pytest.MonkeyPatch()

    class FillTheDisk(Callback):
        def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
            if epoch == 2:
                disk.setattr("os.fsync", refuse)

    def refuse(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    with pytest.raises(ConvscopeError, match="could not be written: No space left"):
        start_run(prepare(settings), [FillTheDisk()], name="full", root=tmp_path)
    disk.undo()
    assert not list((tmp_path / "full").glob(".model*"))
    resume_run("full", root=tmp_path)
    assert model_bytes(tmp_path / "full") == model_bytes(tmp_path / "alone")


def test_an_unknown_run_is_met_with_the_nearest(settings: TrainSettings, tmp_path: Path):
    start_run(prepare(settings), name="fruits", root=tmp_path)
    with pytest.raises(UnknownNameError, match='Did you mean "fruits"'):
        open_run("fruit", tmp_path)
    assert [folder.name for folder in list_runs(tmp_path)] == ["fruits"]


def test_a_damaged_record(settings: TrainSettings, tmp_path: Path):
    start_run(prepare(settings), name="one", root=tmp_path)
    folder = open_run("one", tmp_path)
    data = json.loads(folder.record.read_text(encoding="utf-8"))
    folder.record.write_text(json.dumps({**data, "format": 99}), encoding="utf-8")
    with pytest.raises(ConvscopeError, match=r"cannot be read as a run of format 1"):
        read_record(folder)


def test_checkpoints_within_an_epoch(settings: TrainSettings, tmp_path: Path):
    writes = []

    class Counting(Checkpointer):
        def write(self) -> None:
            writes.append(self.model.progress.step)

    counting = Counting(RunFolder(tmp_path), interval_s=-1)
    with pytest.raises(RunInterrupted):
        start_run(prepare(settings), [StopAt(4), counting], name="one", root=tmp_path)
    assert writes == [1, 2, 3, 4]


def test_smoothing_and_averaging_reach_the_training(settings: TrainSettings, tmp_path: Path):
    changes = {"label_smoothing": 0.2, "weight_average": 0.5, "schedule": "one_cycle_linear"}
    changed = TrainSettings(**{**settings.to_json(), **changes})
    record = start_run(prepare(changed), name="one", root=tmp_path)
    assert {name: record.recipe[name] for name in changes} == changes
    plain = TrainSettings(**{**settings.to_json(), "label_smoothing": 0.0})
    start_run(prepare(plain), name="plain", root=tmp_path)
    ours, others = (read_history(RunFolder(tmp_path / name))[0] for name in ("one", "plain"))
    assert ours["loss"] > others["loss"] + 0.02  # smoothed
    model = read_model(tmp_path / "one" / "model.safetensors")
    validation = prepare(changed).validation
    verdicts = judge(build_network(model.architecture, model.weights), validation, ("0", "1", "2"))
    of_right = verdicts.probabilities[np.arange(len(validation)), validation.labels]
    assert record.results["val_loss"] == pytest.approx(-np.log(of_right).mean(), rel=1e-4)
