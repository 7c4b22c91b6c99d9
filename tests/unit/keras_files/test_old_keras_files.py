"""Files of Keras 1 and 2 open, with the answers that their numbers give by hand."""

import zipfile

import numpy as np
import pytest
from old_programs import (
    CONV,
    arrays_of,
    begin,
    functional,
    hdf5_file,
    keras_1,
    layer,
    teachable_machine,
)

from convscope.arithmetic import forward
from convscope.errors import ConvscopeError
from convscope.model_file import model_bytes, read_model, write_model


@pytest.fixture
def path(tmp_path):
    return tmp_path / "net.h5"


def test_a_net_of_keras_1_opens_under_todays_names(path):
    config, weights = keras_1()
    hdf5_file(path, config, weights, version="1.2.2")
    model = read_model(path)
    assert [layer.kind for layer in model.architecture.layers] == [
        "Conv2D", "BatchNormalization", "MaxPooling2D", "Dropout", "Flatten", "Dense",
    ]  # fmt: skip
    conv, _, pool, dropout, _, dense = model.architecture.layers
    assert (conv.name, conv.filters, conv.kernel_size) == ("convolution2d_1", 4, (3, 2))
    assert (conv.padding, conv.activation, pool.strides) == ("same", "relu", (3, 5))
    assert (dropout.rate, dense.units, dense.activation) == (0.25, 3, "softmax")
    for name, (_, array) in zip(
        ("gamma", "beta", "moving_mean", "moving_variance"),
        weights["batchnormalization_1"],
        strict=True,
    ):
        np.testing.assert_array_equal(model.weights[f"batchnormalization_1.{name}"], array)


def test_images_of_keras_1_s_other_order_of_axes_are_refused(path):
    config, weights = keras_1()
    config["config"][0]["config"]["dim_ordering"] = "th"
    hdf5_file(path, config, weights)
    with pytest.raises(ConvscopeError, match=r'"convolution2d_1".*data_format=channels_first'):
        read_model(path)


@pytest.mark.parametrize(
    ("mode", "kind"), [("sum", "Add"), ("concat", "Concatenate"), ("mul", "Multiply"),
                       ("ave", "Average"), ("max", "Maximum")]
)  # fmt: skip
def test_keras_1_s_merge_becomes_the_join_of_its_mode(path, mode, kind):
    net = functional(
        "net",
        [
            begin("input_1", (4, 3, 2)),
            layer("Flatten", "left", "input_1"),
            layer("Flatten", "right", "input_1"),
            layer("Merge", "both", "left", "right", mode=mode, concat_axis=-1, dot_axes=-1,
                  output_shape=None, output_shape_type="raw", arguments={}, output_mask=None),
        ],
        "input_1",
        "both",
    )  # fmt: skip
    hdf5_file(path, net, {})
    with pytest.raises(ConvscopeError, match="no weights"):
        read_model(path)
    net["config"]["layers"].append(layer("Dense", "end", "both", units=3, use_bias=False))
    net["config"]["output_layers"] = [["end", 0, 0]]
    size = 48 if kind == "Concatenate" else 24
    hdf5_file(path, net, {"end": [("end/kernel:0", arrays_of(1, (size, 3))[0])]})
    assert read_model(path).architecture.step("both").layer.kind == kind


def test_a_net_of_teachable_machine_opens_with_its_classes_and_its_way_with_pictures(path):
    config, weights = teachable_machine()
    hdf5_file(path, config, weights)
    (path.parent / "labels.txt").write_text("0 cat\n1 no cat\n2 お\n", encoding="utf-8")
    model = read_model(path)
    assert model.class_names == ("cat", "no cat", "お")
    assert model.architecture.input.value_range == (-1, 1)
    assert model.fit == "crop"
    assert model.architecture.input.shape == (6, 5, 3)
    assert model.architecture.step("add").inputs == (5, 3)


def test_it_opens_in_the_archive_that_teachable_machine_hands_out(path):
    config, weights = teachable_machine()
    hdf5_file(path, config, weights)
    archive = path.with_name("converted_keras.zip")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("converted_keras/keras_model.h5", path.read_bytes())
    model = read_model(archive)
    assert (model.class_names, model.fit) == ((), "crop")
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("converted_keras/labels.txt", "0 cat\n1 no cat\n2 お\n")
        file.writestr("__MACOSX/converted_keras/._keras_model.h5", b"\0\5")
    model = read_model(archive)
    assert model.class_names == ("cat", "no cat", "お")
    assert model.architecture.input.value_range == (-1, 1)
    expected = read_model(path).weights
    assert expected.keys() == model.weights.keys()
    for name, array in expected.items():
        np.testing.assert_array_equal(model.weights[name], array)
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("converted_keras/other.h5", b"")
    with pytest.raises(ConvscopeError, match="the zip archive holds"):
        read_model(archive)


