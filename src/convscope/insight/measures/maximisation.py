"""An image that excites a filter or a class as much as possible, found by gradient ascent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import Classifier, LayerView, recording

SCORES = "scores"
"""What to name instead of a layer to maximise the score of a class."""


@dataclass(frozen=True)
class Maximised:
    """Images that excite filters, or classes, as much as possible.

    Attributes:
        layer: The layer, or `"scores"` for classes.
        targets: int64 (number,): filters or classes.
        names: What to write under each image.
        images: float32 (number, height, width, channels), 0–1.
        before: float32 (number,): the mean output, before the activation, for the noise that the
            search began with.
        after: float32 (number,): the same at the end.
        steps: Steps of gradient ascent.
        seed: Where noise and jitter come from.
    """

    layer: str
    targets: NDArray[np.int64]
    names: tuple[str, ...]
    images: NDArray[np.float32]
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    steps: int
    seed: int

    caption: str = (
        "No image of the data: found from noise by gradient ascent, moved a little and blurred on "
        "the way so that the pattern wins and not single pixels."
    )


def maximise(
    classifier: Classifier,
    layer: str = SCORES,
    targets: Sequence[int] | None = None,
    *,
    steps: int = 96,
    seed: int = 0,
) -> Maximised:
    """Returns images that excite filters, or classes, as much as possible.

    Args:
        classifier: The classifier.
        layer: Name of a layer, or `"scores"` for the classes.
        targets: Filters or classes; None takes the first 12.
        steps: Steps of gradient ascent.
        seed: The same seed gives the same images.

    Raises:
        UnknownNameError: There is no such layer.
        ConvscopeError: There is no such filter or class, or no step.

    Source: Olah, Mordvintsev, Schubert, "Feature Visualization", Distill 2017.
    """
    view = None if layer == SCORES else classifier.layer(layer)
    count = classifier.num_classes if view is None else view.output_shape[-1]
    wanted = np.array(range(min(count, 12)) if targets is None else targets, np.int64)
    if not len(wanted) or (wanted < 0).any() or (wanted >= count).any() or steps < 1:
        raise ConvscopeError(
            f"Received the targets {wanted.tolist()} and {steps} steps.",
            f"{layer} has the targets 0 to {count - 1}; at least 1 step is needed.",
            "Leave the targets out to take the first 12.",
        )
    random = np.random.default_rng([seed, 0xAC71])
    height, width, channels = classifier.input_shape
    noise = random.normal(0.5, 0.08, (len(wanted), channels, height, width))
    pixels = torch.from_numpy(noise.astype(np.float32)).to(classifier.device)
    columns = torch.from_numpy(wanted).to(classifier.device)
    before = _excitement(classifier, view, pixels, columns).detach()
    pixels = _climb(classifier, view, pixels, columns, steps, random)
    after = _excitement(classifier, view, pixels, columns).detach()
    names = [classifier.class_names[i] if view is None else f"filter {i}" for i in wanted]
    return Maximised(
        layer,
        wanted,
        tuple(names),
        pixels.permute(0, 2, 3, 1).cpu().numpy(),
        before.cpu().numpy(),
        after.cpu().numpy(),
        steps,
        seed,
    )


def _climb(
    classifier: Classifier,
    view: LayerView | None,
    pixels: Tensor,
    columns: Tensor,
    steps: int,
    random: np.random.Generator,
) -> Tensor:
    reach = max(1, min(pixels.shape[2:]) // 14)
    pixels = pixels.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([pixels], lr=0.05)
    for step in range(steps):
        down, right = (int(n) for n in random.integers(-reach, reach + 1, 2))
        moved = torch.roll(pixels, (down, right), (2, 3))
        optimizer.zero_grad()
        (-_excitement(classifier, view, moved, columns).sum()).backward()
        optimizer.step()
        with torch.no_grad():
            if step % 4 == 3:
                pixels.copy_(_blurred(pixels, 0.3))
            pixels.clamp_(0, 1)
    return pixels.detach()


def _excitement(
    classifier: Classifier, view: LayerView | None, pixels: Tensor, columns: Tensor
) -> Tensor:
    """Returns the mean output of each image's own filter or class, (number,).

    Filters are heard before their activation: where that is 0, its gradient leads nowhere.
    """
    low, high = classifier.value_range
    inputs = pixels * (high - low) + low
    if view is not None and view.before_activation is not None:
        view = replace(view, module=view.before_activation)
    with recording([] if view is None else [view]) as found:
        scores = classifier.module(inputs)
    values = scores if view is None else found[view.name]
    own = values[torch.arange(len(columns)), columns]  # (number,) or (number, height, width)
    return own.flatten(1).mean(1) if own.dim() > 1 else own


def _blurred(pixels: Tensor, share: float) -> Tensor:
    """Returns the pixels mixed with the mean of their 3×3 surroundings."""
    around = functional.avg_pool2d(
        functional.pad(pixels, (1, 1, 1, 1), mode="replicate"), 3, stride=1
    )
    return (1 - share) * pixels + share * around
