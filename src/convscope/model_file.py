"""The one reader and writer of model files: safetensors with the net and its names inside."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.errors import ConvscopeError
from convscope.files import write_atomically

FORMAT = "convscope-model-1"
"""Value of `format` in the file's metadata."""

ABOUT = "about."
"""Prefix of tensors that describe the training data; no layer may be called "about"."""


@dataclass(frozen=True)
class Model:
    """An architecture with weights, class names and preprocessing.

    Attributes:
        architecture: The net as data.
        weights: float32 tensors by `<layer>.<tensor>`, kernels (height, width, in, out).
        class_names: One name per output, in the order of the outputs.
        placement: How a drawing is put into the input: `"none"` or a name that `drawing` knows.
        fit: How a picture of another size is brought to the input's: `pad`, `crop`, `stretch`.
        trained_on: Facts about the training for people: data set, hash, split sizes, accuracies.
        about: Other tensors that describe the training data, such as `class_means`
            (uint8, (classes, height, width, channels), 0–255).
    """

    architecture: Architecture
    weights: Weights
    class_names: tuple[str, ...] = ()
    placement: str = "none"
    fit: str = "pad"
    trained_on: dict[str, Any] = field(default_factory=dict)
    about: dict[str, NDArray[Any]] = field(default_factory=dict)


def write_model(path: str | Path, model: Model) -> None:
    """Writes a model file; a reader sees the old file or the whole new one, never a part.

    Raises:
        ConvscopeError: The weights do not fit the architecture, or the disk refused.
    """
    _check_weights(str(path), model.architecture, model.weights)
    tensors = {name: np.ascontiguousarray(t, np.float32) for name, t in model.weights.items()}
    tensors |= {ABOUT + name: np.ascontiguousarray(t) for name, t in model.about.items()}
    write_tensors(
        path,
        tensors,
        {
            "format": FORMAT,
            "architecture": _to_text(model.architecture.to_json()),
            "class_names": _to_text(list(model.class_names)),
            "placement": model.placement,
            "fit": model.fit,
            "trained_on": _to_text(model.trained_on),
        },
    )


def read_model(path: str | Path) -> Model:
    """Reads a model file; nothing in it is ever executed.

    Raises:
        ConvscopeError: No such file, not a model file, cut short, or weights that do not fit.
    """
    tensors, metadata = read_tensors(path)
    if metadata.get("format") != FORMAT:
        raise ConvscopeError(
            f"{path}: the file's format is {metadata.get('format', 'not given')}.",
            f'Expected a convscope model, format "{FORMAT}".',
            "Give the model.safetensors of a run, or update convscope.",
        )
    try:
        texts = {name: json.loads(metadata[name]) for name in ("class_names", "trained_on")}
        net, placement, fit = (metadata[name] for name in ("architecture", "placement", "fit"))
    except (KeyError, json.JSONDecodeError) as error:
        raise ConvscopeError(
            f"{path}: the metadata is not whole: {error}.",
            "Expected architecture, class_names, placement, fit and trained_on.",
            "Take a file that convscope wrote, such as the model.safetensors of a run.",
        ) from error
    architecture = Architecture.from_json(net)
    about = {k.removeprefix(ABOUT): v for k, v in tensors.items() if k.startswith(ABOUT)}
    weights = {k: v for k, v in tensors.items() if not k.startswith(ABOUT)}
    _check_weights(str(path), architecture, weights)
    weights = {name: np.asarray(tensor, np.float32) for name, tensor in weights.items()}
    class_names = tuple(map(str, texts["class_names"]))
    return Model(architecture, weights, class_names, placement, fit, texts["trained_on"], about)


def write_tensors(
    path: str | Path, tensors: dict[str, NDArray[Any]], metadata: dict[str, str]
) -> None:
    """Writes tensors and texts to a safetensors file, whole or not at all.

    Raises:
        ConvscopeError: The folder does not exist, is read-only, or the disk is full.
    """
    from safetensors.numpy import save

    write_atomically(path, save(tensors, metadata))


def read_tensors(path: str | Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Returns the tensors and the metadata of a safetensors file.

    Raises:
        ConvscopeError: No such file, or not a whole safetensors file.
    """
    from safetensors import SafetensorError, safe_open

    if not Path(path).is_file():
        raise ConvscopeError(
            f"{path}: there is no such file.",
            "Expected a model file (.safetensors).",
            'List your runs with "convscope runs".',
        )
    try:
        with safe_open(path, framework="np") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise ConvscopeError(
            f"{path} is not a whole safetensors file: {error}.",
            "Expected a file that convscope wrote to its end.",
            "Copy it again, or take the run's last.checkpoint by training on with --resume.",
        ) from error


def _check_weights(where: str, architecture: Architecture, weights: Weights) -> None:
    expected = architecture.parameter_shapes
    if wrong := sorted(set(expected) ^ set(weights)):
        raise ConvscopeError(
            f"{where}: the tensors {', '.join(wrong[:3])} are missing or too many.",
            f"The net has {len(expected)} tensors: {', '.join(list(expected)[:4])}, ….",
            "The file does not belong to this net; train again or take another file.",
        )
    for name, shape in expected.items():
        if weights[name].shape != shape:
            raise ConvscopeError(
                f"{where}: {name} has shape {weights[name].shape}.",
                f"The net needs {shape}.",
                "The file does not belong to this net; train again or take another file.",
            )


def _to_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