@pytest.mark.parametrize("lines", ["0 a\n1 b\n", "0 a\n1 a\n2 b\n", "0 a\n1 b\n2 c\n3 d\n"])
def test_a_list_of_classes_that_does_not_fit_is_no_list_of_this_net(path, lines):
    config, weights = teachable_machine()
    hdf5_file(path, config, weights)
    (path.parent / "labels.txt").write_text(lines, encoding="utf-8")
    assert read_model(path).class_names == ()


def test_weights_of_nets_inside_of_nets_are_told_apart_by_name_or_by_what_is_trained(path):
    config, weights = teachable_machine()
    hdf5_file(path, config, weights)
    by_name = read_model(path).weights
    # Without names that say so: first all that is trained, then the statistics.
    order = ("Conv1/k", "bn_Conv1/g", "bn_Conv1/be", "project/k", "bn_project/g", "bn_project/be",
             "bn_Conv1/moving_m", "bn_Conv1/moving_v", "bn_project/moving_m",
             "bn_project/moving_v")  # fmt: skip
    found = dict(weights["sequential_1"])
    in_order = [next(found[key] for key in found if key.startswith(begin)) for begin in order]
    nameless = [(f"w{index}", array) for index, array in enumerate(in_order)]
    hdf5_file(path, config, {**weights, "sequential_1": nameless})
    by_order = read_model(path).weights
    for name, array in by_name.items():
        np.testing.assert_array_equal(by_order[name], array)
    # A frozen net has nothing that is trained: layer after layer, then.
    for inner in config["config"]["layers"][0]["config"]["layers"][0]["config"]["layers"]:
        inner["config"]["trainable"] = False
    frozen = sorted(range(10), key=lambda i: order[i].split("/")[0] != "Conv1")
    layers = ("Conv1/", "bn_Conv1/", "project/", "bn_project/")
    frozen = [index for begin in layers for index in range(10) if order[index].startswith(begin)]
    arrays = [(f"w{index}", in_order[index]) for index in frozen]
    hdf5_file(path, config, {**weights, "sequential_1": arrays})
    for name, array in read_model(path).weights.items():
        np.testing.assert_array_equal(array, by_name[name])


def test_scale_and_centre_that_were_left_out_are_one_and_nought(path):
    norm = layer("BatchNormalization", "norm", "image", axis=[3], momentum=0.9, epsilon=0.01,
                 center=False, scale=False)  # fmt: skip
    net = functional("net", [begin("image", (3, 2, 2)), norm], "image", "norm")
    mean, variance = (np.abs(array) for array in arrays_of(2, (2,), (2,)))
    arrays = [("norm/moving_mean:0", mean), ("norm/moving_variance:0", variance)]
    hdf5_file(path, net, {"norm": arrays})
    model = read_model(path)
    images = arrays_of(3, (1, 3, 2, 2))[0]
    found = forward(model.architecture, model.weights, images)["norm"].activation
    np.testing.assert_allclose(found, (images - mean) / np.sqrt(variance + 0.01), rtol=1e-5)


def test_flat_images_get_the_axis_that_a_net_of_flatten_leaves_out(path):
    net = {"class_name": "Sequential", "config": {"name": "s", "layers": [
        layer("Flatten", "flatten", batch_input_shape=[None, 4, 3]),
        layer("Dense", "dense", units=2, use_bias=False)]}}  # fmt: skip
    hdf5_file(path, net, {"dense": [("dense/kernel:0", arrays_of(1, (12, 2))[0])]})
    assert read_model(path).architecture.input.shape == (4, 3, 1)


def test_what_acts_in_training_only_is_left_out_where_it_is_no_kind(path):
    layers = [
        begin("image", (5, 4, 3)),
        layer("AlphaDropout", "alpha", "image", rate=0.1, seed=1),
        layer("Resizing", "size", "alpha", height=5, width=4, interpolation="bilinear"),
        layer("Rescaling", "scale", "size", scale=1 / 255, offset=0.0),
        layer("Conv2D", "conv", "scale", **CONV),
        layer("GaussianDropout", "drop", "conv", rate=0.5),
        layer("CenterCrop", "shape", "drop", height=3, width=2),
    ]
    weights = {"conv": [("conv/kernel:0", arrays_of(1, (3, 3, 3, 2))[0])]}
    hdf5_file(path, functional("net", layers, "image", "shape"), weights)
    model = read_model(path)
    kept = ["size", "scale", "conv", "shape"]
    assert [layer.name for layer in model.architecture.layers] == kept
    layers[2]["config"]["antialias"] = True
    hdf5_file(path, functional("net", layers, "image", "shape"), weights)
    with pytest.raises(ConvscopeError, match=r'"size" \(Resizing\) has antialias=True'):
        read_model(path)


