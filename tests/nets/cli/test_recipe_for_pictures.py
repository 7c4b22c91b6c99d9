"""The default recipe for pictures, from the command to the net and settings that it uses."""

import json

import numpy as np
import pytest
import torch
from PIL import Image

from convscope.engine.training import precision as precisions
from convscope.engine.training import recipe_trainer
from convscope.errors import ConvscopeError


class Reached(ConvscopeError):
    """The trainer's door."""


def write_folder(folder, sizes, per_class=10):
    random = np.random.default_rng(0)
    for name in ("left", "right"):
        (folder / name).mkdir(parents=True)
        for number in range(per_class):
            height, width = sizes[number % len(sizes)]
            pixels = random.integers(0, 255, (height, width, 3), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")


@pytest.fixture
def reached(command, tmp_path, monkeypatch):
    """Trains up to the trainer's door; returns the run's record, and what came there."""
    came = []

    def spy(**arguments):
        came.append(arguments)
        raise Reached("The trainer was reached.", "Expected that.", "Nothing to do.")

    monkeypatch.setattr(recipe_trainer, "Trainer", spy)

    def call(data):
        command("train", data, "--name", "run")
        return json.loads((tmp_path / "runs" / "run" / "run.json").read_text()), came[0]

    return call


@pytest.mark.parametrize(
    ("sizes", "shape", "means"),
    [
        ([(64, 64)], (64, 64, 3), (64, 64, 3)),
        ([(100, 100)], (100, 100, 3), (50, 50, 3)),
        ([(180, 240), (240, 180)], (128, 128, 3), (64, 64, 3)),
        ([(250, 250)], (250, 250, 3), (62, 62, 3)),
        ([(60, 200)], (60, 200, 3), (30, 100, 3)),
        ([(30, 600)], (128, 128, 3), (64, 64, 3)),
    ],
)
def test_convolutions_see_about_64_pixels_whatever_the_size(reached, tmp_path, sizes, shape, means):
    write_folder(tmp_path / "pictures", sizes)
    record, arguments = reached("pictures")
    steps = arguments["network"].architecture.steps
    convolution = next(step for step in steps if type(step.layer).__name__ == "Conv2D")
    assert record["net"]["name"] == "pictures"
    assert steps[0].input_shape == shape
    assert convolution.input_shape == means


@pytest.mark.parametrize(("number", "epochs"), [(500, 60), (1_500, 40), (6_000, 10)])
def test_few_pictures_are_gone_through_more_often(reached, tmp_path, number, epochs):
    images = np.zeros((number + 2, 41, 41), np.uint8)
    labels = np.arange(number + 2) % 2
    np.savez(
        tmp_path / "pictures.npz",
        x_train=images[:number],
        y_train=labels[:number],
        x_test=images[number:],
        y_test=labels[number:],
    )
    record, arguments = reached("pictures.npz")
    assert (record["recipe"]["name"], record["recipe"]["epochs"]) == ("fast", epochs)
    assert arguments["epochs"] == epochs
    assert arguments["augment"].name == "things"


@pytest.mark.parametrize(
    ("has_tiles", "precision"), [(True, torch.bfloat16), (False, torch.float32)]
)
def test_small_pictures_get_pairs_of_convolutions(
    reached, tmp_path, monkeypatch, has_tiles, precision
):
    monkeypatch.setattr(precisions, "processor_has_tiles", lambda: has_tiles)
    monkeypatch.setattr(precisions.torch.cuda, "is_available", lambda: False)
    images = np.zeros((10_002, 32, 32, 3), np.uint8)
    labels = np.arange(10_002) % 2
    parts = {"x_train": images[2:], "y_train": labels[2:]}
    np.savez(tmp_path / "small.npz", **parts, x_test=images[:2], y_test=labels[:2])
    record, arguments = reached("small.npz")
    assert record["net"]["name"] == "small-colour-pairs"
    assert (record["recipe"]["epochs"], arguments["epochs"]) == (25, 25)
    assert arguments["augment"].name == "small-colour"
    assert arguments["precision"] == precision
