"""Whether an image is like what a net was trained on."""

import numpy as np
import pytest
import torch

from convscope.architecture import Architecture, Dense, Flatten, Input
from convscope.arithmetic.familiarity import distances_to_training
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.familiarity import measure_familiarity
from convscope.engine.network import build_network

CENTRES = np.array([[5.0, 0, 0], [0, 5.0, 0], [0, 0, 5.0]], np.float32)


def _examples(number: int, seed: int, one_hot: bool = False) -> Examples:
    """Scores scattered around three centres, as inputs of a net that passes them on."""
    random = np.random.default_rng(seed)
    labels = np.arange(number) % 3
    scores = CENTRES[labels] + random.normal(0, 0.5, (number, 3))
    targets = np.eye(3)[labels] if one_hot else labels
    return Examples(scores.astype(np.float32).reshape(number, 1, 3, 1), targets)


@pytest.fixture
def network():
    architecture = Architecture(Input((1, 3, 1)), (Flatten(), Dense(3, name="scores")))
    weights = {"scores.kernel": np.eye(3, dtype=np.float32), "scores.bias": np.zeros(3, np.float32)}
    return build_network(architecture, weights)


@pytest.mark.parametrize("one_hot", [False, True])
def test_99_percent_of_the_validation_images_are_familiar(network, one_hot):
    validation = _examples(2000, 1)
    about = measure_familiarity(network, _examples(3000, 0, one_hot), validation)
    distances = distances_to_training(about, validation.images.reshape(-1, 3))
    assert (distances <= 1).mean() == pytest.approx(0.99, abs=0.001)
    fresh = distances_to_training(about, _examples(2000, 2).images.reshape(-1, 3))
    assert (fresh > 1).mean() < 0.03


def test_low_scores_and_strange_combinations_are_unfamiliar(network):
    about = measure_familiarity(network, _examples(3000, 0), _examples(999, 1))
    strange = np.array([[1.0, 0.9, 1], [0, 0, 0], [5, 5, 5], [9, -6, 0]])
    assert (distances_to_training(about, strange) > 1.5).all()
    assert (distances_to_training(about, CENTRES) < 0.5).all()


def test_what_is_kept_is_small_and_of_the_named_shapes(network):
    about = measure_familiarity(network, _examples(300, 0), _examples(90, 1))
    shapes = {name: (values.shape, values.dtype) for name, values in about.items()}
    assert shapes == {
        "familiarity.means": ((3, 3), np.float32),
        "familiarity.precision": ((3, 3), np.float32),
        "familiarity.scale": ((3,), np.float32),
    }
    assert about["familiarity.means"] == pytest.approx(CENTRES, abs=0.2)


def test_equal_scores_and_absent_classes_break_nothing(network):
    same = Examples(np.ones((4, 1, 3, 1), np.float32), np.zeros(4, np.int64))
    about = measure_familiarity(network, same, same)
    assert np.isfinite(distances_to_training(about, np.zeros((1, 3)))).all()
    assert all(np.isfinite(values).all() for values in about.values())


def test_of_one_output_nothing_is_told():
    some = _examples(30, 0)
    single = Architecture(Input((1, 3, 1)), (Flatten(), Dense(1, "sigmoid")))
    weights = {"dense.kernel": np.ones((3, 1), np.float32), "dense.bias": np.zeros(1, np.float32)}
    assert measure_familiarity(build_network(single, weights), some, some) == {}


def test_measuring_leaves_the_weights_and_needs_no_gradient(network):
    before = [values.clone() for values in network.parameters()]
    measure_familiarity(network, _examples(30, 0), _examples(30, 1))
    assert all(torch.equal(a, b) for a, b in zip(before, network.parameters(), strict=True))
    assert all(values.grad is None for values in network.parameters())
