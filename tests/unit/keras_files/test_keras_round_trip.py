"""Nets of every kind to files of Keras and back: the same net, the same numbers."""

import json
import zipfile

import h5py
import numpy as np
import pytest

from convscope.architecture import (
    LAYER_KINDS,
    Activation,
    Add,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    CenterCrop,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Input,
    LayerNormalization,
    MaxPooling2D,
    Normalization,
    PReLU,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    ReLU,
    Rescaling,
    Reshape,
    Resizing,
    SeparableConv2D,
    SpatialDropout2D,
    ZeroPadding2D,
)
from convscope.architecture.constraints import MaxNorm
from convscope.architecture.layer_training import LayerTraining
from convscope.architecture.regularizers import L1L2
from convscope.errors import ConvscopeError
from convscope.keras_config.kinds import KINDS
from convscope.keras_files import read_keras_weights, write_weights
from convscope.keras_files.weight_order import keras_order
from convscope.model_file import Model, read_model, write_model
from graph_nets import LAYERS, graph

CHAIN = Architecture(
    Input((11, 7, 3), (-1.0, 1.0)),
    (
        Rescaling(0.5, -0.25),
        ZeroPadding2D(((1, 0), (0, 2))),
        Conv2D(5, (3, 2), (2, 1), "same", use_bias=False, activation="relu"),
        BatchNormalization(0.9, 0.01),
        MaxPooling2D((3, 2), (2, 1), "same"),
        Activation("leaky_relu"),
        AveragePooling2D((2, 3), (1, 2), "same"),
        Flatten(),
        Dropout(0.3),
        Dense(7, "tanh", use_bias=False),
        Dense(2, "softmax"),
    ),
)
LATER_KINDS = Architecture(
    Input((11, 7, 3)),
    (
        Cropping2D(((1, 0), (0, 2))),
        Conv2D(6, (3, 2), padding="same", dilation_rate=(2, 1), groups=3, activation="gelu"),
        GaussianNoise(0.1),
        DepthwiseConv2D((2, 3), padding="same", depth_multiplier=2, activation="silu"),
        LayerNormalization(0.01, center=False),
        ReLU(5.0, 0.1, 0.5),
        PReLU((1, 2)),
        SpatialDropout2D(0.3),
        SeparableConv2D(
            5, (2, 3), padding="same", depth_multiplier=3, training=LayerTraining(is_trained=False)
        ),
        Activation("relu6"),
        Reshape((5, 10, -1)),
        Conv2DTranspose(2, (3, 2), (2, 3), "same", (1, 0), activation="elu"),
        Conv2DTranspose(3, 2, dilation_rate=(1, 2), use_bias=False),
        GlobalMaxPooling2D(keepdims=True),
        GlobalMaxPooling2D(),
    ),
)
PREPARED = Architecture(
    Input((11, 7, 3)),
    (
        Normalization(),
        Resizing(9, 13, "nearest", pad_to_aspect_ratio=True, fill_value=0.5),
        CenterCrop(8, 5),
        RandomFlip("vertical"),
        RandomRotation("wrap", "nearest", 0.5, factor=0.25),
        RandomZoom(height_factor=(-0.5, 0.25)),
        RandomZoom(height_factor=0.25, width_factor=(0, 0.5)),
        RandomTranslation("constant", height_factor=0.25, width_factor=0.5),
        RandomContrast(0.25, (0, 1)),
        RandomBrightness((0, 0.5), (-1, 1)),
        RandomCrop(7, 5),
        Normalization((0.5, 1, -2), (0.3, 4, 0.01), invert=True),
        Resizing(3, 2, crop_to_aspect_ratio=True),
        Normalization(0.5, 2),
    ),
)
NETS = {
    "chain": CHAIN,
    "prepared": PREPARED,
    "later kinds": LATER_KINDS,
    **{name: graph(name) for name in LAYERS},
}


def model_of(net):
    random = np.random.default_rng(7)
    weights = {
        name: random.uniform(0.1, 1, shape).astype(np.float32)
        for name, shape in net.parameter_shapes.items()
    }
    return Model(net, weights, trained_on={"data_set": "お"})


