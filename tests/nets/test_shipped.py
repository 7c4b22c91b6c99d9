"""The models inside the package: whole, small, and right about digits that nobody centred."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import convscope.shipped
from convscope.arithmetic import preprocess
from convscope.arithmetic.familiarity import distances_to_training
from convscope.drawing import place_image, place_strokes, render, strokes_from_json
from convscope.engine.answers.model_answers import answer
from convscope.engine.network import build_network
from convscope.errors import UnknownNameError
from convscope.model_file import read_model
from convscope.shipped import SHIPPED_MODELS, shipped_model
from written_digits.pens import BETWEEN, ONES, OTHER_DIGITS, SEVENS, write

FOLDER = Path(convscope.shipped.__file__).parent
DRAWINGS = json.loads((Path(__file__).parents[1] / "data" / "drawn_strokes.json").read_text())
DIGITS = [drawing for drawing in DRAWINGS if drawing["label"] is not None]
OTHERS = [drawing for drawing in DRAWINGS if drawing["label"] is None]
LARGEST_BYTES = 400_000
MOST_MULTIPLY_ADDS = 4_000_000  # the page answers within 6 ms


@pytest.fixture(params=SHIPPED_MODELS)
def shipped(request):
    return SHIPPED_MODELS[request.param]


@pytest.fixture
def model(shipped):
    return read_model(shipped.path)


def test_the_folder_holds_what_the_table_lists():
    files = {path.stem for path in FOLDER.glob("*.safetensors")}
    assert files == set(SHIPPED_MODELS)


def test_small_enough_for_a_page(shipped, model):
    assert shipped.path.stat().st_size <= LARGEST_BYTES
    assert model.architecture.multiply_adds <= MOST_MULTIPLY_ADDS


def test_a_file_says_all_that_the_page_shows(shipped, model):
    assert model.class_names == tuple("0123456789")
    assert model.placement == "mnist"
    assert model.architecture.input.shape == (28, 28, 1)
    means = model.about["class_means"]
    assert means.shape == (10, 28, 28, 1)
    assert means.dtype == np.uint8
    facts = model.trained_on
    assert facts["data_set"] == "mnist"
    assert facts["test_accuracy"] == pytest.approx(shipped.figures["MNIST test accuracy"])


def test_the_readme_tells_how_each_was_made(shipped):
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert shipped.name in text
    assert shipped.command in text
    assert f"{shipped.figures['MNIST test accuracy']:.4f}" in text


def test_the_lessons_net_is_the_catalogues():
    assert read_model(shipped_model("mnist")).architecture.num_parameters == 34_826


def test_load_model_takes_a_name(shipped, model):
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28, 1), dtype=np.uint8)
    probabilities = convscope.load_model(shipped.name).predict(images / 255, verbose=0)
    np.testing.assert_allclose(probabilities, answer(model, images), atol=1e-5)


def test_an_unknown_name():
    with pytest.raises(UnknownNameError, match=r'Unknown shipped model "minst".*mean "mnist"'):
        shipped_model("minst")


@pytest.mark.real_data
def test_mnist_test_images(model, data_root):
    images = _idx(data_root / "mnist" / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1)
    labels = _idx(data_root / "mnist" / "t10k-labels-idx1-ubyte.gz", 8)
    judged = answer(model, images[:1_000]).argmax(1)
    assert (judged == labels[:1_000]).mean() >= 0.99


@pytest.mark.real_data
def test_the_command_that_makes_a_file(shipped, tmp_path):
    script, name = shipped.command.split()[1:]
    options = ["--limit", "200", "--epochs", "1", "--out", str(tmp_path)]
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, root / script, name, *options], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    made = read_model(tmp_path / f"{name}.safetensors")
    assert made.architecture == read_model(shipped.path).architecture
    assert made.trained_on["epochs"] == 1


PADS = {
    "small, in the upper left corner": (0.22, (0.02, 0.02), 280, 7.0),
    "small, in the lower right corner": (0.22, (0.72, 0.72), 280, 7.0),
    "as large as the pad": (0.95, (0.02, 0.02), 280, 22.0),
    "thin": (0.6, (0.2, 0.15), 280, 3.0),
    "thick": (0.6, (0.2, 0.15), 280, 30.0),
    "on a canvas of 28 pixels": (0.7, (0.05, 0.2), 28, 2.0),
}
"""Size and corner in shares of the pad's side, the pad's pixels, the ink's width in pixels."""


@pytest.mark.parametrize("pad", PADS)
@pytest.mark.parametrize("digit", DIGITS, ids=lambda drawing: drawing["name"])
def test_digits_drawn_anywhere(drawn_digits, digit, pad):
    size, corner, side, ink_width = PADS[pad]
    strokes = strokes_from_json(_moved(digit["strokes"], size, corner))
    picture = render(strokes, side, ink_width)
    for placed in (place_image(picture, "mnist"), place_strokes(strokes, "mnist")):
        assert placed is not None
        verdict = answer(drawn_digits, placed.image[None, :, :, None])[0]
        assert verdict.argmax() == digit["label"], verdict.round(3)


@pytest.mark.parametrize("other", OTHERS, ids=lambda drawing: drawing["name"])
def test_what_is_no_digit_is_unlike_the_training_images(drawn_digits, other):
    placed = place_strokes(strokes_from_json(other["strokes"]), "mnist")
    assert placed is not None
    inputs = preprocess(placed.image[None, :, :, None], drawn_digits.architecture)
    network = build_network(drawn_digits.architecture, drawn_digits.weights).eval()
    with torch.inference_mode():
        scores = network.scores(torch.from_numpy(inputs)).numpy()
    assert distances_to_training(drawn_digits.about, scores)[0] > 1


@pytest.mark.parametrize("ways", [ONES, SEVENS], ids=["ones with a flag", "sevens"])
def test_ones_and_sevens_by_other_pens(model, ways):
    judged = np.concatenate([_probabilities(model, way, 60) for way in ways]).argmax(1)
    meant = np.repeat([int(way[0]) for way in ways], 60)
    assert (judged == meant).mean() >= 0.99


def test_what_may_be_a_one_or_a_seven_is_given_to_both(drawn_digits):
    (way,) = BETWEEN
    probabilities = _probabilities(drawn_digits, way, 120)
    one, seven = probabilities[:, [1, 7]].mean(0)
    assert one + seven >= 0.9
    assert min(one, seven) >= 0.1


@pytest.mark.parametrize("way", OTHER_DIGITS)
def test_other_digits_by_other_pens(drawn_digits, way):
    judged = _probabilities(drawn_digits, way, 30).argmax(1)
    assert (judged == int(way[0])).mean() >= 0.96


@pytest.fixture(scope="module")
def drawn_digits():
    return read_model(shipped_model("drawn-digits"))


def _probabilities(model, way, number):
    """What the model says of digits written in this way, (number, 10)."""
    return answer(model, write(way, number, seed=3))


def _moved(strokes, size, corner):
    """The strokes in a box of this size, as a share of the pad's side, at this corner."""
    points = np.array([point for stroke in strokes for point in stroke])[:, :2]
    low, extent = points.min(0), np.ptp(points, axis=0).max()
    return [
        [
            [(x - low[0]) / extent * size + corner[0], (y - low[1]) / extent * size + corner[1], t]
            for x, y, t in stroke
        ]
        for stroke in strokes
    ]


def _idx(path, header_bytes):
    return np.frombuffer(gzip.decompress(path.read_bytes())[header_bytes:], np.uint8)
