"""Every setting of a training: an option, kept in `run.json`, and felt by the trainer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from typer.main import get_command

from convscope.cli.main import app
from convscope.engine.network import read_weights
from convscope.engine.training import recipe_trainer
from convscope.engine.training.augmentation import AUGMENTATIONS
from convscope.engine.training.optimizers import OPTIMIZERS
from convscope.engine.training.recipes import RECIPES
from convscope.engine.training.schedules import SCHEDULES
from convscope.errors import ConvscopeError
from convscope.runs import choosing, preparation
from convscope.runs.settings import TrainSettings

NO_CARD = "mps" if not torch.backends.mps.is_available() else "cuda"
OTHER_IMAGES = {"network", "train", "validation"}


@dataclass(frozen=True)
class Change:
    """A setting that is not the usual one.

    Attributes:
        words: Its option on the command line, with the value.
        setting: What `run.json` says.
        felt: Which arguments of the trainer are other than usual; None where the command is
            refused instead.
        shown: What one of them is, where that says more than that it is another.
    """

    words: tuple[str, ...]
    setting: Any
    felt: set[str] | None
    shown: Callable[[dict[str, Any]], bool] = lambda _: True


CHANGES = {
    "data": Change(("others",), "others", {"train", "validation"}),
    "net": Change(("--net", "mnist"), "mnist", {*OTHER_IMAGES, "loss", "validation_loss"}),
    "recipe": Change(
        ("--recipe", "classic"),
        "classic",
        {"optimizer_settings", "schedule", "loss", "augment", "callbacks"},
    ),
    "epochs": Change(("--epochs", "3"), 3, {"epochs"}, lambda t: t["epochs"] == 3),
    "batch_size": Change(("--batch-size", "5"), 5, {"batch_size"}, lambda t: t["batch_size"] == 5),
    "optimizer": Change(("--optimizer", "sgd"), "sgd", {"optimizer_settings"}),
    "learning_rate": Change(
        ("--learning-rate", "0.3"),
        0.3,
        {"optimizer_settings"},
        lambda t: t["optimizer_settings"].options["learning_rate"] == 0.3,
    ),
    "validation_split": Change(("--validation-split", "0.4"), 0.4, {"train", "validation"}),
    "seed": Change(("--seed", "3"), 3, {*OTHER_IMAGES, "seed"}, lambda t: t["seed"] == 3),
    "auc": Change(("--auc",), True, {"metrics"}, lambda t: t["metrics"] == ("accuracy", "auc")),
    "early_stopping": Change(("--early-stopping", "4"), 4, {"callbacks"}),
    "device": Change(("--device", NO_CARD), NO_CARD, None),
    "size": Change(("--size", "13x12"), [13, 12], OTHER_IMAGES),
    "fit": Change(("--fit", "stretch"), "stretch", {"train", "validation"}),
    "color": Change(("--color", "rgb"), "rgb", {*OTHER_IMAGES, "augment"}),
    "strict": Change(("--strict",), True, None),
    "augment": Change(
        ("--augment", "photos"),
        "photos",
        {"augment"},
        lambda t: t["augment"] is AUGMENTATIONS["photos"],
    ),
    "schedule": Change(
        ("--schedule", "one_cycle"),
        "one_cycle",
        {"schedule"},
        lambda t: t["schedule"] == "one_cycle",
    ),
    "label_smoothing": Change(
        ("--label-smoothing", "0.3"),
        0.3,
        {"loss"},
        lambda t: t["loss"].label_smoothing == 0.3,
    ),
    "weight_average": Change(
        ("--weight-average", "0.2"),
        0.2,
        {"weight_average"},
        lambda t: t["weight_average"] == 0.2,
    ),
    "budget": Change(
        ("--budget", "1h"), 3600.0, {"budget", "callbacks"}, lambda t: t["budget"].seconds == 3600
    ),
    "precision": Change(
        ("--precision", "bfloat16"),
        "bfloat16",
        {"precision"},
        lambda t: t["precision"] == torch.bfloat16,
    ),
    "memory": Change(
        ("--memory", "90GB"),
        90 * 10**9,
        {"callbacks"},
        lambda t: any(getattr(c, "max_bytes", 0) == 90 * 10**9 for c in t["callbacks"]),
    ),
    "class_weight": Change(
        ("--class-weight", "balanced"),
        "balanced",
        {"loss"},
        lambda t: t["loss"].class_weights == pytest.approx((1.0, 1.0), abs=0.2),
    ),
}
"""Every field of `TrainSettings`; a new one is missed here."""

BORROWED = {
    "backbone": Change(("--backbone", "squeezenet"), "squeezenet", None),
    "unfreeze": Change(("--unfreeze",), True, None),
    "small": Change(("--small",), True, None),
    "teacher": Change(("--teacher", "runs/wise"), "runs/wise", None),
}
"""Settings that change the net itself; `tests/nets/borrowed` says what each does."""

USUAL = ("--size", "12x12", "--epochs", "2", "--batch-size", "4", "--color", "grey")
USUAL = (*USUAL, "--net", "circle-cross")


class Reached(ConvscopeError):
    """The trainer's door."""


