"""A search by several processes at once, which share the file of trials."""

import os
from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

from convscope.runs.folder import RunFolder
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings
from convscope.runs.tuning import Search, TunedTrial, run_trials

LOOK_S = 0.3
"""Time between two looks at the file of trials, in s."""


def run_trials_together(
    search: Search, num_jobs: int, on_trial: Callable[[TunedTrial], None] | None = None
) -> None:
    """Trains trials in several processes until enough are finished or the time is over.

    The cores are divided among them. What a trial chooses depends on which ones are finished by
    then, so two such searches differ.

    Args:
        search: The search, begun.
        num_jobs: Processes.
        on_trial: Called for each trial that is finished from now on.
    """
    from loky import get_reusable_executor

    seconds = None if search.ends_at is None else search.ends_at - monotonic()
    ours = (os.getpid(), num_jobs)
    arguments = (search.prepared.settings, search.folder, search.num_trials, seconds, *ours)
    known = {trial.number for trial in search.finished()}
    executor = get_reusable_executor(max_workers=num_jobs)
    try:
        workers = [executor.submit(_work, *arguments) for _ in range(num_jobs)]
        is_done = False
        while not is_done:
            is_done = all(worker.done() for worker in workers)
            for trial in search.finished():
                if trial.number not in known:
                    known.add(trial.number)
                    if on_trial is not None:
                        on_trial(trial)
            if not is_done:
                sleep(LOOK_S)
        for worker in workers:
            worker.result()  # raises what was raised there
    finally:
        executor.shutdown(kill_workers=True)


def _work(
    settings: TrainSettings,
    folder: RunFolder,
    num_trials: int,
    seconds: float | None,
    parent: int,
    num_jobs: int,
) -> None:
    """Takes part in a search, in a process of its own that ends with the one that began it."""
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    import torch

    from convscope.threads import num_cores

    ends_at = None if seconds is None else monotonic() + seconds
    torch.set_num_threads(max(1, num_cores() // num_jobs))
    prepared = prepare(settings)
    run_trials(Search(prepared, folder, num_trials, ends_at))


def _end_with(parent: int) -> None:
    """Ends this process once its parent has died, which the system tells by giving it another.

    Windows gives it none: there a worker goes on until the search is over.
    """
    while os.getppid() == parent:
        sleep(LOOK_S)
    os._exit(1)