def test_layers_of_the_same_name_in_two_nets_get_the_net_s_name(path):
    def inner(name):
        layers = [begin("in", (3, 2, 1)), layer("Conv2D", "conv/a", "in", **CONV | {"filters": 1})]
        net = functional(name, layers, "in", "conv/a")
        return {**net, "name": name, "inbound_nodes": []}

    first, second = inner("one"), inner("two")
    first["inbound_nodes"] = [[["image", 0, 0, {}]]]
    second["inbound_nodes"] = [[["one", 1, 0, {}]]]  # a net begins to count at 1
    net = functional("net", [begin("image", (3, 2, 1)), first, second], "image", "two")
    kernels = arrays_of(1, (3, 3, 1, 1), (3, 3, 1, 1))
    hdf5_file(
        path,
        net,
        {n: [("conv/a/kernel:0", k)] for n, k in zip(("one", "two"), kernels, strict=True)},
    )
    weights = read_model(path).weights
    assert list(weights) == ["conv_a.kernel", "two_conv_a.kernel"]
    np.testing.assert_array_equal(weights["two_conv_a.kernel"], kernels[1])


HARMLESS = {
    "groups": 1, "time_major": False, "ragged": False, "sparse": False, "stateful": False,
    "batch_input_shape": [None, 4, 3, 2], "input_dtype": "float32", "build_config": {},
    "quantization_config": None, "kernel_constraint": None, "bias_initializer": "zeros",
    "activity_regularizer": {"class_name": "L2", "config": {}}, "something_that_is_off": False,
}  # fmt: skip


@pytest.mark.parametrize("key", HARMLESS)
def test_keys_that_change_no_answer_are_passed_over(path, key):
    conv = layer("Conv2D", "conv", "image", **CONV | {key: HARMLESS[key]})
    net = functional("net", [begin("image", (4, 3, 2)), conv], "image", "conv")
    hdf5_file(path, net, {"conv": [("conv/kernel:0", arrays_of(1, (3, 3, 2, 2))[0])]})
    assert read_model(path).architecture.output_shape == (4, 3, 2)


@pytest.mark.parametrize(
    ("key", "value"),
    [("data_format", "channels_first"), ("something_new", 3), ("activation", "log_softmax"),
     ("activation", "hard_sigmoid"), ("activation", {"class_name": "Lambda"})],
)  # fmt: skip
def test_keys_that_change_answers_are_refused_by_name(path, key, value):
    conv = layer("Conv2D", "conv", "image", **CONV | {key: value})
    net = functional("net", [begin("image", (4, 3, 2)), conv], "image", "conv")
    hdf5_file(path, net, {"conv": [("conv/kernel:0", arrays_of(1, (3, 3, 2, 2))[0])]})
    with pytest.raises(ConvscopeError, match=rf'net\.h5: layer "conv" \(Conv2D\).*{key[:10]}'):
        read_model(path)


def test_a_compiled_net_is_kept_compiled(path):
    config, weights = keras_1()
    training = {
        "optimizer_config": {"class_name": "SGD", "config": {"lr": 0.02, "decay": 0.0,
                                                              "momentum": 0.5, "nesterov": True}},
        "loss": "categorical_crossentropy", "metrics": ["accuracy"], "sample_weight_mode": None,
    }  # fmt: skip
    hdf5_file(path, config, weights, training=training)
    assert read_model(path).trained_on["compiled"] == {
        "optimizer": {"name": "sgd", "momentum": 0.5, "nesterov": True, "learning_rate": 0.02},
        "loss": {"name": "categorical_crossentropy"},
        "metrics": {"accuracy": "accuracy"},
    }


def test_lists_of_names_too_long_for_hdf5_are_read_in_parts(path):
    import h5py

    config, weights = keras_1()
    hdf5_file(path, config, weights)
    with h5py.File(path, "r+") as file:
        names = list(file["model_weights"].attrs["layer_names"])
        del file["model_weights"].attrs["layer_names"]
        file["model_weights"].attrs["layer_names0"] = names[:2]
        file["model_weights"].attrs["layer_names1"] = names[2:]
    assert len(read_model(path).weights) == 8


def test_the_page_gets_its_own_form_of_a_keras_file(path):
    config, weights = keras_1()
    hdf5_file(path, config, weights)
    own = path.with_suffix(".safetensors")
    write_model(own, read_model(path))
    assert model_bytes(own) == own.read_bytes()
    own.write_bytes(model_bytes(path))
    found, expected = read_model(own), read_model(path)
    assert found.architecture == expected.architecture
    for name, array in expected.weights.items():
        np.testing.assert_array_equal(found.weights[name], array)
