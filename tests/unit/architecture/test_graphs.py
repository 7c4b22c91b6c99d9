"""Nets that are graphs: order, shapes, cost, JSON, and what those are told that are none."""

import json
import re
from io import StringIO

import pytest
from rich.console import Console

from convscope.architecture import (
    LAYER_KINDS,
    Activation,
    Add,
    Architecture,
    Average,
    Concatenate,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    Maximum,
    MaxPooling2D,
    Multiply,
    ReceptiveField,
    Subtract,
    ZeroPadding2D,
    load_net,
    summary_table,
)
from convscope.architecture.bounds import MAX_LAYERS
from convscope.errors import ConvscopeError
from graph_nets import LAYERS, graph
from processor_work import AT_ONCE, process_seconds, yards

PICTURE = Input((28, 28, 3))


def conv(filters, name, inputs=(), padding="same", strides=1):
    return Conv2D(filters, 3, strides, padding, name=name, inputs=inputs)


def net(*layers, net_input=PICTURE):
    return Architecture(net_input, layers)


def json_net(*layers, format=2):
    return {"format": format, "input": {"shape": [28, 28, 3]}, "layers": list(layers)}


def said(*layers, net_input=PICTURE):
    """Returns the three parts of the error that a net's layers cause."""
    with pytest.raises(ConvscopeError) as caught:
        Architecture(net_input, layers)
    return caught.value.received, caught.value.expected, caught.value.fix


def test_a_layer_takes_in_the_one_before_it_unless_it_names_others():
    built = net(conv(3, "a"), conv(3, "b"), Add(inputs=("b", "a")), Flatten(), Dense(2))
    assert [step.inputs for step in built.steps] == [(-1,), (0,), (1, 0), (2,), (3,)]
    assert built.input_names(built.steps[2]) == ("b", "a")
    assert built.input_names(built.steps[0]) == ("input",)
    assert not built.is_chain


def test_a_chain_that_names_its_inputs_is_the_same_chain():
    plain = net(conv(3, "a"), Flatten(name="f"))
    named = net(conv(3, "a", inputs="input"), Flatten(name="f", inputs=("a",)))
    assert named == plain
    assert named.is_chain
    assert named.to_json()["format"] == 1
    assert "inputs" not in str(named.to_json())


def test_layers_may_be_listed_in_any_order_and_are_computed_in_one():
    listed = (
        Dense(2, name="end", inputs="f"),
        Flatten(name="f", inputs="sum"),
        Add(name="sum", inputs=("a", "b")),
        conv(3, "b", inputs="a"),
        conv(3, "a", inputs="input"),
    )
    names = [layer.name for layer in net(*listed).layers]
    assert names == ["a", "b", "sum", "f", "end"]
    assert net(*listed) == net(
        conv(3, "a"),
        conv(3, "b"),
        Add(name="sum", inputs=("a", "b")),
        Flatten(name="f"),
        Dense(2, name="end"),
    )


def test_left_out_inputs_mean_the_layer_before_as_listed():
    built = net(
        conv(3, "late", inputs="early"),
        Add(name="sum", inputs=("late", "early")),
        conv(3, "early", inputs="input"),
        conv(4, "after"),
        Concatenate(name="all", inputs=("after", "sum")),
    )
    assert built.input_names(built.step("after")) == ("early",)


@pytest.mark.parametrize("name", LAYERS)
def test_a_graph_survives_json(name):
    built = graph(name)
    data = json.loads(json.dumps(built.to_json()))
    assert data["format"] == 2
    assert Architecture.from_json(data) == built
    assert Architecture.from_json(data).to_json() == data
    before = ["input", *(layer["name"] for layer in data["layers"])]
    assert all(
        layer.get("inputs") != [last] for layer, last in zip(data["layers"], before, strict=False)
    )


@pytest.mark.parametrize("name", ["mnist", "objects"])
def test_a_chain_is_written_in_format_1_and_read_in_both(name):
    data = load_net(name).to_json()
    assert data["format"] == 1
    assert Architecture.from_json({**data, "format": 2}) == load_net(name)


