"""The one reader and writer of model files: safetensors with the net and its names inside.

Files of Keras are opened and written as well; what they hold beyond that is `keras_files`' matter.
Those of ONNX and TensorFlow.js are opened.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture, first_scale
from convscope.arrays import Weights
from convscope.errors import ConvscopeError, clear_errors, in_short
from convscope.files import write_atomically
from convscope.huggingface_files import is_huggingface_folder
from convscope.keras_files import (
    HDF5_ENDINGS,
    SavedNet,
    class_names_beside,
    is_keras_file,
    read_keras,
    write_keras,
)
from convscope.onnx_files import ReadOnnx, is_onnx_file, read_onnx
from convscope.texts import parse_json, to_json_text, visible
from convscope.tfjs_files import is_tfjs_model, read_tfjs

FORMAT = "convscope-model-1"
"""Value of `format` in the file's metadata."""

FITS = ("pad", "crop", "stretch")
"""How a picture of another size can be brought to the input's, in our own ways."""

ENDING, KERAS_ENDINGS = ".safetensors", (".keras", *HDF5_ENDINGS)
"""How the names of model files end: convscope's own, and those that Keras opens."""

_EXPECTED_FILE = (
    "Expected a model file (.safetensors, .keras, .h5, .onnx or model.json), or a folder of "
    "transformers."
)

PICKLED_ENDINGS = (".pth", ".pt", ".ckpt", ".pkl", ".pickle")
"""Of files that a program of their own would have to open."""

_TEXTS = ("architecture", "class_names", "placement", "fit", "trained_on")
_TAKE_ANOTHER = "Take a file that convscope wrote, such as the model.safetensors of a run."

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
        fit: How a picture of another size is brought to the input's: `pad`, `crop`, `stretch`, or
            as another program does, `crop:bilinear:256`, see `data.images.fitting`.
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

    @property
    def num_classes(self) -> int:
        """Number of classes; a single output tells two apart."""
        return max(2, self.architecture.output_shape[-1])

    @property
    def names(self) -> tuple[str, ...]:
        """One name per class; numbers where nobody knows any."""
        return self.class_names or tuple(map(str, range(self.num_classes)))


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
    _check(str(path), model)
    if Path(path).suffix in KERAS_ENDINGS:
        write_keras(path, _to_keras(model))
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

    _check("The model", model)

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
    _expect_no_pickle(Path(path))
    if is_huggingface_folder(path):
        model = _from_huggingface(path)
        _check(str(path), model)
        return model
    if _is_foreign_file(path):
        model = _from_onnx(path) if is_onnx_file(path) else _from_keras(path)
        _check(str(path), model)
        return model
    tensors, metadata = read_tensors(path)
    if metadata.get("format") != FORMAT and is_huggingface_folder(Path(path).parent):
        return read_model(Path(path).parent)
    if metadata.get("format") != FORMAT:
        raise ConvscopeError(
            f"{path}: the file's format is {in_short(metadata.get('format', 'not given'))}.",
            f'Expected a convscope model, format "{FORMAT}".',
            "Give the model.safetensors of a run, or update convscope.",
        )
    with clear_errors(str(path), "Expected a model that convscope wrote.", _TAKE_ANOTHER):
        model = _to_model(str(path), tensors, metadata)
        _check(str(path), model)
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
            _EXPECTED_FILE,
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
    with clear_errors(f"{where}: the tensor {in_short(name)}", expected, _TAKE_ANOTHER):
        return file.get_tensor(name)


def _to_model(where: str, tensors: dict[str, NDArray[Any]], metadata: dict[str, str]) -> Model:
    expected = "Expected architecture, class_names, placement, fit and trained_on."
    missing = [name for name in _TEXTS if name not in metadata]
    if missing:
        reason = f"{where}: the metadata is not whole: it lacks {', '.join(missing)}."
        raise ConvscopeError(reason, expected, _TAKE_ANOTHER)
    class_names, trained_on = (
        parse_json(metadata[name], f"{where}: {name}", expected, _TAKE_ANOTHER)
        for name in ("class_names", "trained_on")
    )
    _check_facts(where, class_names, trained_on)
    weights = {k: v for k, v in tensors.items() if not k.startswith(ABOUT)}
    for name, tensor in weights.items():
        if tensor.dtype.kind != "f":
            raise _senseless(where, name, str(tensor.dtype), "numbers in floating point")
    return Model(
        Architecture.from_json(metadata["architecture"]),
        {name: np.asarray(tensor, np.float32) for name, tensor in weights.items()},
        tuple(class_names),
        metadata["placement"],
        metadata["fit"],
        trained_on,
        {k.removeprefix(ABOUT): v for k, v in tensors.items() if k.startswith(ABOUT)},
    )


