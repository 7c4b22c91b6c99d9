"""What a model says, computed by ONNX Runtime."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from convscope.arithmetic.answers import closing_activation
from convscope.arrays import Images
from convscope.model_file import Model
from convscope.onnx_files.running import Session
from convscope.onnx_files.writing import onnx_bytes

BATCH_SIZE = 64
"""Images computed at a time."""


def onnx_logits(model: Model, images: Images) -> NDArray[np.float32]:
    """Returns what enters a closing softmax or sigmoid; the output of a net without one.

    Args:
        model: The model.
        images: uint8 (number, height, width, channels), at least one, in the shape of its input.

    Returns:
        float32 (number, outputs).

    Raises:
        ConvscopeError: `onnx` or ONNX Runtime is not installed.
    """
    net = model.architecture
    if closing_activation(net) != "linear":
        *before, last = net.layers
        net = replace(net, layers=(*before, replace(last, activation="linear")))
    takes = "picture" if images.ndim == 4 else "pixels"
    session = Session(onnx_bytes(net, model.weights, {}, takes))
    given = images if images.ndim == 4 else images.astype(np.float32)
    found = [session.run(given[i : i + BATCH_SIZE]) for i in range(0, len(given), BATCH_SIZE)]
    return np.concatenate(found)
