"""What programs wrote in older words, or without layers: what it becomes here, or why not."""

import numpy as np
import pytest
from old_programs import CONV, arrays_of, begin, functional, hdf5_file, layer

from convscope.architecture import Architecture, Dense, Flatten, Input
from convscope.arithmetic import forward
from convscope.errors import ConvscopeError
from convscope.keras_files import read_keras_weights
from convscope.model_file import read_model

SHAPE = (6, 5, 3)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "net.h5"


def conv(name, taken, filters=3, seed=1):
    """Returns the entry of a convolution and its arrays."""
    kernel = arrays_of(seed, (3, 3, 3, filters))[0]
    entry = layer("Conv2D", name, taken, **{**CONV, "filters": filters})
    return entry, {name: [(f"{name}/kernel:0", kernel)]}


def answers(path, name, images=None):
    """Returns images and what a layer of the net in a file makes of them."""
    model = read_model(path)
    images = arrays_of(9, (2, *model.architecture.input.shape))[0] if images is None else images
    found = forward(model.architecture, model.weights, images)
    return images, {layer.name: found[layer.name].activation for layer in model.architecture.layers}


def keras_1(class_name, **options):
    """Returns an entry of a Sequential of Keras 1."""
    return {"class_name": class_name, "config": {"trainable": True, **options}}


def test_a_chain_in_the_words_of_keras_1(path):
    image = {"batch_input_shape": [None, 9, 8, 2], "input_dtype": "float32"}
    layers = [
        keras_1("ZeroPadding2D", name="pad", padding=[1, 1], dim_ordering="tf", **image),
        keras_1("AtrousConvolution2D", name="atrous", nb_filter=3, nb_row=2, nb_col=3,
                atrous_rate=[2, 1], subsample=[1, 1], border_mode="valid", dim_ordering="tf",
                activation="linear", bias=False, init="glorot_uniform", W_constraint=None,
                W_regularizer={"name": "WeightRegularizer", "l1": 0.0, "l2": 0.001}),
        keras_1("ELU", name="elu", alpha=1.0),
        keras_1("ThresholdedReLU", name="cut", theta=0.25),
        keras_1("LeakyReLU", name="leaky", alpha=0.125),
        keras_1("SpatialDropout2D", name="maps", p=0.5, dim_ordering="tf"),
        keras_1("GaussianNoise", name="noise", sigma=0.5),
        keras_1("GaussianDropout", name="dropout", p=0.5),
        keras_1("UpSampling2D", name="up", size=[2, 3], dim_ordering="tf"),
        keras_1("GlobalMaxPooling2D", name="most", dim_ordering="tf"),
        keras_1("Dense", name="end", output_dim=2, input_dim=None, bias=True, init="zero",
                activation="linear", W_regularizer=None, b_constraint=None),
    ]  # fmt: skip
    kernel, dense, bias = arrays_of(1, (2, 3, 2, 3), (3, 2), (2,))
    hdf5_file(
        path,
        {"class_name": "Sequential", "config": layers},
        {"atrous": [("param_0", kernel)], "end": [("param_0", dense), ("param_1", bias)]},
        version="1.2.2",
    )
    model = read_model(path)
    kinds = {layer.name: layer.kind for layer in model.architecture.layers}
    assert (kinds["atrous"], kinds["up"]) == ("Conv2D", "Resizing")
    atrous, cut, noise = (model.architecture.step(n).layer for n in ("atrous", "cut", "noise"))
    assert (atrous.dilation_rate, atrous.use_bias) == ((2, 1), False)
    assert (cut.threshold, noise.stddev) == (0.25, 0.5)
    assert "dropout" not in kinds  # acts in training alone
    _, found = answers(path, "end")
    assert found["up"].shape[1:3] == tuple(np.array(found["noise"].shape[1:3]) * (2, 3))
    np.testing.assert_array_equal(found["up"][:, ::2, ::3], found["noise"])
    np.testing.assert_array_equal(found["up"][:, 1::2, 2::3], found["noise"])
    np.testing.assert_allclose(found["elu"], np.where(
        found["atrous"] > 0, found["atrous"], np.expm1(found["atrous"])), rtol=1e-5, atol=1e-6
    )  # fmt: skip
    kept = np.where(found["elu"] > 0.25, found["elu"], 0)
    np.testing.assert_array_equal(found["cut"], kept)
    np.testing.assert_allclose(found["end"], found["most"] @ dense + bias, rtol=1e-5)


