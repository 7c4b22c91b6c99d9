"""Whether the probabilities can be believed, and one number that makes them better."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels, Probabilities
from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    from convscope.runs.results import Verdicts

TEMPERATURES = (0.05, 20.0)
"""Where the best temperature is looked for."""


@dataclass(frozen=True)
class Bin:
    """Verdicts of similar confidence.

    Attributes:
        low: Smallest confidence, 0–1.
        high: Largest confidence, 0–1.
        num_images: How many verdicts.
        confidence: Their mean confidence, 0–1.
        accuracy: The share of them that is right, 0–1.
    """

    low: float
    high: float
    num_images: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Reliability:
    """How confidence and accuracy go together.

    Attributes:
        bins: The bins that hold verdicts.
        error: Expected calibration error: mean distance of confidence and accuracy, 0–1.
        loss: Mean cross-entropy in nats.
    """

    bins: tuple[Bin, ...]
    error: float
    loss: float


@dataclass(frozen=True)
class Calibration:
    """Probabilities as they come, and divided by a temperature before the softmax.

    Attributes:
        before: As the net gives them.
        after: At the temperature.
        temperature: Fitted; above 1 the net is too sure, below 1 not sure enough.
        fitted_on: The split that the temperature was fitted on.
        measured_on: The split that both reliabilities were measured on.
        num_images: Images measured.
        accuracy: Share judged right, 0–1; the temperature does not change it.
        probabilities: float32 (number, classes) at the temperature.
    """

    before: Reliability
    after: Reliability
    temperature: float
    fitted_on: str
    measured_on: str
    num_images: int
    accuracy: float
    probabilities: Probabilities

    @property
    def summary(self) -> str:
        """The main finding in a sentence."""
        mean = sum(b.confidence * b.num_images for b in self.before.bins) / self.num_images
        return (
            f"On {self.measured_on} images the net is {100 * mean:.1f} % sure on average and "
            f"{100 * self.accuracy:.1f} % right. Expected calibration error "
            f"{100 * self.before.error:.2f} %; {100 * self.after.error:.2f} % at temperature "
            f"{self.temperature:.2f}, fitted on {self.fitted_on} images."
        )


def calibrate(
    measured: "Verdicts",
    fitted: "Verdicts",
    *,
    num_bins: int = 15,
    measured_on: str = "test",
    fitted_on: str = "validation",
) -> Calibration:
    """Returns whether probabilities can be believed.

    Args:
        measured: The verdicts to look at.
        fitted: Verdicts on other images, for the temperature.
        num_bins: Bins of equal width from 0 to 1.
        measured_on: What the first split is called.
        fitted_on: What the second split is called.

    Raises:
        ConvscopeError: A split is empty.

    Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    for verdicts, name in ((measured, measured_on), (fitted, fitted_on)):
        if not len(verdicts.labels):
            raise ConvscopeError(
                f"Received no {name} images.",
                "Calibration needs images to measure on and others to fit on.",
                "Train with a larger --validation-split, or add test images.",
            )
    temperature = fit_temperature(fitted.probabilities, fitted.labels)
    cooled = at_temperature(measured.probabilities, temperature)
    return Calibration(
        reliability(measured.probabilities, measured.labels, num_bins),
        reliability(cooled, measured.labels, num_bins),
        temperature,
        fitted_on,
        measured_on,
        len(measured.labels),
        measured.accuracy,
        cooled,
    )


def reliability(probabilities: Probabilities, labels: Labels, num_bins: int = 15) -> Reliability:
    """Returns how confidence and accuracy go together.

    Args:
        probabilities: float (number, classes), 0–1.
        labels: int64 (number,).
        num_bins: Bins of equal width from 0 to 1.
    """
    confidence = probabilities.max(1).astype(np.float64)
    is_right = probabilities.argmax(1) == labels
    place = np.minimum((confidence * num_bins).astype(int), num_bins - 1)
    bins, error = [], 0.0
    for index in np.unique(place):
        members = place == index
        mean, share = float(confidence[members].mean()), float(is_right[members].mean())
        number = int(members.sum())
        bins.append(Bin(index / num_bins, (index + 1) / num_bins, number, mean, share))
        error += number / len(labels) * abs(mean - share)
    return Reliability(tuple(bins), error, _cross_entropy(_log(probabilities), labels))


def at_temperature(probabilities: Probabilities, temperature: float) -> Probabilities:
    """Returns the softmax of the logits divided by `temperature`, float32 (number, classes)."""
    # Logits are the logarithms of probabilities up to a constant, which softmax does not see.
    return np.exp(_log_softmax(_log(probabilities) / temperature)).astype(np.float32)


def fit_temperature(probabilities: Probabilities, labels: Labels) -> float:
    """Returns the temperature with the smallest cross-entropy."""
    from scipy.optimize import minimize_scalar

    logarithms = _log(probabilities)

    def loss(log_temperature: float) -> float:
        return _cross_entropy(_log_softmax(logarithms / np.exp(log_temperature)), labels)

    low, high = np.log(TEMPERATURES)
    found: Any = minimize_scalar(loss, bounds=(low, high), method="bounded")
    return float(np.exp(found.x))


def _log(probabilities: Probabilities) -> NDArray[np.float64]:
    return np.log(np.clip(probabilities.astype(np.float64), 1e-30, 1.0))


def _log_softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values = values - values.max(1, keepdims=True)
    return values - np.log(np.exp(values).sum(1, keepdims=True))


def _cross_entropy(logarithms: NDArray[np.float64], labels: Labels) -> float:
    return float(-logarithms[np.arange(len(labels)), labels].mean())
