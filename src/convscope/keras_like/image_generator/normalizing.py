"""How values are brought to a range and a mean, image by image or by what others are like."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALLEST = 1e-6
"""Added to every deviation that values are divided by."""


@dataclass
class Normalizing:
    """What happens to the values of an image after it was changed.

    Attributes:
        function: The program's own, first; None for none.
        rescale: What values are multiplied by; None and 0 for nothing.
        centers_each: Whether every image gets the mean 0.
        scales_each: Whether every image gets the deviation 1.
        centers: Whether the mean of `fit` is taken from every channel.
        scales: Whether channels are divided by the deviation of `fit`.
        whitens: Whether pixels are made independent of each other, by `fit`.
        epsilon: Added to the scales of what is made independent.
        mean: float32 (1, 1, channels), by `fit`.
        std: The same, of deviations.
        whitening: float (pixels, pixels), by `fit`.
    """

    function: Callable[[NDArray[Any]], NDArray[Any]] | None = None
    rescale: float | None = None
    centers_each: bool = False
    scales_each: bool = False
    centers: bool = False
    scales: bool = False
    whitens: bool = False
    epsilon: float = 1e-6
    mean: NDArray[Any] | None = None
    std: NDArray[Any] | None = None
    whitening: NDArray[Any] | None = None

    def fit(self, images: NDArray[Any]) -> None:
        """Looks at images, (number, height, width, channels), which have been rescaled."""
        if self.centers:
            self.mean = images.mean(axis=(0, 1, 2), keepdims=True)[0]
            images = images - self.mean
        if self.scales:
            std = self.std = images.std(axis=(0, 1, 2), keepdims=True)[0]
            images = images / (std + SMALLEST)
        if self.whitens:
            flat = images.reshape(len(images), -1)
            directions, sizes, _ = np.linalg.svd(flat.T, full_matrices=False)
            self.whitening = directions * (np.sqrt(len(flat)) / (sizes + self.epsilon))
            self.whitening = self.whitening @ directions.T

    def __call__(self, image: NDArray[Any]) -> NDArray[Any]:
        """Returns an image, float (height, width, channels), or several, with values made so."""
        if self.function is not None:
            image = self.function(image)
        if self.rescale:
            image = image * np.float32(self.rescale)
        if self.centers_each:
            image = image - image.mean()
        if self.scales_each:
            image = image / (image.std() + SMALLEST)
        if self.centers and (mean := _told(self.mean, "featurewise_center")) is not None:
            image = image - mean
        if self.scales and (std := _told(self.std, "featurewise_std_normalization")) is not None:
            image = image / (std + SMALLEST)
        if self.whitens and (whitening := _told(self.whitening, "zca_whitening")) is not None:
            flat = image.reshape(-1, int(np.prod(image.shape[-3:])))
            image = (flat @ whitening).reshape(image.shape)
        return image


def _told(values: NDArray[Any] | None, option: str) -> NDArray[Any] | None:
    """Returns what `fit` found, and warns where it was not called."""
    if values is None:
        warnings.warn(
            f"ImageDataGenerator: {option} has no effect yet. Call fit(x) with images first.",
            stacklevel=4,
        )
    return values
