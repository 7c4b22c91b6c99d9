"""A net with its weights to a file that Keras 3 opens."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.files import write_atomically
from convscope.keras_files.archive import Archive, archive_bytes
from convscope.keras_files.compiling import compiled_to_keras, training_config
from convscope.keras_files.crops import with_sizes
from convscope.keras_files.hdf5 import Content, hdf5_bytes
from convscope.keras_files.net_writing import net_config, without_modules
from convscope.keras_files.reading import OWN_FACTS
from convscope.keras_files.recognising import HDF5_ENDINGS, WEIGHTS_ENDING
from convscope.keras_files.saved_net import SavedNet
from convscope.keras_files.weight_order import in_order, numbered, snake_case
from convscope.keras_files.weights_reading import OLD_GROUP
from convscope.texts import to_json_text

KERAS_VERSION = "3.0.0"
"""The version of Keras whose form is written."""


def write_keras(path: str | Path, net: SavedNet) -> None:
    """Writes a whole net, as an HDF5 file where the name says so, else as a `.keras` archive.

    Raises:
        ConvscopeError: The net has layers that Keras lacks, or the disk refused.
    """
    net = replace(net, architecture=with_sizes(net.architecture))
    is_hdf5 = Path(path).suffix in HDF5_ENDINGS
    write_atomically(path, _whole_hdf5(net) if is_hdf5 else _whole_archive(net))


def write_weights(path: str | Path, architecture: Architecture, weights: Weights) -> None:
    """Writes weights alone: as Keras 3 does where the name ends so, else as earlier versions did.

    Args:
        path: The file.
        architecture: The net.
        weights: Its tensors by `<layer>.<tensor>`, float32.

    Raises:
        ConvscopeError: The disk refused.
    """
    if Path(path).name.endswith(WEIGHTS_ENDING):
        content = _numbered(architecture, weights)
    else:
        content = _by_layer(architecture, weights, "")
    write_atomically(path, hdf5_bytes(content))


def _whole_archive(net: SavedNet) -> bytes:
    config = net_config(net.architecture)
    if net.compiled:
        config["compile_config"] = compiled_to_keras(net.compiled)
    content = _numbered(net.architecture, net.weights)
    content.arrays.update(_about(net))
    metadata = {"keras_version": KERAS_VERSION, OWN_FACTS: net.facts}
    return archive_bytes(Archive(config, metadata, hdf5_bytes(content)))


def _whole_hdf5(net: SavedNet) -> bytes:
    config = without_modules(net_config(net.architecture))
    content = _by_layer(net.architecture, net.weights, OLD_GROUP)
    content.attributes[""] = {
        "keras_version": [KERAS_VERSION],
        "backend": ["tensorflow"],
        "model_config": [to_json_text(config)],
        OWN_FACTS: [to_json_text(net.facts)],
    }
    if net.compiled:
        text = to_json_text(without_modules(training_config(net.compiled)))
        content.attributes[""]["training_config"] = [text]
    content.arrays.update(_about(net))
    return hdf5_bytes(content)


def _about(net: SavedNet) -> dict[str, NDArray[Any]]:
    return {f"{OWN_FACTS}/{name}": array for name, array in net.about.items()}


def _numbered(architecture: Architecture, weights: Weights) -> Content:
    """Returns weights as Keras 3 lays them out."""
    content = Content()
    counts: dict[str, int] = {}
    for step in in_order(architecture):
        group = f"layers/{numbered(snake_case(step.layer.kind), counts)}/vars"
        content.attributes[group] = {"name": [step.layer.name]}
        for index, tensor in enumerate(step.parameter_shapes):
            content.arrays[f"{group}/{index}"] = weights[f"{step.layer.name}.{tensor}"]
    return content


def _by_layer(architecture: Architecture, weights: Weights, root: str) -> Content:
    """Returns weights as the HDF5 files of all versions of Keras lay them out."""
    steps = in_order(architecture)
    content = Content({root: {"layer_names": [step.layer.name for step in steps]}})
    content.attributes[root] |= {"backend": ["tensorflow"], "keras_version": [KERAS_VERSION]}
    for step in steps:
        name = step.layer.name
        group = f"{root}/{name}".lstrip("/")
        names = [f"{name}/{tensor}" for tensor in step.parameter_shapes]
        content.attributes[group] = {"weight_names": names}
        for tensor in step.parameter_shapes:
            content.arrays[f"{group}/{name}/{tensor}"] = weights[f"{name}.{tensor}"]
    return content
