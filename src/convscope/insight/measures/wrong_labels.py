"""Images whose label is probably wrong, told from those that are hard to judge."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from convscope.data.quality.label_noise import LabelNoise, estimate_noise
from convscope.insight.measures.mistakes import JudgedImage, judged_images

if TYPE_CHECKING:
    from convscope.data import Split
    from convscope.insight.measures.classifier import Classifier
    from convscope.runs.results import Verdicts


@dataclass(frozen=True, eq=False)
class WrongLabels:
    """Images whose label is probably wrong.

    Attributes:
        suspects: The most suspicious first.
        chances: How likely the label of each suspect is wrong, 0.5–1.
        num_suspects: How many there are, `suspects` may be cut.
        num_expected: How many of these are wrong, as far as the evidence goes.
        noise: How many labels are wrong, listed or not.
        num_images: Images looked at.
        rests_on: What the probabilities rest on, in words.
    """

    suspects: tuple[JudgedImage, ...]
    chances: tuple[float, ...]
    num_suspects: int
    num_expected: float
    noise: LabelNoise
    num_images: int
    rests_on: str

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        return (
            f"{self.num_suspects:,} of {self.num_images:,} labels are more likely wrong than "
            f"right, {self.num_expected:.0f} of these wrong by estimate. "
            f"This rests on {self.rests_on}."
        )


def find_wrong_labels(
    verdicts: "Verdicts",
    most: int = 24,
    rests_on: str = "verdicts on test images, which the net was not trained on",
) -> WrongLabels:
    """Returns the images whose label is more likely wrong than right.

    A verdict against the label is a wrong label only where the net is surer than its mistakes on
    hard images explain. How sure that is, is fitted to all verdicts, so a net that is too sure of
    itself throughout does not make labels look wrong; see `estimate_noise`.

    Args:
        verdicts: Answers of a net that has not been trained on these images; on images that it
            was trained on it has learned the wrong labels too.
        most: Suspects listed.
        rests_on: Where the answers come from, for captions.
    """
    scores = np.log(np.maximum(verdicts.probabilities.astype(np.float64), 1e-30))
    noise = estimate_noise(scores, verdicts.labels)
    order = noise.suspects
    return WrongLabels(
        judged_images(verdicts, order[:most]),
        tuple(map(float, noise.chances[order[:most]])),
        len(order),
        float(noise.chances[order].sum()),
        noise,
        len(verdicts.labels),
        rests_on,
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
