"""What is familiar to a net, measured on its training and validation images.

How far an image lies from them is computed in `arithmetic.familiarity`.
"""

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.arithmetic.familiarity import best_and_distances
from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import images_at_once
from convscope.engine.network import Network

MAX_IMAGES = 5000
"""Images of each split that are measured, evenly spread over it."""

SHARE_KEPT = 0.99
"""Share of the validation images that count as familiar."""

MIN_SPREAD = 1e-3
"""Added to the scores' variance, relative to its mean, so that it can be inverted."""

SMALLEST = 1e-6
"""Least variance and least scale, so that nothing is divided by 0 where all scores are equal."""


def measure_familiarity(
    network: Network, train: Examples, validation: Examples
) -> dict[str, NDArray[np.float32]]:
    """Returns what tells familiar images from others, for `Model.about`.

    Source: maximum logit after Hendrycks et al., "Scaling Out-of-Distribution Detection for
    Real-World Settings", ICML 2022; distance of the scores with one covariance for all classes
    after Lee et al., "A Simple Unified Framework for Detecting Out-of-Distribution Samples",
    NeurIPS 2018, who take inner layers.

    Args:
        network: The trained net.
        train: Training images with their classes.
        validation: Images that the net was not trained on; they set what is usual.

    Returns:
        Nothing for a net with one output or without validation images, else, all float32:
        `familiarity.means` (classes, outputs), the mean scores of every class;
        `familiarity.precision` (outputs, outputs), the inverse of the scores' covariance within
        a class; `familiarity.scale` (3,): the usual best score, how far below it is still usual,
        and which distance is still usual.
    """
    num_outputs = network.architecture.output_shape[0]
    if num_outputs < 2 or len(validation) == 0:
        return {}
    logits, labels = _scores(network, train)
    means = np.stack([_mean(logits[labels == index]) for index in range(num_outputs)])
    within = logits - means[labels]
    covariance = within.T @ within / len(within)
    floor = max(MIN_SPREAD * covariance.trace() / num_outputs, SMALLEST)
    precision = np.linalg.inv(covariance + floor * np.eye(num_outputs))
    best, distances = best_and_distances(means, precision, _scores(network, validation)[0])
    usual = float(np.median(best))
    shortfall = max(usual - float(np.quantile(best, 1 - SHARE_KEPT)), SMALLEST)
    reach = max(float(np.quantile(distances, SHARE_KEPT)), SMALLEST)
    # Either may be unusual, so that both together keep the share only if each keeps a bit more.
    both = np.quantile(np.maximum((usual - best) / shortfall, distances / reach), SHARE_KEPT)
    limits = np.maximum([shortfall * both, reach * both], SMALLEST)
    scale = np.array([usual, *limits])
    tensors = {"means": means, "precision": precision, "scale": scale}
    return {f"familiarity.{name}": values.astype(np.float32) for name, values in tensors.items()}


def _scores(network: Network, examples: Examples) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Returns logits (number, outputs) and labels (number,) of a sample of the examples."""
    step = -(-len(examples) // MAX_IMAGES)
    indices = torch.arange(0, len(examples), step)
    logits, labels = [], []
    network.eval()
    with torch.inference_mode():
        for batch in indices.split(images_at_once(network.architecture, examples)):
            inputs, targets = examples.take(batch)
            logits.append(network.scores(inputs).double().cpu().numpy())
            labels.append((targets.argmax(1) if targets.dim() == 2 else targets).cpu().numpy())
    return np.concatenate(logits), np.concatenate(labels)


def _mean(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns the mean scores of a class; of one without images, zeros."""
    return logits.sum(0) / max(len(logits), 1)
