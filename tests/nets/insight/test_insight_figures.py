"""Every picture is whole SVG, says what it shows, and can be drawn from the smallest results."""

import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from insight_nets import random_model

from convscope import insight
from convscope.charts.canvas import diverging, mosaic, rising
from convscope.data import Split
from convscope.insight.pictures.attributions import attributions_figure
from convscope.insight.pictures.calibration import calibration_figure
from convscope.insight.pictures.confusion import cell_figure, confusion_figure, pairs_figure
from convscope.insight.pictures.embedding_map import embedding_figure
from convscope.insight.pictures.exciting import exciting_figure
from convscope.insight.pictures.feature_maps import input_figure, layer_figure
from convscope.insight.pictures.filters import filters_figure
from convscope.insight.pictures.images import judged_grid
from convscope.insight.pictures.leakage import pairs_figure as duplicates_figure
from convscope.insight.pictures.maximisation import maximised_figure
from convscope.insight.pictures.per_class import per_class_figure
from convscope.insight.pictures.robustness import robustness_figure


@pytest.fixture(scope="module")
def classifier():
    return insight.from_model(random_model())


@pytest.fixture(scope="module")
def images():
    random = np.random.default_rng(3)
    return Split(random.integers(0, 256, (12, 13, 11, 3), dtype=np.uint8), np.arange(12) % 3)


def texts(svg):
    """Returns all letters of an SVG, after checking that it is one."""
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    return " ".join(text for text in root.itertext() if text.strip())


def test_layers(classifier, images):
    result = insight.compute_feature_maps(classifier, images.images[0])
    for layer in result.layers:
        assert layer.name in texts(layer_figure(layer))
    assert "probability" in texts(input_figure(result))
    for layer in insight.read_filters(classifier).layers:
        assert layer.name in texts(filters_figure(layer))


def test_evidence(classifier, images):
    result = insight.attribute(classifier, images.images[:2])
    for heat in result.maps:
        assert heat.title in texts(attributions_figure(result))
    assert "filter 2" in texts(maximised_figure(insight.maximise(classifier, "conv2d", steps=2)))
    found = insight.find_exciting(classifier, images, "conv2d_1", [0, 1])
    assert "what the neuron sees" in texts(exciting_figure(found))


def test_verdicts(classifier, images):
    verdicts = insight.judge(classifier, images)
    confusion = insight.count_confusion(verdicts)
    assert "right class" in texts(confusion_figure(confusion))
    assert "→" in texts(pairs_figure(confusion, images.images))
    assert texts(cell_figure(confusion.pairs[0].indices, images.images)) is not None
    assert "precision" in texts(per_class_figure(insight.score_classes(verdicts)))
    calibration = insight.calibrate(verdicts, verdicts)
    assert "temperature" in texts(calibration_figure(calibration))
    mistakes = insight.find_mistakes(verdicts)
    assert "✗" in texts(judged_grid(mistakes.worst, images.images))


def test_sets(classifier, images):
    robustness = insight.measure_robustness(classifier, images, ["shift", "contrast"])
    assert "Contrast" in texts(robustness_figure(robustness))
    leakage = insight.find_leakage(classifier, images, images)
    assert "copy" in texts(duplicates_figure(leakage, images.images, images.images))
    assert "12 test images" in texts(embedding_figure(insight.map_embeddings(classifier, images)))


def test_results_without_mistakes_or_pairs_are_drawn_too(blob_classifier, blobs):
    confusion = insight.count_confusion(insight.judge(blob_classifier, blobs))
    assert confusion.pairs == ()
    assert "blob" in texts(confusion_figure(confusion))
    texts(pairs_figure(confusion, blobs.images))
    texts(judged_grid((), blobs.images))
    other = Split(255 - blobs.images, blobs.labels)
    leakage = insight.find_leakage(blob_classifier, other, blobs)
    texts(duplicates_figure(leakage, other.images, blobs.images))


def test_zero_is_white_and_letters_stay_letters(classifier, images):
    assert diverging()(0.5)[:3] == pytest.approx((1, 1, 1), abs=0.01)
    assert rising()(0.0)[:3] == (1, 1, 1)
    result = insight.compute_feature_maps(classifier, images.images[0])
    assert "<text" in input_figure(result)
    assert input_figure(result) == input_figure(result)


def test_a_mosaic_has_gaps_between_its_tiles():
    tiles = np.arange(3 * 2 * 2).reshape(3, 2, 2).astype(np.float32)
    canvas = mosaic(tiles, columns=2)
    assert canvas.shape == (7, 7)
    np.testing.assert_array_equal(canvas[4:6, 1:3], tiles[2])
    assert np.isnan(canvas[:, 3]).all()


def test_the_room_opens_without_torch():
    code = (
        "import sys, convscope.insight, convscope.insight.pictures.feature_maps;"
        "heavy = {'torch', 'sklearn', 'matplotlib', 'captum'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_there():
    for name in insight.__all__:
        assert callable(getattr(insight, name))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = insight.nothing
