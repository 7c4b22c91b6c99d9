"""Suspects of scale: which numbers the bytes 0–255 become before they enter the net."""

from functools import partial

import numpy as np

from convscope.parity.pipeline import Case, Values
from convscope.parity.suspects.suspect import Suspect

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406])
IMAGENET_DEVIATION = np.array([0.229, 0.224, 0.225])
"""Of red, green and blue as 0–1. Source: torchvision's published weights."""

IMAGENET_BYTES = np.array([123.68, 116.779, 103.939])
"""Mean of red, green and blue as bytes. Source: the VGG nets, 2014."""

MNIST_MEAN, MNIST_DEVIATION = 0.1307, 0.3081
"""Of MNIST's training images as 0–1. Source: PyTorch's example."""


def _linear(factor: float, offset: float, values: Values) -> Values:
    return values * factor + offset


def _imagenet(values: Values) -> Values:
    return (values / 255 - IMAGENET_MEAN) / IMAGENET_DEVIATION


def _imagenet_mean(values: Values) -> Values:
    return values - IMAGENET_BYTES


def _mnist(values: Values) -> Values:
    return (values / 255 - MNIST_MEAN) / MNIST_DEVIATION


def _per_image(values: Values) -> Values:
    """Mean 0 and deviation 1 of each image, as `tf.image.per_image_standardization`."""
    axes = tuple(range(1, values.ndim))
    least = 1 / np.sqrt(np.prod(values.shape[1:]))
    spread = np.maximum(values.std(axes, keepdims=True), least)
    return (values - values.mean(axes, keepdims=True)) / spread


def _signed(factor: float, values: Values) -> Values:
    """Bytes above 127 read as negative numbers."""
    return np.where(values > 127, values - 256, values) * factor


def _is_other(scale: partial[Values], case: Case) -> bool:
    low, high = case.model.architecture.input.value_range
    ends = scale(np.array([0.0, 255.0]))
    return not np.allclose(ends, [low, high])


def _is_color(case: Case) -> bool:
    return case.images.shape[-1] == 3


def _is_grey(case: Case) -> bool:
    return case.images.shape[-1] == 1


_LINEAR = {
    "not divided by 255": (1.0, 0.0, "feeds bytes 0–255: it does not divide by 255"),
    "divided by 255": (1 / 255, 0.0, "divides by 255: it feeds 0–1"),
    "divided by 127.5, less 1": (1 / 127.5, -1.0, "feeds −1–1 (÷127.5 − 1)"),
    "divided by 255 twice": (1 / 255**2, 0.0, "divides by 255 twice"),
    "less 0.5": (1 / 255, -0.5, "feeds −0.5–0.5 (÷255 − 0.5)"),
    "int8 without scale": (1.0, -128.0, "feeds int8 −128–127 without their scale"),
    "int8 without zero point": (
        1 / 255,
        -128 / 255,
        "feeds int8 without their zero point: (byte − 128)/255",
    ),
    "int8 over 128": (1 / 128, -1.0, "feeds int8 divided by 128: (byte − 128)/128"),
}

SUSPECTS = (
    *(
        Suspect(name, "scale", scale, sentence, partial(_is_other, scale))
        for name, (factor, offset, sentence) in _LINEAR.items()
        for scale in (partial(_linear, factor, offset),)
    ),
    Suspect(
        "bytes read as signed",
        "scale",
        partial(_signed, 1 / 255),
        "reads bytes above 127 as negative int8, then divides by 255",
    ),
    Suspect(
        "bytes read as signed, without scale",
        "scale",
        partial(_signed, 1.0),
        "reads bytes above 127 as negative int8",
    ),
    Suspect(
        "mean and deviation of ImageNet",
        "scale",
        _imagenet,
        "takes away ImageNet's mean and divides by its deviation",
        _is_color,
    ),
    Suspect(
        "mean of ImageNet",
        "scale",
        _imagenet_mean,
        "takes ImageNet's mean from the bytes",
        _is_color,
    ),
    Suspect(
        "mean and deviation of MNIST",
        "scale",
        _mnist,
        "takes away 0.1307 and divides by 0.3081, as for MNIST",
        _is_grey,
    ),
    Suspect(
        "mean and deviation of each image",
        "scale",
        _per_image,
        "brings each image to mean 0 and deviation 1",
    ),
)
