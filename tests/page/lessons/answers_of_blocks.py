"""What is right and wrong in the puzzles on noise, zeros, seeds and strangers."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
import torch

Table = list[list[float]]


def zeros_of(values: Mapping[str, int]) -> int:
    """Returns the fewest rows of zeros with which a place begins on every row of a stride."""
    wanted = len(range(0, values["size"], values["stride"]))
    return next(
        zeros
        for zeros in range(values["size"])
        if len(range(values["window"], values["size"] + zeros + 1, values["stride"])) == wanted
    )


def middle_row(values: Mapping[str, int], before: int | None = None, tap: int | None = None) -> int:
    """Returns which row of the picture a row of the filter lies on, from PyTorch's convolution.

    `before` zeros lie before the first row, and enough of them behind; `tap` is its middle row.
    """
    before = zeros_of(values) // 2 if before is None else before
    kernel = torch.zeros(1, 1, values["window"], dtype=torch.float64)
    kernel[0, 0, values["window"] // 2 if tap is None else tap] = 1
    rows = torch.arange(1 - before, values["size"] + 200, dtype=torch.float64)
    slid = torch.nn.functional.conv1d(rows[None, None], kernel, stride=values["stride"])
    return int(slid[0, 0, values["place"] - 1])


def after_steps(
    values: Mapping[str, float], tables: list[Table], steps: slice = slice(None), **changed: float
) -> float:
    """Returns a weight after some steps of gradient descent, exactly."""
    start = tables[0][int(values["row"]) - 1][int(values["column"]) - 1]
    given = {"start": start, "rate": values["rate"], **changed}
    exact = {name: Fraction(str(value)) for name, value in given.items()}
    gradients = [Fraction(str(gradient)) for gradient in tables[1][0][steps]]
    return float(exact["start"] - exact["rate"] * sum(gradients))


def runs_with(
    tables: list[Table], *, seed: float | None = None, rate: float | None = None
) -> Table:
    """Returns the runs (seed, rate, percent) with this seed and this rate; None stands for any."""
    runs = np.transpose(tables[0])
    return [list(run) for run in runs if seed in (None, run[0]) and rate in (None, run[1])]


def sure(least: int, table: Table) -> int:
    return int((np.array(table) >= least).sum())


ANSWERS_OF_BLOCKS: dict[str, Callable[..., float]] = {
    "padded-middle": lambda v, _t: middle_row(v),
    "weight-after-steps": after_steps,
    "same-seed": lambda v, t: runs_with(t, **v)[0][2],
    "sure-of-strangers": lambda v, t: sure(v["least"], t[1]),
}

SLIPS_OF_BLOCKS: dict[str, Callable[..., list[float]]] = {
    "hint.oddZeroBehind": lambda v, _t: [middle_row(v, -(-zeros_of(v) // 2))],
    "hint.zerosBefore": lambda v, _t: [middle_row(v, 0)],
    "hint.fewerZeros": lambda v, _t: [middle_row(v, v["window"] // 2)],
    "hint.upperEdge": lambda v, _t: [middle_row(v, tap=0)],
    "hint.firstPlaceNoStep": lambda v, _t: [middle_row({**v, "place": v["place"] + 1})],
    "hint.filtersLearnToo": lambda v, t: [after_steps(v, t, rate=0)],
    "hint.noiseCounts": lambda v, t: [after_steps(v, t, start=0)],
    "hint.againstTheGradient": lambda v, t: [after_steps(v, t, rate=-v["rate"])],
    "hint.allSteps": lambda v, t: [after_steps(v, t, slice(1)), after_steps(v, t, slice(2, 3))],
    "hint.timesTheRate": lambda v, t: [after_steps(v, t, rate=1)],
    "hint.beginsAfresh": lambda _v, t: [t[0][2][-1]],
    "hint.otherRate": lambda v, t: [run[2] for run in runs_with(t, seed=v["seed"])],
    "hint.otherSeed": lambda v, t: [run[2] for run in runs_with(t, rate=v["rate"])],
    "hint.sureWithoutReason": lambda _v, _t: [0],
    "hint.thrownAway": lambda v, t: [8 - sure(v["least"], t[1])],
    "hint.atTheLimit": lambda v, t: [sure(v["least"] + 1, t[1])],
    "hint.thoseAreDigits": lambda v, t: [sure(v["least"], t[0])],
    "hint.hiraganaOnly": lambda v, t: [sure(v["least"], t[0]) + sure(v["least"], t[1])],
}
"""The wrong answers to which a hint belongs."""
