"""A model of TensorFlow.js to a net with its weights: data, bounded, nothing in it is run."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from convscope.architecture import Shape
from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.keras_files.archive import CONFIG
from convscope.keras_files.compiling import compiled_from_keras
from convscope.keras_files.labels import MAX_BYTES, class_names_in, fitting_names
from convscope.keras_files.net_reading import read_net
from convscope.keras_files.reading import is_teachable_machine
from convscope.keras_files.saved_net import SavedNet
from convscope.texts import parse_json
from convscope.tfjs_files.differences import expect_one_meaning
from convscope.tfjs_files.manifest import read_arrays
from convscope.tfjs_files.packages import (
    LABELS,
    METADATA,
    MODEL,
    Package,
    models_in,
    open_package,
)
from convscope.tfjs_files.self_test import NAME, SelfTest
from convscope.tfjs_files.weights_by_name import weights_by_name

FORMAT = "convscope-tfjs-1"
"""Value of `format` in what convscope writes about a model, in its `userDefinedMetadata`."""

FACTS = ("class_names", "placement", "fit", "value_range", "trained_on")
"""What stands there, by the names of `model_file.Model`."""

MOST_JSON_BYTES = 2**25

_HEAD_BYTES = 256
_EXPECTED = "Expected a layers model of TensorFlow.js: model.json with its weights beside it."
_FIX = "Export the model again, or take another one."


def is_tfjs_model(path: str | Path) -> bool:
    """Returns whether a path is a JSON text, or a folder or archive with a `model.json` in it."""
    path = Path(path)
    try:
        if path.is_dir():
            return (path / MODEL).is_file()
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
            # A safetensors file may begin with that sign as well, or be damaged so that it does.
            return b"\0" not in head and path.suffix != ".safetensors"
        if not head.startswith(b"PK\x03\x04"):
            return False
        with zipfile.ZipFile(path) as file:
            return bool(models_in(file)) and CONFIG not in file.namelist()
    except Exception:  # a damaged archive raises nearly anything; its own reader says what is wrong
        return False


def read_tfjs(path: str | Path) -> SavedNet:
    """Returns the net in a model of TensorFlow.js.

    Args:
        path: A `model.json`, the folder that it lies in, or a zip archive with it.

    Raises:
        ConvscopeError: Damaged, too large, a graph model, or a net that convscope cannot compute;
            the text names the layer.
    """
    with _told_of(path), open_package(Path(path)) as package:
        told = _json(package, MODEL)
        topology = _topology(told)
        config = topology.get("model_config", topology)
        if isinstance(config, str):
            config = parse_json(config, "model_config", _EXPECTED, _FIX)
        net = read_net(config, topology.get("keras_version"))
        expect_one_meaning(config)
        weights = weights_by_name(net, read_arrays(told.get("weightsManifest"), package))
        metadata = _json(package, METADATA) if package.size(METADATA) is not None else {}
        return SavedNet(
            net.architecture,
            weights,
            compiled_from_keras(topology.get("training_config")),
            _own_facts(told.get("userDefinedMetadata")),
            class_names=_class_names(metadata, package, net.architecture.output_shape),
            is_teachable_machine="tmVersion" in metadata or is_teachable_machine(config),
        )


def read_self_test(path: str | Path) -> SelfTest | None:
    """Returns the self-test that convscope wrote into a model; None where it has none.

    Args:
        path: As for `read_tfjs`.

    Raises:
        ConvscopeError: The file, or the self-test in it, cannot be read.
    """
    with _told_of(path), open_package(Path(path)) as package:
        own = _json(package, MODEL).get("userDefinedMetadata")
        if not isinstance(own, Mapping) or own.get("format") != FORMAT:
            return None
        return SelfTest.from_json(own[NAME]) if NAME in own else None


def _topology(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns what the file says of the net.

    Raises:
        ConvscopeError: It is a graph model, lacks weights, or is some other JSON text.
    """
    topology = told.get("modelTopology")
    is_graph = isinstance(topology, Mapping) and {"node", "library"} & topology.keys()
    if told.get("format") == "graph-model" or is_graph:
        raise ConvscopeError(
            "it is a graph model: operations of TensorFlow, in which the layers are no longer "
            "there.",
            "Expected a layers model, which names them.",
            "Convert the Keras file that it was made from with --output_format "
            "tfjs_layers_model, or open that file here.",
        )
    if not isinstance(topology, Mapping):
        names = in_short(", ".join(told)) or "nothing"
        raise ConvscopeError(
            f"it is JSON text without a modelTopology; it has {names}.",
            _EXPECTED,
            "Take the model.json of a layers model, or a model file that convscope wrote.",
        )
    if "weightsManifest" not in told:
        raise ConvscopeError(
            "it holds a net without weights.",
            "Expected a weightsManifest, which names their files.",
            "Save the whole model: model.save() in TensorFlow.js, or the converter.",
        )
    return topology


def _own_facts(told: Any) -> dict[str, Any]:
    if not isinstance(told, Mapping) or told.get("format") != FORMAT:
        return {}
    return {name: told[name] for name in FACTS if name in told}


def _class_names(
    metadata: Mapping[str, Any], package: Package, output_shape: Shape
) -> tuple[str, ...]:
    """Returns the names that Teachable Machine puts beside a model, or a list of labels has."""
    labels = metadata.get("labels")
    if isinstance(labels, list) and all(isinstance(label, str) for label in labels):
        return fitting_names(tuple(labels), output_shape)
    size = package.size(LABELS)
    if size is None or size > MAX_BYTES:
        return ()
    return class_names_in(package.read(LABELS, MAX_BYTES).decode("utf-8", "replace"), output_shape)


def _json(package: Package, name: str) -> dict[str, Any]:
    content = package.read(name, MOST_JSON_BYTES).removeprefix(b"\xef\xbb\xbf")
    found = parse_json(content, name, "Expected JSON text.", _FIX)
    if not isinstance(found, dict):
        raise ConvscopeError(f"{name} holds {in_short(found)}.", "Expected an object.", _FIX)
    return found


@contextmanager
def _told_of(path: str | Path) -> Iterator[None]:
    """Puts the path before what an error says, and makes every error a clear one."""
    try:
        with clear_errors("the file", _EXPECTED, _FIX):
            yield
    except ConvscopeError as error:
        received = f"{path}: {error.received}"
        raise ConvscopeError(received, error.expected, error.fix) from error.__cause__
