"""Every command, as a person would use it."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image
from rich.console import Console
from typer.main import get_command

from convscope.cli.main import app
from convscope.engine.training.augmentation import AUGMENTATIONS
from convscope.engine.training.schedules import SCHEDULES
from convscope.model_file import read_model


@pytest.fixture
def trained(command, pictures):
    """Trains a run called `one`."""
    answer = command("train", "pictures", "--epochs", 3, "--batch-size", 8, "--name", "one")
    assert answer.code == 0, answer.err
    return answer


def test_train_says_what_matters(trained):
    assert "pictures: 20 train + 4 test images, 20×20 grey, 2 classes" in trained.err
    assert "20 % of each class was set aside as test" in trained.err
    assert "3 epochs of" in trained.err
    assert "Test accuracy" in trained.out
    assert "runs/one/report.html" in trained.out
    assert "Next: convscope report runs/one" in trained.err
    assert "\x1b" not in trained.out + trained.err


def test_train_for_machines(command, pictures, tmp_path):
    answer = command("train", "pictures", "--epochs", 2, "--json", "--runs", "elsewhere")
    assert answer.code == 0
    result = json.loads(answer.out)
    assert result["epochs"] == 2
    with (tmp_path / "elsewhere/pictures-1/predictions.csv").open(encoding="utf-8") as file:
        right = [row["true_class"] == row["class_name"] for row in csv.DictReader(file)]
    assert result["test_accuracy"] == sum(right) / 4 == sum(right) / len(right)
    assert result["parameters"] > 0
    assert result["seconds_per_epoch"] > 0
    assert result["run"] == "elsewhere/pictures-1"


def test_evaluate_warns_about_the_test_images(command, trained):
    answer = command("evaluate", "one")
    assert answer.code == 0
    assert "look once, at the end" in answer.err
    assert "Accuracy on the test images" in answer.out
    assert "Next: open runs/one/report.html" in answer.err
    values = json.loads(command("evaluate", "runs/one", "--split", "train", "--json").out)
    assert values["num_images"] == 20
    assert set(values["recall"]) == {"flat", "tall"}
    file = command("evaluate", "runs/one/model.safetensors", "pictures")
    assert file.code == 0, file.err


def test_predict_in_all_forms(command, trained, tmp_path):
    (tmp_path / "pictures" / "flat" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    table = command("predict", "one", "pictures/flat/0.png")
    assert table.code == 0, table.err
    assert "Second guess" in table.out
    assert "pictures/flat/0.png" in table.out
    rows = list(csv.DictReader(io.StringIO(command("predict", "one", "pictures", "--csv").out)))
    assert len(rows) == 24
    assert list(rows[0]) == ["image", "class_name", "probability", "flat", "tall"]
    row = rows[0]
    assert float(row["probability"]) == max(float(row["flat"]), float(row["tall"]))
    answer = command("predict", "one", "pictures", "--json")
    assert len(json.loads(answer.out)) == 24
    assert "broken.png could not be read" in answer.err


def test_verdicts_can_be_the_mean_with_the_mirror_image(command, trained, tmp_path):
    Image.open("pictures/flat/0.png").transpose(Image.Transpose.FLIP_LEFT_RIGHT).save("mirror.png")

    def predict(*arguments):
        answer = command("predict", "one", *arguments, "--json")
        assert answer.code == 0, answer.err
        return [list(verdict["probabilities"].values()) for verdict in json.loads(answer.out)]

    pair = predict("pictures/flat/0.png", "mirror.png")
    np.testing.assert_allclose(
        predict("pictures/flat/0.png", "--mirrored")[0], np.mean(pair, axis=0), atol=1e-6
    )
    refused = command("predict", "one", "mirror.png", "--mirrored", "--drawing")
    assert "in the mirror is another one" in refused.err
    plain, mirrored = (
        json.loads(command("evaluate", "one", "--json", *option).out)
        for option in ((), ("--mirrored",))
    )
    assert (plain["mirrored"], mirrored["mirrored"]) == (False, True)
    assert plain["loss"] != mirrored["loss"]


def test_summary_of_nets_and_models(command, trained):
    table = command("summary", "mnist", "--rules")
    assert "Total parameters: 34,826" in table.out
    assert "(None, 26, 26, 32)" in table.out
    assert "conv2d: valid: floor((28 − 3) / 1) + 1 = 26" in table.out
    net = json.loads(command("summary", "cifar10", "--json").out)
    assert net["layers"][0]["kind"] == "Conv2D"
    assert "Trainable parameters" in command("summary", "runs/one").out


def test_a_net_can_be_edited_and_trained(command, pictures, tmp_path):
    net = json.loads(command("summary", "circle-cross", "--json").out)
    net["input"]["shape"] = [20, 20, 1]
    net["layers"][1]["units"] = 7
    (tmp_path / "mine.json").write_text(json.dumps(net), encoding="utf-8")
    answer = command("train", "pictures", "--net", "mine.json", "--epochs", 2, "--name", "mine")
    assert answer.code == 0, answer.err
    model = read_model(tmp_path / "runs" / "mine" / "model.safetensors")
    assert model.weights["dense.kernel"].shape == (400, 7)


def test_runs_are_listed_and_compared(command, trained):
    assert "No runs in nowhere yet" in command("runs", "--runs", "nowhere").out
    assert "Next: convscope evaluate runs/one" in command("runs").err
    command("train", "pictures", "--epochs", 2, "--seed", 5, "--name", "two", "--json")
    listed = json.loads(command("runs", "--json").out)
    assert [row["run"] for row in listed] == ["one", "two"]
    compared = json.loads(command("runs", "compare", "one", "two", "--json").out)
    assert compared["seed"] == [0, 5]
    assert "net" not in compared
    assert "val_accuracy" in compared
    assert "seed" in command("runs", "compare", "one", "two").out


def test_data_commands(command, pictures):
    assert "Kuzushiji-MNIST" in command("data", "list").out
    listed = {
        row["name"]: row["is_present"] for row in json.loads(command("data", "list", "--json").out)
    }
    assert listed["digits"]
    assert not listed["mnist"]
    checked = command("data", "check", "pictures")
    assert checked.code == 0, checked.err
    assert "flat" in checked.out
    assert "Next: convscope train pictures" in checked.err
    assert json.loads(command("data", "check", "pictures", "--json").out)


def test_resume_from_the_command_line(command, pictures, monkeypatch):
    from convscope.engine.training import progress

    class Impatient(progress.ProgressBar):
        def __init__(self):
            super().__init__()
            self.on_train_batch_end = self.interrupt

        def interrupt(self, batch, logs=None):
            self.model.interrupted = True

    monkeypatch.setattr(progress, "ProgressBar", Impatient)
    stopped = command("train", "pictures", "--epochs", 2, "--name", "one")
    assert stopped.code == 130
    assert "Go on with: convscope train --resume runs/one" in stopped.err
    monkeypatch.undo()
    assert command("runs", "--json").code == 0


def test_an_interrupted_training_gives_the_cursor_back(command, pictures, monkeypatch):
    from convscope.engine.training import progress

    class Impatient(progress.ProgressBar):
        def __init__(self):
            super().__init__(console=Console(force_terminal=True, legacy_windows=False))

        def on_train_batch_begin(self, batch, logs=None):
            self.model.interrupted = True

    monkeypatch.setattr(progress, "ProgressBar", Impatient)
    stopped = command("train", "pictures", "--epochs", 2, "--name", "one")
    assert stopped.code == 130
    hidden, shown = stopped.out.rfind("\x1b[?25l"), stopped.out.rfind("\x1b[?25h")
    assert -1 < hidden < shown


@pytest.mark.parametrize("table", [AUGMENTATIONS, SCHEDULES], ids=["augmentations", "schedules"])
def test_help_names_everything_to_choose_from(command, table):
    said = command("train", "--help").out
    assert [name for name in table if name.removesuffix("-light") not in said] == []
    assert "-light" in said


def test_help_and_version(command):
    for arguments in ((), ("train",), ("evaluate",), ("predict",), ("summary",), ("data", "check")):
        answer = command(*arguments, "--help")
        assert answer.code == 0
        assert "Example" in answer.out or arguments == ()
    assert command("--version").out.startswith("convscope ")


def _parameters_without_help(command, name):
    """Returns options and arguments of a command, and of those below it, that say nothing."""
    below = getattr(command, "commands", {})
    silent = [f"{name} {p.name}" for p in command.params if not getattr(p, "help", None)]
    for key, one in below.items():
        silent += _parameters_without_help(one, f"{name} {key}")
    return silent


def test_every_option_and_argument_says_what_it_is():
    assert _parameters_without_help(get_command(app), "convscope") == []
