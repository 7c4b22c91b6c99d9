"""Where a model is cut, so that Keras computes what stands before and has no weights."""

import pytest

from convscope.keras_config import NotOursError, cut_of, net_from_config


def layer(class_name, name, *takes, module="keras.layers", **options):
    node = {"args": [[tensor(source) for source in takes]], "kwargs": {}}
    return {
        "class_name": class_name,
        "module": module,
        "name": name,
        "config": {"name": name, **options},
        "inbound_nodes": [node] if takes else [],
    }


def tensor(name):
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}}


BEGIN = layer("InputLayer", "begin", batch_shape=[None, 8, 9, 3], dtype="float32")
CONVOLUTION = {"filters": 2, "kernel_size": [3, 3]}
SHAPES = {
    "split": (8, 9),
    "stack": (8, 9, 3),
    "own": (4, 9, 3),
    "pool": (4, 9, 3),
    "turned": (9, 4, 3),
}


def graph(*layers):
    names = [[name, 0, 0] for name in ("begin", layers[-1]["name"])]
    return {"layers": [BEGIN, *layers], "input_layers": names[0], "output_layers": names[1]}


def shape_of(path):
    return SHAPES.get(path[0])


def opened(class_name, config):
    cut = cut_of(class_name, config, shape_of)
    return cut, net_from_config(class_name, config, cut=cut)


def test_ways_that_part_are_cut_where_they_meet():
    config = graph(
        layer("GetItem", "split", "begin"),
        layer("Sqrt", "again", "split"),
        layer("Stack", "stack", "split", "begin"),
        layer("Own", "own", "stack", module="program"),
        layer("Conv2D", "first", "own", **CONVOLUTION),
    )
    config["layers"] = [each for each in config["layers"] if each["name"] != "again"]
    cut, net = opened("Functional", config)
    assert (cut.name, cut.shape) == ("own", (4, 9, 3))
    assert cut.before == {"begin", "split", "stack"}
    assert net.architecture.input.shape == (4, 9, 3)
    assert [each.name for each in net.architecture.layers] == ["first"]
    assert (net.cut, net.changes_answers) == (cut, True)


def test_a_branch_without_weights_is_not_cut_off():
    config = graph(
        layer("Own", "own", "begin", module="program"),
        layer("MaxPooling2D", "pool", "own", pool_size=[1, 1], padding="same"),
        layer("Conv2D", "first", "own", padding="same", **CONVOLUTION),
        layer("Concatenate", "end", "pool", "first"),
    )
    cut, net = opened("Functional", config)
    assert cut.name == "own"
    assert [each.kind for each in net.architecture.layers] == [
        "MaxPooling2D",
        "Conv2D",
        "Concatenate",
    ]


def test_a_row_of_layers_is_cut_as_late_as_can_be():
    chain = [layer("Own", "own", module="program"), layer("Permute", "turned")]
    config = {"layers": [BEGIN, *chain, layer("Flatten", "flat"), layer("Dense", "end", units=2)]}
    cut, net = opened("Sequential", config)
    assert cut.name == "turned"
    assert net.architecture.input.shape == (9, 4, 3)
    late = {**config, "layers": config["layers"][1:], "build_input_shape": [None, 8, 9, 3]}
    assert opened("Sequential", late)[0].name == "turned"


def test_where_weights_come_first_nothing_is_cut():
    config = graph(
        layer("Conv2D", "first", "begin", **CONVOLUTION),
        layer("Own", "own", "first", module="program"),
    )
    assert cut_of("Functional", config, shape_of) is None
    with pytest.raises(NotOursError, match="is defined in program"):
        net_from_config("Functional", config)
