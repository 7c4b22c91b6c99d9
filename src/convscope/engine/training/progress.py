"""What a training shows while it runs: a bar on a terminal, and one line per epoch."""

from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.time_left import TimeLeft

SILENCE_S = 30.0
"""Time after which something is said where no bar moves, in s."""


class ProgressBar(Callback):
    """Shows step, running means, images per second and time left.

    On a terminal or in a notebook a bar moves while an epoch runs; elsewhere (a pipe, a log
    file) there is the line that every finished epoch leaves, and one in between every half minute.

    Args:
        num_images: Images of an epoch; None for steps × batch size, which a short last batch
            makes a little too many.
        live: Whether the bar may move; False leaves the lines only.
        console: Where to; None for standard output.
    """

    def __init__(
        self, num_images: int | None = None, live: bool = True, console: Console | None = None
    ) -> None:
        self.console = console or Console(soft_wrap=True, highlight=False)
        self.num_images = num_images
        self.is_live = live and (self.console.is_terminal or self.console.is_jupyter)
        self._bar: Progress | None = None
        self._task = TaskID(0)
        self._left: TimeLeft | None = None
        self._epoch, self._epoch_first_batch, self._epoch_started = 0, 0, 0.0
        self._said = 0.0
        if self.is_live:
            self.on_train_batch_end = self._move
        elif live:
            self.on_train_batch_end = self._say

    def tell(self, sentence: str, is_warning: bool = False) -> None:
        """Leaves the sentence as a line above the bar."""
        self.console.print(sentence, style="yellow" if is_warning else None, markup=False)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Starts the epoch's bar."""
        self._begin(epoch)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Says that the validation images are being judged."""
        if self._bar:
            self._bar.update(self._task, values="validating")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Leaves the epoch's line."""
        self._stop()
        self._epoch = epoch
        values = dict(logs or {})
        seconds = values.pop("seconds", perf_counter() - self._epoch_started)
        share = values.pop("epoch_share", 1.0)  # a time budget may end within an epoch
        rate = share * self._images_per_epoch() / max(seconds, 1e-9)
        parts = [self._title(), f"{seconds:.1f} s", f"{rate:,.0f} images/s", *_shown(values)]
        if share < 1:
            parts.insert(1, f"{100 * share:.0f} % of it")
        self.console.print(" · ".join(parts))

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Takes the bar away."""
        self._stop()
        self._left = None

    def _begin(self, epoch: int, first_batch: int = 0) -> None:
        """Starts an epoch's bar at a batch; those before it belong to an earlier process."""
        self._epoch, self._epoch_first_batch = epoch, first_batch
        self._epoch_started = perf_counter()
        if self._left is None:
            first_step = epoch * int(self.params["steps"]) + first_batch
            self._left = TimeLeft(first_step, self._epoch_started)
        if self.is_live:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TextColumn("{task.fields[values]}"),
                console=self.console,
                transient=True,
            )
            steps = self.params["steps"]
            self._task = self._bar.add_task(
                self._title(), total=steps, completed=first_batch, values=""
            )
            self._bar.start()

    def _move(self, batch: int, logs: Logs | None = None) -> None:
        """Moves the bar to the end of step `batch`."""
        done = batch + 1
        if self._bar is None:  # resumed within an epoch: its beginning was in another process
            self._begin(self.model.progress.epoch, done)
            assert self._bar is not None
        now = perf_counter()
        values = _shown(logs or {})
        if done > self._epoch_first_batch:
            end = min(done * int(self.params["batch_size"]), self._images_per_epoch())
            images = end - self._epoch_first_batch * int(self.params["batch_size"])
            rate = images / max(now - self._epoch_started, 1e-9)
            values += [
                f"{rate:,.0f} images/s",
                f"{format_duration(self._time_left(now, done))} left",
            ]
        # The bar redraws itself ten times a second; the first step is shown at once.
        is_first = done <= self._epoch_first_batch + 1
        self._bar.update(self._task, completed=done, values=" · ".join(values), refresh=is_first)

    def _say(self, batch: int, logs: Logs | None = None) -> None:
        """Leaves a line where nothing was said for a while: a log then shows that it goes on."""
        now = perf_counter()
        if self._left is None:  # resumed within an epoch
            self._begin(self.model.progress.epoch, batch + 1)
        self._said = max(self._said, self._epoch_started)
        if now - self._said < SILENCE_S or batch + 1 >= int(self.params["steps"]):
            return
        self._said = now
        left = f"{format_duration(self._time_left(now, batch + 1))} left"
        steps = f"step {batch + 1:,} of {int(self.params['steps']):,}"
        self.console.print(" · ".join((self._title(), steps, *_shown(logs or {}), left)))

    def _time_left(self, now: float, done: int) -> float:
        """Returns the time until the last step, in s, `done` steps into the epoch."""
        if self._budget is not None:
            return float(self._budget.steps_end_in)
        steps = int(self.params["steps"])
        steps_done = self._epoch * steps + done
        assert self._left is not None
        seconds = self._left.seconds(steps_done, int(self.params["epochs"]) * steps, now)
        return seconds or 0.0

    @property
    def _budget(self) -> Any:
        return getattr(self.model, "budget", None)

    def _stop(self) -> None:
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _title(self) -> str:
        number = f"Epoch {self._epoch + 1}"
        return number if self._budget is not None else f"{number}/{self.params['epochs']}"

    def _images_per_epoch(self) -> int:
        return self.num_images or int(self.params["steps"]) * int(self.params["batch_size"])


def _shown(values: dict[str, Any]) -> list[str]:
    """Returns every number as `name value` with four decimals, or more for small ones."""
    return [
        f"{name} {value:.4f}" if abs(value) >= 1e-3 or not value else f"{name} {value:.1e}"
        for name, value in values.items()
        if isinstance(value, int | float)
    ]


def format_duration(seconds: float) -> str:
    """Returns a duration for people.

    Example:
        >>> format_duration(75), format_duration(3_700)
        ('1:15', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
