"""A model as an ONNX file, tried before it is handed over."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from convscope.arithmetic import forward, preprocess
from convscope.arithmetic.targets import class_probabilities
from convscope.arrays import Images
from convscope.errors import ConvscopeError
from convscope.interchange.reference_images import reference_images
from convscope.model_file import Model
from convscope.onnx_files.self_test import NAME, SelfTest, run_self_test
from convscope.onnx_files.writing import onnx_bytes, write_onnx


@dataclass(frozen=True)
class Exported:
    """What is told of an export.

    Attributes:
        num_images: Of the self-test.
        largest_difference: Between its answers and ours; None where ONNX Runtime is not installed.
    """

    num_images: int
    largest_difference: float | None


def to_onnx(
    model: Model,
    takes: str = "values",
    opset: int = 17,
    images: Images | None = None,
    *,
    is_judging: bool = False,
) -> bytes:
    """Returns a model as the bytes of an ONNX file.

    Args:
        model: The model.
        takes: What goes in: `"values"`, float32 (images, channels, height, width) in the range that
            the net takes; `"pixels"`, the same with 0–255; `"picture"`, uint8 (images, height,
            width, channels).
        opset: Version of ONNX's operations, from 17 on.
        images: uint8 (number, height, width, channels) for the self-test; None for the mean images
            of the classes, where they are known, and noise.
        is_judging: Whether a probability for each class comes out, whatever the net's own outputs
            are.

    Raises:
        ConvscopeError: Another input or version, or `onnx` is not installed.
    """
    net = model.architecture
    if not net.layers:
        raise ConvscopeError("The net has no layers.", "Expected a net.", "Take another model.")
    chosen = reference_images(model, images)
    values = forward(net, model.weights, preprocess(chosen, net))[net.layers[-1].name].activation
    found = values.transpose(0, 3, 1, 2) if values.ndim == 4 else values
    if is_judging:
        found = class_probabilities(net, found)
    facts = {
        "class_names": list(model.names if len(net.output_shape) == 1 else model.class_names),
        "value_range": list(net.input.value_range),
        "placement": model.placement,
        "fit": model.fit,
        "trained_on": model.trained_on,
        NAME: SelfTest(chosen, np.asarray(found, np.float32)).to_text(),
    }
    return onnx_bytes(net, model.weights, facts, takes, opset, is_judging=is_judging)


def export_onnx(
    model: Model, path: Path, takes: str = "values", opset: int = 17, images: Images | None = None
) -> Exported:
    """Writes a model as an ONNX file, and runs its self-test first.

    Args:
        model: The model.
        path: The file.
        takes: As for `to_onnx`.
        opset: As for `to_onnx`.
        images: As for `to_onnx`.

    Raises:
        ConvscopeError: As for `to_onnx`; or ONNX Runtime answers otherwise.
    """
    content = to_onnx(model, takes, opset, images)
    largest = run_self_test(content) if find_spec("onnxruntime") else None
    write_onnx(path, content)
    return Exported(len(reference_images(model, images)), largest)
