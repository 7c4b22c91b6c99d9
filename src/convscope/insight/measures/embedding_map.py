"""A map of images on which those that the net finds alike lie together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.data import Split
from convscope.errors import ConvscopeError
from convscope.insight.measures.embeddings import embed

if TYPE_CHECKING:
    from convscope.insight.measures.classifier import Classifier

MOST_IMAGES = 1000
"""More take t-SNE longer than a reader waits."""


@dataclass(frozen=True)
class EmbeddingMap:
    """Places of images on a plane.

    Attributes:
        points: float32 (number, 2), without a unit; only nearness means something.
        indices: int64 (number,): places of the images in the split.
        labels: int64 (number,).
        predicted: int64 (number,): the verdicts.
        class_names: One name per class.
        layer: The layer whose output is mapped.
        split: Where the images come from.
        method: How the map was made, in words.
    """

    points: NDArray[np.float32]
    indices: NDArray[np.int64]
    labels: Labels
    predicted: Labels
    class_names: tuple[str, ...]
    layer: str
    split: str
    method: str


def map_embeddings(
    classifier: "Classifier",
    images: Split,
    *,
    sample: int = MOST_IMAGES,
    seed: int = 0,
    split: str = "test",
) -> EmbeddingMap:
    """Returns a map of images on which those that the net finds alike lie together.

    Args:
        classifier: The classifier.
        images: Labelled images.
        sample: Images on the map, at most 1,000, drawn at random.
        seed: The same seed gives the same map.
        split: What the split is called, for captions.

    Raises:
        ConvscopeError: Fewer than 3 images, or a sample that is too large.

    Source: van der Maaten, Hinton, "Visualizing Data using t-SNE", JMLR 2008.
    """
    if not 3 <= sample <= MOST_IMAGES or len(images) < 3:
        raise ConvscopeError(
            f"Received {len(images)} images and a sample of {sample}.",
            f"A map takes 3 to {MOST_IMAGES:,} images.",
            "Give more images, or leave the sample out.",
        )
    drawn = np.random.default_rng([seed, 0x3A9]).permutation(len(images))[:sample]
    order = np.sort(drawn)
    answers = embed(classifier, images.images[order])
    points, method = flattened(answers.vectors, seed)
    return EmbeddingMap(
        points,
        order,
        images.labels[order],
        answers.probabilities.argmax(1),
        classifier.class_names,
        answers.layer,
        split,
        method,
    )


def flattened(vectors: NDArray[np.float32], seed: int = 0) -> tuple[NDArray[np.float32], str]:
    """Returns places on a plane at which vectors that are alike lie together.

    Args:
        vectors: float32 (number, dimensions).
        seed: The same seed gives the same places.

    Returns:
        float32 (number, 2), and in words how they were found.
    """
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    if float(np.ptp(vectors, 0).max()) < 1e-6:
        return np.zeros((len(vectors), 2), np.float32), "one place: the net finds all images alike"
    components = min(30, *vectors.shape)
    reduced = PCA(components, random_state=seed).fit_transform(vectors)
    if len(vectors) < 12:
        plane = np.zeros((len(vectors), 2), np.float32)
        plane[:, : min(2, components)] = reduced[:, :2]
        return plane, "the first two principal components"
    perplexity = min(30.0, (len(vectors) - 1) / 3)
    mapper = TSNE(2, perplexity=perplexity, max_iter=500, random_state=seed, n_jobs=1)
    points = mapper.fit_transform(reduced).astype(np.float32)
    return points, f"t-SNE of {components} principal components (perplexity {perplexity:.0f})"
