"""A search for a good training: many short trainings, remembered in a file, chosen by Optuna.

Source: Akiba et al., "Optuna: A Next-generation Hyperparameter Optimization Framework", 2019; its
TPE sampler after Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from convscope.architecture import net_to_text
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.runs.commands import train_command
from convscope.runs.folder import RunFolder
from convscope.runs.preparation import Prepared
from convscope.runs.search_space import chosen_training, space_for
from convscope.runs.trial import TrialOutcome, train_trial

if TYPE_CHECKING:
    from optuna import Study
    from optuna.trial import FrozenTrial, Trial

FAIR_START = 5
"""Trials that are trained to their end before any is given up early."""


@dataclass(frozen=True)
class TunedTrial:
    """A finished trial.

    Attributes:
        number: From 0; numbers of trials that were interrupted are missing.
        is_recipe: Whether it is the recipe as it is, the first trial of all.
        chosen: What it chose, by name of a setting.
        outcome: What came of it.
    """

    number: int
    is_recipe: bool
    chosen: dict[str, Any]
    outcome: TrialOutcome


@dataclass(frozen=True)
class Search:
    """A search in a folder.

    Attributes:
        prepared: Data, net and recipe that it begins with; it must not have a time budget.
        folder: Where the file of trials lies.
        num_trials: Finished trials in all, those of earlier calls included.
        ends_at: When to end, on the clock of `time.monotonic`; None for when all are done.
    """

    prepared: Prepared
    folder: RunFolder
    num_trials: int
    ends_at: float | None = None

    @property
    def journal(self) -> Path:
        """The file of trials: a line of JSON per event, written by all processes."""
        return self.folder.path / "trials.journal"

    def is_over(self) -> bool:
        """Returns whether the time is over."""
        return self.ends_at is not None and monotonic() >= self.ends_at

    def finished(self) -> list[TunedTrial]:
        """Returns the trials that are complete or were given up, in their order."""
        return _finished(open_study(self))

    def best(self) -> TunedTrial | None:
        """Returns the complete trial with the highest validation accuracy, the first of equals."""
        complete = [t for t in self.finished() if t.outcome.state == "complete"]
        return max(complete, key=lambda t: t.outcome.accuracy, default=None)

    def command(self, trial: TunedTrial) -> str:
        """Returns the command that repeats a trial as a run, and writes the net that it names."""
        chosen = chosen_training(self.prepared, trial.chosen, self.folder.path)
        if chosen.architecture is not self.prepared.architecture:
            write_atomically(chosen.settings.net, net_to_text(chosen.architecture).encode())
        return train_command(chosen.settings.to_json(), always=("net", "recipe"))


def check_optuna() -> None:
    """Checks that Optuna is installed.

    Raises:
        ConvscopeError: It is not.
    """
    if find_spec("optuna") is None:
        raise ConvscopeError(
            "convscope tune needs Optuna, which is not installed.",
            "It comes with the extra tune.",
            'Install it with: pip install "convscope[tune]"',
        )


def begin_search(search: Search) -> None:
    """Makes a new study in the search's folder, or takes up the one that is there.

    Trials that a killed process left unfinished are given up, and will be drawn again.

    Raises:
        ConvscopeError: The folder holds a search for something else.
    """
    from optuna.trial import TrialState

    study = open_study(search)
    ours = _identity(search.prepared)
    theirs = study.user_attrs.get("search", ours)
    different = [name for name, value in ours.items() if theirs.get(name) != value]
    if different:
        raise ConvscopeError(
            f"{search.folder.path} holds a search with other {' and '.join(different)}.",
            "Trials can be compared only with trials of the same kind.",
            "Search elsewhere: give another --name.",
        )
    study.set_user_attr("search", ours)
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)


def run_trials(search: Search, on_trial: Callable[[TunedTrial], None] | None = None) -> None:
    """Trains one trial after the other until enough are finished or the time is over.

    Several processes may do so at once on the same folder. Alone, it goes on after an interruption
    as if there had been none: what a trial chooses follows from the seed and the trials before.

    Args:
        search: The search, begun.
        on_trial: Called after each finished trial.
    """
    from optuna.trial import TrialState

    study = open_study(search)
    while not search.is_over():
        trial = _ask(search, study)
        if trial is None:
            return
        try:
            outcome = _train(search, trial)
        except BaseException:
            study.tell(trial, state=TrialState.FAIL)
            raise
        for name, value in vars(outcome).items():
            trial.set_user_attr(name, value)
        if outcome.state == "complete":
            study.tell(trial, outcome.accuracy)
        else:
            is_cut = outcome.state == "cut"
            study.tell(trial, state=TrialState.FAIL if is_cut else TrialState.PRUNED)
        if on_trial is not None and outcome.state != "cut":
            attributes = trial.user_attrs
            on_trial(
                TunedTrial(trial.number, attributes["is_recipe"], attributes["chosen"], outcome)
            )


def open_study(search: Search) -> "Study":
    """Returns the study in the search's file; Optuna's own messages are silenced."""
    import optuna
    from optuna.storages import JournalStorage

    from convscope.runs.trial_journal import TrialJournal

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    epochs = search.prepared.recipe.epochs
    return optuna.create_study(
        storage=JournalStorage(TrialJournal(search.journal)),
        study_name="convscope",
        direction="maximize",
        load_if_exists=True,
        # A rate that moves in one cycle shows late what it is worth.
        pruner=optuna.pruners.MedianPruner(FAIR_START, n_warmup_steps=epochs // 2),
    )


def _ask(search: Search, study: "Study") -> "Trial | None":
    """Returns the next trial; None if enough are finished or under way."""
    from optuna.samplers import TPESampler
    from optuna.trial import TrialState

    counted = (TrialState.COMPLETE, TrialState.PRUNED, TrialState.RUNNING)
    with FileLock(search.folder.path / ".ask.lock"):
        number = len(study.get_trials(deepcopy=False, states=counted))
        if number >= search.num_trials:
            return None
        seeds = np.random.SeedSequence([search.prepared.settings.seed, number])
        study.sampler = TPESampler(seed=int(seeds.generate_state(1)[0]))
        # A process that was killed here may have put it there before.
        waiting = study.get_trials(deepcopy=False, states=(TrialState.WAITING,))
        if number == 0 and not waiting:
            study.enqueue_trial(space_for(search.prepared).begin)
        trial = study.ask()
        chosen = space_for(search.prepared).suggest(trial)
        trial.set_user_attr("chosen", chosen)
        trial.set_user_attr("is_recipe", number == 0)
        return trial


def _train(search: Search, trial: "Trial") -> TrialOutcome:
    def is_hopeless(accuracy: float, epoch: int) -> bool:
        trial.report(accuracy, epoch)
        return trial.should_prune()

    chosen = trial.user_attrs["chosen"]
    prepared = chosen_training(search.prepared, chosen, search.folder.path)
    return train_trial(prepared, is_hopeless, search.is_over)


def _finished(study: "Study") -> list[TunedTrial]:
    from optuna.trial import TrialState

    states = (TrialState.COMPLETE, TrialState.PRUNED)
    return [_tuned(trial) for trial in study.get_trials(deepcopy=False, states=states)]


def _tuned(trial: "FrozenTrial") -> TunedTrial:
    values = dict(trial.user_attrs)
    chosen, is_recipe = values.pop("chosen"), values.pop("is_recipe")
    return TunedTrial(trial.number, is_recipe, chosen, TrialOutcome(**values))


def _identity(prepared: Prepared) -> dict[str, Any]:
    """Returns what all trials of a search have in common, as JSON data."""
    common = {
        "images": [
            prepared.data.content_hash,
            len(prepared.train),
            len(prepared.validation),
            prepared.data.image_shape,
        ],
        "net": prepared.architecture.to_json(),
        "recipe": prepared.recipe.to_json(),
        "seed": prepared.settings.seed,
    }
    return json.loads(json.dumps(common))
