"""The net of any file: JSON of convscope or Keras, or a model, whose weights are not taken."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from convscope.architecture import (
    CATALOGUE,
    Architecture,
    Shape,
    expect_made_for,
    load_net,
)
from convscope.errors import ConvscopeError, clear_errors
from convscope.model_file import read_model

MOST_JSON_BYTES = 2**25
"""Of a net as JSON text of Keras or TensorFlow.js."""

_TFJS = "modelTopology"
"""Where a `model.json` of TensorFlow.js has the net."""


def load_net_or_file(
    name_or_file: str, input_shape: Shape | None = None, num_classes: int | None = None
) -> Architecture:
    """Returns a named net built for the data, or the net in a file as it is written.

    Args:
        name_or_file: A name of the catalogue, or the path of a file as for `net_of_file`.
        input_shape: (height, width, channels) of the data; None for any.
        num_classes: Their number of classes; None for any.

    Raises:
        UnknownNameError: Neither a name nor a file.
        ConvscopeError: The file holds no net, or one that is made for other data.
    """
    if name_or_file in CATALOGUE or not Path(name_or_file).exists():
        return load_net(name_or_file, input_shape, num_classes)
    architecture = net_of_file(name_or_file)
    expect_made_for(name_or_file, architecture, input_shape, num_classes)
    return architecture


def net_of_file(path: str | Path) -> Architecture:
    """Returns the net that a file holds; weights in it or beside it are left, nothing is run.

    Args:
        path: A net as JSON, of convscope, Keras' `to_json` or TensorFlow.js' `model.json`; or a
            model as `model_file.read_model` opens it.

    Raises:
        ConvscopeError: No such file, or it holds no net that convscope can compute.
    """
    if Path(path).suffix.lower() != ".json":
        return read_model(path).architecture
    told = _json_in(Path(path))
    topology = told.get(_TFJS, told)
    if isinstance(topology, Mapping) and topology.keys() & {"model_config", "class_name"}:
        return _of_keras(str(path), topology)
    # A graph model of TensorFlow.js is told what it is.
    return read_model(path).architecture if _TFJS in told else load_net(str(path))


def _json_in(path: Path) -> Mapping[str, Any]:
    """Returns the object in a file; an empty one where whoever reads it next says what is wrong."""
    try:
        if path.stat().st_size > MOST_JSON_BYTES:
            return {}
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _of_keras(where: str, topology: Mapping[str, Any]) -> Architecture:
    from convscope.keras_files.net_reading import read_net

    config = topology.get("model_config", topology)
    try:
        with clear_errors("the file", "Expected a net of Keras.", "Write it again."):
            net = json.loads(config) if isinstance(config, str) else config
            return read_net(net, topology.get("keras_version")).architecture
    except ConvscopeError as error:
        raise ConvscopeError(f"{where}: {error.received}", error.expected, error.fix) from None
