"""Labels that deserve another look, each with the class that is proposed instead, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Numbers
from convscope.data.quality.evidence import Evidence, logarithms, together
from convscope.data.quality.label_noise import LabelNoise, estimate_noise
from convscope.data.quality.standing_apart import chances_apart

NUM_NEIGHBOURS = 10
"""Images most like one that are asked for their class."""

NUM_SHOWN = 3
"""Of these, those of the proposed class that are shown beside it."""


@dataclass(frozen=True)
class Reason:
    """What one kind of evidence says of an image.

    Attributes:
        by: Name of the evidence.
        says: Its class.
        margin: By how much it holds the proposed class likelier than the label, −1 to 1.
    """

    by: str
    says: int
    margin: float


@dataclass(frozen=True)
class Proposal:
    """A label that deserves another look.

    Attributes:
        image: Place of the image.
        proposed: The class instead.
        chance: How likely the label is wrong, 0–1: by `LabelNoise.chances` or, where that says
            more, `chances_apart`; both count that images may only be hard.
        margin: By how much all evidence together holds the proposed class likelier than the label,
            −1 to 1.
        reasons: One of every kind of evidence.
        neighbours: Images most like it that were asked, by the first evidence with features.
        like_proposed: How many of these have the proposed class.
        like_label: How many have its own label.
        alike: int64: the nearest of the proposed class, at most `NUM_SHOWN`.
    """

    image: int
    proposed: int
    chance: float
    margin: float
    reasons: tuple[Reason, ...]
    neighbours: int
    like_proposed: int
    like_label: int
    alike: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Proposals:
    """Labels that deserve another look, the most suspicious first.

    Attributes:
        listed: Some of them.
        noise: How many labels are wrong, listed or not.
    """

    listed: tuple[Proposal, ...]
    noise: LabelNoise


def propose(evidence: Sequence[Evidence], labels: Labels, most: int) -> Proposals:
    """Returns labels that all evidence together speaks against, the most doubtful first.

    Args:
        evidence: At least one kind, on the same images; the most telling first.
        labels: int64 (images,).
        most: Labels listed.
    """
    scores = together(evidence, labels)
    noise = estimate_noise(scores, labels)
    chances = np.maximum(noise.chances, chances_apart(scores, labels))
    whole = np.exp(scores)
    everyone = np.arange(len(labels))
    leads = whole[everyone, noise.proposed] - whole[everyone, labels]
    order = np.lexsort((-leads, -noise.chances, -chances))
    listed = order[(leads[order] > 0) & (chances[order] > 0)][:most]
    shares = [np.exp(logarithms(each.scores[None], labels)) for each in evidence]

    def margin(share: Numbers, image: int) -> float:
        return float(share[image, noise.proposed[image]] - share[image, labels[image]])

    features = next((each.features for each in evidence if each.features is not None), None)
    alike = [_NOBODY] * len(listed) if features is None else _nearest(features, listed)
    return Proposals(
        tuple(
            Proposal(
                int(image),
                int(noise.proposed[image]),
                float(chances[image]),
                float(leads[image]),
                tuple(
                    Reason(each.by, int(share[image].argmax()), margin(share, image))
                    for each, share in zip(evidence, shares, strict=True)
                ),
                len(around),
                int((labels[around] == noise.proposed[image]).sum()),
                int((labels[around] == labels[image]).sum()),
                around[labels[around] == noise.proposed[image]][:NUM_SHOWN],
            )
            for image, around in zip(listed, alike, strict=True)
        ),
        noise,
    )


_NOBODY = np.zeros(0, np.int64)


def _nearest(features: Numbers, queries: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Returns the images most like each of some, by the angle between their features."""
    lengths = np.maximum(np.linalg.norm(features, axis=1), 1e-12)
    cosines = (features[queries] @ features.T) / lengths[None]
    cosines[np.arange(len(queries)), queries] = -np.inf
    number = min(NUM_NEIGHBOURS, len(features) - 1)
    return list(np.argsort(-cosines, 1, kind="stable")[:, :number])
