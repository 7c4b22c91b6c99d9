"""Nets of other programs as ours, ready to explain, draw at, train on and save."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from convscope.keras_like.saving import to_net

if TYPE_CHECKING:
    from torch import nn

    from convscope.keras_like.model import Model


def from_torch(
    module: "nn.Module",
    input_shape: Sequence[int],
    class_names: Iterable[str] = (),
    value_range: tuple[float, float] = (0.0, 1.0),
    mean: Sequence[float] | float | None = None,
    std: Sequence[float] | float | None = None,
    weights: str | Path | None = None,
) -> "Model":
    """Returns a PyTorch module as ours: to be explained, drawn at, reported, saved and exported.

    The weights are copied. Before anything is returned, both are asked for an image of noise and
    have to answer the same.

    Args:
        module: A classifier made of what our layers can do, on (batch, channels, height, width):
            convolutions, poolings, normalizations, `Linear`, activation functions, sums, products,
            concatenated channels, and what moves axes.
        input_shape: Of an image, (height, width, channels).
        class_names: One name per output; empty where nobody knows them.
        value_range: What the bytes 0–255 of an image become first.
        mean: What is taken from every channel then, such as `[0.485, 0.456, 0.406]`; None for
            nothing.
        std: What every channel is divided by then; None for nothing.
        weights: A file with the module's weights, `.pth`, `.pt` or `.safetensors`; None for those
            that it has. They are read as data, never as code.

    Raises:
        ConvscopeError: Something in it that no layer of ours does, with the path of the submodule.

    Example:
        >>> import torch
        >>> module = torch.nn.Sequential(
        ...     torch.nn.Conv2d(1, 4, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        ...     torch.nn.Flatten(), torch.nn.Linear(4 * 14 * 14, 10))
        >>> [layer.name for layer in from_torch(module, (28, 28, 1)).layers]
        ['0', '2', '2_flat', '4']
    """
    from convscope.interchange.torch_modules.reading import from_torch as read

    return to_net(read(module, input_shape, class_names, value_range, mean, std, weights))
