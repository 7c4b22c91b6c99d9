"""What gives a class away beside the thing itself: a mark or a background in a corner."""

from dataclasses import dataclass

import numpy as np

from convscope.arrays import Images, Labels, Numbers
from convscope.data.dataset import Split
from convscope.data.quality.left_out import left_out_scores
from convscope.data.quality.thumbnails import SIDE, thumbnails

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
"""Where a mark is looked for."""

MOST_IMAGES = 2500
"""Images looked at, drawn at random."""

CORNER = 6
"""Cells of 32 that count as a corner, in both directions."""


@dataclass(frozen=True)
class Giveaway:
    """How well a class is told by something that should not tell it.

    Attributes:
        place: A key of `CORNERS`.
        label: The class that is told best by it.
        found: Images of that class that are recognised by this place alone.
        of_class: Images of that class.
        wrongly: Images of other classes that are taken for it.
        of_others: Images of other classes.
        elsewhere: Share of the class that another corner recognises as well, 0–1.
        p_value: How often chance would do as well, corrected for all corners and classes.
    """

    place: str
    label: int
    found: int
    of_class: int
    wrongly: int
    of_others: int
    elsewhere: float
    p_value: float

    @property
    def recall(self) -> float:
        """Share of the class that the place alone gives away, 0–1."""
        return self.found / max(self.of_class, 1)

    @property
    def is_strong(self) -> bool:
        """Whether the place tells the class nearly always, and hardly any other."""
        is_clear = self.recall >= STRONG and self.wrongly <= FEW * self.of_others
        return is_clear and self.recall - self.elsewhere >= APART


STRONG = 0.8
"""Share of a class that its margin or a corner has to give away, 0–1."""

FEW = 0.08
"""Share of other images that may be taken for it, 0–1."""

APART = 0.4
"""How much more than any other corner it has to tell: things that fill an image reach into all."""


def find_giveaway(split: Split, num_classes: int, seed: int = 0) -> Giveaway | None:
    """Returns the place that gives one class away best; None for fewer than two classes.

    Corners are judged without the image's own label (see `left_out`), each for itself: a watermark
    of one class is there and nowhere else. A corner counts only as far as it tells more than the
    other corners do, for things that fill their images reach into all of them.

    Args:
        split: Labelled images.
        num_classes: Classes.
        seed: Which images are looked at.
    """
    from scipy.stats import hypergeom

    chosen = np.random.default_rng([seed, 0x61FE]).permutation(len(split))[:MOST_IMAGES]
    labels = split.labels[np.sort(chosen)]
    present = np.flatnonzero(np.bincount(labels, minlength=num_classes) >= 10)
    if len(present) < 2:
        return None
    cells = thumbnails(split.images[np.sort(chosen)], SIDE)
    verdicts = {name: _verdicts(part, labels, num_classes) for name, part in _places(cells).items()}
    best: Giveaway | None = None
    for name, verdict in verdicts.items():
        rivals = [v for other, v in verdicts.items() if other != name]
        for label in present:
            is_class = labels == label
            found, wrongly = (
                int((verdict[is_class] == label).sum()),
                int((verdict[~is_class] == label).sum()),
            )
            of_class, of_others = int(is_class.sum()), int((~is_class).sum())
            elsewhere = max(int((v[is_class] == label).sum()) for v in rivals) / of_class
            # Fisher's exact test, one-sided.
            named = found + wrongly
            chance = float(hypergeom.sf(found - 1, of_class + of_others, named, of_class))
            p_value = min(1.0, chance * len(verdicts) * len(present))
            this = Giveaway(
                name, int(label), found, of_class, wrongly, of_others, elsewhere, p_value
            )
            if best is None or _stands_out(this) > _stands_out(best):
                best = this
    return best


def _stands_out(giveaway: Giveaway) -> float:
    """Returns how much better a place tells a class than the other places do."""
    wrong = giveaway.wrongly / max(giveaway.of_others, 1)
    return giveaway.recall - wrong - giveaway.elsewhere


def _places(cells: Numbers) -> dict[str, Numbers]:
    """Returns the cells of every place, float32 (number, values)."""
    number = len(cells)
    ends = (slice(0, CORNER), slice(SIDE - CORNER, SIDE))
    corners = [cells[:, row, column] for row in ends for column in ends]
    return {name: part.reshape(number, -1) for name, part in zip(CORNERS, corners, strict=True)}


def _verdicts(values: Numbers, labels: Labels, num_classes: int) -> Labels:
    """Returns the class that the others say each image is of, by some of its cells alone."""
    features = values / max(float(values.std()), 1e-3) / np.sqrt(values.shape[1])
    return left_out_scores(features.astype(np.float32), labels, num_classes).argmax(1)


def is_without_colour(images: Images, sample: int = 500) -> bool:
    """Returns whether images are stored in colour and have none.

    Args:
        images: uint8 (number, height, width, channels), 0–255.
        sample: Images looked at, evenly spread.
    """
    if images.shape[-1] != 3:
        return False
    places = np.linspace(0, len(images) - 1, min(len(images), sample)).astype(int)
    # One level is what JPEG's rounding between colour spaces may leave.
    return all(
        int(np.ptp(images[place].astype(np.int16), axis=2).max()) <= 2
        for place in np.unique(places)
    )
