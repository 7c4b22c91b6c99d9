"""A straight line through points: least squares in closed form, and by gradient descent."""

from dataclasses import dataclass

from convscope.arrays import Activations


@dataclass(frozen=True)
class Line:
    """The line y = slope · x + intercept.

    Attributes:
        slope: Change of y per unit of x.
        intercept: y at x = 0.
        loss: Mean squared distance, (1/N) Σ (slope · x + intercept − y)², from the points it was
            fitted to.
    """

    slope: float
    intercept: float
    loss: float

    def predict(self, x: Activations) -> Activations:
        """Returns y on the line for every x."""
        return self.slope * x + self.intercept


def fit_line(x: Activations, y: Activations) -> Line:
    """Returns the line with the smallest mean squared distance from the points.

    slope = Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²,  intercept = ȳ − slope · x̄

    Args:
        x: float (points,), not all equal.
        y: float (points,).

    Example:
        >>> import numpy as np
        >>> line = fit_line(np.array([0.0, 1, 2]), np.array([1.0, 3, 5]))
        >>> line.slope, line.intercept
        (2.0, 1.0)
    """
    x_mean, y_mean = x.mean(), y.mean()
    slope = ((x - x_mean) * (y - y_mean)).sum() / ((x - x_mean) ** 2).sum()
    return _line(slope, y_mean - slope * x_mean, x, y)


def descend_to_line(
    x: Activations,
    y: Activations,
    learning_rate: float = 0.1,
    num_steps: int = 100,
    start: tuple[float, float] = (0.0, 0.0),
) -> list[Line]:
    """Returns every line on the way from `start` to the best one, by gradient descent.

    With e = slope · x + intercept − y:

    slope ← slope − η · 2 · mean of (e · x)
    intercept ← intercept − η · 2 · mean of e

    Args:
        x: float (points,).
        y: float (points,).
        learning_rate: η; too large a value makes the loss grow from step to step.
        num_steps: How many steps are taken.
        start: (slope, intercept) to begin with.

    Returns:
        `num_steps` + 1 lines, the first being the start.
    """
    slope, intercept = start
    lines = [_line(slope, intercept, x, y)]
    for _ in range(num_steps):
        error = slope * x + intercept - y
        slope -= learning_rate * 2 * (error * x).mean()
        intercept -= learning_rate * 2 * error.mean()
        lines.append(_line(slope, intercept, x, y))
    return lines


def _line(slope: float, intercept: float, x: Activations, y: Activations) -> Line:
    loss = float(((slope * x + intercept - y) ** 2).mean())
    return Line(float(slope), float(intercept), loss)
