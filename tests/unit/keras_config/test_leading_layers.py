"""Layers that Keras may compute before all of ours: only there, and in one line."""

import pytest

from convscope.keras_config import NotOursError, net_from_config


def layer(class_name, name=None, takes=None, **options):
    name = name or class_name.lower()
    item = {"class_name": class_name, "module": "keras.layers", "name": name}
    if takes:
        tensors = [
            {"class_name": "__keras_tensor__", "config": {"keras_history": [source, 0, 0]}}
            for source in takes
        ]
        item["inbound_nodes"] = [{"args": [tensors], "kwargs": {}}]
    return {**item, "config": {"name": name, **options}}


BEGIN = layer("InputLayer", "begin", batch_shape=[None, None, None, 3], dtype="float32")
END = [layer("Flatten"), layer("Dense", units=3, activation="softmax")]


def chain(*layers):
    return net_from_config("Sequential", {"name": "net", "layers": [BEGIN, *layers, *END]})


def test_the_net_begins_behind_them():
    net = chain(layer("Resizing", height=12, width=11), layer("RandomFlip", mode="horizontal"))
    assert net.leading == (("resizing",), ("randomflip",))
    assert net.changes_answers
    assert net.architecture.input.shape == (12, 11, 3)
    assert [layer.kind for layer in net.architecture.layers] == ["Flatten", "Dense"]


def test_what_acts_in_training_alone_changes_no_answers():
    begin = layer("InputLayer", "begin", batch_shape=[None, 8, 9, 3], dtype="float32")
    net = net_from_config("Sequential", {"layers": [begin, layer("RandomZoom"), *END]})
    assert net.leading == (("randomzoom",),)
    assert not net.changes_answers


def test_behind_one_of_ours_they_are_ours():
    net = chain(
        layer("Resizing", height=12, width=11),
        layer("Rescaling", scale=0.1, offset=0.0),
        layer("RandomFlip", mode="vertical", seed=3, data_format="channels_last"),
        layer("RandomZoom", height_factor=0.25, width_factor=None, interpolation="nearest"),
        layer("Normalization", axis=[-1], mean=[0.5, 1, 2], variance=[1, 2, 3], invert=False),
    )
    assert net.leading == (("resizing",),)
    kinds = ["Rescaling", "RandomFlip", "RandomZoom", "Normalization", "Flatten", "Dense"]
    assert [layer.kind for layer in net.architecture.layers] == kinds
    _, flip, zoom, normal, *_ = net.architecture.layers
    assert (flip.mode, normal.variance) == ("vertical", (1, 2, 3))
    assert (zoom.height_factor, zoom.interpolation) == ((-0.25, 0.25), "nearest")
    with pytest.raises(NotOursError, match=r"\(Resizing\) has antialias=True"):
        chain(layer("Rescaling", scale=0.1), layer("Resizing", height=3, width=3, antialias=True))


def test_none_leads_where_the_whole_model_becomes_ours():
    layers = [layer("Resizing", height=6, width=5), layer("RandomFlip"), *END]
    begin = layer("InputLayer", "begin", batch_shape=[None, 8, 9, 3], dtype="float32")
    config = {"layers": [begin, *layers]}
    net = net_from_config("Sequential", config, may_lead=False)
    assert net.leading == ()
    assert [layer.kind for layer in net.architecture.layers[:2]] == ["Resizing", "RandomFlip"]


def test_without_a_size_the_net_is_refused():
    with pytest.raises(NotOursError, match=r"input's shape is \(None, None, 3\)"):
        chain(layer("RandomFlip"))


def test_no_way_leads_around_them():
    layers = [
        layer("InputLayer", "begin", batch_shape=[None, 8, 9, 3], dtype="float32"),
        layer("RandomFlip", "flip", ["begin"]),
        layer("Add", "both", ["flip", "begin"]),
    ]
    config = {"layers": layers, "input_layers": ["begin", 0, 0], "output_layers": ["both", 0, 0]}
    with pytest.raises(NotOursError, match='takes in the input before "flip"'):
        net_from_config("Functional", config)