def test_two_nets_merged_at_the_beginning_are_refused(path):
    half = {"class_name": "Sequential", "config": [
        keras_1("Dense", name="half", output_dim=2, batch_input_shape=[None, 4])]}  # fmt: skip
    merge = keras_1("Merge", name="merge", layers=[half, half], mode="concat", concat_axis=-1)
    merge["config"]["layers"][1]["config"][0]["config"]["name"] = "other"
    dense = keras_1("Dense", name="end", output_dim=2, batch_input_shape=[None, 4])
    hdf5_file(path, {"class_name": "Sequential", "config": [dense, merge]}, {})
    with pytest.raises(ConvscopeError, match=r'"merge" \(Merge\) is of a kind'):
        read_model(path)


@pytest.mark.parametrize(
    ("function", "taken", "expected"),
    [
        ("math.truediv", {"y": 4.0}, lambda x: x / 4),
        ("math.multiply", {"y": 3}, lambda x: x * 3),
        ("math.subtract", {"y": 1.5}, lambda x: x - 1.5),
        ("__operators__.add", {"y": 1.5, "name": None}, lambda x: x + 1.5),
        ("nn.relu", {"name": None}, lambda x: np.maximum(x, 0)),
    ],
)
def test_operations_of_tensorflow_with_a_number(path, function, taken, expected):
    begun, weights = conv("conv", "image")
    operation = layer("TFOpLambda", "operation", function=function)
    operation["inbound_nodes"] = [["conv", 0, 0, taken]]
    end = layer("Flatten", "end", "operation")
    net = functional("net", [begin("image", SHAPE), begun, operation, end], "image", "end")
    hdf5_file(path, net, weights)
    _, found = answers(path, "operation")
    np.testing.assert_allclose(found["operation"], expected(found["conv"]), rtol=1e-6)


def test_a_number_less_a_tensor(path):
    begun, weights = conv("conv", "image")
    operation = layer("TFOpLambda", "operation", function="math.subtract")
    operation["inbound_nodes"] = [["_CONSTANT_VALUE", -1, 2.0, {"y": ["conv", 0, 0]}]]
    net = functional("net", [begin("image", SHAPE), begun, operation], "image", "operation")
    hdf5_file(path, net, weights)
    _, found = answers(path, "operation")
    np.testing.assert_allclose(found["operation"], 2 - found["conv"], rtol=1e-6)


@pytest.mark.parametrize(
    ("function", "join"),
    [("math.add", np.add), ("math.subtract", np.subtract), ("math.multiply", np.multiply),
     ("math.maximum", np.maximum)],
)  # fmt: skip
def test_operations_of_tensorflow_between_two_tensors(path, function, join):
    (first, weights), (second, others) = conv("first", "image"), conv("second", "image", seed=2)
    operation = layer("TFOpLambda", "both", function=function)
    operation["inbound_nodes"] = [["first", 0, 0, {"y": ["second", 0, 0], "name": None}]]
    net = functional("net", [begin("image", SHAPE), first, second, operation], "image", "both")
    hdf5_file(path, net, weights | others)
    _, found = answers(path, "both")
    np.testing.assert_allclose(found["both"], join(found["first"], found["second"]), rtol=1e-6)


def keras_3_tensor(name):
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}}


