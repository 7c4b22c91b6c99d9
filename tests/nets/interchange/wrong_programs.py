"""What programs around a net do wrong, by the names that the faults must get."""

from dataclasses import replace
from functools import partial

import numpy as np
from other_programs import (
    Program,
    cropped,
    flattened_by_channel,
    in_training,
    padded,
    stretched,
    without_antialias,
)
from PIL.Image import Resampling

from convscope.arithmetic.activations import softmax
from convscope.model_file import Model

MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def _of_each_image(a):
    spread = a.std((1, 2, 3), keepdims=True)
    return (a - a.mean((1, 2, 3), keepdims=True)) / np.maximum(spread, 1 / np.sqrt(a[0].size))


def _last_as_first(a):
    number, height, width, channels = a.shape
    return a.reshape(number, channels, height, width).transpose(0, 2, 3, 1)


def _first_as_last(a):
    return a.transpose(0, 3, 1, 2).reshape(a.shape)


SCALES = {
    "not divided by 255": lambda a: a,
    "divided by 255": lambda a: a / 255,
    "divided by 255 twice": lambda a: a / 255 / 255,
    "divided by 127.5, less 1": lambda a: a / 127.5 - 1,
    "mean and deviation of each image": _of_each_image,
    "int8 without scale": lambda a: a - 128,
    "int8 without zero point": lambda a: (a - 128) / 255,
    "bytes read as signed": lambda a: a.astype(np.uint8).view(np.int8) / 255,
}
OF_COLOUR = {
    "mean and deviation of ImageNet": Program(scale=lambda a: (a / 255 - MEAN) / DEVIATION),
    "BGR": Program(arrange=lambda a: a[..., ::-1]),
    "channels last read as first": Program(arrange=_last_as_first),
    "channels first read as last": Program(arrange=_first_as_last),
}
OF_GREY = {
    "mean and deviation of MNIST": Program(scale=lambda a: (a / 255 - 0.1307) / 0.3081),
}
RESIZING = {
    "nearest filter": Program(read=partial(padded, filter=Resampling.NEAREST)),
    "bilinear filter": Program(read=partial(padded, filter=Resampling.BILINEAR)),
    "lanczos filter": Program(read=partial(padded, filter=Resampling.LANCZOS)),
    "bilinear without antialiasing filter": Program(read=without_antialias),
    "pad, odd line below": Program(read=partial(padded, extra=0)),
    "crop": Program(read=cropped),
    "stretch": Program(read=stretched),
}
"""Where pictures have another size than the input."""


def wrong_programs(model: Model, number: int, is_resized: bool) -> dict[str, Program]:
    """Returns the programs that do one thing wrong which can be seen at all.

    Args:
        model: The net.
        number: Of pictures.
        is_resized: Whether pictures have another size than the input.
    """
    net = model.architecture
    found = {
        name: Program(scale=scale)
        for name, scale in SCALES.items()
        if not np.allclose(scale(np.array([[[[0.0, 255.0]]]])).ravel(), net.input.value_range)
    }
    found |= OF_COLOUR if net.input.shape[2] == 3 else OF_GREY
    found |= RESIZING if is_resized else {}
    if net.input.shape[0] == net.input.shape[1]:
        found["rows read as columns"] = Program(arrange=lambda a: a.transpose(0, 2, 1, 3))
    found |= {
        "inverted": Program(arrange=lambda a: 255 - a),
        "softmax missing": Program(end=lambda z: z),
        "softmax twice": Program(end=lambda z: softmax(softmax(z))),
        "labels in another order": Program(order=_permuted(len(model.names))),
    }
    kinds = {layer.kind for layer in net.layers}
    if "BatchNormalization" in kinds:
        found |= {
            f"normalization in training mode, {batch or 'all'} together": Program(
                compute=in_training(batch)
            )
            for batch in (1, 16, 0)
            if batch < number
        }
    if "Flatten" in kinds:
        found["flattened channel by channel"] = Program(compute=flattened_by_channel)
    return found


def _permuted(number: int) -> tuple[int, ...]:
    """The first label stays, the others move."""
    return 0, *range(2, number), 1


def both(first: Program, second: Program) -> Program:
    """Returns a program with the faults of two."""
    right = Program()
    changed = {
        name: value for name, value in vars(second).items() if value is not vars(right)[name]
    }
    if "arrange" in changed and first.arrange is not right.arrange:
        changed["arrange"] = lambda a: second.arrange(first.arrange(a))
    return replace(first, **changed)
