"""How far a training is, and what follows from that: rate, averaging, end."""

from dataclasses import dataclass

from convscope.engine.training.schedules import SCHEDULES
from convscope.engine.training.time_budget import TimeBudget


@dataclass(frozen=True, kw_only=True)
class TrainingClock:
    """Counts in steps, or in what a time budget still has room for.

    Attributes:
        num_steps: Steps of an epoch.
        epochs: Epochs in all; without meaning where there is a budget.
        schedule: Name of how the rate moves from step to step.
        peak_rate: The rate that the schedule's 1 stands for.
        weight_average: Share of the training, its last part, that weights are averaged over.
        budget: Time in which the training has to end; None for `epochs`.
    """

    num_steps: int
    epochs: int
    schedule: str
    peak_rate: float
    weight_average: float
    budget: TimeBudget | None

    @property
    def is_over(self) -> bool:
        """Whether another step would end too late."""
        return self.budget is not None and self.budget.is_over

    def share_done(self, epoch: int, step: int) -> float:
        """Returns the share of the training that is done before a step of an epoch, 0–1."""
        if self.budget is not None:
            return self.budget.share
        return (epoch * self.num_steps + step) / (self.epochs * self.num_steps)

    def rate(self, epoch: int, step: int) -> float | None:
        """Returns the rate of a step; None for a constant one, which is left to callbacks."""
        if self.schedule == "constant":
            return None
        return SCHEDULES[self.schedule](self.share_done(epoch, step)) * self.peak_rate

    def is_averaging(self, epoch: int, step: int) -> bool:
        """Returns whether the weights after a step belong to their mean."""
        if not self.weight_average:
            return False
        return self.share_done(epoch, step + 1) > 1 - self.weight_average

    def has_more(self, epoch: int, step: int, num_finished: int) -> bool:
        """Returns whether there is an epoch to begin, or to go on with.

        Args:
            epoch: The epoch, from 0.
            step: Its steps that are done.
            num_finished: Epochs that have ended so far.
        """
        if self.budget is None:
            return epoch < self.epochs
        return step > 0 or not num_finished or not self.budget.is_over