@pytest.mark.parametrize("has_module", [True, False])  # HDF5 files of Keras 3 have none
@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("TrueDivide", ["conv", 4.0], lambda x: x / 4),
        ("Divide", ["conv", 4.0], lambda x: x / 4),
        ("Subtract", [2.0, "conv"], lambda x: 2 - x),
        ("Subtract", ["conv", 2.0], lambda x: x - 2),
        ("Add", ["conv", "conv"], lambda x: x + x),
        ("Multiply", [0.5, "conv"], lambda x: x / 2),
    ],
)
def test_operations_of_keras_3(path, name, taken, expected, has_module):
    begun, weights = conv("conv", "image")
    tensors = [keras_3_tensor(each) if isinstance(each, str) else each for each in taken]
    operation = layer(name, "operation")
    operation["inbound_nodes"] = [{"args": tensors, "kwargs": {}}]
    if has_module:
        operation["module"] = "keras.src.ops.numpy"
    net = functional("net", [begin("image", SHAPE), begun, operation], "image", "operation")
    hdf5_file(path, net, weights, version="3.5.0")
    _, found = answers(path, "operation")
    np.testing.assert_allclose(found["operation"], expected(found["conv"]), rtol=1e-6)


def test_the_mode_that_a_call_of_keras_3_says_is_not_that_of_the_net(path):
    flip = layer("RandomFlip", "flip", mode="horizontal")
    flip["inbound_nodes"] = [{"args": [keras_3_tensor("image")], "kwargs": {"training": True}}]
    end, weights = conv("end", "flip")
    net = functional("net", [begin("image", SHAPE), flip, end], "image", "end")
    hdf5_file(path, net, weights, version="3.5.0")
    images, found = answers(path, "flip")
    np.testing.assert_array_equal(found["flip"], images)


@pytest.mark.parametrize(
    ("class_name", "function", "taken"),
    [
        ("TFOpLambda", "math.truediv", {"y": 0.0}),
        ("TFOpLambda", "math.truediv", {"y": 10**400}),
        ("TFOpLambda", "math.multiply", {"y": [1.0, 2.0]}),
        ("TFOpLambda", "image.resize", {"size": [3, 3]}),
        ("TFOpLambda", "nn.relu", {"y": 3.0}),
        ("SlicingOpLambda", "__operators__.getitem", {"slice_spec": []}),
        ("TFOpLambda", ["a"], {"y": 3.0}),
    ],
)
def test_other_operations_are_refused_by_name(path, class_name, function, taken):
    operation = layer(class_name, "operation", function=function)
    operation["inbound_nodes"] = [["image", 0, 0, taken]]
    net = functional("net", [begin("image", SHAPE), operation], "image", "operation")
    hdf5_file(path, net, {})
    with pytest.raises(ConvscopeError, match=rf'"operation" \({class_name}\) is an operation.*to '
                                             "the pictures before the net"):  # fmt: skip
        read_model(path)


def test_a_dense_layer_on_maps_is_a_convolution_of_one_pixel(path):
    layers = [begin("image", SHAPE), layer("Dense", "dense", "image", units=4, activation="relu")]
    kernel, bias = arrays_of(1, (3, 4), (4,))
    arrays = {"dense": [("dense/kernel:0", kernel), ("dense/bias:0", bias)]}
    hdf5_file(path, functional("net", layers, "image", "dense"), arrays)
    images, found = answers(path, "dense")
    expected = np.maximum(images @ kernel + bias, 0)
    np.testing.assert_allclose(found["dense"], expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"size": [2, 2], "interpolation": "bicubic"}, r'\(UpSampling2D\).*bicubic.*"bilinear"'),
        ({"size": [0, 2]}, r'"up" \(UpSampling2D\) has size=\[0, 2\]'),
        ({"size": [9999, 2]}, r'"up" \(UpSampling2D\).*height=59994'),
    ],
)
def test_growing_otherwise_is_refused_by_the_name_of_the_layer(path, options, text):
    layers = [begin("image", SHAPE), layer("UpSampling2D", "up", "image", **options)]
    hdf5_file(path, functional("net", layers, "image", "up"), {})
    with pytest.raises(ConvscopeError, match=text):
        read_model(path)