def _check_facts(where: str, class_names: object, trained_on: object) -> None:
    if not isinstance(class_names, list) or not all(isinstance(n, str) for n in class_names):
        raise _senseless(where, "class_names", class_names, "a list of texts, one per class")
    if not isinstance(trained_on, dict):
        raise _senseless(
            where, "trained_on", trained_on, 'an object, such as {"data_set": "mnist"}'
        )


def _to_keras(model: Model) -> SavedNet:
    trained_on = dict(model.trained_on)
    compiled = trained_on.pop("compiled", None)
    facts = {
        "class_names": list(model.class_names),
        "placement": model.placement,
        "fit": model.fit,
        "value_range": list(model.architecture.input.value_range),
        "trained_on": trained_on,
    }
    return SavedNet(model.architecture, model.weights, compiled, facts, model.about)


def _from_keras(path: str | Path) -> Model:
    """Returns a model in the words of Keras, with what convscope wrote beside it, if it did."""
    where, net = str(path), read_tfjs(path) if is_tfjs_model(path) else read_keras(path)
    facts = {**_facts_beside(Path(path), net), **net.facts}
    class_names, trained_on = facts["class_names"], facts["trained_on"]
    _check_facts(where, class_names, trained_on)
    for name in ("placement", "fit"):
        if not isinstance(facts[name], str):
            raise _senseless(where, name, facts[name], "a text")
    value_range = facts["value_range"]
    if not isinstance(value_range, list | tuple) or len(value_range) != 2:
        raise _senseless(where, "value_range", value_range, "two numbers, such as [0, 1]")
    compiled = {"compiled": net.compiled} if net.compiled else {}
    return Model(
        net.architecture.with_value_range(*value_range),
        net.weights,
        tuple(class_names),
        facts["placement"],
        facts["fit"],
        {**trained_on, **compiled},
        net.about,
    )


def _is_foreign(path: str | Path) -> bool:
    if is_huggingface_folder(path) or _is_foreign_file(path):
        return True
    return (
        is_huggingface_folder(Path(path).parent) and read_tensors(path)[1].get("format") != FORMAT
    )


def _is_foreign_file(path: str | Path) -> bool:
    return is_onnx_file(path) or is_tfjs_model(path) or is_keras_file(path)


def _expect_no_pickle(path: Path) -> None:
    """Says of files of PyTorch what to do: they hold weights without a net, or would run code."""
    if path.suffix.lower() in PICKLED_ENDINGS and path.is_file():
        raise ConvscopeError(
            f"{path} is a file of PyTorch: weights without a net, or a module whose opening would "
            "run code.",
            _EXPECTED_FILE,
            f'In Python: from_torch(module, (height, width, channels), weights="{path}").',
        )


def _from_huggingface(path: str | Path) -> Model:
    """Returns the model in a folder of transformers."""
    from convscope.huggingface_files.reading import read_huggingface

    read = read_huggingface(path)
    net = read.net.architecture.with_value_range(*read.value_range)
    return Model(net, read.net.weights, read.class_names, fit=read.fit)


def _from_onnx(path: str | Path) -> Model:
    """Returns the model in an ONNX file, with what convscope wrote into it, if it did."""
    read = read_onnx(path)
    net = read.net.architecture
    names = read.told("class_names")
    names = class_names_beside(Path(path), net.output_shape) if names is None else names
    trained_on = read.told("trained_on")
    trained_on = {} if trained_on is None else trained_on
    _check_facts(str(path), list(names) if isinstance(names, tuple) else names, trained_on)
    return Model(
        net.with_value_range(*_value_range(read)),
        read.net.weights,
        tuple(names),
        read.metadata.get("placement", "none"),
        read.metadata.get("fit", "pad"),
        trained_on,
    )


