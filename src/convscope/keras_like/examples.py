"""Arrays as a Keras program has them, checked and brought into the engine's form."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Shape
from convscope.errors import ConvscopeError
from convscope.keras_like.sample_weights import weights_of

if TYPE_CHECKING:
    import torch

    from convscope.engine.answers.examples import Examples
    from convscope.engine.answers.losses import Loss

BYTES = (0.0, 255.0)
"""Bytes go into the net as the numbers they are, as in Keras; it has a Rescaling, or none."""


def to_inputs(title: str, x: Any, shape: Shape) -> NDArray[Any]:
    """Returns images as uint8 or float32 (number, height, width, channels).

    Args:
        title: How errors call the images, such as `"fit(): x"`.
        x: Array or list of images; the channel axis of grey images may be missing.
        shape: What the net takes, without the batch axis.

    Raises:
        ConvscopeError: Another shape, no images, or no numbers.
    """
    images = np.asarray(x)
    if images.dtype.kind not in "buif":
        raise ConvscopeError(
            f"{title} is {type(x).__name__} of {images.dtype}.",
            f"Expected numbers of shape {_with_number(shape)}.",
            "Give a NumPy array.",
        )
    if len(shape) == 3 and shape[-1] == 1 and images.shape[1:] == shape[:-1]:
        images = images[..., np.newaxis]
    if images.shape[1:] != shape or not len(images):
        raise ConvscopeError(
            f"{title} has shape {images.shape}.",
            f"The net takes {_with_number(shape)}.",
            _advice(images.shape, shape),
        )
    return images if images.dtype == np.uint8 else images.astype(np.float32, copy=False)


def to_targets(y: NDArray[Any], loss: "Loss", num_outputs: int) -> NDArray[Any]:
    """Returns labels as a loss needs them: int64 (number,) or float32 (number, outputs).

    Args:
        y: Numbers: class indices (number,) or (number, 1), or one column per class.
        loss: Decides which form is needed.
        num_outputs: Units of the net's last layer; class indices are below it.

    Raises:
        ConvscopeError: The shape does not fit the loss, or a label is no class.
    """
    from convscope.engine.answers.losses import check_targets

    is_sparse = loss.name == "sparse_categorical_crossentropy"
    if y.dtype.kind not in "buif":
        raise ConvscopeError(
            f"The labels are {y.dtype}.",
            f"Expected whole numbers from 0 to {num_outputs - 1}, or one column per class.",
            "Number the classes: np.unique(y, return_inverse=True)[1].",
        )
    if is_sparse and y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    check_targets(loss, y.shape, num_outputs)
    if not is_sparse:
        return y.astype(np.float32)
    if (y != np.floor(y)).any() or y.min(initial=0) < 0 or y.max(initial=0) >= num_outputs:
        raise ConvscopeError(
            f"The labels lie between {y.min()} and {y.max()}.",
            f"The net has {num_outputs} outputs: classes are whole numbers from 0 to "
            f"{num_outputs - 1}.",
            "Number the classes from 0, or give the last layer one unit per class.",
        )
    return y.astype(np.int64)


def to_examples(
    title: str,
    x: NDArray[Any],
    y: Any,
    loss: "Loss",
    num_outputs: int,
    device: "torch.device",
    sample_weight: Any = None,
    class_weight: Any = None,
) -> "Examples":
    """Returns images and labels as the engine takes them.

    Args:
        title: How errors call them, such as `"fit()"`.
        x: What `to_inputs` returned.
        y: The labels.
        loss: Decides on the form of the labels.
        num_outputs: Outputs of the net.
        device: Where they are kept.
        sample_weight: How much each image counts; None for 1 each.
        class_weight: How much each class counts; None for 1 each.

    Raises:
        ConvscopeError: Not as many labels as images, or labels that do not fit.
    """
    from convscope.engine.answers.examples import Examples

    labels = np.asarray(y)
    if y is None or len(labels) != len(x):
        received = "no labels" if y is None else f"{len(labels)} labels"
        raise ConvscopeError(
            f"{title}: received {len(x)} images and {received}.",
            "Expected one label per image.",
            "Give images and labels of the same length.",
        )
    targets = to_targets(labels, loss, num_outputs)
    weights = weights_of(title, targets, sample_weight, class_weight)
    return Examples(x, targets, BYTES, device, weights)


def split_index(num_images: int, validation_split: float) -> int:
    """Returns where the validation images begin: they are the last part, before shuffling.

    Raises:
        ConvscopeError: The share is not between 0 and 1, or leaves one side empty.

    Example:
        >>> split_index(60_000, 0.1)
        54000
    """
    is_share = 0 < validation_split < 1
    index = math.floor(num_images * (1 - validation_split)) if is_share else 0
    if not 0 < index < num_images:
        raise ConvscopeError(
            f"fit(): validation_split={validation_split} of {num_images} images.",
            "Expected a share between 0 and 1 that leaves images on both sides.",
            "Give for example validation_split=0.1.",
        )
    return index


def value_range_of(images: NDArray[Any]) -> tuple[float, float]:
    """Returns what the bytes 0–255 of the original pictures have become in `images`.

    Example:
        >>> value_range_of(np.array([0.0, 0.9])), value_range_of(np.array([0, 254], np.uint8))
        ((0.0, 1.0), (0.0, 255.0))
    """
    low, high = float(images.min()), float(images.max())
    if low >= -0.01:
        return BYTES if high > 1.5 else (0.0, 1.0)
    if low >= -1.01 and high <= 1.01:
        return -1.0, 1.0
    return low, high  # standardised: its darkest and its brightest pixel


def _with_number(shape: Shape) -> str:
    return f"(number, {', '.join(map(str, shape))})"


def _advice(received: Shape, expected: Shape) -> str:
    if received == expected or (expected[-1] == 1 and received == expected[:-1]):
        return "Give a single image as a batch of one: np.expand_dims(image, 0)."
    if math.prod(received[1:]) == math.prod(expected):
        return f"Reshape them: x.reshape(-1, {', '.join(map(str, expected))})."
    return "Resize the images, or build the net with Input(shape=…) for theirs."
