"""Weights in an exported page: rounded only where nobody could tell."""

from base64 import b64decode
from gzip import decompress
from json import loads
from re import search

import numpy as np
import pytest

from convscope.architecture import Architecture, Conv2D, Dense, Flatten, Input
from convscope.arithmetic.answers import logits, probabilities_of_logits
from convscope.interchange.page import export_page
from convscope.interchange.page_settings import PageSettings
from convscope.interchange.page_weights import LARGEST_MOVE, weights_for_page
from convscope.model_file import Model, read_model, write_model
from convscope.shipped import SHIPPED_MODELS, shipped_model


def _write(path, factor, architecture=None):
    architecture = architecture or Architecture(Input((5, 7, 1)), (Flatten(), Dense(3)))
    random = np.random.default_rng(1)
    weights = {
        name: (factor * random.normal(size=shape)).astype(np.float32)
        for name, shape in architecture.parameter_shapes.items()
    }
    about = {"scores": np.array([1 / 3], np.float32)}
    write_model(path, Model(architecture, weights, about=about))
    return path


def _read(file, folder):
    (folder / "half.safetensors").write_bytes(file)
    return read_model(folder / "half.safetensors")


def _num_weights(model):
    return sum(tensor.size for tensor in model.weights.values())


def _weights_in(page):
    data = search(r'id="convscope-page">(.*?)</script>', page.read_text(encoding="utf-8"))
    return decompress(b64decode(loads(data[1])["model"]))


@pytest.mark.parametrize("name", SHIPPED_MODELS)
def test_shipped_models_are_halved_and_answer_alike(name, tmp_path):
    path = shipped_model(name)
    weights = weights_for_page(path)
    assert weights.share > 0.4
    assert weights.largest_move < LARGEST_MOVE
    whole, half = read_model(path), _read(weights.file, tmp_path)
    images = np.random.default_rng(2).integers(0, 256, (8, 28, 28, 1), np.uint8)
    found, expected = (
        probabilities_of_logits(m.architecture, logits(m.architecture, m.weights, images))
        for m in (half, whole)
    )
    assert 0 < np.abs(found - expected).max() < LARGEST_MOVE
    saved = path.stat().st_size - len(weights.file)
    assert saved == pytest.approx(2 * weights.share * _num_weights(whole), rel=0.01)
    assert half.trained_on == whole.trained_on
    for tensor, values in whole.about.items():
        assert np.array_equal(half.about[tensor], values)


@pytest.mark.parametrize("base", [20, 1e5], ids=["moving too far", "too large for float16"])
def test_weights_that_would_be_missed_stay(base, tmp_path):
    path = _write(tmp_path / "model.safetensors", 0.01)
    model = read_model(path)
    # Classes that differ by less than float16 tells apart at this size.
    model.weights["dense.kernel"][:] += base * np.random.default_rng(3).normal(size=(35, 1))
    write_model(path, model)
    weights = weights_for_page(path)
    assert weights.share == 0
    kept = _read(weights.file, tmp_path).weights
    for name, values in model.weights.items():
        assert np.array_equal(kept[name], values)


def test_a_net_that_gives_no_verdict_stays(tmp_path):
    maps = Architecture(Input((5, 7, 1)), (Conv2D(2, (3, 3)),))
    weights = weights_for_page(_write(tmp_path / "model.safetensors", 0.1, maps))
    assert weights.share == 0


def test_a_tensor_that_may_not_be_rounded_leaves_the_others_to_be(tmp_path):
    architecture = Architecture(Input((5, 7, 1)), (Flatten(), Dense(9, "relu"), Dense(3)))
    path = _write(tmp_path / "model.safetensors", 0.1, architecture)
    model = read_model(path)
    model.weights["dense_1.kernel"][0, 0] = 1e5
    model.weights["dense.kernel"][:, 0] = -1
    model.weights["dense.bias"][0] = -1  # the unit of the large weight is silent
    write_model(path, model)
    weights = weights_for_page(path)
    assert weights.share == pytest.approx(35 * 9 / _num_weights(model))
    half = _read(weights.file, tmp_path)
    assert half.weights["dense_1.kernel"][0, 0] == 1e5
    assert half.weights["dense.kernel"][1, 1] != model.weights["dense.kernel"][1, 1]


def test_a_switch_keeps_them(tmp_path):
    path = _write(tmp_path / "model.safetensors", 0.01)
    page = tmp_path / "page.html"
    rounded = export_page(path, page, PageSettings("tiny"))
    assert rounded is not None
    assert rounded.share == 1
    assert _weights_in(page) == rounded.file
    assert export_page(path, page, PageSettings("tiny"), keep_weights=True) is None
    assert _weights_in(page) == path.read_bytes()
