"""The one reader and writer of model files: safetensors with the net and its names inside.

Files of Keras are opened and written as well; what they hold beyond that is `keras_files`' matter.
Those of ONNX and TensorFlow.js are opened.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.files import write_atomically
from convscope.foreign_models import (
    EXPECTED_FILE,
    PICKLED_ENDINGS,
    expect_no_pickle,
    is_foreign_model,
    read_foreign,
    to_keras,
)
from convscope.huggingface_files import is_huggingface_folder
from convscope.keras_files import HDF5_ENDINGS
from convscope.texts import parse_json, to_json_text
from convscope.trained_model import (
    ABOUT,
    FITS,
    TAKE_ANOTHER,
    Model,
    expect_facts,
    expect_whole,
    senseless,
)

__all__ = [
    "ABOUT",
    "ENDING",
    "FITS",
    "FORMAT",
    "KERAS_ENDINGS",
    "PICKLED_ENDINGS",
    "Model",
    "model_bytes",
    "read_model",
    "read_tensors",
    "to_bytes",
    "with_half_weights",
    "write_model",
    "write_tensors",
]

FORMAT = "convscope-model-1"
"""Value of `format` in the file's metadata."""

ENDING, KERAS_ENDINGS = ".safetensors", (".keras", *HDF5_ENDINGS)
"""How the names of model files end: convscope's own, and those that Keras opens."""

_TEXTS = ("architecture", "class_names", "placement", "fit", "trained_on")


def write_model(path: str | Path, model: Model) -> None:
    """Writes a model file; a reader sees the old file or the whole new one, never a part.

    Args:
        path: The file. A name that ends in `.keras`, `.h5` or `.hdf5` makes one that Keras opens;
            any other makes convscope's own.
        model: The model.

    Raises:
        ConvscopeError: The weights do not fit the architecture, Keras lacks a layer of it, or the
            disk refused.
    """
    expect_whole(str(path), model)
    if Path(path).suffix in KERAS_ENDINGS:
        from convscope.keras_files import write_keras

        write_keras(path, to_keras(model))
    else:
        write_tensors(path, *_parts(model))


def model_bytes(path: str | Path) -> bytes:
    """Returns a model file as the page reads it, whatever program has written it.

    Raises:
        ConvscopeError: Not a model file.
    """
    model = read_model(path)  # says what is wrong with a file that is no model
    return to_bytes(model) if _is_foreign(path) else Path(path).read_bytes()


def to_bytes(model: Model) -> bytes:
    """Returns the bytes of convscope's own model file.

    Raises:
        ConvscopeError: The weights do not fit the architecture.
    """
    from safetensors.numpy import save

    expect_whole("The model", model)

    return save(*_parts(model))


def _parts(model: Model) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Returns the tensors and texts of convscope's own model file."""
    # Not `ascontiguousarray`, which makes a row of a single number.
    tensors = {name: np.asarray(t, np.float32, order="C") for name, t in model.weights.items()}
    tensors |= {ABOUT + name: np.ascontiguousarray(t) for name, t in model.about.items()}
    return tensors, {
        "format": FORMAT,
        "architecture": to_json_text(model.architecture.to_json()),
        "class_names": to_json_text(list(model.class_names)),
        "placement": model.placement,
        "fit": model.fit,
        "trained_on": to_json_text(model.trained_on),
    }


def with_half_weights(path: str | Path, names: Collection[str]) -> bytes:
    """Returns a model file with some of its weights in float16; the rest of it is the same.

    Args:
        path: The model file.
        names: Of the tensors; weights beyond 65,504 become infinite, and a reader refuses them.

    Raises:
        ConvscopeError: No such file, or not a whole model file.
    """
    from safetensors.numpy import save

    tensors, metadata = _parts(read_model(path)) if _is_foreign(path) else read_tensors(path)
    with np.errstate(over="ignore"):
        halves = {
            name: tensor.astype(np.float16) if name in names else tensor
            for name, tensor in tensors.items()
        }
    return save(halves, metadata)


