"""What neurons of every kind depend on: as declared by hand, and as found by changing the input.

`tests/data/layer_kinds.json` is written by hand and read by Python and the page's tests, so that a
mistake which both sides share is found. A new kind gets its cases there.
"""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from convscope.architecture import ACTIVATIONS, LAYER_KINDS, Architecture
from convscope.telling import explain
from dependence import bounds, dependence, random_weights

TABLE = json.loads(
    (Path(__file__).parents[2] / "data" / "layer_kinds.json").read_text(encoding="utf-8")
)
CASES = [case for cases in TABLE["kinds"].values() for case in cases]
NETS = TABLE["nets"]


def net_of(case):
    layers = case.get("layers") or [case["layer"]]
    return Architecture.from_json({"input": {"shape": case["input"]}, "layers": layers})


def explained(net):
    random = np.random.default_rng(5)
    weights = {
        name: values.astype(np.float32) for name, values in random_weights(net, random).items()
    }
    image = random.integers(1, 256, net.input.shape).astype(np.uint8)
    return explain(SimpleNamespace(architecture=net, weights=weights, class_names=()), image)


def as_lists(region):
    return {axis: list(ends) for axis, ends in region.items()}


def places_of(region):
    """Returns rows and columns, or indices; none where one axis has padding alone."""
    ends = [list(ends) for ends in region.values()][:2]
    return ends if all(first < end for first, end in ends) else [[0, 0] for _ in ends]


def text_of(case):
    layer = {**case["layer"]} if "layers" not in case else {"name": case["name"]}
    return ", ".join(f"{v}" for k, v in layer.items() if k != "name" or "layers" in case)


def test_every_kind_has_cases_and_every_option_has_two_values():
    assert set(TABLE["kinds"]) == {name for name, kind in LAYER_KINDS.items() if not kind.joins}
    for kind, cases in TABLE["kinds"].items():
        assert all(case["layer"]["kind"] == kind for case in cases)
        for option in LAYER_KINDS[kind].option_names():
            assert len({str(case["layer"][option]) for case in cases}) >= 2, (kind, option)
    assert {case["layer"]["activation"] for case in TABLE["kinds"]["Activation"]} == set(
        ACTIVATIONS
    )


@pytest.mark.parametrize("case", CASES, ids=text_of)
def test_a_kind_sees_what_was_declared(case):
    net = net_of(case)
    field = net.steps[0].receptive_field
    found = {name: list(getattr(field, name)) for name in ("size", "stride", "offset")}
    assert found == case["field"]
    neuron = explained(net).neuron(net.layers[0].name, *case["neuron"])
    assert as_lists(neuron.region) == case["region"]


@pytest.mark.parametrize("case", CASES, ids=text_of)
def test_a_neuron_moves_with_its_region_and_nothing_else(case):
    net = net_of(case)
    (step,), shape, explanation = net.steps, net.input.shape, explained(net)
    moves = dependence(net, step.layer.name)
    for position in np.ndindex(*step.output_shape):
        neuron = explanation.neuron(step.layer.name, *position)
        moved = bounds(moves[:, *position], shape)
        assert moved == [list(ends) for ends in neuron.region.values()], position
        assert places_of(neuron.input_region) == moved[:2], position


@pytest.mark.parametrize("case", NETS, ids=lambda case: case["name"])
def test_a_neuron_of_a_net_sees_what_was_declared(case):
    neuron = explained(net_of(case)).neuron(case["layer"], *case["neuron"])
    assert as_lists(neuron.region) == case["region"]
    assert as_lists(neuron.input_region) == case["input_region"]


@pytest.mark.parametrize("case", NETS, ids=lambda case: case["name"])
def test_a_neuron_of_a_net_moves_with_what_it_sees_and_nothing_else(case):
    net = net_of(case)
    explanation, moves = explained(net), dependence(net, case["layer"])
    for position in np.ndindex(*net.step(case["layer"]).output_shape):
        neuron = explanation.neuron(case["layer"], *position)
        moved = bounds(moves[:, *position], net.input.shape)
        assert places_of(neuron.input_region) == moved[:2], position


def test_a_share_says_all_that_it_depends_on():
    softmax = next(case for case in NETS if case["name"] == "a softmax behind a flatten")
    text = explained(net_of(softmax)).neuron("softmax", 7).to_html()
    assert "takes the value at index 7 of flatten through its activation function" in text
    assert "Its share depends on all values at indices 0 to 23." in text
    assert "In the image it sees rows 0 to 3, columns 0 to 4 and channel 0." in text
