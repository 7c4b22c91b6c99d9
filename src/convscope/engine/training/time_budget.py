"""How much of a given time is used, and when the steps of a training have to end."""

from collections import deque
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.weight_average import MAX_IMAGES

WARM_UP_STEPS = 3
"""First steps of a process: they load libraries and kernels, and say nothing about the others."""

RECENT_STEPS = 50
"""Steps from which the time of the next one is estimated."""

UNUSUAL = 4.0
"""A step that took longer than so many medians counts as so many."""

RECENT_EPOCHS = 3
"""Ends of epochs, the longest of which the next one is expected to take."""

JUDGING_SHARE = 0.5
"""Time for judging an image as a share of training on one, until it has been measured.

A step goes forwards once and backwards twice, so a third would do; epochs end with more than that.
"""

MARGIN = 0.6
"""Share added to what is expected to come after the steps: another program may come in between."""

PACE_STEPS = 20
"""Steps of which the mean is a pace."""

MOST_SLOWDOWN = 3.0
"""How much slower than its fastest pace a machine may be, of what was seen, at the end."""


class TimeBudget(Callback):
    """Watches a training's time, so that it ends with everything written when the time is over.

    What will come after the last step (the end of its epoch, judging images, writing results) is
    subtracted from the time, as slow as the slowest pace that was seen; the rest is for steps.
    `share` follows the work, not the clock: every step adds its part of what is left, one of the
    steps that still fit. So it rises from step to step without a jump, whatever the machine does
    meanwhile, and comes to 1 with the last step; an estimate that was wrong is forgotten as soon as
    there is a better one.

    Args:
        seconds: Time in all.
        started: When it began, on `clock`; None for now.
        clock: Seconds that never fall.

    Attributes:
        seconds: Time in all, in s.
        reserved_s: Time set aside for what comes after the last epoch, judging images apart.
        share: How much of the work that can be done is done, 0–1; it never falls.
        is_over: Whether another step would end too late.
        trained_s: Time that steps took so far, in s, in all processes that the training had.
    """

    def __init__(
        self,
        seconds: float,
        started: float | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.seconds, self.share, self.is_over = seconds, 0.0, False
        self.trained_s = 0.0
        self._clock = clock
        self._started = clock() if started is None else started
        self._used_before = 0.0
        self.reserved_s, self._reserved_images = 0.0, 0
        self._warm_ups: list[float] = []
        self._steps: deque[float] = deque(maxlen=RECENT_STEPS)
        self._epoch_ends: deque[float] = deque(maxlen=RECENT_EPOCHS)
        self._judging: deque[float] = deque(maxlen=RECENT_EPOCHS)  # of one image
        self._rehearsed_judging_s: float | None = None
        self._judging_began = 0.0
        self._step_s = 0.0  # of a usual step; 0 until one has been seen
        self._fastest_s = self._slowest_s = 0.0  # of those that a pace is taken from
        self._last: float | None = None  # end of the last step, or begin of the epoch
        self._steps_to_epoch_end = 0

    @property
    def used(self) -> float:
        """Time used so far, in s, by all processes that the training had."""
        return self._used_before + self._clock() - self._started

    @property
    def steps_end_in(self) -> float:
        """Time left for steps, in s."""
        return max(0.0, self.seconds - self.afterwards - self.used)

    @property
    def afterwards(self) -> float:
        """Time set aside for everything after the last step, in s, the margin included."""
        judging_s = self._judging_s
        finish = self.reserved_s + judging_s * self._reserved_images
        if getattr(self.model, "weight_average", 0):  # statistics are estimated at the end
            finish += judging_s * min(len(self.model.train), MAX_IMAGES)
        return (1 + MARGIN) * self._slowdown * (self._epoch_end_s + finish)

    def reserve(self, seconds: float, num_images: int, judging_s: float | None = None) -> None:
        """Sets aside what comes after the last epoch.

        Args:
            seconds: For everything but judging images, in s.
            num_images: Images that will be judged.
            judging_s: Time that one of them takes, in s, until epochs' ends tell; None if unknown.
        """
        self.reserved_s, self._reserved_images = seconds, num_images
        self._rehearsed_judging_s = judging_s

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Begins with all of the work to be done."""
        self.share = 0.0

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Learns how long the end of the epoch before took."""
        now = self._clock()
        if self._last is not None and (self._steps or self._warm_ups):
            self._epoch_ends.append(now - self._last)
        self._last = now
        self._steps_to_epoch_end = int(self.params.get("steps", 1))
        self._look()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Learns how long a step takes, and adds its part to the share."""
        now = self._clock()
        self._steps_to_epoch_end = int(self.params.get("steps", 1)) - batch - 1
        if self._last is not None:  # else resumed within an epoch, where no begin was seen
            is_warm = len(self._warm_ups) >= WARM_UP_STEPS
            (self._steps if is_warm else self._warm_ups).append(now - self._last)
            self.trained_s += now - self._last
        self._last = now
        if self._steps:
            # No outlier counts whole: it does not repeat itself.
            limit = UNUSUAL * median(self._steps)
            self._step_s = sum(min(step, limit) for step in self._steps) / len(self._steps)
            if len(self._steps) >= PACE_STEPS:
                self._slowest_s = max(self._slowest_s, self._step_s)
                self._fastest_s = min(self._fastest_s or self._step_s, self._step_s)
            self.share += (1 - self.share) / (1 + self._steps_that_fit())
        else:
            # The very first step loads kernels, or compiles them: nothing of it comes again.
            self._step_s = min(self._warm_ups[1:], default=0.0)
        self._look()

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Begins to measure judging."""
        self._judging_began = self._clock()

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Learns how long judging an image takes."""
        num_images = max(len(self.model.validation), 1)
        self._judging.append((self._clock() - self._judging_began) / num_images)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Looks whether there is time for another epoch, be it a part of one."""
        self._look()

    def state(self) -> dict[str, Any]:
        """Returns the time used so far, that of steps, and the share of the work that is done."""
        return {"used": self.used, "trained": self.trained_s, "share": self.share}

    def load_state(self, state: dict[str, Any]) -> None:
        """Counts the time that earlier processes used."""
        self._used_before, self.share = state["used"], state["share"]
        self.trained_s = state.get("trained", 0.0)  # runs of before have none
        self._look()

    def _look(self) -> None:
        longest = min(max(self._steps, default=0.0), UNUSUAL * self._step_s)
        expected = longest or self._step_s
        self.is_over = self.used + expected > self.seconds - self.afterwards

    @property
    def _slowdown(self) -> float:
        """How much longer than it was measured, perhaps in a quiet moment, anything may take."""
        if not self._fastest_s:
            return 1.0
        return min(self._slowest_s / self._fastest_s, MOST_SLOWDOWN)

    @property
    def _judging_s(self) -> float:
        """Time of judging an image, in s."""
        if self._judging:
            return max(self._judging)
        if self._rehearsed_judging_s is not None:
            return self._rehearsed_judging_s
        return JUDGING_SHARE * self._step_s / int(self.params.get("batch_size", 1))

    @property
    def _epoch_end_s(self) -> float:
        """Time from an epoch's last step to the next one's beginning, in s."""
        num_validation = len(self.model.validation or ()) if self.model is not None else 0
        return max(self._epoch_ends, default=0.0) or self._judging_s * num_validation

    def _steps_that_fit(self) -> float:
        """Returns how many more steps there is time for, ends of epochs in between included."""
        room, step_s, epoch_end_s = self.steps_end_in, self._step_s, self._epoch_end_s
        if step_s <= 0:
            return float("inf")
        if room <= self._steps_to_epoch_end * step_s:
            return room // step_s
        room -= self._steps_to_epoch_end * step_s + epoch_end_s
        if room <= 0:
            return self._steps_to_epoch_end
        num_steps = int(self.params.get("steps", 1))
        num_epochs, room = divmod(room, num_steps * step_s + epoch_end_s)
        in_the_last = min(room // step_s, num_steps)
        return self._steps_to_epoch_end + num_epochs * num_steps + in_the_last
