"""What the net makes of images just before it decides, as vectors that can be compared."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.arrays import Images, Probabilities
from convscope.errors import ConvscopeError
from convscope.insight.measures.classifier import BATCH_SIZE, Classifier, LayerView, recording

MOST_DIMENSIONS = 128
"""Longer vectors are projected to this length, which keeps angles to about ±0.05."""


@dataclass(frozen=True)
class Embeddings:
    """Vectors of length 1: their product is the cosine of the angle between two images.

    Attributes:
        vectors: float32 (number, dimensions).
        probabilities: float32 (number, classes), from the same pass.
        layer: The layer whose output they are.
    """

    vectors: NDArray[np.float32]
    probabilities: Probabilities
    layer: str


def embedding_layer(classifier: Classifier) -> LayerView:
    """Returns the layer whose output enters the last layer with weights.

    Raises:
        ConvscopeError: The net has fewer than two layers.
    """
    layers = classifier.layers
    # By kind: an activation that was taken out of its layer has no weights of its own.
    deciding = [i for i, layer in enumerate(layers) if layer.facts.is_weighted_sum]
    last = max(deciding, default=len(layers) - 1)
    if last < 1:
        raise ConvscopeError(
            f"The net has {len(layers)} layers and none before the one that decides.",
            "Embeddings are the output of the layer before the last one.",
            "Take a net with at least two layers.",
        )
    return layers[last - 1]


def embed(classifier: Classifier, images: Images, seed: int = 0) -> Embeddings:
    """Returns the vectors that the net decides by.

    Args:
        classifier: The classifier.
        images: uint8 (number, height, width, channels), 0–255.
        seed: Of the random projection of long vectors; equal seeds make sets comparable.

    Source: Johnson, Lindenstrauss, "Extensions of Lipschitz mappings into a Hilbert space", 1984.
    """
    layer = embedding_layer(classifier)
    vectors, scores = [], []
    projection = None
    for start in range(0, len(images), BATCH_SIZE):
        inputs = classifier.to_inputs(images[start : start + BATCH_SIZE])
        with torch.inference_mode(), recording([layer]) as found:
            scores.append(classifier.module(inputs).cpu().numpy())
            values = found[layer.name].flatten(1).float()
            values = values / values.norm(dim=1, keepdim=True).clamp_min(1e-12)
            if values.shape[1] > MOST_DIMENSIONS:
                if projection is None:
                    projection = _projection(values.shape[1], seed).to(values.device)
                values = values @ projection
                values = values / values.norm(dim=1, keepdim=True).clamp_min(1e-12)
            vectors.append(values.cpu().numpy())
    probabilities = classifier.to_probabilities(np.concatenate(scores))
    return Embeddings(np.concatenate(vectors), probabilities, layer.name)


def nearest(
    queries: NDArray[np.float32], others: NDArray[np.float32], number: int = 1
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Returns the most similar vectors, by products in blocks.

    Args:
        queries: float32 (queries, dimensions), of length 1.
        others: float32 (others, dimensions), of length 1.
        number: How many per query, k.

    Returns:
        Cosines float32 (queries, k), the largest first, and places int64 (queries, k).
    """
    table = torch.from_numpy(others).T
    cosines, places = [], []
    rows = max(1, 2**26 // max(len(others), 1))  # 256 MiB of products at a time
    for start in range(0, len(queries), rows):
        products = torch.from_numpy(queries[start : start + rows]) @ table
        best = products.max(1, keepdim=True) if number == 1 else products.topk(number, 1)
        cosines.append(best.values.numpy())
        places.append(best.indices.numpy())
    return np.concatenate(cosines), np.concatenate(places)


def _projection(length: int, seed: int) -> torch.Tensor:
    random = np.random.default_rng([seed, 0xE3BE])
    matrix = random.normal(0, MOST_DIMENSIONS**-0.5, (length, MOST_DIMENSIONS))
    return torch.from_numpy(matrix.astype(np.float32))
