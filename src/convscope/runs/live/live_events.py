"""The callback that tells a run's events, so that a page can follow them from the file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from time import monotonic, perf_counter
from typing import Any

import numpy as np
import torch
from torch import Tensor

from convscope.data import Split
from convscope.engine.training.callbacks import Callback, Logs, warn
from convscope.engine.training.time_left import TimeLeft
from convscope.engine.training.trainer import Trainer
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.runs.live.event_file import EventFile
from convscope.runs.live.grid import Grid, choose_grid
from convscope.runs.live.judgement import Judgement, judge_apart, labels_of
from convscope.runs.live.kinds import Event, that_hold
from convscope.runs.live.reading import read_all
from convscope.runs.live.shown_values import ShownMaps, ShownWeights
from convscope.runs.live.words import CurveWatch, Epoch, word_of

STEP_EVERY_S = 0.25
"""Time from one event of a step to the next, in s."""

LOOK_EVERY_S = 2.0
"""Time from one look at the weights within an epoch to the next, in s."""

EPOCH_LOOK_EVERY_S = 0.5
"""Time from the look of one epoch to that of another, in s: nobody sees more, and everybody who
watches would have to be sent it."""

MOST_CLASSES = 30
"""Classes from which no confusion is told: nobody could read it."""

MOST_JUDGED = 2000
"""Images judged apart where several processes divide the validation images among them."""


class LiveEvents(Callback):
    """Appends what happens in a training to the run's `events.jsonl`; it steers nothing.

    Events are a convenience: where they cannot be written, that is told once, and the training
    goes on without. It has no state: what a resumed training needs to know stands in the trainer.

    Args:
        folder: The run.
        class_names: Names in the order of the net's classes.
        validation: The validation images as they are.
        setbacks: Those of `run.json`, which grow as the training meets them.
        listeners: Callbacks that the user hears of.
    """

    def __init__(
        self,
        folder: RunFolder,
        class_names: Sequence[str],
        validation: Split,
        setbacks: list[dict[str, Any]],
        listeners: Sequence[Callback] = (),
    ) -> None:
        self._folder, self._class_names, self._validation = folder, class_names, validation
        self._setbacks, self._listeners = setbacks, listeners
        self._file: EventFile | None = None
        self._grid: Grid | None = None
        self._curves = CurveWatch()
        self._judgement: Judgement | None = None
        self._looks: list[Event] = []
        self._told_setbacks = 0
        self._stepped_at = self._looked_at = 0.0
        self._epoch_seen_at = -inf
        self._is_seen = True

    def begin(self, trainer: Trainer) -> None:
        """Begins, or goes on, where a trainer stands; its first step is next.

        Args:
            trainer: What this listens to.
        """
        progress = trainer.progress
        self._trainer = trainer
        self._steps_done = progress.epoch * trainer.num_steps + progress.step
        self._time_left = TimeLeft(self._steps_done, perf_counter())
        self._weights, self._maps = ShownWeights(trainer.network), ShownMaps(trainer.network)
        self._grid = None if trainer.validation is None else choose_grid(self._validation)
        with self._bearing_full_disks():
            if self._grid is not None:
                write_atomically(self._folder.live_picture, self._grid.to_png(self._validation))
            self._file = EventFile(self._folder)
        self._write(
            {
                "kind": "begin",
                "epochs": None if trainer.budget is not None else trainer.epochs,
                "steps_per_epoch": trainer.num_steps,
                "epochs_done": progress.epoch,
                "steps_done": self._steps_done,
                "class_names": list(self._class_names),
                "grid": None if self._grid is None else self._grid.to_json(),
            }
        )
        if self._steps_done:  # what was told before stands in the file
            self._told_setbacks = len(self._setbacks)
            words = [e for e in that_hold(read_all(self._folder)[0]) if e["kind"] == "word"]
            self._curves = CurveWatch([str(word.get("topic")) for word in words])
        self._tell_setbacks()
        self._write(*self._weights_event())
        self._looked_at = monotonic()

    def end(self, status: str) -> None:
        """Tells that the training has ended.

        Args:
            status: As `run.json` has it.
        """
        self._tell_setbacks()
        self._write({"kind": "end", "status": status})
        self._file = None

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Counts the step, and tells of one now and then."""
        self._steps_done += 1
        now = monotonic()
        if now - self._stepped_at < STEP_EVERY_S:
            return
        self._stepped_at = now
        self._tell_setbacks()
        self._write(self._step_event())
        if now - self._looked_at > LOOK_EVERY_S:
            self._looked_at = now
            self._write(*self._weights_event())

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Begins to collect what the net makes of the validation images."""
        trainer = self._trainer
        self._judgement = None
        if trainer.validation is not None and trainer.workers is None:
            self._judgement = Judgement(trainer.network, labels_of(trainer.validation))

    def on_test_scores(self, scores: Tensor) -> None:
        """Takes in the net's answers for the next validation images."""
        if self._judgement is not None:
            self._judgement.add(scores)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Looks at the net while it has the weights that were judged, if the last look is old."""
        trainer, grid = self._trainer, self._grid
        self._is_seen = self._is_due(trainer.progress.epoch + 1)
        if not self._is_seen:
            return
        self._looks = self._weights_event()
        if grid is None or trainer.validation is None:
            return
        images = np.arange(len(trainer.validation))
        if self._judgement is None:  # several processes: this one judged only a part
            spread = np.linspace(0, len(images) - 1, min(MOST_JUDGED, len(images))).astype(int)
            images = np.union1d(spread, grid.images)
            self._judgement = judge_apart(trainer.network, trainer.validation, images)
        self._looks += self._judged_events(grid, images)
        first = trainer.validation.take(torch.from_numpy(grid.images[:1]))[0]
        self._looks += [self._placed("maps", maps) for maps in self._maps.events(first)]

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Tells of the epoch and of everything that was looked at."""
        row = {"epoch": epoch + 1, **(logs or {})}
        if self._trainer.validation is None and self._is_due(epoch + 1):
            self._looks = self._weights_event()
        self._write(self._placed("epoch", row), *self._looks)
        if self._looks:
            self._looks, self._looked_at, self._epoch_seen_at = [], monotonic(), monotonic()
        self._tell_setbacks()
        if self._judgement is not None and self._judgement.is_whole:
            losses = self._judgement.losses
            seen = Epoch(epoch + 1, row["loss"], row.get("val_loss", np.nan), losses)
            self._tell(self._curves.see(seen))

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Tells of the last epoch what was not told, and whether there is more to learn."""
        if self._grid is not None and not self._is_seen:
            self._write(*self._judged_events(self._grid, np.arange(len(self._validation))))
        self._tell(self._curves.at_the_end())

    def _is_due(self, epochs_done: int) -> bool:
        """Returns whether an epoch is looked at: the last one always is, if it is known."""
        trainer = self._trainer
        is_last = trainer.budget is None and epochs_done >= trainer.epochs
        is_apart = trainer.workers is not None  # nobody has all verdicts at hand later
        return is_last or is_apart or monotonic() - self._epoch_seen_at >= EPOCH_LOOK_EVERY_S

    def _step_event(self) -> Event:
        trainer = self._trainer
        progress, budget = trainer.progress, trainer.budget
        if budget is not None:
            seconds_left: float | None = budget.steps_end_in
        else:
            num_steps = trainer.epochs * trainer.num_steps
            seconds_left = self._time_left.seconds(self._steps_done, num_steps, perf_counter())
        means = progress.means()
        step = {
            "epoch": self._epochs_done(),
            "loss": means["loss"],
            "accuracy": means["accuracy"],
            "learning_rate": float(trainer.optimizer.learning_rate),
            "images_per_second": progress.num_seen / max(progress.epoch_seconds, 1e-9),
            "seconds_left": seconds_left,
        }
        short = {n: None if v is None else float(f"{v:.6g}") for n, v in step.items()}
        return self._placed("step", short)

    def _judged_events(self, grid: Grid, images: Any) -> list[Event]:
        judgement = self._judgement
        if judgement is None or not judgement.is_whole:
            return []
        rows = np.searchsorted(images, grid.images)
        verdicts = {
            "predicted": judgement.predicted[rows].tolist(),
            "probability": [round(p, 4) for p in judgement.probability[rows].tolist()],
            "of_right": [round(p, 4) for p in judgement.of_right[rows].tolist()],
        }
        events = [self._placed("verdicts", verdicts)]
        num_classes = len(self._class_names)
        if num_classes <= MOST_CLASSES:
            counts = judgement.confusion(num_classes).tolist()
            matrix = {"split": "validation", "images": len(images), "counts": counts}
            events.append(self._placed("confusion", matrix))
        return events

    def _weights_event(self) -> list[Event]:
        found = self._weights.event()
        return [] if found is None else [self._placed("weights", found)]

    def _tell_setbacks(self) -> None:
        while self._told_setbacks < len(self._setbacks):
            self._tell(word_of(self._setbacks[self._told_setbacks]))
            self._told_setbacks += 1

    def _tell(self, word: dict[str, Any] | None) -> None:
        if word is not None:
            self._write(self._placed("word", {"epoch": self._epochs_done(), **word}))

    def _epochs_done(self) -> float:
        return float(f"{self._steps_done / self._trainer.num_steps:.6g}")

    def _placed(self, kind: str, content: dict[str, Any]) -> Event:
        return {"kind": kind, "step": self._steps_done, **content}

    def _write(self, *events: Event) -> None:
        if self._file is not None and events:
            with self._bearing_full_disks():
                self._file.append(*events)

    @contextmanager
    def _bearing_full_disks(self) -> Iterator[None]:
        """Ends the telling, not the training, where something cannot be written."""
        try:
            yield
        except (OSError, ConvscopeError) as error:
            self._file = None
            reason = error.strerror if isinstance(error, OSError) else error.received.rstrip(".")
            warn(
                self._listeners,
                f"{self._folder.events} cannot be written ({reason}). The training goes on; "
                "whoever watches it sees nothing new.",
            )
