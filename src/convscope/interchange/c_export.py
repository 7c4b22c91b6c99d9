"""A model as a C99 header, in float or in bytes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from convscope.arithmetic import forward, preprocess
from convscope.arrays import Images, InputBatch
from convscope.c_header import Calibrated, Cost, Facts, calibrate, cost_of, fold, write_header
from convscope.channels_first import Operation, lower
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.interchange.reference_images import reference_images
from convscope.model_file import Model

MOST_CALIBRATING = 256
"""Images that the scales of bytes come from."""

MOST_TEST_VALUES = 4 * 64 * 64 * 3
"""Of all images of a self-test: they are numbers in a text."""


@dataclass(frozen=True)
class ExportedC:
    """What is told of an export.

    Attributes:
        cost: What the net needs.
        num_images: That the scales come from; 0 in float.
        same_class: The share of those to which the bytes give the class that float does.
    """

    cost: Cost
    num_images: int
    same_class: float


def export_c(
    model: Model,
    path: Path | None,
    calibrating: Images | None = None,
    images: Images | None = None,
) -> ExportedC:
    """Writes a model as a C99 header.

    Args:
        model: The model.
        path: The file, after which its functions are called; None writes nothing.
        calibrating: uint8 (number, height, width, channels): images like those that it was trained
            on, for a net in bytes; None for float.
        images: uint8 (number, height, width, channels) for the self-test; None for the mean images
            of the classes, where they are known, and noise.

    Raises:
        ConvscopeError: A layer cannot be written, or not in bytes; the text names it.
    """
    net = model.architecture
    if not net.layers:
        raise ConvscopeError("The net has no layers.", "Expected a net.", "Take another model.")
    operations = fold(lower(net, model.weights))
    calibrated, same = None, 1.0
    if calibrating is not None:
        inputs = preprocess(_spread(calibrating), net)
        calibrated = calibrate(operations, channels_first(inputs))
        same = _same_class(model, inputs, calibrated)
    if path is None:
        cost = cost_of(net, operations, calibrated)
    else:
        cost = _write(model, path, operations, calibrated, images)
    return ExportedC(cost, calibrated.num_images if calibrated else 0, same)


def channels_first(inputs: InputBatch) -> InputBatch:
    """Returns (batch, channels, height, width) of a batch of pictures; of vectors themselves."""
    return inputs.transpose(0, 3, 1, 2) if inputs.ndim == 4 else inputs


def _write(
    model: Model,
    path: Path,
    operations: list[Operation],
    calibrated: Calibrated | None,
    images: Images | None,
) -> Cost:
    net = model.architecture
    chosen = reference_images(model, images, MOST_TEST_VALUES)
    inputs = preprocess(chosen, net)
    if calibrated:
        expected = calibrated.run(channels_first(inputs))
    else:
        expected = _answers(model, inputs.astype(np.float64))
    names = model.names if len(net.output_shape) == 1 else model.class_names
    facts = Facts(path.stem, names, model.placement, chosen, expected.astype(np.float32))
    written = write_header(net, operations, facts, calibrated)
    write_atomically(path, written.text.encode())
    return written.cost


def _answers(model: Model, inputs: InputBatch) -> InputBatch:
    wide = {name: values.astype(inputs.dtype) for name, values in model.weights.items()}
    net = model.architecture
    return forward(net, wide, inputs)[net.layers[-1].name].activation


def _spread(images: Images) -> Images:
    """Returns a few images from all over the set, which may be sorted by class."""
    if not len(images):
        raise ConvscopeError(
            "There are no images to find the scales of bytes with.",
            "Expected at least one.",
            "Give others with --images.",
        )
    places = np.linspace(0, len(images) - 1, min(MOST_CALIBRATING, len(images))).astype(int)
    return np.ascontiguousarray(images[places])


def _same_class(model: Model, inputs: InputBatch, calibrated: Calibrated) -> float:
    found = calibrated.run(channels_first(inputs))
    ours = np.concatenate([_answers(model, inputs[i : i + 32]) for i in range(0, len(inputs), 32)])
    if found.shape[1] == 1:
        return float(((found > 0.5) == (ours > 0.5)).mean())
    return float((found.argmax(axis=1) == ours.argmax(axis=1)).mean())
