"""NumPy and the engine answer alike, and unfamiliar images are said to be so."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from convscope.architecture import (
    Activation,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
)
from convscope.cli import inference
from convscope.engine.network.initialization import initial_weights
from convscope.errors import ConvscopeError
from convscope.model_file import Model, read_model, write_model
from convscope.shipped import SHIPPED_MODELS

CONV = Conv2D(3, 2, activation="relu")
NETS = {
    "softmax": (CONV, Flatten(), Dense(4, "softmax")),
    "activation layer": (CONV, Flatten(), Dense(4), Activation("softmax")),
    "one sigmoid": (CONV, Flatten(), Dropout(0.5), Dense(1, "sigmoid")),
    "logits": (CONV, BatchNormalization(), Flatten(), Dense(3)),
    "one logit": (Flatten(), Dense(1)),
    "dropout at the end": (Flatten(), Dense(3, "softmax"), Dropout(0.5)),
    "rectified scores": (
        AveragePooling2D(),
        Conv2D(3, 1, activation="relu"),
        GlobalAveragePooling2D(),
    ),
}


@pytest.fixture(params=[*SHIPPED_MODELS, *NETS])
def model(request):
    if request.param in SHIPPED_MODELS:
        return read_model(SHIPPED_MODELS[request.param].path)
    net = Architecture(Input((7, 5, 3), (-1, 1)), NETS[request.param])
    return Model(net, initial_weights(net, 3))


def answer_from(limit: int, monkeypatch, model, images):
    monkeypatch.setattr(inference, "ENGINE_PAYS_FROM", limit)
    return inference.answer(model, images)


def test_both_executors_answer_alike(model, monkeypatch):
    shape = (19, *model.architecture.input.shape)
    images = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    by_engine = answer_from(0, monkeypatch, model, images)
    by_numpy = answer_from(10**18, monkeypatch, model, images)
    assert by_numpy.probabilities.dtype == by_engine.probabilities.dtype == np.float32
    assert by_numpy.probabilities == pytest.approx(by_engine.probabilities, abs=1e-5)
    if model.about:
        assert by_numpy.distances == pytest.approx(by_engine.distances, rel=1e-4)
    else:
        assert by_numpy.distances is by_engine.distances is None


def test_the_engine_is_taken_for_many_images(model, monkeypatch):
    asked = []
    monkeypatch.setattr("convscope.engine.answers.logits.logits", lambda *_: asked.append(1) or one)
    one = np.ones((1, model.architecture.output_shape[0]), np.float32)
    images = np.zeros((1, *model.architecture.input.shape), np.uint8)
    inference.answer(model, images)
    assert not asked
    answer_from(model.architecture.multiply_adds, monkeypatch, model, images)
    assert asked


@pytest.fixture
def noise(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "noise.png")


def test_unfamiliar_images_are_said_to_be_so(command, noise):
    table = command("predict", "mnist", "noise.png")
    assert "unlike anything the model was trained on" in table.out
    assert json.loads(command("predict", "mnist", "noise.png", "--json").out)[0]["is_unfamiliar"]
    rows = csv.reader(io.StringIO(command("predict", "mnist", "noise.png", "--csv").out))
    places = ["character", "box_top", "box_left", "box_height", "box_width", "note"]
    assert next(rows) == ["image", "class_name", "probability", *"0123456789", *places]


def test_a_model_that_does_not_know_says_nothing(command, noise):
    net = Architecture(Input((28, 28, 1)), (Flatten(), Dense(2, "softmax")))
    write_model("plain.safetensors", Model(net, initial_weights(net, 0), ("a", "b")))
    assert "Note" not in command("predict", "plain.safetensors", "noise.png").out
    answer = command("predict", "plain.safetensors", "noise.png", "--json")
    assert json.loads(answer.out)[0]["is_unfamiliar"] is None


@pytest.mark.parametrize("limit", [0, 10**18], ids=["engine", "numpy"])
def test_weights_that_overflow_are_said_and_give_no_verdict(limit, monkeypatch):
    net = Architecture(Input((7, 5, 3)), (Flatten(), Dense(9), Dense(2, "softmax")))
    weights = {k: np.full(s, 3e38, np.float32) for k, s in net.parameter_shapes.items()}
    images = np.full((3, 7, 5, 3), 255, np.uint8)
    images[0] = 0
    weights["dense.bias"][:] = weights["dense_1.bias"][:] = 0
    with pytest.raises(ConvscopeError, match="outputs for 2 of 3 images are infinite or not a num"):
        answer_from(limit, monkeypatch, Model(net, weights), images)
