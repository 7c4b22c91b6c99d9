"""How good the rates are that `find-rate` suggests: short trainings at many rates beside them.

    python benchmarks/find_rate.py DATA:SIZE:RECIPE:OPTIMIZER:EPOCHS …

A row per case and seed: what is suggested, the rate of the steepest fall and of the smallest loss,
and the validation accuracy of trainings at the suggested rate and at a grid of others. A size or an
optimizer that is left empty is the usual one. The test images are not looked at.
"""

import sys
from dataclasses import replace

from convscope.cli.train import parse_size
from convscope.runs.preparation import prepare
from convscope.runs.rate_search import search_rate
from convscope.runs.settings import TrainSettings
from convscope.runs.trial import train_trial

GRID = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
SEEDS = (0, 1)


def accuracy_at(settings: TrainSettings, rate: float) -> float:
    """Returns the validation accuracy of a short training at a rate, 0–1."""
    prepared = prepare(replace(settings, learning_rate=rate))
    return train_trial(prepared, lambda _, __: False, lambda: False).accuracy


def main(*cases: str) -> None:
    for case in cases:
        data, size, recipe, optimizer, epochs = case.split(":")
        for seed in SEEDS:
            settings = TrainSettings(
                data=data,
                size=parse_size(size or None),
                recipe=recipe,
                optimizer=optimizer or None,
                epochs=int(epochs),
                seed=seed,
            )
            curve = search_rate(prepare(settings))
            rates = sorted({*GRID, curve.suggested})
            reached = {rate: accuracy_at(settings, rate) for rate in rates}
            best = max(reached.values())
            lost = 100 * (best - reached[curve.suggested])
            print(
                f"{case} seed {seed}: suggested {curve.suggested:g} ({lost:.1f} points below the "
                f"best), steepest {curve.steepest:.2g}, smallest {curve.best:.2g}; "
                + ", ".join(f"{rate:g}: {value:.3f}" for rate, value in reached.items()),
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
