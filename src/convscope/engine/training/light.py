"""Changing the light and the sharpness of a batch of images, each image in its own measure."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from convscope.engine.training.affine import border_color


def change_light(
    images: Tensor,
    brightness: Tensor,
    contrast: Tensor,
    value_range: tuple[float, float],
) -> Tensor:
    """Returns images made darker or brighter, their values drawn together or apart.

    Args:
        images: float32 (batch, height, width, channels), in `value_range`.
        brightness: float32 (batch,): what is added, −1 to 1 of full scale.
        contrast: float32 (batch,): what distances to the image's mean are multiplied by.
        value_range: Black and white.

    Returns:
        float32 (batch, height, width, channels), cut to `value_range`.
    """
    low, high = value_range
    mean = images.mean((1, 2), keepdim=True)
    added = brightness[:, None, None, None] * (high - low)
    return (mean + (images - mean) * contrast[:, None, None, None] + added).clamp(low, high)


def blur(images: Tensor, deviations: NDArray[np.float64], largest: float) -> Tensor:
    """Returns images blurred by Gaussians; what lies outside has the border's colour.

    Args:
        images: float32 (batch, height, width, channels).
        deviations: (batch,): standard deviations in pixels, 0 leaves an image as it is.
        largest: No deviation is larger. Three times this is how far pixels are looked at, so that
            an image is blurred alike in whatever batch it is.
    """
    reach = max(1, int(np.ceil(3 * largest)))
    number, height, width, channels = images.shape
    positions = np.arange(-reach, reach + 1, dtype=np.float64)
    spread = np.maximum(deviations, 1e-3)[:, None]  # so narrow a Gaussian leaves its centre alone
    weights = np.exp(-0.5 * (positions / spread) ** 2)
    weights = (weights / weights.sum(1, keepdims=True)).repeat(channels, 0)
    kernels = torch.from_numpy(weights.astype(np.float32)).to(images.device)
    background = border_color(images)
    ink = (images - background).permute(0, 3, 1, 2).reshape(1, number * channels, height, width)
    groups = number * channels
    ink = functional.conv2d(ink, kernels[:, None, :, None], padding=(reach, 0), groups=groups)
    ink = functional.conv2d(ink, kernels[:, None, None, :], padding=(0, reach), groups=groups)
    return ink.view(number, channels, height, width).permute(0, 2, 3, 1) + background