def write_pictures(folder: Path, shade: int) -> None:
    random = np.random.default_rng(shade)
    for name in ("dark", "bright"):
        (folder / name).mkdir(parents=True)
        for number in range(12):
            pixels = random.integers(0, shade, (20, 12, 3), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    (folder / "dark" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")


@pytest.fixture
def train(command, tmp_path, monkeypatch):
    """Trains up to the trainer's door; returns what was said, `run.json`, and what came there."""
    write_pictures(tmp_path / "pictures", 90)
    write_pictures(tmp_path / "others", 190)
    came: list[dict[str, Any]] = []

    def spy(**arguments):
        came.append(arguments)
        raise Reached("The trainer was reached.", "Expected that.", "Nothing to do.")

    monkeypatch.setattr(recipe_trainer, "Trainer", spy)

    def call(data, *words):
        came.clear()
        name = f"run-{len(list(tmp_path.glob('runs/*')))}"
        answer = command("train", data, "--name", name, *words)
        record = tmp_path / "runs" / name / "run.json"
        settings = json.loads(record.read_text())["settings"] if record.is_file() else None
        return answer, settings, came[0] if came else None

    return call


def test_an_unknown_class_weight_is_refused_before_anything_is_done(train):
    answer, settings, arguments = train("pictures", *USUAL, "--class-weight", "balance")
    assert answer.code == 2
    assert 'class weight "balance"' in answer.err
    assert "balanced" in answer.err
    assert (settings, arguments) == (None, None)


def portrait(arguments: dict[str, Any]) -> dict[str, Any]:
    """Returns the trainer's arguments in a form that can be compared."""
    return {name: _portrait(name, value) for name, value in arguments.items()}


def _portrait(name: str, value: Any) -> Any:
    if name == "network":
        return {key: weight.tobytes() for key, weight in read_weights(value).items()}
    if name in ("train", "validation"):
        images, labels = np.ascontiguousarray(value.images), np.ascontiguousarray(value.targets)
        return images.shape, sha256(images).hexdigest(), sha256(labels).hexdigest()
    if name == "watch":
        return type(value).__name__
    if name == "callbacks":
        return [(type(each).__name__, getattr(each, "monitor", None)) for each in value]
    return None if value is None else value if name != "budget" else value.seconds


def replaced(words: tuple[str, ...], usual: tuple[str, ...] = USUAL) -> list[str]:
    """Returns the usual options, those that `words` gives left out, and `words`."""
    pairs = zip(usual[::2], usual[1::2], strict=True)
    given = [("--epochs", "2")] if "--budget" in words else []
    kept = [w for pair in pairs if pair[0] not in words and pair not in given for w in pair]
    return [*kept, *words]


def test_every_setting_is_an_option_and_every_option_is_tried():
    names = {field.name for field in fields(TrainSettings)}
    options = {parameter.name for parameter in get_command(app).commands["train"].params}
    assert names <= options
    assert names == {*CHANGES, *BORROWED}


@pytest.mark.parametrize("name", BORROWED)
def test_a_setting_of_borrowing_reaches_what_prepares_the_training(name, command, monkeypatch):
    came: list[TrainSettings] = []

    def spy(settings, *_):
        came.append(settings)
        raise Reached("Prepared.", "Expected that.", "Nothing to do.")

    monkeypatch.setattr(choosing, "prepare_chosen", spy)
    change = BORROWED[name]
    assert "Prepared" in command("train", "pictures", *change.words).err
    assert vars(came.pop()) == {**vars(TrainSettings(data="pictures")), name: change.setting}


@pytest.mark.parametrize("name", CHANGES)
def test_a_setting_is_kept_and_felt(name, train):
    change = CHANGES[name]
    usual, kept, arguments = train("pictures", *USUAL)
    assert "The trainer was reached" in usual.err
    data, words = ("pictures", change.words) if name != "data" else (change.words[0], ())
    answer, settings, others = train(data, *replaced(words))
    if change.felt is None:
        assert answer.code == 2
        assert others is None
        return
    assert settings == {
        **kept,
        name: change.setting,
        **({"epochs": None} if name == "budget" else {}),
    }
    before, after = portrait(arguments), portrait(others)
    felt = {key for key in before if before[key] != after[key]}
    assert felt - {"epochs"} == change.felt - {"epochs"}, answer.err
    assert ("epochs" in felt) == ("epochs" in change.felt) or name == "budget"
    assert change.shown(others)


@pytest.mark.parametrize("name", ["tune", "find-rate"])
def test_the_settings_that_a_search_shares_reach_it(name, command, monkeypatch):
    came: list[TrainSettings] = []

    def spy(settings, *_):
        came.append(settings)
        raise Reached("Prepared.", "Expected that.", "Nothing to do.")

    monkeypatch.setattr(preparation, "prepare", spy)
    own = {"tune": {"budget"}, "find-rate": set()}[name]  # the time of all trials
    options = {p.name for p in get_command(app).commands[name].params} - own - {"data"}
    shared = [field for field in CHANGES if field in options]
    assert len(shared) >= 9
    usual = TrainSettings(data="pictures")
    for field in shared:
        assert "Prepared" in command(name, "pictures", *CHANGES[field].words).err
        changed = {f: v for f, v in vars(came.pop()).items() if v != getattr(usual, f)}
        expected = CHANGES[field].setting
        assert changed == {field: tuple(expected) if field == "size" else expected}


@pytest.mark.parametrize("field", [f.name for f in fields(type(RECIPES["fast"]))])
def test_every_part_of_a_recipe_is_felt(field, monkeypatch):
    settled_before = {"name", "title", "net", "samples", "validation_split"}
    changes = {
        "optimizer": next(name for name in OPTIMIZERS if name != "adam"),
        "batch_size": 7,
        "epochs": 3,
        "schedule": next(name for name in SCHEDULES if name != "constant"),
        "augmentation": "photos",
        "label_smoothing": 0.3,
        "weight_average": 0.2,
    }
    assert {f.name for f in fields(type(RECIPES["fast"]))} == settled_before | set(changes)
    if field in settled_before:
        return
    monkeypatch.setattr(recipe_trainer, "Trainer", lambda **arguments: arguments)
    others = {"network": None, "train": None, "loss": recipe_trainer.Loss("mean_squared_error")}
    before = recipe_trainer.trainer_by_recipe(RECIPES["classic"], **others)
    recipe = RECIPES["classic"].changed(**{field: changes[field]})
    after = recipe_trainer.trainer_by_recipe(recipe, **others)
    where = {
        "optimizer": "optimizer_settings",
        "augmentation": "augment",
        "label_smoothing": "loss",
    }
    assert {key for key in before if before[key] != after[key]} == {where.get(field, field)}


@pytest.mark.parametrize("name", RECIPES)
def test_among_equal_epochs_a_recipe_keeps_the_one_with_the_smaller_loss(name):
    class Model:
        def named_weights(self):
            return {}

    best = RECIPES[name].best_weights()
    best.set_model(Model())
    for epoch, loss in enumerate((0.5, 0.3, 0.4)):
        values = {"val_loss": loss, "val_accuracy": 0.9}
        best.on_epoch_end(epoch, values)
    assert best.epoch == 1
