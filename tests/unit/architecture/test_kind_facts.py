"""The facts of layer kinds: the page has the same, and the arithmetic does what they say."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from convscope.architecture import LAYER_KINDS, Architecture, Layer
from convscope.arithmetic import forward
from dependence import dependence, random_weights

DATA = Path(__file__).parents[2] / "data"
HINT = "run: python tests/data/make_kind_facts.py"
TABLE = json.loads((DATA / "layer_kinds.json").read_text(encoding="utf-8"))["kinds"]
CASES = [(kind, case) for kind, cases in TABLE.items() for case in cases]
UP_TO_ITS_ACTIVATION = {"activation": "linear"}


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("kind_facts", DATA / "make_kind_facts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_the_page_is_what_the_classes_say(maker):
    assert maker.KIND_FACTS_JS.read_text(encoding="utf-8") == maker.kind_facts_js(), HINT


def test_every_fact_is_explained(maker):
    assert all(maker.meanings().values())
    assert set(maker.meanings()) == set(Layer.facts())


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_facts_agree_with_each_other(kind):
    layer = LAYER_KINDS[kind]
    assert layer.passes_on == (layer.keeps_values and not layer.has_activation())
    assert not (layer.convolves and layer.pools)
    assert layer.is_weighted_sum or not layer.convolves
    assert layer.mixes_channels or not (layer.is_weighted_sum and layer.sees_everything)
    assert layer.keeps_winner + layer.takes_mean + layer.is_weighted_sum <= 1
    assert layer.keeps_winner or layer.takes_mean or not layer.pools
    assert layer.passes_on or not layer.recounts
    assert layer.recounts or not layer.flattens


@pytest.mark.parametrize(("kind", "case"), CASES, ids=lambda value: str(value)[:60])
def test_the_arithmetic_does_what_the_facts_say(kind, case):
    facts = LAYER_KINDS[kind]
    options = {n: UP_TO_ITS_ACTIVATION.get(n, value) for n, value in case["layer"].items()}
    net = Architecture.from_json({"input": {"shape": case["input"]}, "layers": [options]})
    (step,), shape = net.steps, net.input.shape
    weights = random_weights(net, np.random.default_rng(4))
    x = np.random.default_rng(5).normal(size=(1, *shape))
    z = forward(net, weights, x)[step.layer.name].pre_activation[0]
    slides = step.layer.sliding(shape) is not None or hasattr(step.layer, "spreading")
    moves = dependence(net, step.layer.name).reshape(*shape, -1)  # (*input, neurons)

    assert (facts.convolves or facts.pools) == slides
    assert facts.keeps_values == (z.size == x.size and np.array_equal(z.ravel(), x.ravel()))
    places = moves if len(shape) == 1 else moves.any(2)
    # All values of a vector are the channels of one place.
    takes_all = facts.sees_everything or (len(shape) == 1 and facts.mixes_channels)
    assert takes_all == bool(places.all())
    if len(shape) == 3:
        assert facts.recounts == (z.shape != shape and facts.keeps_values)
        assert facts.recounts >= facts.flattens
        assert z.ndim == 1 or not facts.flattens
        num_channels = moves.any((0, 1)).sum(0)
        num_channels = num_channels[num_channels > 0]  # some neurons see nothing
        of_group = shape[2] // options.get("groups", 1)
        assert facts.mixes_channels == bool((num_channels == of_group).all())
    values = np.sort(x.ravel())
    is_chosen = bool(np.isin(z, values).all()) and moves.reshape(x.size, -1).sum(0).max() > 1
    assert facts.keeps_winner == (not facts.keeps_values and is_chosen)
    is_own = step.output_shape == shape and np.array_equal(
        moves.reshape(x.size, x.size), np.eye(x.size, dtype=bool)
    )
    assert facts.is_pointwise == (is_own and not facts.recounts)
    assert facts.is_weighted_sum == any("kernel" in name for name in step.parameter_shapes)
    seen = moves.reshape(x.size, -1)
    num_seen = seen.sum(0)
    means = (seen * x.reshape(-1, 1)).sum(0) / np.maximum(num_seen, 1)
    assert facts.takes_mean == (num_seen.max() > 1 and np.allclose(z.ravel(), means))
