"""What follows when a training is dying: it is begun anew with a smaller rate, or only told."""

import shutil
from collections.abc import Sequence
from dataclasses import replace

from convscope.engine.training.callbacks import Callback, warn
from convscope.engine.training.dying import DyingWatch, Setback
from convscope.engine.training.time_budget import TimeBudget
from convscope.runs.folder import RunFolder
from convscope.runs.preparation import Prepared
from convscope.runs.record import RunRecord, write_record

MOST_BEGINNINGS = 4
"""Trainings that a run begins at most, the first one included."""

LATEST = 0.5
"""Share of the training from which nothing is begun anew: the best epoch so far is worth more."""


class BeginAnew(Exception):
    """The training is to be begun anew, at the rate that the last of the setbacks names."""


class Setbacks:
    """Decides what follows a setback, tells it, and keeps it in `run.json`.

    Only a rate that is the recipe's own is changed; one that was given is the user's affair. What
    was begun before is forgotten, so that the rest is a training with the smaller rate from its
    beginning: the same seed gives the same model, interrupted or not.

    Args:
        prepared: What is trained.
        folder: The run.
        record: Its content of `run.json`.
        callbacks: Of the training; by their hooks `tell` the user learns what happens.
        budget: The time that the run has, if it has one.
        is_alone: Whether no other processes train along, which would have to begin anew as well.
    """

    def __init__(
        self,
        prepared: Prepared,
        folder: RunFolder,
        record: RunRecord,
        callbacks: Sequence[Callback],
        budget: TimeBudget | None,
        is_alone: bool,
    ) -> None:
        self._prepared, self._folder, self._record = prepared, folder, record
        self._callbacks, self._budget, self._is_alone = callbacks, budget, is_alone

    def watch(self) -> DyingWatch:
        """Returns what looks at a training, from its beginning."""
        return DyingWatch(self._follow)

    def _follow(self, setback: Setback) -> None:
        rate = self._next_rate(setback)
        self._record.setbacks.append({**setback.to_json(), "next_learning_rate": rate})
        if rate is not None:
            _forget(self._folder)
            write_record(self._folder, self._record)
            warn(self._callbacks, f"{setback.words} Begun anew with the learning rate {rate:g}.")
            raise BeginAnew
        write_record(self._folder, self._record)
        if setback.loss is None:
            return  # the error that follows says it
        if not setback.is_too_fast:
            advice = "Do the labels belong to the images? Is the learning rate far too small?"
        elif self._prepared.settings.learning_rate is not None:
            advice = (
                f"The rate was given, so it goes on; try --learning-rate {setback.smaller_rate:g}."
            )
        else:
            advice = "It goes on; the best epoch is kept."
        warn(self._callbacks, f"{setback.words} {advice}")

    def _next_rate(self, setback: Setback) -> float | None:
        """Returns the rate to begin anew with; None to go on."""
        begun = 1 + sum(s["next_learning_rate"] is not None for s in self._record.setbacks)
        is_given = self._prepared.settings.learning_rate is not None
        if not setback.is_too_fast or is_given or not self._is_alone or begun >= MOST_BEGINNINGS:
            return None
        done = (setback.epoch - 1) / self._prepared.recipe.epochs
        if (done if self._budget is None else self._budget.share) > LATEST:
            return None
        return setback.smaller_rate


def after_setbacks(prepared: Prepared, record: RunRecord) -> Prepared:
    """Returns the training at the rate that it was last begun with; the record's recipe follows."""
    rates = [s["next_learning_rate"] for s in record.setbacks if s["next_learning_rate"]]
    if not rates:
        return prepared
    changed = replace(prepared, recipe=prepared.recipe.changed(learning_rate=rates[-1]))
    record.recipe = changed.recipe.to_json()
    return changed


def _forget(folder: RunFolder) -> None:
    """Removes what a training has left that is begun anew; the record of it comes after.

    Killed in between, the run begins with the old rate again, and comes to the same place.
    """
    if folder.checkpoint.parent.is_dir():
        shutil.rmtree(folder.checkpoint.parent)
    folder.history.unlink(missing_ok=True)
    folder.model.unlink(missing_ok=True)
