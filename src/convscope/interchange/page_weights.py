"""Which weights a page carries: float16 where nobody could tell, as they are otherwise."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from convscope.arithmetic.answers import logits, probabilities_of_logits
from convscope.arrays import Images, Probabilities, Weights
from convscope.errors import ConvscopeError
from convscope.model_file import Model, read_model, with_half_weights

LARGEST_MOVE = 1e-3
"""No probability may move so far."""

_MAX_IMAGES = 64
_MAX_MULTIPLY_ADDS = 2_000_000_000
"""A second or two in NumPy."""


_WORTHWHILE = 0.05
"""A tensor with a smaller share of all weights is not tried by itself."""


@dataclass(frozen=True)
class PageWeights:
    """A model file for a page.

    Attributes:
        file: Its bytes.
        share: Of all weights, those that are float16, 0–1.
        largest_move: How far rounding them moves a probability of the sample.
        num_images: In the sample.
    """

    file: bytes
    share: float
    largest_move: float
    num_images: int


def weights_for_page(path: str | Path, examples: Images | None = None) -> PageWeights:
    """Returns a model file with weights in float16 if no probability moves by 1e-3 on a sample.

    Where all tensors together move one too far, the largest are tried one after the other. The
    sample: test images where there are any, the means of the training images, mixtures of two of
    them, and noise.

    Args:
        path: A model file.
        examples: uint8 (number, height, width, channels), test images.

    Raises:
        ConvscopeError: Not a model file.
    """
    model = read_model(path)
    sample = _sample(model, examples)
    names, move = _halved_tensors(model, sample)
    sizes = {name: tensor.size for name, tensor in model.weights.items()}
    share = sum(sizes[name] for name in names) / max(1, sum(sizes.values()))
    return PageWeights(with_half_weights(path, names), share, move, len(sample))


def _sample(model: Model, examples: Images | None) -> Images:
    shape = model.architecture.input.shape
    noise = np.random.default_rng(0).integers(0, 256, (8, *shape), np.uint8)
    parts = [] if examples is None else [examples]
    means = model.about.get("class_means")
    if means is not None and means.dtype == np.uint8:
        parts += [means, means // 2 + np.roll(means, 1, axis=0) // 2]
    images = np.concatenate([noise, *parts])
    affordable = _MAX_MULTIPLY_ADDS // max(1, model.architecture.multiply_adds)
    number = int(np.clip(affordable, 1, min(_MAX_IMAGES, len(images))))
    return images[np.linspace(0, len(images) - 1, number).astype(int)]


def _halved_tensors(model: Model, images: Images) -> tuple[tuple[str, ...], float]:
    """Returns the tensors that may be float16, and how far they move a probability together."""
    weights = model.weights
    with np.errstate(over="ignore"):  # an infinite weight has no answer, which is seen below
        halves = {name: t.astype(np.float16).astype(np.float32) for name, t in weights.items()}
    expected = _probabilities(model, weights, images)
    if expected is None:
        return (), 0.0

    def move_of(names: tuple[str, ...]) -> float:
        changed = weights | {name: halves[name] for name in names}
        found = _probabilities(model, changed, images)
        return float("inf") if found is None else float(np.abs(found - expected).max())

    if (move := move_of(tuple(weights))) < LARGEST_MOVE:
        return tuple(weights), move
    least = _WORTHWHILE * sum(tensor.size for tensor in weights.values())
    chosen, largest_move = (), 0.0
    for name in sorted(weights, key=lambda name: -weights[name].size):
        if weights[name].size < least:
            break
        if (move := move_of((*chosen, name))) < LARGEST_MOVE:
            chosen, largest_move = (*chosen, name), move
    return chosen, largest_move


def _probabilities(model: Model, weights: Weights, images: Images) -> Probabilities | None:
    """Returns what the net says about the images, or None where it gives no verdict."""
    architecture = model.architecture
    if len(architecture.output_shape) != 1 or not architecture.layers:
        return None
    try:
        return probabilities_of_logits(architecture, logits(architecture, weights, images))
    except ConvscopeError:
        return None