def test_the_output_activation_of_a_graph_is_the_one_before_its_output():
    assert graph("residual").output_activation == "softmax"
    assert graph("fire").output_activation == "linear"
    ends_in_join = net(Flatten(), Dense(2, "softmax"), Average(inputs=("dense", "dense")))
    assert ends_in_join.output_activation == "linear"


@pytest.mark.parametrize("kind", [Add, Subtract, Multiply, Average, Maximum])
def test_joins_of_values_repeat_what_there_is_once(kind):
    def shape(first, second):
        return kind(inputs=("a", "b")).output_shape_of([first, second])

    assert shape((5, 7, 3), (5, 7, 3)) == (5, 7, 3)
    assert shape((5, 7, 3), (1, 1, 3)) == shape((1, 1, 3), (5, 7, 3)) == (5, 7, 3)
    assert shape((5, 7, 3), (3,)) == shape((3,), (5, 7, 3)) == (5, 7, 3)
    assert shape((5, 1, 3), (1, 7, 1)) == (5, 7, 3)
    assert shape((4,), (4,)) == shape((1,), (4,)) == (4,)


def test_concatenated_channels_add_up():
    def shape(*shapes):
        return Concatenate(inputs=("a", "b", "c")[: len(shapes)]).output_shape_of(shapes)

    assert shape((5, 7, 3), (5, 7, 2), (5, 7, 3)) == (5, 7, 8)
    assert shape((3,), (4,)) == (7,)


def test_rules_say_how_a_join_finds_its_shape():
    rules = {step.layer.name: step.rule for step in graph("squeeze and excitation").steps}
    assert rules["scaled"] == "11 × 7 × 5 and 5 = 11 × 7 × 5"
    rules = {step.layer.name: step.rule for step in graph("fire").steps}
    assert rules["fire"] == "channels 3 + 4 = 7"
    rules = {step.layer.name: step.rule for step in graph("residual").steps}
    assert rules["add"] == "shape unchanged, 2 inputs"


def test_parameters_and_multiply_adds_of_a_graph_are_those_of_its_layers():
    built = graph("fire")
    sizes = {
        "stem": (3 * 3 * 3 + 1) * 5,
        "squeeze": (5 + 1) * 2,
        "one": (2 + 1) * 3,
        "three": (2 * 9 + 1) * 4,
        "answer": (2 * 2 * 7 + 1) * 3,
    }
    assert {s.layer.name: s.num_parameters for s in built.steps if s.num_parameters} == sizes
    assert built.num_parameters == sum(sizes.values())
    assert built.step("three").multiply_adds == 4 * 2 * 9 * 2 * 4
    assert built.step("fire").multiply_adds == 0


def test_a_join_sees_what_any_of_its_inputs_sees():
    fields = {s.layer.name: s.receptive_field for s in graph("residual").steps}
    assert (fields["stem"].size, fields["stem"].offset) == ((3, 3), (-1, -1))
    assert fields["add"] == fields["second"]
    assert fields["add"].size == (7, 6)
    assert fields["short"].size == (7, 6)
    assert (fields["sum"].size, fields["sum"].stride) == (fields["down"].size, (2, 2))


def test_what_stands_for_all_places_is_seen_from_all_of_them():
    fields = {s.layer.name: s.receptive_field for s in graph("squeeze and excitation").steps}
    assert fields["scaled"].text == fields["behind"].text == "11×7"
    assert fields["scaled"].window(10, 6) == fields["scaled"].window(0, 0) == (range(11), range(7))


def test_windows_that_move_differently_lie_in_a_common_one():
    slow = ReceptiveField((2, 1), (1, 1), (0, 0), (20, 1))
    fast = ReceptiveField((1, 1), (3, 1), (1, 0), (20, 1))
    both = ReceptiveField.union([slow, fast], (5, 1))
    for row in range(5):
        seen = set(both.window(row, 0)[0])
        assert {*slow.window(row, 0)[0], *fast.window(row, 0)[0]} <= seen


