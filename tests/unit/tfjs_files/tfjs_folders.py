"""Models of TensorFlow.js made by hand: in the words of its programs, of Keras 2 and of Keras 3."""

import json
import zipfile

import numpy as np

SHAPE = (6, 5, 3)
LABELS = ["cat", "no cat", "お"]
METADATA = {
    "tfjsVersion": "1.3.1",
    "tmVersion": "2.4.5",
    "packageVersion": "0.8.4",
    "packageName": "@teachablemachine/image",
    "timeStamp": "2024-01-01T00:00:00.000Z",
    "userMetadata": {},
    "modelName": "tm-my-image-model",
    "labels": LABELS,
    "imageSize": 6,
}
TRAINED = {
    "kernel_initializer": {
        "class_name": "VarianceScaling",
        "config": {"scale": 1, "mode": "fan_avg", "distribution": "normal", "seed": None},
    },
    "kernel_regularizer": None, "kernel_constraint": None, "bias_regularizer": None,
    "activity_regularizer": None, "bias_constraint": None,
}  # fmt: skip


def layer(class_name, name, *taken, **options):
    """Returns an entry of a graph."""
    nodes = [[[source, 0, 0, {}] for source in taken]] if taken else []
    config = {"name": name, "trainable": True, **options}
    return {"class_name": class_name, "name": name, "config": config, "inbound_nodes": nodes}


def conv(name, taken, filters, size, **options):
    """Returns a convolution without bias, as TensorFlow.js writes it."""
    told = {
        "kernel_size": [size, size], "strides": [1, 1], "padding": "same",
        "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "linear",
        "use_bias": False, **TRAINED, **options,
    }  # fmt: skip
    return layer("Conv2D", name, taken, filters=filters, **told)


def norm(name, taken):
    """Returns a batch normalization."""
    return layer("BatchNormalization", name, taken, axis=-1, momentum=0.999, epsilon=0.001,
                 center=True, scale=True, gamma_constraint=None)  # fmt: skip


def graph(name, layers, first, last):
    """Returns a net between an input and an output."""
    ends = {"input_layers": [[first, 0, 0]], "output_layers": [[last, 0, 0]]}
    return {"class_name": "Model", "config": {"name": name, "layers": layers, **ends}}


def chain(name, *layers):
    """Returns a net of layers behind each other."""
    return {"class_name": "Sequential", "config": {"name": name, "layers": list(layers)}}


def teachable_machine():
    """Returns the topology and the arrays of a net like those of Teachable Machine."""
    looking = graph(
        "model1",
        [
            layer("InputLayer", "input_1", batch_input_shape=[None, *SHAPE], dtype="float32",
                  sparse=False),
            layer("ZeroPadding2D", "Conv1_pad", "input_1", padding=[[0, 1], [0, 1]],
                  data_format="channels_last"),
            conv("Conv1", "Conv1_pad", 4, 3, strides=[2, 2], padding="valid"),
            norm("bn_Conv1", "Conv1"),
            layer("ReLU", "Conv1_relu", "bn_Conv1", max_value=6),
            layer("DepthwiseConv2D", "depthwise", "Conv1_relu", kernel_size=[3, 3],
                  strides=[1, 1], padding="same", data_format="channels_last",
                  dilation_rate=[1, 1], activation="linear", use_bias=False,
                  depth_multiplier=1, depthwise_initializer=None, depthwise_constraint=None,
                  bias_initializer={"class_name": "Zeros", "config": {}}),
            norm("depthwise_BN", "depthwise"),
            layer("ReLU", "depthwise_relu", "depthwise_BN", max_value=6),
            conv("project", "depthwise_relu", 4, 1),
            norm("project_BN", "project"),
            layer("Add", "add", "Conv1_relu", "project_BN"),
        ],
        "input_1",
        "add",
    )  # fmt: skip
    pool = layer("GlobalAveragePooling2D", "global_average_pooling2d_GlobalAveragePooling2D1",
                 data_format="channels_last")  # fmt: skip
    told = {"use_bias": True, **TRAINED}
    topology = chain(
        "sequential_4",
        chain("sequential_1", looking, pool),
        chain(
            "sequential_3",
            layer("Dense", "dense_Dense1", units=5, activation="relu",
                  batch_input_shape=[None, 4], **told),
            layer("Dense", "dense_Dense2", units=3, activation="softmax",
                  **{**told, "use_bias": False}),
        ),
    ) | {"keras_version": "tfjs-layers 1.3.1", "backend": "tensor_flow.js"}  # fmt: skip
    random = np.random.default_rng(3)
    norms = [f"{name}/{tensor}" for name in ("bn_Conv1", "depthwise_BN", "project_BN")
             for tensor in ("gamma", "beta", "moving_mean", "moving_variance")]  # fmt: skip
    shapes = {
        "Conv1/kernel": (3, 3, 3, 4), "depthwise/depthwise_kernel": (3, 3, 4, 1),
        "project/kernel": (1, 1, 4, 4), "dense_Dense1/kernel": (4, 5), "dense_Dense1/bias": (5,),
        "dense_Dense2/kernel": (5, 3), **dict.fromkeys(norms, (4,)),
    }  # fmt: skip
    arrays = {name: random.uniform(0.1, 1, shape) for name, shape in shapes.items()}
    return topology, {name: array.astype(np.float32) for name, array in arrays.items()}


