"""The images that say most about a net: worst mistakes and least certain verdicts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from convscope.runs.results import Verdicts


@dataclass(frozen=True)
class JudgedImage:
    """One image with its verdict.

    Attributes:
        index: Its place in the split.
        name: Its path in the folder, or its index.
        label: Name of the class it is labelled with.
        verdict: Name of the most probable class.
        probability: Of the verdict, 0–1.
        label_probability: Of the label, 0–1.
    """

    index: int
    name: str
    label: str
    verdict: str
    probability: float
    label_probability: float


@dataclass(frozen=True)
class Mistakes:
    """The images that say most about a net.

    Attributes:
        worst: Wrong verdicts, the most confident first.
        least_certain: Verdicts, right or wrong, whose two best classes are closest.
        num_wrong: Wrong verdicts in all.
        num_images: Images judged.
        split: What was judged.
    """

    worst: tuple[JudgedImage, ...]
    least_certain: tuple[JudgedImage, ...]
    num_wrong: int
    num_images: int
    split: str

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        sure = sum(image.probability > 0.9 for image in self.worst)
        text = f"{self.num_wrong:,} of {self.num_images:,} {self.split} images are judged wrong"
        if not sure:
            return f"{text}."
        shown = "at least " if sure == len(self.worst) < self.num_wrong else ""
        return f"{text}, {shown}{sure} of them with more than 90 % confidence."


def find_mistakes(verdicts: "Verdicts", most: int = 24, split: str = "test") -> Mistakes:
    """Returns the worst mistakes and the least certain verdicts.

    Args:
        verdicts: A net's answers.
        most: Images in each list.
        split: What was judged, for captions.
    """
    probabilities = verdicts.probabilities
    wrong = np.flatnonzero(verdicts.predicted != verdicts.labels)
    confidence = probabilities.max(1)
    worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:most]
    two_best = np.sort(probabilities, 1)[:, -2:]
    margin = two_best[:, -1] - two_best[:, 0] if two_best.shape[1] > 1 else confidence
    least = np.argsort(margin, kind="stable")[:most]
    return Mistakes(
        judged_images(verdicts, worst),
        judged_images(verdicts, least),
        len(wrong),
        len(verdicts.labels),
        split,
    )


def judged_images(verdicts: "Verdicts", indices: NDArray[np.int64]) -> tuple[JudgedImage, ...]:
    """Returns images with their verdicts, in the order of `indices`."""
    names, predicted = verdicts.class_names, verdicts.predicted
    return tuple(
        JudgedImage(
            int(i),
            verdicts.images[i],
            names[verdicts.labels[i]],
            names[predicted[i]],
            float(verdicts.probabilities[i, predicted[i]]),
            float(verdicts.probabilities[i, verdicts.labels[i]]),
        )
        for i in indices
    )
