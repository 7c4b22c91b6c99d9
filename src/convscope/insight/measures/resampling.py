"""Turning and scaling images without blurring them: what a disturbance costs must not be blur.

Bilinear resampling, with which training augments because it is fast, blurs whatever it moves. Cubic
kernels blur least of those that follow every slope; yet a line one pixel wide between two pixels is
two grey ones by any kernel. Only taking the nearest pixel keeps it black, at the price of steps in
slanted edges. Which one a net bears better depends on its images, so both are here.
"""

import torch
from torch import Tensor
from torch.nn import functional

from convscope.engine.training.affine import border_color, turn_and_scale

KERNELS = {"cubic": "bicubic", "nearest": "nearest"}
"""How pixels are made of pixels, with torch's names for it; the usual one comes first."""

SHARPNESS = -0.5
"""The parameter a of the cubic kernel: the value that reproduces slopes.

Source: Keys, "Cubic convolution interpolation for digital image processing", 1981.
"""


def turn(images: Tensor, degrees: Tensor, kernel: str = "cubic") -> Tensor:
    """Returns images turned clockwise about their centres.

    Args:
        images: float32 (batch, height, width, channels).
        degrees: float32 (batch,).
        kernel: A name of `KERNELS`.

    Returns:
        float32 (batch, height, width, channels); what comes in has the border's colour. Cubic
        kernels overshoot at edges, so values may leave the range of the images a little.
    """
    height, width = images.shape[1:3]
    half = torch.tensor([width / 2, height / 2], device=images.device)
    back = turn_and_scale(-degrees, torch.ones_like(degrees)).to(images.device)
    theta = functional.pad(back * half[None, None, :] / half[None, :, None], (0, 1))
    background = border_color(images)
    ink = (images - background).permute(0, 3, 1, 2)
    grid = functional.affine_grid(theta, list(ink.shape), align_corners=False)
    turned = functional.grid_sample(ink, grid, mode=KERNELS[kernel], align_corners=False)
    return turned.permute(0, 2, 3, 1) + background


def scale(images: Tensor, factor: float, kernel: str = "cubic") -> Tensor:
    """Returns images made larger or smaller about their centres.

    Where images become smaller, cubic kernels become wider by as much, so that every pixel of the
    image counts.

    Args:
        images: float32 (batch, height, width, channels).
        factor: Of the size, above 0.
        kernel: A name of `KERNELS`.

    Returns:
        float32 (batch, height, width, channels); what comes in has the border's colour.
    """
    background = border_color(images)
    ink = images - background
    rows = _weights(images.shape[1], factor, kernel).to(images.device)
    columns = _weights(images.shape[2], factor, kernel).to(images.device)
    scaled = torch.einsum("yh,bhwc->bywc", rows, ink)
    return torch.einsum("xw,bywc->byxc", columns, scaled) + background


def _weights(size: int, factor: float, kernel: str) -> Tensor:
    """Returns what each pixel takes from every pixel before scaling, float32 (size, size)."""
    pixels = torch.arange(size, dtype=torch.float64)
    sources = (pixels + 0.5 - size / 2) / factor + size / 2 - 0.5
    if kernel == "nearest":
        return (sources.round()[:, None] == pixels[None, :]).float()
    width = max(1.0, 1 / factor)
    # Pixels outside count too, with nothing in them: the sum is over all that a kernel reaches.
    reach = torch.arange(-2 * size, 3 * size, dtype=torch.float64)
    weights = _cubic((sources[:, None] - reach[None, :]) / width)
    weights = weights / weights.sum(1, keepdim=True)
    return weights[:, 2 * size : 3 * size].float()


def _cubic(distances: Tensor) -> Tensor:
    """Returns the values of the cubic kernel at distances in pixels."""
    a, x = SHARPNESS, distances.abs()
    near = (a + 2) * x**3 - (a + 3) * x**2 + 1
    far = a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a
    return torch.where(x <= 1, near, torch.where(x < 2, far, torch.zeros_like(x)))