def _value_range(read: ReadOnnx) -> tuple[float, float]:
    told = read.told("value_range")
    is_pair = isinstance(told, list) and len(told) == 2
    if read.takes_bytes:
        return 0.0, 255.0
    if is_pair and all(isinstance(n, int | float) and not isinstance(n, bool) for n in told):
        return told[0], told[1]
    return (0.0, 1.0) if first_scale(read.net.architecture.layers) is None else (0.0, 255.0)


def _facts_beside(path: Path, net: SavedNet) -> Mapping[str, Any]:
    """Returns what is known of a net that convscope has not written.

    Bytes become 0–1, as most programs train, but where the net rescales them itself; what Teachable
    Machine exports for pictures takes their middle, as −1–1. Its classes stand in a file beside it.
    """
    rescales = first_scale(net.architecture.layers) is not None
    value_range = (0.0, 255.0) if rescales else (0.0, 1.0)
    takes_middle = net.is_teachable_machine and len(net.architecture.input.shape) == 3
    if takes_middle:
        value_range = (-1.0, 1.0)
    names = net.class_names or class_names_beside(path, net.architecture.output_shape)
    return {
        "class_names": list(names),
        "placement": "none",
        "fit": "crop" if takes_middle else "pad",
        "value_range": value_range,
        "trained_on": {},
    }


def _check(where: str, model: Model) -> None:
    """Checks everything that a model says against everything else that it says."""
    _check_weights(where, model.architecture, model.weights)
    shape, names = model.architecture.output_shape, model.class_names
    if names and len(shape) == 1 and len(names) != model.num_classes:
        what = f"{model.num_classes} names, one per class of the net"
        raise _senseless(where, "class_names", f"{len(names)} names", what)
    if model.fit not in FITS and not _is_foreign_fit(model.fit):
        raise _senseless(where, "fit", model.fit, f"one of {', '.join(FITS)}")
    for name, tensor in model.about.items():
        expected = _about_shapes(model).get(name)
        if expected is not None and tensor.shape != expected:
            raise _senseless(where, ABOUT + name, f"shape {tensor.shape}", f"shape {expected}")
        _expect_numbers(where, ABOUT + name, tensor)


def _is_foreign_fit(fit: str) -> bool:
    """Returns whether a way to fit is one that another program's preprocessing has."""
    from convscope.data.images.fitting import expect_fit  # rarely needed, and not light

    try:
        expect_fit(fit)
    except ConvscopeError:
        return False
    return True


def _about_shapes(model: Model) -> dict[str, tuple[int, ...]]:
    num_outputs = model.architecture.output_shape[-1]
    return {
        "class_means": (model.num_classes, *model.architecture.input.shape),
        "familiarity.means": (num_outputs, num_outputs),
        "familiarity.precision": (num_outputs, num_outputs),
        "familiarity.scale": (3,),
    }


def _check_weights(where: str, architecture: Architecture, weights: Weights) -> None:
    expected = architecture.parameter_shapes
    if wrong := sorted(set(expected) ^ set(weights)):
        raise ConvscopeError(
            f"{where}: the tensors {in_short(', '.join(wrong[:3]))} are missing or too many.",
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
        _expect_numbers(where, name, weights[name])


def _expect_numbers(where: str, name: str, tensor: NDArray[Any]) -> None:
    """Checks that every value is a finite number: a net with others has no verdict to give."""
    if tensor.dtype.kind not in "fiub":
        raise _senseless(where, name, str(tensor.dtype), "numbers")
    if not np.isfinite(tensor).all():
        num_bad = int((~np.isfinite(tensor)).sum())
        raise ConvscopeError(
            f"{where}: {num_bad:,} of {tensor.size:,} values of {name} are infinite or not a "
            "number.",
            "Expected finite numbers: with others every verdict is nonsense.",
            "The training that wrote it went astray: train again with a lower learning rate, or "
            "take another file.",
        )


def _senseless(where: str, name: str, received: object, expected: str) -> ConvscopeError:
    received = received if isinstance(received, str) else to_json_text(received)
    return ConvscopeError(
        f"{where}: {in_short(name)} is {visible(in_short(received))}.",
        f"Expected {expected}.",
        _TAKE_ANOTHER,
    )
