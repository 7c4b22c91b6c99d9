"""A rehearsal of a run's end, with made-up verdicts: how long will it take here?"""

from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from convscope.data import Split
from convscope.engine.answers.familiarity import MAX_IMAGES
from convscope.engine.answers.inference import predict
from convscope.engine.answers.metrics import auc
from convscope.engine.network import build_network
from convscope.engine.network.initialization import initial_weights
from convscope.engine.processes.devices import choose_device
from convscope.engine.processes.workers import Workers
from convscope.engine.training.time_budget import TimeBudget
from convscope.errors import ConvscopeError
from convscope.runs.plots import confusion_matrix, learning_curves, verdict_grid
from convscope.runs.preparation import Prepared, examples_for
from convscope.runs.results import Verdicts, confusion_csv, verdicts_csv

REHEARSED_S, REHEARSED_BATCHES, REHEARSED_BATCH = 0.5, 5, 50
"""Time after which a rehearsal judges no more, in s; batches it judges at least; their images."""

EXIT_SHARE = 0.4
"""Time that the process takes to end, as a share of the time it took to load its modules.

Measured 0.24–0.29 on two cores where twenty other programs ran, Python 3.11, torch 2.13. Being
early costs little, being late breaks a promise.
"""


def plan_budget(prepared: Prepared, workers: Workers | None = None) -> TimeBudget | None:
    """Returns the time budget of a training, with its end already set aside; None without one.

    The time counts from `prepared.started` to the end of the process: loading modules and data,
    steps, validation, judging the test images, and writing everything that a run has.

    Raises:
        ConvscopeError: Several processes train together, each with a clock of its own.
    """
    if prepared.settings.budget is None:
        return None
    if workers is not None:
        raise ConvscopeError(
            f"--budget for {workers.count} processes that train together.",
            "Expected one process: several would have to agree on the time.",
            "Give --epochs instead, or start without torchrun.",
        )
    budget = TimeBudget(prepared.settings.budget, prepared.started)
    test = prepared.data.test
    num_sampled = min(len(prepared.train), MAX_IMAGES) + min(len(prepared.validation), MAX_IMAGES)
    budget.reserve(
        rehearse_results(prepared) + exit_time(prepared.loading_s),
        num_sampled + (0 if test is None else len(test)),
        rehearse_judging(prepared),
    )
    return budget


def exit_time(loading_s: float, num_processes: int = 1) -> float:
    """Returns how long it takes until everything has ended, in s, once the work is done.

    Args:
        loading_s: Time that loading the modules took, in s.
        num_processes: Where there are several, they end before the one that started them.
    """
    return EXIT_SHARE * loading_s * (1 if num_processes == 1 else 2)


def check_budget(budget: TimeBudget) -> None:
    """Checks that there is time to train.

    Raises:
        ConvscopeError: The time is over before the first step.
    """
    used, end = budget.used, budget.reserved_s
    if used + end >= budget.seconds:
        raise ConvscopeError(
            f"--budget {budget.seconds:g}s: here, starting took {used:.1f} s, and writing the "
            f"results takes about {end:.1f} s.",
            "Expected time to train as well.",
            f"Give --budget {2 * (used + end):.0f}s or more.",
        )


def rehearse_judging(prepared: Prepared) -> float:
    """Judges validation images with an untrained net; returns the time of one image, in s."""
    device = choose_device(prepared.settings.device)
    architecture = prepared.architecture
    network = build_network(architecture, initial_weights(architecture, 0)).to(device)
    split = prepared.validation
    times, started = [], perf_counter()
    for start in range(0, len(split), REHEARSED_BATCH):
        stop = start + REHEARSED_BATCH
        part = Split(split.images[start:stop], split.labels[start:stop])
        begun = perf_counter()
        predict(network, examples_for(architecture, part, False, device))
        times.append((perf_counter() - begun) / len(part))
        if len(times) >= REHEARSED_BATCHES and perf_counter() - started > REHEARSED_S:
            break
    # The first batch loads libraries; a batch that another program interrupted says nothing.
    return median(times[1:] or times)


def rehearse_results(prepared: Prepared) -> float:
    """Writes tables and draws plots of made-up verdicts into nothing, and returns the time, in s.

    No image is judged. Loading the libraries that draw counts, although it happens once: so there
    is time to spare for a busier moment, and none is spent on a second rehearsal.
    """
    started = perf_counter()
    _write_results(prepared)
    return perf_counter() - started


def _write_results(prepared: Prepared) -> None:
    """Tells and draws verdicts on all test images into nothing."""
    values = {"loss": 1.0, "accuracy": 0.5, "val_loss": 1.0, "val_accuracy": 0.5, "val_auc": 0.5}
    learning_curves([{"epoch": epoch, **values} for epoch in range(1, 20)], 1)
    test = prepared.data.test
    if test is None:
        return
    labels = test.labels
    random = np.random.default_rng(0)
    guesses = random.random((len(labels), prepared.data.num_classes), np.float32)
    probabilities = guesses / guesses.sum(1, keepdims=True)
    files = test.files or tuple(map(str, range(len(test))))
    verdicts = Verdicts(prepared.data.class_names, labels, probabilities, files)
    auc(probabilities, labels)
    confusion_csv(verdicts)
    verdicts_csv(verdicts)
    confusion_matrix(verdicts)
    verdict_grid(verdicts, test.images)


def describe_budget(budget: TimeBudget) -> dict[str, Any]:
    """Returns what `run.json` says about the time."""
    return {
        "seconds": budget.seconds,
        "used_seconds": budget.used,
        "trained_seconds": budget.trained_s,
        "includes": "loading modules and data, training, validation, test, writing the results",
        "is_reproducible": False,
    }
