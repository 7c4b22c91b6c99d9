"""A model as a folder for TensorFlow.js, read back before it is handed over."""

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from convscope.arithmetic import forward, preprocess
from convscope.arrays import Images, InputBatch
from convscope.interchange.own_folder import write_folder
from convscope.interchange.reference_images import reference_images
from convscope.model_file import Model, read_model
from convscope.texts import to_json_text
from convscope.tfjs_files import SelfTest, Written, tfjs_files
from convscope.tfjs_files.self_test import FILE, NAME

PROGRAM = "selftest.js"
"""The file that tries the model in the receiver's TensorFlow.js."""

_OURS = re.compile(r"model\.json|selftest\.json|selftest\.js|group1-shard\d+of\d+\.bin")
"""Names of files in a folder that may be replaced."""


@dataclass(frozen=True)
class ExportedTfjs:
    """What is told of an export.

    Attributes:
        num_layers: In TensorFlow.js, the input not counted.
        weight_bytes: Of all arrays.
        num_files: That hold them.
        num_images: Of the self-test; 0 where nothing is written.
        largest_difference: Between answers of the folder, read again, and ours.
    """

    num_layers: int
    weight_bytes: int
    num_files: int
    num_images: int = 0
    largest_difference: float = 0.0


def export_tfjs(model: Model, path: Path | None, images: Images | None = None) -> ExportedTfjs:
    """Writes a model as a folder that `tf.loadLayersModel` opens.

    Args:
        model: The model.
        path: The folder, which is new, empty, or holds such a model; None writes nothing.
        images: uint8 (number, height, width, channels) for the self-test; None for the mean images
            of the classes, where they are known, and noise.

    Raises:
        ConvscopeError: TensorFlow.js lacks a layer, which is named; the folder holds other files;
            or the disk refused.
    """
    if path is None:
        return _told(tfjs_files(model.architecture, model.weights))
    tfjs_files(model.architecture, model.weights)  # says what cannot be written before all else
    net = model.architecture
    chosen = reference_images(model, images)
    answers = _answers(model, preprocess(chosen, net))
    test = SelfTest(chosen, answers.reshape(len(answers), -1), net.input.value_range)
    facts = {
        "class_names": list(model.names if len(net.output_shape) == 1 else model.class_names),
        "value_range": list(net.input.value_range),
        "placement": model.placement,
        "fit": model.fit,
        "trained_on": model.trained_on,
        NAME: test.to_json(),
    }
    written = tfjs_files(net, model.weights, facts)
    beside = {
        FILE: to_json_text({**facts[NAME], "class_names": facts["class_names"]}).encode(),
        PROGRAM: files("convscope.tfjs_files").joinpath(PROGRAM).read_bytes(),
    }
    largest = write_folder(
        path,
        {**beside, **written.files},
        _OURS,
        "a model for TensorFlow.js",
        lambda folder: _difference(read_model(folder), chosen, answers),
    )
    told = _told(written)
    return ExportedTfjs(
        told.num_layers, told.weight_bytes, told.num_files, len(chosen), float(largest)
    )


def _told(written: Written) -> ExportedTfjs:
    return ExportedTfjs(written.num_layers, written.weight_bytes, len(written.files) - 1)


def _answers(model: Model, inputs: InputBatch) -> InputBatch:
    net = model.architecture
    found = forward(net, model.weights, inputs)[net.layers[-1].name].activation
    return np.asarray(found, np.float32)


def _difference(back: Model, images: Images, answers: InputBatch) -> float:
    found = _answers(back, preprocess(images, back.architecture))
    return float(np.abs(found.reshape(answers.shape) - answers).max())