def test_the_nets_hold_every_kind_of_the_table_and_the_table_every_kind_of_ours():
    used = {layer.kind for net in NETS.values() for layer in net.layers}
    assert used | {GlobalAveragePooling2D.__name__} >= {entry.kind for entry in KINDS.values()}
    assert LAYER_KINDS.keys() <= KINDS.keys()
    assert all(KINDS[kind].kind == kind for kind in LAYER_KINDS)


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("ending", [".keras", ".h5", ".hdf5"])
def test_a_net_comes_back_as_it_was(tmp_path, name, ending):
    model = model_of(NETS[name])
    write_model(tmp_path / f"a{ending}", model)
    found = read_model(tmp_path / f"a{ending}")
    assert found.architecture.input == model.architecture.input
    # A graph's layers are sorted as Keras sorts them.
    steps = {step.layer.name: step for step in model.architecture.steps}
    assert len(found.architecture.steps) == len(steps)
    for step in found.architecture.steps:
        own = steps[step.layer.name]
        assert step.layer.to_json() | {"inputs": 0} == own.layer.to_json() | {"inputs": 0}
        assert found.architecture.input_names(step) == model.architecture.input_names(own)
    assert found.trained_on == model.trained_on
    assert found.weights.keys() == model.weights.keys()
    for tensor, values in model.weights.items():
        np.testing.assert_array_equal(found.weights[tensor], values)


CROPS = {
    "chain": (RandomCrop(6, 5), Conv2D(2, 3), Flatten(), Dense(2)),
    "graph": (
        RandomCrop(6, 5, name="crop"),
        Conv2D(3, 1, name="late", inputs="input"),
        Cropping2D(((5, 0), (2, 0)), name="small"),
        Conv2D(3, 1, name="maps", inputs="crop"),
        Add(name="sum", inputs=("maps", "crop", "small")),
    ),
    "nothing to crop": (RandomCrop(11, 7), Flatten(), Dense(2)),
}


@pytest.mark.parametrize("name", CROPS)
@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_a_random_crop_is_followed_by_what_keras_leaves_out(tmp_path, name, ending):
    net = Architecture(Input((11, 7, 3)), CROPS[name])
    write_model(tmp_path / f"a{ending}", model_of(net))
    if ending == ".keras":
        with zipfile.ZipFile(tmp_path / "a.keras") as file:
            layers = json.loads(file.read("config.json"))["config"]["layers"]
        sizes = [each["config"] for each in layers if each["class_name"] == "Resizing"]
        assert len(sizes) == (name != "nothing to crop")
        assert all(size["crop_to_aspect_ratio"] for size in sizes)
    found = read_model(tmp_path / f"a{ending}").architecture
    taken = {step.layer.name: net.input_names(step) for step in net.steps}
    assert {step.layer.name: found.input_names(step) for step in found.steps} == taken


def test_a_resizing_layer_of_the_program_stays(tmp_path):
    layers = (RandomCrop(6, 5, name="crop"), Resizing(6, 5, name="crop_size"), Flatten(), Dense(2))
    net = Architecture(Input((11, 7, 3)), layers)
    write_model(tmp_path / "a.keras", model_of(net))
    assert read_model(tmp_path / "a.keras").architecture == net


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("ending", [".weights.h5", ".h5"])
def test_weights_alone_come_back(tmp_path, name, ending):
    model = model_of(NETS[name])
    write_weights(tmp_path / f"w{ending}", model.architecture, model.weights)
    found = read_keras_weights(tmp_path / f"w{ending}", model.architecture)
    assert list(found) == list(model.weights)
    for tensor, values in model.weights.items():
        np.testing.assert_array_equal(found[tensor], values)


def test_equal_nets_make_equal_files(tmp_path):
    for name in ("a.keras", "b.keras", "a.h5", "b.h5"):
        write_model(tmp_path / name, model_of(CHAIN))
    for ending in (".keras", ".h5"):
        first, second = (tmp_path / f"{n}{ending}" for n in "ab")
        assert first.read_bytes() == second.read_bytes()


