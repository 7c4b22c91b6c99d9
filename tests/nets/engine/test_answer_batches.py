"""How many images a net is asked about at a time follows from its largest layer."""

import numpy as np
import pytest

from convscope.architecture import Architecture, Conv2D, GlobalAveragePooling2D, Input
from convscope.engine.answers import inference
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import BATCH_SIZE, MOST_VALUES, images_at_once, predict
from convscope.engine.network import build_network, read_weights
from convscope.insight.measures.model_classifier import from_model
from convscope.model_file import Model

SMALL = Architecture(
    Input((6, 6, 1)), (Conv2D(3, 3, name="conv"), GlobalAveragePooling2D(name="mean"))
)


def test_large_layers_make_small_batches() -> None:
    assert images_at_once(SMALL) == BATCH_SIZE
    large = Architecture(Input((260, 260, 3)), (Conv2D(96, 3, padding="same"), *SMALL.layers))
    assert images_at_once(large) == MOST_VALUES // (260 * 260 * 96)
    assert images_at_once(SMALL, most=7) == 7


def test_answers_do_not_depend_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build_network(SMALL)
    images = np.random.default_rng(0).integers(0, 256, (11, 6, 6, 1), np.uint8)
    examples = Examples(images, np.zeros(11, np.int64))
    wanted, seen = predict(network, examples), []
    monkeypatch.setattr(inference, "MOST_VALUES", 3 * 4 * 4 * 4)
    found = predict(network, examples, before_batch=seen.append)
    assert seen == [0, 4, 8]
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_reports_look_in_such_batches_too(monkeypatch: pytest.MonkeyPatch) -> None:
    network = build_network(SMALL)
    classifier = from_model(Model(SMALL, read_weights(network), ("a", "b", "c"), "none", "pad", {}))
    images = np.random.default_rng(0).integers(0, 256, (11, 6, 6, 1), np.uint8)
    wanted, asked = classifier.scores(images), []
    to_inputs = type(classifier).to_inputs

    def counted(self, images):
        asked.append(len(images))
        return to_inputs(self, images)

    monkeypatch.setattr("convscope.insight.measures.classifier.MOST_VALUES", 3 * 4 * 4 * 5)
    monkeypatch.setattr(type(classifier), "to_inputs", counted)
    np.testing.assert_allclose(classifier.scores(images), wanted, atol=1e-6)
    assert asked == [5, 5, 1]
