"""Two linear equations, solved by improving a guess."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Guess:
    """A guess at the solution.

    Attributes:
        values: (x, y).
        loss: Half the sum of the squared errors of the two equations.
    """

    values: tuple[float, float]
    loss: float


def improve_guess(
    coefficients: ArrayLike,
    constants: ArrayLike,
    start: tuple[float, float] = (0.0, 0.0),
    learning_rate: float = 0.1,
    num_steps: int = 100,
) -> list[Guess]:
    """Returns every guess at the solution of two equations, each better than the one before.

    The equations are A · (x, y) = b. A guess leaves the error e = A · (x, y) − b, and the loss
    ½ Σ e² falls fastest against its gradient Aᵀ e:

    (x, y) ← (x, y) − η · Aᵀ e

    Args:
        coefficients: A, (2, 2), a row per equation.
        constants: b, (2,).
        start: The first guess.
        learning_rate: η; too large a value makes the guesses worse.
        num_steps: How many steps are taken.

    Returns:
        `num_steps` + 1 guesses, the first being the start.

    Example:
        >>> guesses = improve_guess([[2, 1], [1, -1]], [5, 1], learning_rate=0.2, num_steps=99)
        >>> [round(value, 6) for value in guesses[-1].values]
        [2.0, 1.0]
    """
    a, b = np.asarray(coefficients, float), np.asarray(constants, float)
    values = np.array(start, float)
    guesses = []
    for _ in range(num_steps + 1):
        error = a @ values - b
        guesses.append(Guess((float(values[0]), float(values[1])), float((error**2).sum() / 2)))
        values = values - learning_rate * a.T @ error
    return guesses
