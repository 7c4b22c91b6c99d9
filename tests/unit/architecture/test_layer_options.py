"""Every option of every layer kind: what it takes, and what it says to what it does not take."""

import json
import re
from dataclasses import fields

import pytest
from architecture_tables import (
    KINDS,
    OPTION_IDS,
    OPTIONS,
    WRONG,
    examples,
    layers,
    required_options,
    values_of,
)
from hypothesis import given, settings

from convscope.architecture import Conv2D, Input, MaxPooling2D, ZeroPadding2D, layer_from_json
from convscope.architecture.options import (
    Number,
    Option,
    check_options,
    is_unsaid,
    option_of,
)
from convscope.errors import ConvscopeError, UnknownNameError, in_short


@given(layers())
@settings(max_examples=120)
def test_a_layer_survives_json_with_every_option(layer):
    text = json.dumps(layer.to_json())
    assert layer_from_json(json.loads(text)) == layer
    unsaid = {f.name for f in fields(layer) if is_unsaid(f, getattr(layer, f.name))}
    assert set(json.loads(text)) == {"kind", "name", *layer.option_names()} - unsaid


def test_an_option_that_came_later_is_written_only_where_it_says_something():
    assert not {"dilation_rate", "groups"} & set(Conv2D(6, 3).to_json())
    assert Conv2D(6, 3, groups=3).to_json()["groups"] == 3
    assert Conv2D(6, 3, dilation_rate=(1, 2)).to_json()["dilation_rate"] == [1, 2]
    assert Conv2D(6, 3).options()["dilation_rate"] == [1, 1]
    old = {"kind": "Conv2D", "filters": 6, "kernel_size": 3}
    assert layer_from_json(old) == Conv2D(6, 3, dilation_rate=1, groups=1)


@pytest.mark.parametrize("kind", KINDS.values())
def test_required_options_are_enough_and_the_rest_is_written_out(kind):
    layer = kind.from_options(examples(kind))
    assert kind.from_options({k: v for k, v in layer.to_json().items() if k != "kind"}) == layer


@pytest.mark.parametrize(("kind", "field"), OPTIONS, ids=OPTION_IDS)
def test_every_option_has_an_example_that_it_accepts(kind, field):
    option = option_of(field)
    assert option.expected
    kind.from_options({**examples(kind), field.name: option.example})


@pytest.mark.parametrize(("kind", "field"), OPTIONS, ids=OPTION_IDS)
def test_a_wrong_value_is_named_with_what_would_fit(kind, field):
    option = option_of(field)
    wrong = list(WRONG[type(option)])
    if isinstance(option, Number) and option.below < float("inf"):
        wrong += [option.minimum - 0.1, option.below]
    for value in wrong:
        with pytest.raises(ConvscopeError) as caught:
            kind.from_options({**examples(kind), field.name: value})
        error = caught.value
        shown = repr(value) if isinstance(value, str) else in_short(value)
        assert error.received == f"{kind.__name__}: {field.name}={shown}."
        assert error.expected == f"Expected {option.expected}."
        assert error.fix == f"Write for example {field.name}={option.example!r}."


@pytest.mark.parametrize(("kind", "field"), OPTIONS, ids=OPTION_IDS)
def test_a_misspelt_option_gets_the_near_one_suggested(kind, field):
    misspelt = field.name[:-1]
    expected = rf'Unknown option of {kind.__name__}: "{misspelt}".*Did you mean "{field.name}"\?'
    with pytest.raises(UnknownNameError, match=expected):
        kind.from_options({**examples(kind), misspelt: 1})


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in KINDS.values() for name in required_options(kind)]
)
def test_a_missing_option_is_named_with_an_example(kind, name):
    given_options = {k: v for k, v in examples(kind).items() if k != name}
    example = re.escape(repr(examples(kind)[name]))
    expected = rf"^{kind.__name__}: received the options .*needs {name}\. Write .*{name}={example}"
    with pytest.raises(ConvscopeError, match=expected):
        kind.from_options(given_options)


@pytest.mark.parametrize("option_type", Option.__subclasses__())
def test_every_type_of_option_is_tested(option_type):
    assert option_type in WRONG


@pytest.mark.parametrize(("kind", "field"), OPTIONS, ids=OPTION_IDS)
def test_values_in_normal_form_stay_as_they_are(kind, field):
    @given(values_of(option_of(field)))
    @settings(max_examples=15)
    def check(value):
        normal = option_of(field).check(value)
        assert option_of(field).check(normal) == normal

    check()


def test_one_number_stands_for_both_axes():
    assert Conv2D(1, 3, 2).kernel_size == (3, 3)
    assert Conv2D(1, 3, 2).strides == (2, 2)
    assert ZeroPadding2D(2).padding == ((2, 2), (2, 2))
    assert ZeroPadding2D((1, 2)).padding == ((1, 1), (2, 2))
    assert MaxPooling2D(3).strides == (3, 3)


def test_names_may_be_written_in_capitals():
    assert Conv2D(1, 3, padding="SAME", activation="ReLU") == Conv2D(
        1, 3, padding="same", activation="relu"
    )


def test_the_kind_of_a_layer_is_looked_up():
    with pytest.raises(UnknownNameError, match=r'layer kind "Conv3D".*Did you mean "Conv2D"\?'):
        layer_from_json({"kind": "Conv3D"})
    with pytest.raises(UnknownNameError, match="Unknown layer kind"):
        layer_from_json({"kind": ["Conv2D"]})


@pytest.mark.parametrize("data", [{}, {"name": "a"}, [], "Conv2D", None])
def test_a_layer_without_a_kind_is_refused_with_the_kinds(data):
    with pytest.raises(ConvscopeError, match=r'A layer is .*"kind".*Kinds: Rescaling, '):
        layer_from_json(data)


@pytest.mark.parametrize("name", [5, ["a"], True])
def test_a_name_is_a_text(name):
    with pytest.raises(ConvscopeError, match=r"Conv2D: name=.* Expected a text\. Write for"):
        Conv2D(1, 3, name=name)


def test_a_name_that_json_leaves_empty_is_no_name():
    assert layer_from_json({"kind": "Flatten", "name": None}).name == ""


def test_the_base_of_all_options_checks_nothing_itself():
    with pytest.raises(TypeError, match="Option must define check"):
        Option("anything", 1).check(1)


def test_every_field_but_its_place_is_declared_as_an_option():
    for kind in KINDS.values():
        undeclared = [f.name for f in fields(kind) if "option" not in f.metadata]
        assert undeclared == ["name", "inputs", "training"]
    check_options(Input((3,)))
