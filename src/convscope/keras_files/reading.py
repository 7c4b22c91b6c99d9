"""A Keras file of any version to a net with its weights."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.errors import ConvscopeError, clear_errors
from convscope.keras_files.archive import MAX_WEIGHTS_BYTES, Archive, read_archive, read_packed
from convscope.keras_files.compiling import compiled_from_keras
from convscope.keras_files.crops import without_sizes
from convscope.keras_files.hdf5 import Content, read_in_own_process
from convscope.keras_files.labels import class_names_in
from convscope.keras_files.net_reading import ReadNet, read_net
from convscope.keras_files.recognising import HDF5_MARK, ZIP_MARK
from convscope.keras_files.saved_net import SavedNet
from convscope.keras_files.weights_reading import weights_for, weights_of
from convscope.texts import parse_json

OWN_FACTS = "convscope"
"""Where convscope writes what Keras has no place for, and the group of arrays about the data."""

ReadContent = Callable[[bytes], Content]

_EXPECTED = "Expected a model that Keras or convscope saved, .keras or .h5."
_FIX = "Copy the file again, or save the model again with Keras."


def read_keras(path: str | Path, read_content: ReadContent | None = None) -> SavedNet:
    """Returns the net in a file of Keras 1, 2 or 3.

    Args:
        path: A `.keras` archive, an HDF5 file, or a zip archive with one HDF5 file and perhaps its
            `labels.txt`, as Teachable Machine hands them out.
        read_content: What reads the HDF5 part; None for a process of its own.

    Raises:
        ConvscopeError: Damaged, no net inside, or one that convscope cannot compute.
    """
    read_content = read_content or read_in_own_process
    with _told_of(path):
        content = _bytes_of(path)
        if content.startswith(ZIP_MARK) and (packed := read_packed(content)):
            net = _from_hdf5(read_content(packed.image))
            names = class_names_in(packed.labels, net.architecture.output_shape)
            return replace(net, class_names=names)
        if content.startswith(ZIP_MARK):
            return _from_archive(read_archive(content), read_content)
        return _from_hdf5(read_content(content))


def read_keras_weights(
    path: str | Path, architecture: Architecture, read_content: ReadContent | None = None
) -> Weights:
    """Returns the weights in a file for a net that exists already.

    Args:
        path: What `save_weights` of any version of Keras wrote, or a whole model.
        architecture: The net.
        read_content: What reads the HDF5 part; None for a process of its own.

    Raises:
        ConvscopeError: Damaged, or of another net.
    """
    read_content = read_content or read_in_own_process
    with _told_of(path):
        content = _bytes_of(path)
        if content.startswith(ZIP_MARK):
            content = read_archive(content).weights
        return weights_for(architecture, read_content(content))


def _from_archive(archive: Archive, read_content: ReadContent) -> SavedNet:
    net = read_net(archive.config, archive.metadata.get("keras_version"))
    content = read_content(archive.weights)
    compiled = archive.config.get("compile_config")
    return _saved(net, archive.config, content, compiled, archive.metadata.get(OWN_FACTS))


def _from_hdf5(content: Content) -> SavedNet:
    config = _json(content, "model_config")
    if config is None:
        raise ConvscopeError(
            "the file holds weights and no net.",
            "Expected a file that model.save() wrote, which holds both.",
            "Build the net, call model.load_weights() with this file, then model.save().",
        )
    net = read_net(config, content.text("keras_version"))
    training, facts = _json(content, "training_config"), _json(content, OWN_FACTS)
    return _saved(net, config, content, training, facts)


def _saved(net: ReadNet, config: Any, content: Content, compiled: Any, facts: Any) -> SavedNet:
    prefix = f"{OWN_FACTS}/"
    return SavedNet(
        without_sizes(net.architecture),
        weights_of(net, content),
        compiled_from_keras(compiled),
        facts if isinstance(facts, dict) else {},
        {
            path.removeprefix(prefix): array
            for path, array in content.arrays.items()
            if path.startswith(prefix)
        },
        is_teachable_machine=is_teachable_machine(config),
    )


def is_teachable_machine(config: Any) -> bool:
    """Returns whether a net is a Sequential of two, the first of which begins with a MobileNet."""
    outer = _inner_nets(config)
    if len(outer) != 2 or any(net.get("class_name") != "Sequential" for net in outer):
        return False
    first = _inner_nets(outer[0])
    name = first[0]["config"].get("name") if first else None
    return isinstance(name, str) and name.startswith("model")


def _inner_nets(config: Any) -> list[Mapping[str, Any]]:
    inner = config.get("config") if isinstance(config, Mapping) else None
    layers = inner.get("layers") if isinstance(inner, Mapping) else inner
    if not isinstance(layers, list):
        return []
    found = [item for item in layers if isinstance(item, Mapping)]
    return [
        item
        for item in found
        if item.get("class_name") in ("Sequential", "Model", "Functional")
        and isinstance(item.get("config"), Mapping)
    ]


def _json(content: Content, name: str) -> Any:
    text = content.text(name)
    if text is None:
        return None
    return parse_json(text, f"the attribute {name}", "Expected JSON text.", _FIX)


def _bytes_of(path: str | Path) -> bytes:
    file = Path(path)
    if not file.is_file():
        raise ConvscopeError("there is no such file.", _EXPECTED, "Check the path.")
    size = file.stat().st_size
    if size > MAX_WEIGHTS_BYTES:
        raise ConvscopeError(f"it has {size:,} bytes.", f"At most {MAX_WEIGHTS_BYTES:,}.", _FIX)
    content = file.read_bytes()
    if not content.startswith((HDF5_MARK, ZIP_MARK)):
        raise ConvscopeError("it is no file of Keras.", _EXPECTED, "Take another file.")
    return content


@contextmanager
def _told_of(path: str | Path) -> Iterator[None]:
    """Puts the path before what an error says, and makes every error a clear one."""
    try:
        with clear_errors("the file", _EXPECTED, _FIX):
            yield
    except ConvscopeError as error:
        received = f"{path}: {error.received}"
        raise ConvscopeError(received, error.expected, error.fix) from error.__cause__
