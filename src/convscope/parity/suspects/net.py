"""Suspects inside the net: normalization as in training, a picture flattened in another order."""

from dataclasses import replace
from functools import partial

import numpy as np

from convscope.architecture import Architecture
from convscope.model_file import Model
from convscope.parity.pipeline import Case
from convscope.parity.suspects.suspect import Suspect

BATCHES = (1, 8, 16, 32, 64, 0)
"""Of how many images statistics may have been taken; 0 for all."""


def flattened_by_channel(model: Model) -> Model:
    """Returns a model whose dense layers get flattened pictures channel by channel.

    Args:
        model: Its own order is pixel by pixel.
    """
    net, weights = model.architecture, dict(model.weights)
    for step in net.steps:
        shape = _flattened_shape(net, step.inputs[0])
        is_dense = step.layer.is_weighted_sum and step.layer.sees_everything
        if is_dense and shape is not None:
            name = f"{step.layer.name}.kernel"
            height, width, channels = shape
            by_channel = np.arange(height * width * channels).reshape(channels, height, width)
            # The weights that meet a value there are those of its place channel by channel.
            weights[name] = weights[name][by_channel.transpose(1, 2, 0).ravel()]
    return replace(model, weights=weights)


def _flattened_shape(net: Architecture, index: int) -> tuple[int, ...] | None:
    """Returns (height, width, channels) of maps that come as a vector, None where none do."""
    while index >= 0:
        step = net.steps[index]
        if step.layer.flattens:
            return step.input_shape if len(step.input_shape) == 3 else None
        if not step.layer.keeps_values or len(step.inputs) != 1:
            return None
        index = step.inputs[0]
    return None


def _flattens(case: Case) -> bool:
    changed = flattened_by_channel(case.model).weights
    return any(not np.array_equal(changed[k], v) for k, v in case.model.weights.items())


def _normalizes(batch: int, case: Case) -> bool:
    return case.normalizes and batch < len(case.images)


def _words(batch: int) -> str:
    how = {0: "all images together", 1: "each image alone"}.get(batch, f"{batch} images at a time")
    return f"leaves normalization in training mode: it takes the statistics of {how}"


SUSPECTS = (
    Suspect(
        "flattened channel by channel",
        "net",
        flattened_by_channel,
        "flattens feature maps channel by channel before weights that expect pixel by pixel",
        _flattens,
    ),
    *(
        Suspect(
            f"normalization in training mode, {batch or 'all'} together",
            "batch",
            batch,
            _words(batch),
            partial(_normalizes, batch),
            needs_all=batch != 1,
        )
        for batch in BATCHES
    ),
)
