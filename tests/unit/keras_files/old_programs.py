"""Files as earlier versions of Keras wrote them, made by hand: configs in their own words."""

import io
import json

import h5py
import numpy as np


def hdf5_file(path, config, layers, root="model_weights", training=None, version="2.3.1"):
    """Writes an HDF5 model file.

    Args:
        path: Where to.
        config: The net, or None for weights alone.
        layers: (weight name, array) pairs by the name of each outermost layer, in order.
        root: The group of the weights.
        training: `training_config`.
        version: Of Keras.
    """
    with h5py.File(path, "w") as file:
        if config is not None:
            file.attrs["model_config"] = json.dumps(config).encode()
            file.attrs["keras_version"] = version.encode()
        if training is not None:
            file.attrs["training_config"] = json.dumps(training).encode()
        group = file.require_group(root) if root else file
        group.attrs["layer_names"] = [name.encode() for name in layers]
        for name, arrays in layers.items():
            inner = group.create_group(name)
            inner.attrs["weight_names"] = [weight.encode() for weight, _ in arrays]
            for weight, array in arrays:
                inner.create_dataset(weight, data=array)
        optimizer = file.create_group("optimizer_weights")
        optimizer.create_dataset("iteration", data=7)


def arrays_of(seed, *shapes):
    """Returns float32 arrays of some shapes, the same for the same seed."""
    random = np.random.default_rng(seed)
    return [random.normal(size=shape).astype(np.float32) for shape in shapes]


