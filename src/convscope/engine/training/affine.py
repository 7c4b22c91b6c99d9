"""Moving, turning and scaling a batch of images in one resampling."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional


def border_color(images: Tensor) -> Tensor:
    """Returns the median colour of each image's border.

    Args:
        images: float32 (batch, height, width, channels).

    Returns:
        float32 (batch, 1, 1, channels).
    """
    sides = (images[:, 0], images[:, -1], images[:, 1:-1, 0], images[:, 1:-1, -1])
    return torch.cat(sides, 1).median(1).values[:, None, None]


def transform(images: Tensor, matrices: Tensor, shifts: Tensor) -> Tensor:
    """Returns the images transformed about their centres; what was outside has the border's colour.

    Args:
        images: float32 (batch, height, width, channels).
        matrices: float32 (batch, 2, 2): where the vector (x, y) from the centre goes, in pixels.
        shifts: float32 (batch, 2): (x, y) in pixels, rightwards and downwards, added after that.

    Returns:
        float32 (batch, height, width, channels), bilinearly resampled; whole pixels without a
        turn or a scale are moved exactly.
    """
    height, width = images.shape[1:3]
    half = torch.tensor([width / 2, height / 2], device=images.device)
    inverse = torch.linalg.inv(matrices)
    # grid_sample asks where each output pixel comes from, in units of half the image.
    back = inverse * half[None, None, :] / half[None, :, None]
    offset = -(inverse @ shifts[:, :, None])[:, :, 0] / half
    theta = torch.cat((back, offset[:, :, None]), 2)  # (batch, 2, 3)
    background = border_color(images)
    ink = (images - background).permute(0, 3, 1, 2)
    grid = functional.affine_grid(theta, list(ink.shape), align_corners=False)
    moved = functional.grid_sample(ink, grid, mode="bilinear", align_corners=False)
    return moved.permute(0, 2, 3, 1) + background


def move(images: Tensor, shifts: NDArray[np.int64], mirrored: NDArray[np.bool_]) -> Tensor:
    """Returns the images, some mirrored, moved by whole pixels: `transform` without resampling.

    Args:
        images: float32 (batch, height, width, channels), on the CPU.
        shifts: (batch, 2): (x, y) in pixels, rightwards and downwards.
        mirrored: (batch,): which images have left and right exchanged before they are moved.

    Returns:
        float32 (batch, height, width, channels); what was outside has the border's colour.
    """
    height, width = images.shape[1:3]
    result = border_color(images).expand(images.shape).contiguous()
    rows = images.numpy(), result.numpy(), shifts.tolist(), mirrored.tolist()
    for image, moved, (right, down), is_mirrored in zip(*rows, strict=True):
        seen = image[:, ::-1] if is_mirrored else image
        top, left = max(down, 0), max(right, 0)
        bottom, end = height + min(down, 0), width + min(right, 0)
        moved[top:bottom, left:end] = seen[top - down : bottom - down, left - right : end - right]
    return result


def turn_and_scale(degrees: Tensor, scale: Tensor) -> Tensor:
    """Returns matrices that turn clockwise by `degrees` and enlarge by `scale`, (batch, 2, 2)."""
    angle = torch.deg2rad(degrees)
    cosine, sine = torch.cos(angle) * scale, torch.sin(angle) * scale
    rows = torch.stack((cosine, -sine, sine, cosine), 1)
    return rows.reshape(-1, 2, 2)
