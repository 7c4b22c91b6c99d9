"""Models in files of other programs: Keras, ONNX, TensorFlow.js, transformers; and out to Keras.

How such a file is read is the matter of its own room; here it becomes a model, with what convscope
wrote beside the net, if it did.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convscope.architecture import first_scale
from convscope.errors import ConvscopeError
from convscope.huggingface_files import is_huggingface_folder
from convscope.keras_files import is_keras_file
from convscope.onnx_files import is_onnx_file
from convscope.tfjs_files import is_tfjs_model
from convscope.trained_model import Model, expect_facts, senseless

if TYPE_CHECKING:
    from convscope.keras_files import SavedNet
    from convscope.onnx_files import ReadOnnx

EXPECTED_FILE = (
    "Expected a model file (.safetensors, .keras, .h5, .onnx or model.json), or a folder of "
    "transformers."
)

PICKLED_ENDINGS = (".pth", ".pt", ".ckpt", ".pkl", ".pickle")
"""Of files that a program of their own would have to open."""


def is_foreign_model(path: str | Path) -> bool:
    """Returns whether a path is a model that another program wrote, by its content."""
    return (
        is_huggingface_folder(path)
        or is_onnx_file(path)
        or is_tfjs_model(path)
        or is_keras_file(path)
    )


def read_foreign(path: str | Path) -> Model:
    """Returns a model that another program wrote; nothing in it is run, or checked as a whole.

    Args:
        path: Of which `is_foreign_model` is true.

    Raises:
        ConvscopeError: Damaged, or a net with layers that convscope lacks.
    """
    if is_huggingface_folder(path):
        return _from_huggingface(path)
    return _from_onnx(path) if is_onnx_file(path) else _from_keras(path)


def expect_no_pickle(path: Path) -> None:
    """Says of files of PyTorch what to do: they hold weights without a net, or would run code."""
    if path.suffix.lower() in PICKLED_ENDINGS and path.is_file():
        raise ConvscopeError(
            f"{path} is a file of PyTorch: weights without a net, or a module whose opening would "
            "run code.",
            EXPECTED_FILE,
            f'In Python: from_torch(module, (height, width, channels), weights="{path}").',
        )


def _from_keras(path: str | Path) -> Model:
    """Returns a model in the words of Keras, with what convscope wrote beside it, if it did."""
    from convscope.keras_files import read_keras
    from convscope.tfjs_files import read_tfjs

    where, net = str(path), read_tfjs(path) if is_tfjs_model(path) else read_keras(path)
    facts = {**_facts_beside(Path(path), net), **net.facts}
    class_names, trained_on = facts["class_names"], facts["trained_on"]
    expect_facts(where, class_names, trained_on)
    for name in ("placement", "fit"):
        if not isinstance(facts[name], str):
            raise senseless(where, name, facts[name], "a text")
    value_range = facts["value_range"]
    if not isinstance(value_range, list | tuple) or len(value_range) != 2:
        raise senseless(where, "value_range", value_range, "two numbers, such as [0, 1]")
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


def to_keras(model: Model) -> "SavedNet":
    """Returns a model in the words of Keras, with what convscope knows besides."""
    from convscope.keras_files import SavedNet

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


def _from_huggingface(path: str | Path) -> Model:
    """Returns the model in a folder of transformers."""
    from convscope.huggingface_files.reading import read_huggingface

    read = read_huggingface(path)
    net = read.net.architecture.with_value_range(*read.value_range)
    return Model(net, read.net.weights, read.class_names, fit=read.fit)


def _from_onnx(path: str | Path) -> Model:
    """Returns the model in an ONNX file, with what convscope wrote into it, if it did."""
    from convscope.keras_files import class_names_beside
    from convscope.onnx_files import read_onnx

    read = read_onnx(path)
    net = read.net.architecture
    names = read.told("class_names")
    names = class_names_beside(Path(path), net.output_shape) if names is None else names
    trained_on = read.told("trained_on")
    trained_on = {} if trained_on is None else trained_on
    expect_facts(str(path), list(names) if isinstance(names, tuple) else names, trained_on)
    return Model(
        net.with_value_range(*_value_range(read)),
        read.net.weights,
        tuple(names),
        read.metadata.get("placement", "none"),
        read.metadata.get("fit", "pad"),
        trained_on,
    )


def _value_range(read: "ReadOnnx") -> tuple[float, float]:
    told = read.told("value_range")
    is_pair = isinstance(told, list) and len(told) == 2
    if read.takes_bytes:
        return 0.0, 255.0
    if is_pair and all(isinstance(n, int | float) and not isinstance(n, bool) for n in told):
        return told[0], told[1]
    return (0.0, 1.0) if first_scale(read.net.architecture.layers) is None else (0.0, 255.0)


def _facts_beside(path: Path, net: "SavedNet") -> Mapping[str, Any]:
    """Returns what is known of a net that convscope has not written.

    Bytes become 0–1, as most programs train, but where the net rescales them itself; what Teachable
    Machine exports for pictures takes their middle, as −1–1. Its classes stand in a file beside it.
    """
    from convscope.keras_files import class_names_beside

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