def read_model(path: str | Path) -> Model:
    """Reads a model file, of convscope, Keras, ONNX, TensorFlow.js or transformers, and runs none.

    What a file is follows from its content, not from its name, but for `.onnx`.

    Args:
        path: The file; for TensorFlow.js `model.json`, the folder that holds it, or a zip archive.

    Raises:
        ConvscopeError: No such file, not a model file, cut short, weights that do not fit or are
            no numbers, or facts about it that make no sense; or a net of another program with
            layers that convscope lacks.
    """
    expect_no_pickle(Path(path))
    if is_foreign_model(path):
        model = read_foreign(path)
        expect_whole(str(path), model)
        return model
    tensors, metadata = read_tensors(path)
    if _is_of_transformers(path, metadata):
        return read_model(Path(path).parent)
    if metadata.get("format") != FORMAT:
        raise ConvscopeError(
            f"{path}: the file's format is {in_short(metadata.get('format', 'not given'))}.",
            f'Expected a convscope model, format "{FORMAT}".',
            "Give the model.safetensors of a run, or update convscope.",
        )
    with clear_errors(str(path), "Expected a model that convscope wrote.", TAKE_ANOTHER):
        model = _to_model(str(path), tensors, metadata)
        expect_whole(str(path), model)
    return model


def write_tensors(
    path: str | Path, tensors: dict[str, NDArray[Any]], metadata: dict[str, str]
) -> None:
    """Writes tensors and texts to a safetensors file, whole or not at all.

    Args:
        path: The file; an older one is replaced.
        tensors: Arrays by name, of any shape.
        metadata: Texts by name.

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
            EXPECTED_FILE,
            'List your runs with "convscope runs".',
        )
    try:
        with safe_open(path, framework="np") as file:
            tensors = {name: _get(file, str(path), name) for name in file.keys()}  # noqa: SIM118
            return tensors, file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise ConvscopeError(
            f"{path} is not a whole safetensors file: {in_short(str(error))}.",
            "Expected a file that convscope wrote to its end.",
            "Copy it again, or take the run's last.checkpoint by training on with --resume.",
        ) from error


def _get(file: Any, where: str, name: str) -> NDArray[Any]:
    expected = "Expected tensors in float16, float32, float64 or whole numbers."
    with clear_errors(f"{where}: the tensor {in_short(name)}", expected, TAKE_ANOTHER):
        return file.get_tensor(name)


def _to_model(where: str, tensors: dict[str, NDArray[Any]], metadata: dict[str, str]) -> Model:
    expected = "Expected architecture, class_names, placement, fit and trained_on."
    missing = [name for name in _TEXTS if name not in metadata]
    if missing:
        reason = f"{where}: the metadata is not whole: it lacks {', '.join(missing)}."
        raise ConvscopeError(reason, expected, TAKE_ANOTHER)
    class_names, trained_on = (
        parse_json(metadata[name], f"{where}: {name}", expected, TAKE_ANOTHER)
        for name in ("class_names", "trained_on")
    )
    expect_facts(where, class_names, trained_on)
    weights = {k: v for k, v in tensors.items() if not k.startswith(ABOUT)}
    for name, tensor in weights.items():
        if tensor.dtype.kind != "f":
            raise senseless(where, name, str(tensor.dtype), "numbers in floating point")
    return Model(
        Architecture.from_json(metadata["architecture"]),
        {name: np.asarray(tensor, np.float32) for name, tensor in weights.items()},
        tuple(class_names),
        metadata["placement"],
        metadata["fit"],
        trained_on,
        {k.removeprefix(ABOUT): v for k, v in tensors.items() if k.startswith(ABOUT)},
    )


def _is_foreign(path: str | Path) -> bool:
    return is_foreign_model(path) or _is_of_transformers(path, read_tensors(path)[1])


def _is_of_transformers(path: str | Path, metadata: dict[str, str]) -> bool:
    """Returns whether a safetensors file is the weights in a folder of transformers."""
    return metadata.get("format") != FORMAT and is_huggingface_folder(Path(path).parent)
