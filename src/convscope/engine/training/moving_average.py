"""A mean of the weights that an optimizer keeps beside them, and that slowly forgets."""

from dataclasses import dataclass

from torch import Tensor

from convscope.engine.training.torch_private import move_each_towards

AVERAGE = "average"
"""Where the state of a parameter holds its mean."""


@dataclass(frozen=True, kw_only=True)
class MovingAverage:
    """a ← m a + (1 − m) w after every step, from a = w after the first one; as Keras does it.

    Attributes:
        momentum: How long the mean remembers, m, 0 to below 1.
        overwrite_frequency: Steps after which the weights are given their means, each time anew;
            None for never while the training lasts.

    Source: Polyak, Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992.
    """

    momentum: float = 0.99
    overwrite_frequency: int | None = None

    def __call__(
        self, parameters: list[Tensor], states: list[dict[str, Tensor]], num_steps: int
    ) -> None:
        """Takes a step into the means.

        Args:
            parameters: Those that have moved; changed where the means overwrite them.
            states: What is remembered of each, with its mean; changed.
            num_steps: Steps taken, this one included.
        """
        averages = [state[AVERAGE] for state in states]
        move_each_towards(averages, parameters, 1 - self.momentum if num_steps > 1 else 1.0)
        if self.overwrite_frequency and num_steps % self.overwrite_frequency == 0:
            for parameter, average in zip(parameters, averages, strict=True):
                parameter.copy_(average)
