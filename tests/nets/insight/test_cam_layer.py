"""Which layer Grad-CAM looks at, as declared by hand in a table that the page's tests read too."""

import json
from pathlib import Path

import numpy as np
import pytest
from torch import nn

from convscope.architecture import Activation, Architecture, Conv2D, Flatten, ReLU
from convscope.engine.network.initialization import initial_weights
from convscope.errors import ConvscopeError
from convscope.insight import attribute, from_model, from_torch
from convscope.insight.measures.cam_layer import choose_cam_layer
from convscope.insight.measures.classifier import LayerView
from convscope.model_file import Model

TABLE = json.loads(
    (Path(__file__).parents[2] / "data" / "heat_map_layers.json").read_text(encoding="utf-8")
)
BY_NAME = {case["name"]: case for case in TABLE}
LENET = BY_NAME["LeNet-5, whose last convolution puts out single cells"]


def classifier_of(case):
    net = Architecture.from_json({"input": {"shape": case["input"]}, "layers": case["layers"]})
    names = tuple(f"class {index}" for index in range(net.output_shape[-1]))
    return from_model(Model(net, initial_weights(net, 0), names))


@pytest.mark.parametrize("name", BY_NAME)
def test_the_layer_is_the_declared_one(name):
    case = BY_NAME[name]
    if len(case["input"]) == 1:
        with pytest.raises(ConvscopeError, match="Looking inside needs a net that takes images"):
            classifier_of(case)
        return
    chosen = choose_cam_layer(classifier_of(case))
    assert (chosen.name if chosen else None) == case["layer"]


def test_the_heat_map_of_lenet_has_places():
    image = np.random.default_rng(0).integers(0, 256, (1, 28, 28, 1)).astype(np.uint8)
    (heat,) = attribute(classifier_of(LENET), image, methods=["grad_cam"]).maps
    assert "10×10 cells on 28×28 pixels" in heat.caption
    assert len(np.unique(heat.values)) > 1


def test_a_lenet_of_torch_modules_has_the_same_layer():
    module = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(16, 120, 5), nn.Tanh(),
        nn.Flatten(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10),
    )  # fmt: skip
    classifier = from_torch(module, (28, 28, 1), tuple("0123456789"))
    chosen = choose_cam_layer(classifier)
    assert chosen is not None
    assert (chosen.name, chosen.output_shape) == ("4", (10, 10, 16))


def test_modules_of_torch_that_are_called_like_a_kind_are_what_they_are_in_torch():
    assert LayerView("a", "ReLU", (3,), nn.ReLU()).facts is Activation
    assert LayerView("b", "Flatten", (3,), nn.Flatten()).facts is Flatten
    assert LayerView("c", "ReLU", (3,), nn.Identity()).facts is ReLU
    assert LayerView("d", "Conv2D", (5, 4, 3), nn.ReLU()).facts is Conv2D