def small():
    """Returns the topology and the arrays of a chain, as the converter writes one of Keras 2."""
    config = chain(
        "sequential",
        layer("InputLayer", "begin", batch_input_shape=[None, 4, 3, 1], ragged=False),
        layer("Conv2D", "conv2d", filters=2, kernel_size=[2, 2], padding="valid", groups=1,
              activation="relu", use_bias=True),
        layer("Flatten", "flatten", data_format="channels_last"),
        layer("Dense", "dense", units=2, activation="softmax", use_bias=True),
    )  # fmt: skip
    random = np.random.default_rng(4)
    shapes = {
        "conv2d/kernel": (2, 2, 1, 2), "conv2d/bias": (2,), "dense/kernel": (12, 2),
        "dense/bias": (2,),
    }  # fmt: skip
    arrays = {name: random.normal(size=s).astype(np.float32) for name, s in shapes.items()}
    return {"keras_version": "2.15.0", "backend": "tensorflow", "model_config": config}, arrays


def described(name, array, packed=None):
    """Returns the entry of an array, and its bytes."""
    told = {"name": name, "shape": list(array.shape), "dtype": "float32"}
    if packed is None:
        return told, array.astype("<f4").tobytes()
    if packed == "float16":
        return {**told, "quantization": {"dtype": packed, "original_dtype": "float32"}}, (
            array.astype("<f2").tobytes()
        )
    low, high = float(array.min()), float(array.max())
    scale = (high - low) / np.iinfo(packed).max
    told["quantization"] = {
        "dtype": packed, "scale": scale, "min": low, "original_dtype": "float32",
    }  # fmt: skip
    return told, np.round((array - low) / scale).astype(packed).tobytes()


def files_of(topology, arrays, packed=None, parts=1, **more):
    """Returns the files of a model by name.

    Args:
        topology: What `modelTopology` is.
        arrays: By name.
        packed: How numbers are stored; None for float32.
        parts: Files of weights.
        more: Further entries of `model.json`.
    """
    told = [described(name, array, packed) for name, array in arrays.items()]
    content = b"".join(part for _, part in told)
    step = -(-len(content) // parts)
    names = [f"group1-shard{i + 1}of{parts}.bin" for i in range(parts)]
    model = {
        "format": "layers-model", "generatedBy": "keras v2.15.0", "convertedBy": None,
        "modelTopology": topology,
        "weightsManifest": [{"paths": names, "weights": [entry for entry, _ in told]}], **more,
    }  # fmt: skip
    files = {name: content[i * step : (i + 1) * step] for i, name in enumerate(names)}
    return {"model.json": json.dumps(model).encode(), **files}


def write_folder(folder, files):
    """Writes files into a folder, which is made; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def write_zip(path, files, inside=""):
    """Writes files into an archive; returns its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(inside + name, content)
    return path
