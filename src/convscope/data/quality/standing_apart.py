"""Labels that stand apart from all hard images: far on the wrong side, with nothing in between.

`estimate_noise` asks only what a label says at a given lead of one class over another. Where all
images are equally clear, a few labels that contradict might then be chance at that clearness. But
hard images lie on both sides of the border between two classes, and the fewer of them the farther
away. Where hardly any lies near the border, none is expected far beyond it.
"""

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Numbers

_MOST_STEPS = 20


def chances_apart(scores: Numbers, labels: Labels) -> NDArray[np.float64]:
    """Returns how likely each label is wrong because it stands apart.

    Leads of the label over the best other class are counted in steps of half their median. On the
    wrong side of the border the counts of hard images fall at least as fast, step by step, as they
    do across the border (their density is log-concave); what is there beyond that is wrong.

    Args:
        scores: (images, classes), larger for likelier classes; see `estimate_noise`.
        labels: int64 (images,).

    Returns:
        float64 (images,): 0 for labels near the border or on the right side of it.
    """
    number, num_classes = scores.shape
    chances = np.zeros(number)
    if number == 0 or num_classes < 2:
        return chances
    rest = np.array(scores, np.float64)
    own = rest[np.arange(number), labels].copy()
    rest[np.arange(number), labels] = -np.inf
    lead = own - rest.max(1)
    step = float(np.median(np.abs(lead))) / 2
    if step <= 0:
        return chances
    beyond = lead < -step
    inside = int(((lead >= 0) & (lead < step)).sum()) + 1
    outside = int(((lead < 0) & (lead >= -step)).sum()) + 1  # one more than seen: few tell little
    ratio = min(outside / inside, 1.0)
    steps = min(int(np.ceil(-lead.min() / step)), _MOST_STEPS)
    hard = sum(outside * ratio**power for power in range(1, steps))
    if beyond.any():
        chances[beyond] = max(0.0, 1 - hard / beyond.sum())
    return chances
