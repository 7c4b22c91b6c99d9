"""A model as a folder for LiteRT, run by it before it is handed over."""

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arithmetic import forward, preprocess
from convscope.arrays import Images
from convscope.errors import ConvscopeError, in_short
from convscope.interchange.own_folder import write_folder
from convscope.interchange.reference_images import reference_images
from convscope.model_file import Model
from convscope.texts import to_json_text
from convscope.tfjs_files import SelfTest

MODEL, LABELS, TEST, PROGRAM = "model.tflite", "labels.txt", "selftest.json", "selftest.py"

_OURS = re.compile("|".join(map(re.escape, (MODEL, LABELS, TEST, PROGRAM))))


@dataclass(frozen=True)
class ExportedLitert:
    """What is told of an export.

    Attributes:
        model_bytes: Of the file that LiteRT opens.
        num_images: Of the self-test.
        largest_difference: Between LiteRT's answers and ours.
    """

    model_bytes: int
    num_images: int
    largest_difference: float


def export_litert(model: Model, path: Path, images: Images | None = None) -> ExportedLitert:
    """Writes a model as a folder with a `.tflite` file, its class names and a self-test.

    The file takes float32 (1, height, width, channels), the bytes of a picture as numbers from 0
    to 255, and gives float32 (1, outputs), what the net puts out.

    Args:
        model: The model.
        path: The folder, which is new, empty, or holds such a model.
        images: uint8 (number, height, width, channels) for the self-test; None for the mean images
            of the classes, where they are known, and noise.

    Raises:
        ConvscopeError: The extra `litert` is not installed, its converter refuses the net, LiteRT
            answers differently, the folder holds other files, or the disk refused.
    """
    converter, runtime = _libraries()
    net = model.architecture
    if len(net.input.shape) != 3:
        raise ConvscopeError(
            f"The net takes {net.input.shape}.",
            "Expected a net that takes images (height, width, channels).",
            "Export it to ONNX: --to onnx.",
        )
    chosen = reference_images(model, images)
    outputs = forward(net, model.weights, preprocess(chosen, net))[net.layers[-1].name].activation
    answers = np.asarray(outputs, np.float32).reshape(len(chosen), -1)
    content = _converted(model, converter)
    test = {
        **SelfTest(chosen, answers, net.input.value_range).to_json(),
        "class_names": list(model.names if len(net.output_shape) == 1 else model.class_names),
    }
    written = {
        MODEL: content,
        LABELS: ("\n".join(test["class_names"]) + "\n").encode(),
        TEST: to_json_text(test).encode(),
        PROGRAM: files("convscope.interchange.litert.programs").joinpath(PROGRAM).read_bytes(),
    }

    def largest_difference(folder: Path) -> float:
        found = _answers(runtime, folder / MODEL, chosen)
        scale = np.maximum(1, np.abs(answers).max(1, keepdims=True))
        largest = float((np.abs(found - answers) / scale).max())
        if not largest <= test["tolerance"]:
            raise ConvscopeError(
                f"LiteRT answers with a difference of {largest:.1e}.",
                f"Expected at most {test['tolerance']:g} of the largest answer.",
                "Export the model to ONNX instead: --to onnx.",
            )
        return largest

    largest = write_folder(path, written, _OURS, "a model for LiteRT", largest_difference)
    return ExportedLitert(len(content), len(chosen), largest)


def _converted(model: Model, converter: Any) -> bytes:
    """Returns the bytes of a `.tflite` file."""
    import torch

    from convscope.interchange.torch_modules.writing import to_torch

    net = _with_plain_maxima(to_torch(model, preprocess=True))
    net = converter.to_channel_last_io(net, args=[0]).eval()
    example = torch.zeros(1, *model.architecture.input.shape)
    try:
        converted = converter.convert(net, (example,))
    except Exception as error:  # the converter raises whatever lies below it
        raise ConvscopeError(
            f"litert-torch does not convert the net: {in_short(str(error))}.",
            "Expected layers that it knows.",
            "Export it to ONNX (--to onnx) or C (--to c) instead.",
        ) from error
    with TemporaryDirectory(prefix="convscope-litert-") as folder:
        path = Path(folder) / MODEL
        converted.export(str(path))
        return path.read_bytes()


def _with_plain_maxima(net: Any) -> Any:
    """Returns a module that takes the largest values of maps in a way that the converter knows."""
    from torch import Tensor, nn

    class Largest(nn.Module):
        def forward(self, maps: Tensor) -> Tensor:
            return maps.amax((2, 3), keepdim=True)

    for name, child in list(net.named_modules()):
        if isinstance(child, nn.AdaptiveMaxPool2d):
            net.set_submodule(name, Largest())
    return net


def _answers(runtime: Any, path: Path, images: Images) -> NDArray[np.float32]:
    """Returns what LiteRT says of images, float32 (number, outputs)."""
    interpreter = runtime.Interpreter(model_path=str(path))
    interpreter.allocate_tensors()
    takes = interpreter.get_input_details()[0]["index"]
    gives = interpreter.get_output_details()[0]["index"]
    rows = []
    for image in images:
        interpreter.set_tensor(takes, image[None].astype(np.float32))
        interpreter.invoke()
        rows.append(interpreter.get_tensor(gives).reshape(-1))
    return np.stack(rows)


def _libraries() -> tuple[Any, Any]:
    """Returns the converter and the runtime, which the extra `litert` brings."""
    try:
        return import_module("litert_torch"), import_module("ai_edge_litert.interpreter")
    except ModuleNotFoundError as error:
        raise ConvscopeError(
            f"{error.name} is not installed.",
            "litert_torch converts a net for LiteRT, and ai_edge_litert runs it.",
            'Install both: pip install "convscope[litert]" (it brings JAX).',
        ) from error
