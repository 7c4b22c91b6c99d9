"""Pictures brought to a size or a scale, on (batch, channels, height, width)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from convscope import architecture as arch
from convscope.architecture import LayerStep, Samples
from convscope.architecture.normalizing import SMALLEST_SPREAD


class Resizing(nn.Module):
    """Brings a part of the picture, or the picture with a margin, to another size."""

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer = step.layer
        assert isinstance(layer, arch.Resampling)
        self.samples = layer.samples(step.input_shape)
        is_nearest = getattr(layer, "interpolation", "bilinear") == "nearest"
        self.mode = "nearest-exact" if is_nearest else "bilinear"
        self.fill_value = getattr(layer, "fill_value", 0.0)

    def forward(self, images: Tensor) -> Tensor:
        """Returns (batch, channels, new rows, new columns)."""
        return resized(images, self.samples, self.mode, self.fill_value)


class CenterCrop(Resizing):
    """Cuts the middle out; a picture that is too small is scaled, and its middle taken."""


def resized(
    images: Tensor, samples: tuple[Samples, Samples], mode: str, fill_value: float = 0.0
) -> Tensor:
    """Returns pictures made of the given rows and columns.

    Args:
        images: float32 (batch, channels, height, width).
        samples: Which rows, and which columns.
        mode: `"bilinear"` or `"nearest-exact"`, as torch calls them.
        fill_value: What stands in the margin, if there is one.

    Returns:
        float32 (batch, channels, new rows, new columns).
    """
    rows, columns = samples
    margins = [
        size
        for axis in (columns, rows)
        for size in (-axis.begin, axis.begin + axis.extent - axis.length)
    ]
    part = functional.pad(images, margins, value=fill_value) if any(margins) else images
    size = (len(rows.places), len(columns.places))
    if part.shape[2:] == size:
        return part
    align = None if mode == "nearest-exact" else False
    return functional.interpolate(part, size, mode=mode, align_corners=align)


class Normalization(nn.Module):
    """(x − mean) / √variance of every channel, by numbers that no step moves."""

    mean: Tensor
    variance: Tensor
    count: Tensor

    def __init__(self, step: LayerStep) -> None:
        super().__init__()
        layer = step.layer
        assert isinstance(layer, arch.Normalization)
        self.invert = layer.invert
        is_measured, channels = layer.mean is None, step.input_shape[-1]
        begin = {"mean": layer.mean or [0.0] * channels, "variance": layer.variance or [1.0]}
        for name, values in begin.items():
            tensor = torch.tensor(values, dtype=torch.float32).expand(channels).clone()
            self.register_buffer(name, tensor, persistent=is_measured)
        self.register_buffer("count", torch.zeros(()), persistent=is_measured)

    def forward(self, values: Tensor) -> Tensor:
        """Returns the values at their new scale."""
        axes = (-1, 1, 1) if values.dim() == 4 else (-1,)
        mean = self.mean.view(axes)
        spread = self.variance.sqrt().clamp(min=SMALLEST_SPREAD).view(axes)
        return values * spread + mean if self.invert else (values - mean) / spread