def test_the_summary_says_what_is_connected_to_what():
    out = StringIO()
    Console(file=out, width=100).print(summary_table(graph("residual")))
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert lines[2].startswith("← connected to")
    assert lines[lines.index("← second, stem") - 1].startswith("add (Add)")
    assert "← after" in lines
    out = StringIO()
    Console(file=out, width=100).print(summary_table(load_net("mnist")))
    assert "←" not in out.getvalue()


def test_a_join_of_unequal_channels_names_both_sides_and_what_would_fit():
    assert said(conv(32, "a"), conv(16, "b", "input"), Add(name="sum", inputs=("a", "b"))) == (
        'Layer "sum" (Add) takes in (28, 28, 32) from "a" and (28, 28, 16) from "b".',
        "Expected as many channels in one as in the other, or 1.",
        'Put Conv2D(32, (1, 1)) behind "b", or join with Concatenate.',
    )


def test_what_is_suggested_for_unequal_channels_helps():
    net(
        conv(32, "a"),
        conv(16, "b", "input"),
        Conv2D(32, (1, 1), name="c"),
        Add(inputs=("a", "c")),
    )
    net(conv(32, "a"), conv(16, "b", "input"), Concatenate(inputs=("a", "b")))


@pytest.mark.parametrize("kind", [Add, Concatenate])
def test_a_join_of_unequal_places_names_both_sides_and_what_would_fit(kind):
    layers = (conv(8, "a"), conv(8, "b", "input", padding="valid"))
    received, expected, fix = said(*layers, kind(name="sum", inputs=("a", "b")))
    assert received.endswith('takes in (28, 28, 8) from "a" and (26, 26, 8) from "b".')
    assert expected.startswith("Expected as many rows and columns in one as in the other")
    assert fix == 'Use padding="same" and the same strides on both ways.'
    assert (", or 1" in expected) == (kind is Add)


def test_a_join_of_unequal_vectors_says_which_dense_layer_would_fit():
    layers = (Dense(8, name="a"), Dense(5, name="b", inputs="input"))
    *_, fix = said(*layers, Multiply(inputs=("a", "b")), net_input=Input((3,)))
    assert fix == 'Put Dense(8) behind "b", or join with Concatenate.'


def test_a_picture_and_a_vector_are_not_concatenated():
    _, expected, fix = said(
        conv(8, "a"), GlobalAveragePooling2D(name="b"), Concatenate(inputs=("a", "b"))
    )
    assert expected == "Expected as many axes in one as in the other."
    assert "Flatten() or GlobalAveragePooling2D()" in fix


def test_of_many_inputs_the_two_are_named_that_do_not_fit():
    layers = [conv(1, "one"), conv(8, "a", "input"), conv(8, "b", "input"), conv(9, "c", "input")]
    received, *_ = said(*layers, Add(inputs=("one", "a", "b", "c")))
    assert 'from "a" and (28, 28, 9) from "c"' in received


def test_a_circle_is_told_layer_by_layer():
    received, expected, fix = said(
        conv(3, "a", inputs="c"),
        conv(3, "b"),
        conv(3, "c"),
        Add(inputs=("c", "input")),
    )
    assert received == "The layers go in a circle: a → b → c → a."
    assert "only what was computed before it" in expected
    assert fix == 'Take one of these connections out, for example an input of "a".'


def test_a_layer_that_takes_in_itself_is_a_circle():
    received, *_ = said(conv(3, "a"), Add(name="sum", inputs=("sum", "a")))
    assert received == "The layers go in a circle: sum → sum."


def test_a_long_circle_is_told_in_short():
    layers = [conv(3, f"l{i}", inputs=f"l{(i - 1) % 1000}") for i in range(1000)]
    received, *_ = said(*layers)
    assert re.match(r"The layers go in a circle: l\d+ → l\d+ → l\d+ → l\d+ → … → l\d+ →", received)


