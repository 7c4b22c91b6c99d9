"""A PyTorch module as a model of ours, and proof that both answer the same."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from convscope.architecture import Shape
from convscope.channels_first import ForeignNet
from convscope.engine.network import build_network
from convscope.errors import ConvscopeError, in_short
from convscope.interchange.torch_modules.tracing import judging, read_module
from convscope.interchange.torch_modules.weight_files import with_weights
from convscope.model_file import Model

LARGEST_DIFFERENCE = 1e-4
"""Between both answers to one image of noise, as a share of the largest number."""


def from_torch(
    module: nn.Module,
    input_shape: Sequence[int],
    class_names: Iterable[str] = (),
    value_range: tuple[float, float] = (0.0, 1.0),
    mean: Sequence[float] | float | None = None,
    std: Sequence[float] | float | None = None,
    weights: str | Path | None = None,
) -> Model:
    """Returns a PyTorch module as a model of ours; the weights are copied.

    Both are asked for one image of noise before anything is returned.

    Args:
        module: A classifier made of what our layers can do, on (batch, channels, height, width).
        input_shape: Of an image, (height, width, channels).
        class_names: One name per output; empty where nobody knows them.
        value_range: What the bytes 0–255 of an image become first.
        mean: What is taken from every channel then; None for nothing.
        std: What every channel is divided by then; None for nothing.
        weights: A file with the module's weights, `.pth`, `.pt` or `.safetensors`; None for those
            that it has. They are read as data, never as code.

    Raises:
        ConvscopeError: Something in it that no layer of ours does, with the path of the submodule;
            or both do not answer the same.
    """
    if not isinstance(module, nn.Module):
        raise ConvscopeError(
            f"from_torch(): received a {type(module).__name__}.",
            "Expected a torch.nn.Module.",
            'Build the module, and give the file of its weights: weights="net.pth".',
        )
    if weights is not None:
        module = with_weights(module, weights)
    shape = _checked_shape(input_shape)
    net = read_module(module, shape, mean, std)
    expect_same_answers(module, net, shape, mean, std)
    architecture = net.architecture.with_value_range(*value_range)
    return Model(architecture, net.weights, tuple(class_names))


def expect_same_answers(
    module: nn.Module, net: ForeignNet, shape: Shape, mean: Any = None, std: Any = None
) -> None:
    """Checks that a module and the net that was made of it answer the same to noise.

    Args:
        module: The module.
        net: What was made of it.
        shape: Of an image, (height, width, channels).
        mean: What is taken from every channel before the module.
        std: What every channel is divided by.

    Raises:
        ConvscopeError: They do not.
    """
    noise = np.random.default_rng(0).random((1, *shape), np.float32)
    ours = build_network(net.architecture, net.weights, rewrite=False).eval()
    axes = (0, 3, 1, 2) if len(shape) == 3 else (0, 1)
    like = next(module.parameters(), torch.zeros(()))
    images = torch.from_numpy(noise.transpose(axes).copy())
    per_channel = (-1, *(1,) * (len(shape) - 1))
    if mean is not None:
        images = images - torch.as_tensor(mean, dtype=torch.float32).reshape(per_channel)
    if std is not None:
        images = images / torch.as_tensor(std, dtype=torch.float32).reshape(per_channel)
    with torch.inference_mode(), judging(module):
        found = ours(torch.from_numpy(noise))
        answer: Any = module(images.to(like))
    while not isinstance(answer, Tensor):
        (answer,) = answer
    theirs = _as_probabilities(answer.float().cpu(), net)
    theirs = theirs.permute(0, 2, 3, 1) if theirs.dim() == 4 else theirs
    theirs = theirs.reshape(found.shape) if theirs.numel() == found.numel() else theirs
    largest = max(1e-6, float(theirs.abs().max()))
    if theirs.shape != found.shape or not (found - theirs).abs().max() < (
        LARGEST_DIFFERENCE * largest
    ):
        raise ConvscopeError(
            f"from_torch(): {type(module).__name__} answers {in_short(theirs.flatten()[:3])}, and "
            f"the net made of it {in_short(found.flatten()[:3])}.",
            "Expected the same answers: this is a fault of convscope.",
            "Please report it, with the module.",
        )


def _as_probabilities(scores: Tensor, net: ForeignNet) -> Tensor:
    """Returns probabilities where the module puts out their logarithms, and our net them."""
    is_softmax = net.architecture.output_activation == "softmax"
    return scores.exp() if is_softmax and float(scores.max()) <= 0 else scores


def _checked_shape(shape: Sequence[int]) -> Shape:
    sizes = tuple(int(size) for size in shape)
    if len(sizes) == 3 and sizes[0] in (1, 3) and sizes[2] > 4:
        raise ConvscopeError(
            f"from_torch(): input_shape={sizes}.",
            "Expected (height, width, channels), as everywhere in convscope.",
            f"Write input_shape={(sizes[1], sizes[2], sizes[0])}.",
        )
    return sizes
