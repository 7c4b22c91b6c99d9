"""A net as the files of a model of TensorFlow.js."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import convscope
from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.texts import to_json_text
from convscope.tfjs_files.kinds import tfjs_layers
from convscope.tfjs_files.layers import TfjsLayer
from convscope.tfjs_files.packages import MODEL
from convscope.tfjs_files.reading import FORMAT

SHARD_BYTES = 4 * 2**20
"""Of a file of weights, so that browsers keep each."""

KERAS_VERSION = "2.15.0"
"""The version of Keras whose words are written."""


@dataclass(frozen=True)
class Written:
    """The files of a model, which nobody has put on a disk yet.

    Attributes:
        files: Bytes by name; `model.json` is the last.
        num_layers: In TensorFlow.js, the input not counted.
        weight_bytes: Of all arrays.
    """

    files: dict[str, bytes]
    num_layers: int
    weight_bytes: int


def tfjs_files(
    architecture: Architecture, weights: Weights, facts: Mapping[str, Any] | None = None
) -> Written:
    """Returns the files of a model.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`.
        facts: What goes into `userDefinedMetadata`, as data for JSON.

    Raises:
        ConvscopeError: TensorFlow.js has no such layer; the text names it.
    """
    layers = tfjs_layers(architecture, weights)
    arrays = {
        f"{layer.name}/{name}": np.ascontiguousarray(array, "<f4")
        for layer in layers
        for name, array in layer.weights.items()
    }
    content = b"".join(array.tobytes() for array in arrays.values())
    parts = [content[i : i + SHARD_BYTES] for i in range(0, len(content), SHARD_BYTES)]
    names = [f"group1-shard{i}of{len(parts)}.bin" for i in range(1, len(parts) + 1)]
    described = [
        {"name": name, "shape": list(array.shape), "dtype": "float32"}
        for name, array in arrays.items()
    ]
    model = {
        "format": "layers-model",
        "generatedBy": f"convscope {convscope.__version__}",
        "convertedBy": None,
        "modelTopology": {
            "keras_version": KERAS_VERSION,
            "backend": "tensorflow",
            "model_config": _model_config(layers),
        },
        "weightsManifest": [{"paths": names, "weights": described}] if arrays else [],
        "userDefinedMetadata": {"format": FORMAT, **(facts or {})},
    }
    files = {**dict(zip(names, parts, strict=True)), MODEL: to_json_text(model).encode()}
    return Written(files, len(layers) - 1, len(content))


def _model_config(layers: list[TfjsLayer]) -> dict[str, Any]:
    return {
        "class_name": "Model",
        "config": {
            "name": "net",
            "layers": [_entry(layer) for layer in layers],
            "input_layers": [[layers[0].name, 0, 0]],
            "output_layers": [[layers[-1].name, 0, 0]],
        },
    }


def _entry(layer: TfjsLayer) -> dict[str, Any]:
    trained = {"trainable": True} if layer.weights else {}
    config = {"name": layer.name, **trained, "dtype": "float32", **layer.options}
    nodes = [[[name, 0, 0, {}] for name in layer.inputs]] if layer.inputs else []
    return {
        "class_name": layer.class_name,
        "name": layer.name,
        "config": config,
        "inbound_nodes": nodes,
    }
