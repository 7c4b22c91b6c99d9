"""Backbones side by side see what each of them sees alone, in one ordinary net."""

from pathlib import Path

import numpy as np
import pytest
import torch
from stand_in_eyes import StandIn
from test_borrowed_families import lite_tensors

from convscope.architecture import Architecture, Conv2D, GlobalAveragePooling2D, Input
from convscope.backbones import Backbone, open_backbone
from convscope.backbones.families import efficientnet_lite
from convscope.backbones.grafting import EARLIER, groups_of
from convscope.backbones.pairing import side_by_side
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError
from convscope.model_file import Model, read_model
from convscope.runs import choosing
from convscope.runs.evaluation import evaluate_model
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.training import start_run

RANDOM = np.random.default_rng(0)


def small_net(value_range: tuple[float, float], side: int, channels: int = 3) -> Backbone:
    layers = (Conv2D(4, 3, activation="relu", name="sees"), GlobalAveragePooling2D(name="features"))
    architecture = Architecture(Input((side, side, channels), value_range), layers)
    weights = {
        name: RANDOM.normal(0, 0.3, shape).astype(np.float32)
        for name, shape in architecture.parameter_shapes.items()
    }
    facts = {"backbone": f"small{side}", "licence": "ours", "sha256": str(side)}
    return Backbone(f"small{side}", Model(architecture, weights, (), "none", "crop", facts))


def lite(side: int) -> Backbone:
    naming = efficientnet_lite.OF_PACKAGE
    net = efficientnet_lite.from_tensors("x", lite_tensors(naming), side, naming)
    facts = {"backbone": "lite", "licence": "Apache-2.0", "sha256": "x"}
    return Backbone("lite", Model(net.architecture, net.weights, (), "none", "crop", facts))


def seen(backbone: Backbone, pixels: np.ndarray) -> np.ndarray:
    low, high = backbone.architecture.input.value_range
    images = torch.from_numpy((pixels * ((high - low) / 255) + low).astype(np.float32))
    with torch.no_grad():
        return build_network(backbone.architecture, backbone.weights).eval()(images).numpy()


def test_two_see_what_each_sees_alone() -> None:
    first, second = lite(32), small_net((0.0, 255.0), 43)
    both = side_by_side("lite+small", [first, second])
    assert both.image_shape == (43, 43, 3)
    pixels = RANDOM.integers(0, 256, (2, 43, 43, 3))
    wanted = [seen(each.at((43, 43)), pixels) for each in (first, second)]
    found = seen(both, pixels)
    np.testing.assert_allclose(found, np.concatenate(wanted, 1), rtol=1e-4, atol=1e-4)
    # Whoever is there first or second, the features of the last layers count alike.
    groups = groups_of(both.architecture)
    alone = groups_of(first.architecture)
    assert groups == (*alone, *groups_of(second.architecture))
    assert [group.deviation for group in groups[-3:]] == [EARLIER, 1, 1]
    assert both.facts["licence"] == "Apache-2.0 + ours"
    assert both.facts["backbone"] == "lite + small43"


def test_nets_that_look_at_other_pictures_do_not_look_together() -> None:
    grey = small_net((0.0, 1.0), 20, channels=1)
    with pytest.raises(ConvscopeError, match="some look at grey pictures"):
        side_by_side("a+b", [small_net((0.0, 1.0), 20), grey])


def test_a_training_on_two_is_one_net(stand_in: StandIn, tmp_path: Path) -> None:
    name = "tiny-eyes+tiny-eyes"
    settings = TrainSettings(data=str(stand_in.photos), backbone=name, epochs=2, learning_rate=0.02)
    with pytest.raises(ConvscopeError, match="--unfreeze with several backbones: tiny-eyes"):
        prepare(TrainSettings(data=str(stand_in.photos), backbone=name, unfreeze=True))
    record = start_run(prepare(settings), name="two", root=tmp_path)
    assert record.results["test_accuracy"] == 1
    path = tmp_path / "two" / "model.safetensors"
    names = [layer.name for layer in read_model(path).architecture.layers]
    assert names[0] == "net1_early"
    assert "net2_late" in names
    assert names[-2:] == ["features", "head"]
    assert evaluate_model(path).values["accuracy"] == 1


def test_auto_prefers_by_worth_not_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"squeezenet", "efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2"}
    monkeypatch.setattr(choosing, "is_installed", lambda name: name in there)
    assert choosing.best_installed() == "efficientnet-lite0+efficientnet-lite2"
    assert choosing.best_installed(is_alone=True) == "efficientnet-lite0"
    there.remove("efficientnet-lite0")
    assert choosing.best_installed() == "efficientnet-lite2"
    there.remove("efficientnet-lite2")
    assert choosing.best_installed() == "efficientnet-lite1"
    there.clear()
    with pytest.raises(ConvscopeError, match="no backbone is installed"):
        choosing.best_installed()


def test_a_file_with_a_plus_in_its_name_is_a_file(stand_in: StandIn, tmp_path: Path) -> None:
    settings = TrainSettings(data=str(stand_in.photos), backbone="tiny-eyes", epochs=1)
    start_run(prepare(settings), name="one", root=tmp_path)
    copy = tmp_path / "a+b.safetensors"
    copy.write_bytes((tmp_path / "one" / "model.safetensors").read_bytes())
    assert open_backbone(str(copy)).architecture.layers[-1].name == "features"
    with pytest.raises(ConvscopeError, match="tiny-eye"):
        open_backbone("tiny-eyes+tiny-eye")
