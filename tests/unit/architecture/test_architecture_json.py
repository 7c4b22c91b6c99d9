"""A net as JSON: there and back, and what a file that is none is told."""

import json

import pytest
from architecture_tables import layers
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convscope.architecture import (
    CATALOGUE,
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    Input,
    MaxPooling2D,
    load_net,
    net_to_text,
)
from convscope.errors import ConvscopeError, UnknownNameError


@given(st.lists(layers(), max_size=5))
@settings(max_examples=60)
def test_any_net_that_can_be_built_survives_json(net_layers):
    assume(len({layer.name for layer in net_layers if layer.name}) <= 1)
    try:
        net = Architecture(Input((61, 67, 3), (-1, 1)), tuple(net_layers))
    except ConvscopeError:
        return
    assert Architecture.from_json(net.to_json()) == net
    assert Architecture.from_json(net_to_text(net)) == net


@pytest.mark.parametrize("name", CATALOGUE)
def test_named_nets_survive_json(name):
    net = load_net(name)
    assert Architecture.from_json(json.loads(net_to_text(net))) == net
    assert net_to_text(net).endswith("}\n")


def test_json_that_is_broken_is_located():
    with pytest.raises(ConvscopeError, match=r"not valid JSON: line 2, column 1\. Expected"):
        Architecture.from_json('{"input":\n}')


@pytest.mark.parametrize(
    "data",
    [
        [],
        "[]",
        "null",
        {"layers": []},
        {"input": {"shape": [3]}},
        {"input": [3], "layers": []},
        {"input": {"shape": [3]}, "layers": 5},
        {"input": {"shape": [3]}, "layers": {"kind": "Flatten"}},
    ],
)
def test_json_that_is_no_net_is_told_how_one_looks(data):
    with pytest.raises(ConvscopeError, match=r"lacks input or layers.*convscope summary mnist"):
        Architecture.from_json(data)


def test_a_later_format_asks_for_an_update():
    data = {**load_net("mnist").to_json(), "format": 99}
    with pytest.raises(
        ConvscopeError, match=r"format is 99.*reads formats 1 and 2.*Update convscope"
    ):
        Architecture.from_json(data)


def test_a_net_without_a_format_is_read_as_the_current_one():
    net = Architecture.from_json({"input": {"shape": [3]}, "layers": [{"kind": "Flatten"}]})
    assert net.output_shape == (3,)


def test_an_unknown_option_of_the_input_is_named():
    data = {"input": {"shape": [3], "range": [0, 1]}, "layers": []}
    with pytest.raises(UnknownNameError, match='option of Input: "range"'):
        Architecture.from_json(data)


def test_a_layer_is_found_by_name():
    net = load_net("mnist")
    assert net.step("conv2d_1").output_shape == (11, 11, 64)
    with pytest.raises(UnknownNameError, match=r'layer "conv2_1".*Did you mean "conv2d_1"\?'):
        net.step("conv2_1")


def test_the_value_range_can_be_changed_and_nothing_else_changes():
    net = load_net("mnist").with_value_range(-1, 1)
    assert net.input.value_range == (-1.0, 1.0)
    assert net.layers == load_net("mnist").layers


@pytest.mark.parametrize(
    ("last", "activation"),
    [
        ((Dense(3, "softmax"),), "softmax"),
        ((Dense(3),), "linear"),
        ((Dense(3, "sigmoid"), Flatten()), "sigmoid"),
        ((), "linear"),
    ],
)
def test_the_output_activation_is_the_last_that_values_go_through(last, activation):
    net = Architecture(Input((7, 5, 1)), (Conv2D(2, 3, activation="relu"), MaxPooling2D()))
    net = Architecture(net.input, (*net.layers, Flatten(), *last))
    assert net.output_activation == activation


def test_a_net_without_layers_leaves_its_input_as_it_is():
    net = Architecture(Input((7, 5, 1)), ())
    assert net.output_shape == (7, 5, 1)
    assert net.num_parameters == net.multiply_adds == 0