def test_hard_sigmoid_is_that_of_the_keras_that_wrote_the_file(path):
    options = {**CONV, "activation": "hard_sigmoid"}
    net = functional("net", [begin("image", SHAPE), layer("Conv2D", "c", "image", **options)],
                     "image", "c")  # fmt: skip
    arrays = {"c": [("c/kernel:0", arrays_of(1, (3, 3, 3, 2))[0])]}
    hdf5_file(path, net, arrays, version="3.4.1")
    assert read_model(path).architecture.step("c").layer.activation == "hard_sigmoid"
    hdf5_file(path, net, arrays, version="2.15.0")
    with pytest.raises(ConvscopeError, match="Before Keras 3 hard_sigmoid"):
        read_model(path)


def test_a_function_of_somebodys_own_is_none_of_ours(path):
    own = {"module": "builtins", "class_name": "function", "config": "relu"}
    entry = layer("Activation", "own", "image", activation=own)
    hdf5_file(path, functional("net", [begin("image", SHAPE), entry], "image", "own"), {})
    with pytest.raises(ConvscopeError, match=r'"own" \(Activation\) has activation='):
        read_model(path)


@pytest.mark.parametrize(
    ("class_name", "options"), [("Softmax", {"axis": -1}), ("Dense", {"units": 3})]
)
def test_what_runs_along_columns_instead_of_channels_is_refused(path, class_name, options):
    layers = [begin("image", (4, 3)), layer("ReLU", "ramp", "image")]
    layers += [layer(class_name, "along", "ramp", **options), layer("Flatten", "end", "along")]
    hdf5_file(path, functional("net", layers, "image", "end"), {})
    with pytest.raises(ConvscopeError, match=rf'"along" \({class_name}\) works on pictures with'):
        read_model(path)


def test_channels_that_a_layer_counts_anew_are_channels(path):
    layers = [begin("image", (6, 2)), layer("Reshape", "anew", "image", target_shape=[2, 2, 3])]
    layers.append(layer("Softmax", "along", "anew", axis=-1))
    end, weights = conv("end", "along")
    hdf5_file(path, functional("net", [*layers, end], "image", "end"), weights)
    images, found = answers(path, "along")
    powers = np.exp(images.reshape(2, 2, 2, 3))
    np.testing.assert_allclose(
        found["along"], powers / powers.sum(-1, keepdims=True), rtol=1e-5, atol=1e-6
    )


def test_weights_from_before_they_had_names(path):
    kernel, bias = arrays_of(1, (12, 2), (2,))
    arrays = {"layer_0": [], "layer_1": [("param_0", kernel), ("param_1", bias)]}
    hdf5_file(path, None, arrays, root="")
    import h5py

    with h5py.File(path, "r+") as file:
        del file.attrs["layer_names"]
        for group in file.values():
            group.attrs.pop("weight_names", None)
        file.attrs["nb_layers"] = 2
    net = Architecture(Input((4, 3, 1)), (Flatten(), Dense(2, name="end")))
    weights = read_keras_weights(path, net)
    np.testing.assert_array_equal(weights["end.kernel"], kernel)
    np.testing.assert_array_equal(weights["end.bias"], bias)


def test_what_tf_keras_says_of_its_random_numbers_is_passed_over(path):
    entry = layer("RandomFlip", "flip", "image", mode="horizontal", seed=3, rng_type="stateful")
    net = functional("net", [begin("image", SHAPE), entry, layer("Dense", "end", "flip", units=1,
                     use_bias=False)], "image", "end")  # fmt: skip
    hdf5_file(path, net, {"end": [("end/kernel:0", arrays_of(1, (3, 1))[0])]})
    assert read_model(path).architecture.step("flip").layer.mode == "horizontal"
