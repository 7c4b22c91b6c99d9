"""The same functional programs in Keras itself: the same numbers out of every layer."""

import importlib.util
import re

import numpy as np
import pytest
from functional_programs import PARAMETERS, PROGRAMS, SHAPE

import convscope

pytestmark = [
    pytest.mark.keras,
    pytest.mark.skipif(
        importlib.util.find_spec("keras") is None,
        reason="needs Keras: pip install tensorflow-cpu keras",
    ),
    pytest.mark.filterwarnings("default"),  # Keras' own
]

WITHOUT_TWIN = ("activation", "re_lu", "input_layer")
"""Layers that are called otherwise here, or are none here."""


def by_kind(model):
    """Returns the layers by kind, in the order in which the program made them."""
    kinds = {}
    for layer in model.layers:
        stem, number = re.fullmatch(r"(.*?)(?:_(\d+))?", layer.name).groups()
        if stem not in WITHOUT_TWIN:
            kinds.setdefault(stem, []).append((int(number or 0), layer))
    return {
        (stem, index): layer
        for stem, found in kinds.items()
        for index, (_, layer) in enumerate(sorted(found, key=lambda pair: pair[0]))
    }


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_layer_puts_out_what_it_does_in_keras(name):
    import keras

    ours, theirs = PROGRAMS[name](convscope), PROGRAMS[name](keras)
    assert ours.count_params() == theirs.count_params() == PARAMETERS[name]
    mine, twins = by_kind(ours), by_kind(theirs)
    assert set(mine) == set(twins)
    random = np.random.default_rng(1)
    for place, layer in mine.items():
        weights = [w + random.uniform(0, 0.2, w.shape) for w in layer.get_weights()]
        if weights:
            layer.set_weights(weights)
            twins[place].set_weights(weights)
    images = random.random((4, *SHAPE)).astype(np.float32)
    outputs = [layer.output for layer in mine.values()]
    found = convscope.Model(ours.input, outputs).predict(images)
    expected = keras.Model(theirs.inputs, [twins[p].output for p in mine]).predict(
        images, verbose=0
    )
    for place, a, b in zip(mine, found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5 * np.abs(b).max(), err_msg=str(place))
