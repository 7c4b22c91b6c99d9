"""Images whose label is probably wrong, by confident learning."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from convscope.arrays import Labels, Probabilities
from convscope.insight.measures.mistakes import JudgedImage, judged_images

if TYPE_CHECKING:
    from convscope.data import Split
    from convscope.insight.measures.classifier import Classifier
    from convscope.runs.results import Verdicts


@dataclass(frozen=True)
class WrongLabels:
    """Images whose label is probably wrong.

    Attributes:
        suspects: The most suspicious first.
        num_suspects: How many there are, `suspects` may be cut.
        thresholds: float (classes,): the mean probability that a class gets on images with its
            label, 0–1; a class is believed where it reaches that.
        num_images: Images looked at.
        rests_on: What the probabilities rest on, in words.
    """

    suspects: tuple[JudgedImage, ...]
    num_suspects: int
    thresholds: tuple[float, ...]
    num_images: int
    rests_on: str

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        found = f"{self.num_suspects:,} of {self.num_images:,} labels look wrong"
        return f"{found}. This rests on {self.rests_on}."


def find_wrong_labels(
    verdicts: "Verdicts",
    most: int = 24,
    rests_on: str = "verdicts on test images, which the net was not trained on",
) -> WrongLabels:
    """Returns the images whose label is probably wrong.

    A label is suspicious if some other class is believed (its probability reaches what it
    typically gets on its own images) while the label's probability stays far (by half) below
    what it typically gets.

    Args:
        verdicts: Answers of a net that has not been trained on these images; on images that it
            was trained on it has learned the wrong labels too.
        most: Suspects listed.
        rests_on: Where the answers come from, for captions.

    Source: Northcutt, Jiang, Chuang, "Confident Learning: Estimating Uncertainty in Dataset
    Labels", JAIR 2021.
    """
    labels, probabilities = verdicts.labels, verdicts.probabilities
    thresholds = class_thresholds(probabilities, labels)
    numbers = np.arange(len(labels))
    of_label = probabilities[numbers, labels]
    believed = probabilities >= thresholds
    believed[numbers, labels] = False
    best_other = np.where(believed, probabilities, 0.0).max(1)
    is_suspect = (best_other > of_label) & (of_label < thresholds[labels] / 2)
    suspects = np.flatnonzero(is_suspect)
    doubt = best_other[suspects] - of_label[suspects]
    order = suspects[np.argsort(-doubt, kind="stable")]
    return WrongLabels(
        judged_images(verdicts, order[:most]),
        len(order),
        tuple(map(float, thresholds)),
        len(labels),
        rests_on,
    )


def class_thresholds(probabilities: Probabilities, labels: Labels) -> Probabilities:
    """Returns the mean probability of each class on images with its label; 1 without images."""
    classes = range(probabilities.shape[1])
    return np.array(
        [probabilities[labels == c, c].mean() if (labels == c).any() else 1.0 for c in classes],
        np.float32,
    )


def neighbour_verdicts(
    classifier: "Classifier", images: "Split", num_neighbours: int = 20, sample: int = 10_000
) -> "tuple[Verdicts, str]":
    """Returns verdicts on training images that leave each image's own label out.

    The labels of an image's nearest neighbours among the others vote, weighted by similarity.
    The distance is that of the net's own embeddings, so the verdicts are not wholly free of the
    labels: the net has seen them.

    Args:
        classifier: The classifier.
        images: The images it was trained on.
        num_neighbours: Votes per image.
        sample: Images looked at, the first ones.

    Returns:
        The verdicts, and in words what they rest on.
    """
    from convscope.insight.measures.embeddings import embed, nearest
    from convscope.runs.results import Verdicts

    number = min(len(images), sample)
    votes = min(num_neighbours, number - 1)
    vectors = embed(classifier, images.images[:number]).vectors
    similarity, neighbours = nearest(vectors, vectors, votes + 1)
    is_self = neighbours == np.arange(number)[:, None]
    is_self[~is_self.any(1), -1] = True  # equal images may crowd an image out of its own list
    similarity = similarity[~is_self].reshape(number, votes)
    neighbours = neighbours[~is_self].reshape(number, votes)
    weights = np.clip(similarity, 1e-6, None)
    probabilities = np.zeros((number, classifier.num_classes), np.float32)
    labels = images.labels[:number]
    np.add.at(probabilities, (np.arange(number)[:, None], labels[neighbours]), weights)
    probabilities /= probabilities.sum(1, keepdims=True)
    names = images.files[:number] if images.files else tuple(map(str, range(number)))
    rests_on = (
        f"the labels of the {votes} nearest of {number:,} training images, the image itself left "
        "out, in the net's own embedding, which has seen all labels"
    )
    return Verdicts(classifier.class_names, labels, probabilities, names), rests_on
