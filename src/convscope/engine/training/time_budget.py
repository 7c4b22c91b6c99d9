"""How much of a given time is used, and when the steps of a training have to end."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from convscope.engine.training.callbacks import Callback, Logs

WARM_UP_STEPS = 3
"""First steps of a process: they are slower, and say nothing about those to come."""

JUDGING_SHARE = 0.5
"""Time for judging an image as a share of training on one, until it has been measured.

A step goes forwards once and backwards twice, so a third would do; epochs end with more than that.
"""

MARGIN = 0.25
"""Share added to what is expected to come after the steps."""


class TimeBudget(Callback):
    """Watches a training's time, so that it ends with everything written when the time is over.

    Steps, judging and epochs' ends are measured as they happen. What will come after the last step
    (the end of its epoch, judging images, writing results) is subtracted from the time, and the
    rest is for steps: `share` says how much of that is used. So a schedule that follows `share` is
    at its end when the steps are.

    Args:
        seconds: Time in all.
        started: When it began, on `clock`; None for now.
        clock: Seconds that never fall.

    Attributes:
        seconds: Time in all, in s.
        reserved_s: Time set aside for what comes after the last epoch, judging images apart.
        share: Used share of the time for steps, 0–1; it never falls.
        is_over: Whether another step would end too late.
    """

    def __init__(
        self,
        seconds: float,
        started: float | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.seconds, self.share, self.is_over = seconds, 0.0, False
        self._clock = clock
        self._started = clock() if started is None else started
        self._used_before, self._begun = 0.0, 0.0
        self.reserved_s, self._reserved_images = 0.0, 0
        self._num_steps, self._step_s = 0, 0.0
        self._last: float | None = None  # end of the last step, or begin of the epoch
        self._judging_s: float | None = None  # of one image
        self._epoch_end_s = 0.0

    @property
    def used(self) -> float:
        """Time used so far, in s, by all processes that the training had."""
        return self._used_before + self._clock() - self._started

    @property
    def steps_end_in(self) -> float:
        """Time left for steps, in s."""
        return max(0.0, self.seconds - self._afterwards() - self.used)

    def reserve(self, seconds: float, num_images: int) -> None:
        """Sets aside what comes after the last epoch.

        Args:
            seconds: For everything but judging images, in s.
            num_images: Images that will be judged.
        """
        self.reserved_s, self._reserved_images = seconds, num_images

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Begins the time for steps."""
        self._begun = self.used

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Learns how long the end of the epoch before took."""
        now = self._clock()
        if self._num_steps and self._last is not None:
            self._epoch_end_s = now - self._last
        self._last = now
        self._look()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Learns how long a step takes."""
        now = self._clock()
        # Resumed within an epoch, the first step's begin is not known.
        duration = 0.0 if self._last is None else now - self._last
        self._last = now
        self._num_steps += 1
        is_warm = self._num_steps > WARM_UP_STEPS + 1
        self._step_s = 0.9 * self._step_s + 0.1 * duration if is_warm else duration
        self._look()

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Begins to measure judging."""
        self._judging_began = self._clock()

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Learns how long judging an image takes."""
        num_images = max(len(self.model.validation), 1)
        self._judging_s = (self._clock() - self._judging_began) / num_images

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Looks whether there is time for another epoch, be it a part of one."""
        if self._last is not None:
            self._epoch_end_s = max(self._epoch_end_s, self._clock() - self._last)
        self._look()

    def state(self) -> dict[str, Any]:
        """Returns the time used so far, and how much of it before the first step."""
        return {"used": self.used, "begun": self._begun, "share": self.share}

    def load_state(self, state: dict[str, Any]) -> None:
        """Counts the time that earlier processes used."""
        self._used_before, self._begun = state["used"], state["begun"]
        self.share = state["share"]
        self._look()

    def _look(self) -> None:
        used = self.used
        end = self.seconds - self._afterwards()
        room = end - self._begun
        share = (used - self._begun) / room if room > 0 else 1.0
        self.share = min(max(self.share, share), 1.0)
        self.is_over = used + self._step_s > end

    def _afterwards(self) -> float:
        """Returns what is expected to come after the last step, in s."""
        judging_s = self._judging_s
        if judging_s is None:
            judging_s = JUDGING_SHARE * self._step_s / self.params.get("batch_size", 1)
        num_validation = len(self.model.validation or ()) if self.model is not None else 0
        epoch_end = max(self._epoch_end_s, judging_s * num_validation)
        finish = self.reserved_s + judging_s * self._reserved_images
        return (1 + MARGIN) * (epoch_end + finish)