def keras_1():
    """Returns config and weights of a net of Keras 1 for images of 7×5."""
    kernel, bias = arrays_of(1, (3, 2, 1, 4), (4,))
    gamma, beta, mean, variance = arrays_of(2, (4,), (4,), (4,), (4,))
    dense, dense_bias = arrays_of(3, (20, 3), (3,))
    config = {
        "class_name": "Sequential",
        "config": [
            {
                "class_name": "Convolution2D",
                "config": {
                    "name": "convolution2d_1", "batch_input_shape": [None, 7, 5, 1],
                    "nb_filter": 4, "nb_row": 3, "nb_col": 2, "subsample": [1, 1],
                    "border_mode": "same", "dim_ordering": "tf", "activation": "relu",
                    "bias": True, "init": "glorot_uniform", "W_regularizer": None,
                    "b_regularizer": None, "activity_regularizer": None, "W_constraint": None,
                    "b_constraint": None, "input_dtype": "float32", "trainable": True,
                },
            },
            {
                "class_name": "BatchNormalization",
                "config": {
                    "name": "batchnormalization_1", "mode": 0, "axis": -1, "epsilon": 0.001,
                    "momentum": 0.99, "gamma_regularizer": None, "beta_regularizer": None,
                    "trainable": True,
                },
            },
            {
                "class_name": "MaxPooling2D",
                "config": {
                    "name": "maxpooling2d_1", "pool_size": [3, 1], "strides": [3, 5],
                    "border_mode": "valid", "dim_ordering": "tf", "trainable": True,
                },
            },
            {"class_name": "Dropout", "config": {"name": "dropout_1", "p": 0.25}},
            {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": True}},
            {
                "class_name": "Dense",
                "config": {
                    "name": "dense_1", "output_dim": 3, "input_dim": None, "bias": True,
                    "init": "glorot_uniform", "activation": "softmax", "trainable": True,
                },
            },
        ],
    }  # fmt: skip
    weights = {
        "convolution2d_1": [("convolution2d_1_W:0", kernel), ("convolution2d_1_b:0", bias)],
        "batchnormalization_1": [
            ("batchnormalization_1_gamma:0", gamma),
            ("batchnormalization_1_beta:0", beta),
            ("batchnormalization_1_running_mean:0", mean),
            ("batchnormalization_1_running_std:0", np.abs(variance)),
        ],
        "maxpooling2d_1": [],
        "dropout_1": [],
        "flatten_1": [],
        "dense_1": [("dense_1_W:0", dense[:8]), ("dense_1_b:0", dense_bias)],
    }
    return config, weights


CONV = {
    "filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same",
    "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": "linear",
    "use_bias": False, "kernel_initializer": {"class_name": "GlorotUniform", "config": {}},
    "kernel_regularizer": None, "dtype": "float32", "trainable": True,
}  # fmt: skip
"""Options of a convolution as tf.keras 2 writes them."""


def layer(class_name, name, *taken, **options):
    """Returns an entry of a functional net of tf.keras 2."""
    nodes = [[[source, 0, 0, {}] for source in taken]] if taken else []
    config = {"name": name, "trainable": True, "dtype": "float32", **options}
    return {"class_name": class_name, "config": config, "name": name, "inbound_nodes": nodes}


def begin(name, shape):
    """Returns the entry of an input of tf.keras 2."""
    options = {"batch_input_shape": [None, *shape], "sparse": False, "ragged": False}
    return layer("InputLayer", name, **options)


def functional(name, layers, first, last):
    """Returns the config of a functional net of tf.keras 2."""
    ends = {"input_layers": [[first, 0, 0]], "output_layers": [[last, 0, 0]]}
    config = {"name": name, "layers": layers, **ends}
    return {"class_name": "Functional", "config": config}


def teachable_machine():
    """Returns config and weights of a net that is built as Teachable Machine's are."""
    options = {k: v for k, v in CONV.items() if k not in ("trainable", "dtype")}
    looks = functional(
        "model1",
        [
            begin("input_1", (6, 5, 3)),
            layer("ZeroPadding2D", "Conv1_pad", "input_1", padding=[[0, 1], [0, 1]],
                  data_format="channels_last"),
            layer("Conv2D", "Conv1", "Conv1_pad", **options | {"strides": [2, 2]}),
            layer("BatchNormalization", "bn_Conv1", "Conv1", axis=[3], momentum=0.999,
                  epsilon=0.001, center=True, scale=True),
            layer("ReLU", "Conv1_relu", "bn_Conv1", max_value=None, negative_slope=0.0,
                  threshold=0.0),
            layer("Conv2D", "project", "Conv1_relu", **options | {"kernel_size": [1, 1]}),
            layer("BatchNormalization", "bn_project", "project", axis=[3], momentum=0.999,
                  epsilon=0.001, center=True, scale=True),
            layer("Add", "add", "bn_project", "Conv1_relu"),
        ],
        "input_1",
        "add",
    )  # fmt: skip
    dense = {"activation": "relu", "use_bias": True, "kernel_initializer": None}
    first = {"name": "sequential_1", "layers": [
        looks,
        {"class_name": "GlobalAveragePooling2D",
         "config": {"name": "global_average_pooling2d_GlobalAveragePooling2D1",
                    "trainable": True, "dtype": "float32", "data_format": "channels_last"}},
    ]}  # fmt: skip
    second = {"name": "sequential_3", "layers": [
        {"class_name": "Dense", "config": {"name": "dense_Dense1", "units": 5,
                                           "batch_input_shape": [None, 2], **dense}},
        {"class_name": "Dense", "config": {"name": "dense_Dense2", "units": 3, **dense,
                                           "activation": "softmax", "use_bias": False}},
    ]}  # fmt: skip
    config = {
        "class_name": "Sequential",
        "config": {
            "name": "sequential_4",
            "layers": [
                {"class_name": "Sequential", "config": first},
                {"class_name": "Sequential", "config": second},
            ],
        },
    }
    conv, project = arrays_of(4, (3, 3, 3, 2), (1, 1, 2, 2))
    norms = [[np.abs(array) for array in arrays_of(seed, *[(2,)] * 4)] for seed in (5, 6)]
    dense_1, bias, dense_2 = arrays_of(7, (2, 5), (5,), (5, 3))
    named = [("Conv1/kernel:0", conv), ("project/kernel:0", project)]
    for index, tensor in enumerate(("gamma", "beta", "moving_mean", "moving_variance")):
        named += [(f"bn_Conv1/{tensor}:0", norms[0][index])]
        named += [(f"bn_project/{tensor}:0", norms[1][index])]
    weights = {
        "sequential_1": named,
        "sequential_3": [
            ("dense_Dense1/kernel:0", dense_1),
            ("dense_Dense1/bias:0", bias),
            ("dense_Dense2/kernel:0", dense_2),
        ],
    }
    return config, weights


def hdf5_image(**arrays):
    """Returns an HDF5 file in memory with arrays by name."""
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        for name, array in arrays.items():
            file[name] = array
    return memory.getvalue()
