"""A net of others in our words: up to the numbers that a head can be trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture, Concatenate, GlobalAveragePooling2D, Layer
from convscope.arrays import Weights
from convscope.errors import ConvscopeError

FEATURES = "features"
"""Name of the layer that puts the features out."""

Tensors = Mapping[str, NDArray[Any]]
"""Tensors of a file by the names that its author gave them."""


@dataclass(frozen=True)
class BorrowedNet:
    """A net without a head.

    Attributes:
        architecture: From a picture to a row of features.
        weights: float32 by `<layer>.<tensor>`, kernels (height, width, in, out).
    """

    architecture: Architecture
    weights: Weights


class TensorReader:
    """Takes tensors out of a file one by one, each of the shape that the net needs.

    Args:
        where: How errors call the file.
        tensors: By name.
    """

    def __init__(self, where: str, tensors: Tensors) -> None:
        self._where, self._tensors = where, tensors

    def take(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Returns a tensor, float32.

        Args:
            name: Its name in the file.
            shape: The shape that it has to have.

        Raises:
            ConvscopeError: It is missing, of another shape, or holds what is no finite number.
        """
        found = self._tensors.get(name)
        if found is None or found.shape != shape:
            received = "none" if found is None else f"shape {found.shape}"
            raise self._unusable(f"the tensor {name}: {received}", f"shape {shape}")
        values = np.asarray(found, np.float32)
        if not np.isfinite(values).all():
            raise self._unusable(f"the tensor {name} holds infinite values", "finite numbers")
        return values

    def _unusable(self, received: str, expected: str) -> ConvscopeError:
        return ConvscopeError(
            f"{self._where}: {received}.",
            f"Expected {expected}, as the net needs it.",
            "Take the file of the package that is named in docs/backbones.md.",
        )


def means_of(names: Sequence[str]) -> list[Layer]:
    """Returns the layers that make features of maps: the mean of each, layer after layer.

    Args:
        names: The layers that put the maps out.
    """
    means = [GlobalAveragePooling2D(name=f"{name}_mean", inputs=(name,)) for name in names]
    inputs = tuple(mean.name for mean in means)
    return [*means, Concatenate(name=FEATURES, inputs=inputs)]


def folded(
    kernel: NDArray[np.float32],
    gamma: NDArray[np.float32],
    beta: NDArray[np.float32],
    mean: NDArray[np.float32],
    variance: NDArray[np.float32],
    epsilon: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Returns kernel and bias of a convolution with the normalization behind it worked in.

    In float64, rounded once: y = gamma · (kernel · x − mean) / √(variance + epsilon) + beta.

    Args:
        kernel: float32 (out, in, height, width), as torch has it.
        gamma: float32 (out,), as the rest.
        beta: What is added.
        mean: Moving mean.
        variance: Moving variance.
        epsilon: What is added to the variance.
    """
    factor = gamma.astype(np.float64) / np.sqrt(variance.astype(np.float64) + epsilon)
    scaled = kernel.astype(np.float64) * factor[:, None, None, None]
    return scaled.astype(np.float32), (beta - mean * factor).astype(np.float32)