def test_an_input_that_does_not_exist_gets_the_near_one_suggested():
    assert said(conv(3, "conv_a"), Add(name="sum", inputs=("conv_a", "conv_b"))) == (
        'Layer "sum" (Add) takes in "conv_b", and no layer is called so.',
        'Expected the name of another layer, or "input" for what goes into the net.',
        'Did you mean "conv_a"?',
    )
    *_, fix = said(conv(3, "conv_a"), Add(name="sum", inputs=("conv_a", "zzz")))
    assert fix == "Give the other layer this name."


def test_two_layers_of_one_name_are_refused():
    received, *_ = said(conv(3, "a"), conv(3, "a"), Add(inputs=("a", "input")))
    assert received == 'The layer name "a" is used twice.'


def test_a_layer_that_leads_nowhere_is_named():
    received, expected, fix = said(conv(3, "a"), conv(3, "b"), conv(3, "c", inputs="a"))
    assert received == 'The net ends in 2 layers: "b", "c".'
    assert "one output" in expected
    assert fix.startswith("Join them")


def test_the_name_of_the_input_is_free_in_chains_and_taken_in_graphs():
    assert net(conv(3, "input"), Flatten()).layers[0].name == "input"
    received, *_ = said(conv(3, "input"), Add(inputs=("input", "input")))
    assert received == 'A layer is called "input" in a net whose layers name their inputs.'


def test_only_joins_take_in_several_layers_and_they_at_least_two():
    received, expected, fix = said(conv(3, "a"), conv(3, "b", inputs=("a", "input")))
    assert received == 'Layer "b" (Conv2D) takes in 2 layers: a, input.'
    assert expected == "It takes in one."
    assert "Concatenate or Add" in fix
    for layers in ((conv(3, "a"), Add(name="s")), (conv(3, "a"), Add(name="s", inputs="a"))):
        received, expected, _ = said(*layers)
        assert received.startswith('Layer "s" (Add) takes in one layer: ')
        assert expected == "It joins at least two."


def test_a_difference_has_two_sides():
    received, expected, _ = said(conv(3, "a"), Subtract(name="d", inputs=("a", "a", "input")))
    assert received == 'Layer "d" (Subtract) takes in 3 layers: a, a, input.'
    assert expected == "It takes in at most 2."


def test_the_inputs_net_itself_takes_in_nothing():
    with pytest.raises(ConvscopeError, match=r"Input: inputs=\('a',\)\. Expected names"):
        Input((3,), inputs=("a",))


@pytest.mark.parametrize("inputs", [5, True, {"a": 1}, [1], [["a"]], [None], b"a"])
def test_inputs_are_names(inputs):
    with pytest.raises(ConvscopeError, match=r"Add: inputs=.* Expected names of layers\."):
        Add(inputs=inputs)


@pytest.mark.parametrize("inputs", [None, [], ()])
def test_empty_inputs_are_left_out(inputs):
    assert Flatten(inputs=inputs) == Flatten()


def test_a_join_that_nobody_can_hold_is_refused_at_once():
    def refused():
        received, *_ = said(conv(3, "a"), Add(inputs=("a",) * 10_000))
        assert "takes in 10,000 layers: a, a, a" in received
        assert len(received) < 300

    assert yards(refused) < AT_ONCE
    doubled = [conv(64, "a"), *_doubled(30)]
    received, *_ = said(*doubled)
    assert "values for one image" in received


