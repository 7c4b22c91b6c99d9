"""How many labels are wrong rather than hard, and how surely each: what chance allows to say."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Numbers

MOST_NOISE = 0.5
"""Share of wrong labels beyond which nothing can be told any more, 0–1."""

LIKELY = 0.5
"""Chance of being wrong from which a label is suspect: more likely wrong than right."""

_SHARES = np.geomspace(MOST_NOISE / 1024, MOST_NOISE, 16)
"""Shares of wrong labels that are thought as likely as each other, and together as none."""

_SHARPNESS = (-3.0, 7.0)
_REACH = 1.920729  # Half of the 95 % point of a chi-squared distribution of one degree.


@dataclass(frozen=True, eq=False)
class LabelNoise:
    """How many labels are wrong, as far as the scores tell.

    Attributes:
        share: The most likely share of wrong labels, 0–1.
        low: Lower end of its 95 % interval.
        high: Upper end of its 95 % interval.
        p_value: How often labels that are all right would look so wrong.
        chances: float32 (images,): how likely each label is wrong, 0–1, over all shares of wrong
            labels that are possible; before seeing any, none is as likely as some.
        proposed: int64 (images,): the class that the scores speak for, other than the label.
    """

    share: float
    low: float
    high: float
    p_value: float
    chances: Numbers
    proposed: NDArray[np.int64]

    @property
    def suspects(self) -> NDArray[np.int64]:
        """The images whose label is more likely wrong than right, the most suspicious first.

        Returns:
            int64 (suspects,).
        """
        found = np.flatnonzero(self.chances >= LIKELY)
        return found[np.argsort(-self.chances[found], kind="stable")]


def estimate_noise(scores: Numbers, labels: Labels) -> LabelNoise:
    """Returns how many labels are wrong, told from images that are hard to judge.

    Two things let a label differ from the class with the highest score. Hard images do so the less
    often, the farther the scores lie apart: the label follows a softmax of the scores at one
    sharpness, whichever fits best. A wrong label is any other class alike, however clear the image.
    The sharpness and the share of wrong labels are fitted together; where a sharpness alone
    explains as much, nothing speaks for wrong labels.

    Args:
        scores: float (images, classes), larger for likelier classes, of images whose own label had
            no part in them: logarithms of probabilities, or `left_out_scores`.
        labels: int64 (images,).

    Source: Natarajan et al., "Learning with Noisy Labels", NeurIPS 2013 (the model of the noise);
    Self, Liang, "Asymptotic Properties of Maximum Likelihood Estimators", 1987 (the test of a share
    at its border: half of a chi-squared distribution).
    """
    from scipy.stats import chi2

    number, num_classes = scores.shape
    everyone = np.arange(number)
    rest = np.array(scores, np.float64)
    apart = rest - rest[everyone, labels][:, None]
    rest[everyone, labels] = -np.inf
    if number == 0 or num_classes < 2:
        return LabelNoise(0.0, 0.0, 1.0, 1.0, np.zeros(number, np.float32), np.zeros(number, int))
    fit = _Fit(apart)
    share, least = fit.best()
    lost = max(fit.along(0.0)[0] - least, 0.0)
    return LabelNoise(
        share,
        fit.end(0.0, share, least),
        fit.end(MOST_NOISE, share, least),
        float(chi2.sf(2 * lost, 1)) / 2 if lost > 0 else 1.0,
        fit.chances().astype(np.float32),
        rest.argmax(1).astype(np.int64),
    )


class _Fit:
    """The likelihood of the labels at a sharpness and a share of wrong ones."""

    def __init__(self, apart: NDArray[np.float64]) -> None:
        self._apart, self._others = apart, apart.shape[1] - 1
        self._grid = np.linspace(*_SHARPNESS, 14)
        self._on_grid = [self.right(float(np.exp(value))) for value in self._grid]

    def right(self, sharpness: float) -> NDArray[np.float64]:
        """Returns how likely each label is if it is right, float64 (images,)."""
        return 1 / np.exp(np.minimum(sharpness * self._apart, 600)).sum(1)

    def loss(self, log_sharpness: float, share: float) -> float:
        """Returns the negative logarithm of the likelihood."""
        return self._loss_of(self.right(float(np.exp(log_sharpness))), share)

    def _loss_of(self, right: NDArray[np.float64], share: float) -> float:
        wrong = share * (1 - right) / self._others
        return -float(np.log((1 - share) * right + wrong + 1e-300).sum())

    def along(self, share: float) -> tuple[float, float]:
        """Returns the least loss at a share of wrong labels, and the sharpness that gives it."""
        from scipy.optimize import minimize_scalar

        grid = self._grid
        losses = [self._loss_of(right, share) for right in self._on_grid]
        place = int(np.argmin(losses))
        ends = grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]
        # A hundredth of the logarithm changes the loss by far less than chance does.
        found: Any = minimize_scalar(
            self.loss, bounds=ends, args=(share,), method="bounded", options={"xatol": 1e-2}
        )
        log_sharpness = found.x if found.fun <= losses[place] else grid[place]
        return min(float(found.fun), losses[place]), float(np.exp(log_sharpness))

    def best(self) -> tuple[float, float]:
        """Returns the most likely share and the loss there."""
        from scipy.optimize import minimize_scalar

        options = {"xatol": 1e-4}
        found: Any = minimize_scalar(
            lambda share: self.along(share)[0],
            bounds=(0.0, MOST_NOISE),
            method="bounded",
            options=options,
        )
        none = self.along(0.0)[0]
        return (0.0, none) if none <= found.fun else (float(found.x), float(found.fun))

    def chances(self) -> NDArray[np.float64]:
        """Returns how likely each label is wrong, float64 (images,), over all shares.

        The most likely share alone would claim too much: where little can be told, it is far from
        0 just when chance made it so.
        """
        fits = [(0.0, *self.along(0.0)), *((share, *self.along(share)) for share in _SHARES)]
        prior = np.array([len(_SHARES), *np.ones(len(_SHARES))])
        losses = np.array([loss for _, loss, _ in fits])
        weights = prior * np.exp(losses.min() - losses)
        total = np.zeros(len(self._apart))
        for weight, (share, _, sharpness) in zip(weights / weights.sum(), fits, strict=True):
            right = self.right(sharpness)
            wrong = share * (1 - right) / self._others
            total += weight * wrong / np.maximum((1 - share) * right + wrong, 1e-300)
        return total

    def end(self, border: float, share: float, least: float) -> float:
        """Returns where the likelihood falls below what 95 % of intervals reach, up to a border."""
        from scipy.optimize import brentq

        def excess(value: float) -> float:
            return self.along(value)[0] - least - _REACH

        if share == border or excess(border) <= 0:
            return border
        low, high = sorted((share, border))
        found: Any = brentq(excess, low, high, xtol=1e-4)
        return float(found)
