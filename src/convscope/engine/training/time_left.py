"""How long a training still takes, from how long its steps took so far."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeLeft:
    """Counts from where this process began, validation between epochs included.

    Attributes:
        first_step: Steps, over all epochs, that were done before.
        started: When it began, in s.
    """

    first_step: int
    started: float

    def seconds(self, steps_done: int, num_steps: int, now: float) -> float | None:
        """Returns the time until the last step, in s; None before the first one.

        Args:
            steps_done: Steps that are done, over all epochs.
            num_steps: Steps of the whole training.
            now: On the clock that `started` is of, in s.
        """
        own = steps_done - self.first_step
        if own <= 0:
            return None
        return (now - self.started) / own * (num_steps - steps_done)