def test_an_archive_has_the_members_that_keras_looks_for(tmp_path):
    write_model(tmp_path / "a.keras", model_of(CHAIN))
    with zipfile.ZipFile(tmp_path / "a.keras") as file:
        assert set(file.namelist()) == {"config.json", "metadata.json", "model.weights.h5"}
        config = json.loads(file.read("config.json"))
    assert config["class_name"] == "Sequential"
    assert config["config"]["layers"][0]["config"]["batch_shape"] == [None, 11, 7, 3]


def test_about_tensors_keep_their_kind(tmp_path):
    means = np.arange(2 * 11 * 7 * 3, dtype=np.uint8).reshape(2, 11, 7, 3)
    scale = np.array([0.1, 0.2, 0.3], np.float64)
    about = {"class_means": means, "familiarity.scale": scale}
    model = model_of(CHAIN)
    for ending in (".keras", ".h5"):
        write_model(tmp_path / f"a{ending}", Model(CHAIN, model.weights, about=about))
        found = read_model(tmp_path / f"a{ending}").about
        assert found.keys() == about.keys()
        for name, values in about.items():
            assert found[name].dtype == values.dtype
            np.testing.assert_array_equal(found[name], values)


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_what_holds_weights_in_training_comes_back(tmp_path, ending):
    held = {
        "kernel_regularizer": L1L2(0.25, 0.5),
        "bias_regularizer": "l2",
        "kernel_constraint": MaxNorm(3.0, (0, 1)),
        "activity_regularizer": "l1",
    }
    shallow = {"depthwise_kernel_regularizer": "l1"}
    layers = (
        Conv2D(2, 2, training=held),
        SeparableConv2D(2, 2, training=shallow),
        Flatten(),
        Dense(2, training={"kernel_initializer": "he_normal"}),
    )
    write_model(tmp_path / f"a{ending}", model_of(Architecture(Input((5, 4, 2)), layers)))
    conv, separable, _, dense = read_model(tmp_path / f"a{ending}").architecture.layers
    assert conv.training == Conv2D(2, 2, training=held).training
    assert separable.training == SeparableConv2D(2, 2, training=shallow).training
    assert not dense.training  # how weights began no longer counts


def test_what_keras_lacks_is_told_and_kept_in_our_own_file(tmp_path):
    net = Architecture(Input((3,)), (Dense(2, "step", name="steps"),))
    for ending in (".keras", ".h5"):
        with pytest.raises(ConvscopeError, match=r'"steps" \(Dense\) cannot.*"step".*safetensors'):
            write_model(tmp_path / f"a{ending}", model_of(net))
        assert not list(tmp_path.iterdir())


def test_the_order_of_keras_counts_from_the_output_back():
    layers = (
        Conv2D(2, 1, name="early", inputs="input"),
        Conv2D(2, 1, name="last_of_left", inputs="early"),
        Conv2D(2, 1, name="right", inputs="input"),
        *graph_end(),
    )
    order = [step.layer.name for step in keras_order(Architecture(Input((3, 2, 1)), layers))]
    # As far from the output: what the walk back through the inputs of "both" meets first.
    assert order == ["early", "right", "last_of_left", "both", "end"]


def graph_end():
    from convscope.architecture import Add

    return Add(name="both", inputs=("right", "last_of_left")), Conv2D(2, 1, name="end")


def test_long_lists_of_names_are_written_in_parts(tmp_path):
    long = "a" * 90
    layers = tuple(Dropout(0.0, name=f"{long}{n:04d}") for n in range(800))
    write_model(tmp_path / "a.h5", model_of(Architecture(Input((3,)), (*layers, Dense(2)))))
    with h5py.File(tmp_path / "a.h5") as file:
        assert "layer_names0" in file["model_weights"].attrs
    assert len(read_model(tmp_path / "a.h5").architecture.layers) == 801