def _doubled(count):
    before = "a"
    for index in range(count):
        yield Concatenate(name=f"c{index}", inputs=(before, before))
        before = f"c{index}"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (json_net(*[{"kind": "Add", "inputs": ["input", "input"]}] * 10_000), "has 10,000 layers"),
        (json_net({"kind": "Add", "inputs": ["x" * 10**6, "input"]}), r'takes in "x{60}…x{16}"'),
        (json_net({"kind": "Add", "inputs": [[[[[["a"]]]]]]}), r"Add: inputs=\[\[\[\[\.\.\.\]"),
        (json_net({"kind": "Add", "inputs": {"a": {"b": {}}}}), "Add: inputs="),
        (json_net({"kind": "Flatten", "from": ["a"]}), 'option of Flatten: "from"'),
        (json_net({"kind": "Flatten"}, format=3), "format is 3"),
        ('{"format": 2, "input": {"shape": [3]}, "layers": ' + "[" * 10**5, "nested too deeply"),
        (
            '{"input": {"shape": [3]}, "layers": [{"kind": "Add", "inputs": ' + "[" * 10**5,
            "nested too deeply",
        ),
    ],
    ids=range(8),
)
def test_a_graph_that_is_none_is_refused_at_once(data, reason):
    def refused():
        with pytest.raises(ConvscopeError, match=reason) as caught:
            Architecture.from_json(data)
        assert len(str(caught.value)) < 700

    assert yards(refused) < AT_ONCE


def test_time_grows_with_the_number_of_layers_and_no_faster():
    """Each layer is named, connected and sorted once, also listed backwards."""

    def seconds(count):
        layers = [conv(3, "l0", inputs="input")]
        for index in range(1, count):
            taken = (f"l{index - 1}", f"l{max(index - 2, 0)}")
            layers.append(Add(name=f"l{index}", inputs=taken))
        return process_seconds(lambda: net(*layers[::-1]))

    few, many = (min(seconds(n) for _ in range(3)) for n in (MAX_LAYERS // 8, MAX_LAYERS))
    assert many < 8 * few * 3


def test_joins_have_names_as_keras_counts_them():
    built = net(
        conv(3, "a"), Add(inputs=("a", "input")), Add(inputs=("add", "input")), MaxPooling2D()
    )
    assert [layer.name for layer in built.layers][1:] == ["add", "add_1", "max_pooling2d"]


def test_what_joins_says_is_what_the_table_of_kinds_says():
    joins = {kind for kind in LAYER_KINDS.values() if kind.joins}
    assert joins == {Add, Subtract, Multiply, Average, Maximum, Concatenate}
    assert {kind for kind in LAYER_KINDS.values() if kind.most_inputs > 1} == joins
    assert all(kind.option_names() == [] for kind in joins)


@pytest.mark.parametrize(
    ("layer", "shape", "part", "expected"),
    [
        (
            Conv2D(2, 3, padding="same"),
            (9, 7, 3),
            ((0, 1), (6, 7), (1, 2)),
            ((0, 2), (5, 7), (0, 3)),
        ),
        (MaxPooling2D(2), (9, 7, 3), ((1, 3), (0, 1), (1, 2)), ((2, 6), (0, 2), (1, 2))),
        (ZeroPadding2D(2), (9, 7, 3), ((0, 4), (0, 2), (0, 1)), ((0, 2), (0, 0), (0, 1))),
        (Activation("softmax"), (9, 7, 3), ((0, 1), (0, 1), (2, 3)), ((0, 1), (0, 1), (0, 3))),
        (Activation("softmax"), (9,), ((2, 3),), ((0, 9),)),
        (Flatten(), (9, 7, 3), ((22, 23),), ((1, 2), (0, 1), (1, 2))),
        (Flatten(), (9, 7, 3), ((20, 22),), ((0, 2), (0, 7), (0, 3))),
        (GlobalAveragePooling2D(), (9, 7, 3), ((1, 2),), ((0, 9), (0, 7), (1, 2))),
        (Dense(4), (9,), ((1, 2),), ((0, 9),)),
        (Dropout(0.5), (9,), ((1, 2),), ((1, 2),)),
    ],
)
def test_a_part_is_made_of_a_part(layer, shape, part, expected):
    (found,) = layer.parts_before([shape], part)
    is_nothing = any(end <= first for first, end in found)
    assert found == expected or (is_nothing and any(f == e for f, e in expected))
