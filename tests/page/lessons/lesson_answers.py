"""What is right and what is wrong in a puzzle, computed apart from the page: NumPy and counting."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from answers_of_blocks import ANSWERS_OF_BLOCKS, SLIPS_OF_BLOCKS
from torch import nn

from convscope.callbacks import EarlyStopping

Table = list[list[float]]
Facts = tuple[Mapping[str, int], list[Table]]
"""The numbers of the question by name, and the tables above it."""


def products(tables: list[Table]) -> Any:
    return np.array(tables[0][0]) * np.array(tables[1][0])


def correlate(picture: Any, kernel: Any) -> Any:
    places = len(picture) - len(kernel) + 1
    size = len(kernel)
    return np.array(
        [
            [(picture[r : r + size, c : c + size] * kernel).sum() for c in range(places)]
            for r in range(places)
        ]
    )


def cell(values: Mapping[str, int], tables: list[Table], *, turned=False, covered=False) -> float:
    picture, kernel = map(np.array, tables)
    kernel = kernel[::-1, ::-1] if turned else np.ones_like(kernel) if covered else kernel
    return correlate(picture, kernel)[values["row"] - 1, values["column"] - 1]


def count_places(size: int, window: int) -> int:
    return sum(1 for top in range(size) if top + window <= size)


def parameters(values: Mapping[str, int], _tables: list[Table]) -> int:
    if "units" in values:
        return values["units"] * (values["size"] * values["size"] + 1)
    return values["window"] * values["window"] + 1


def smallest_silent(_values: Mapping[str, int], tables: list[Table]) -> int:
    return next(t for t in range(1000) if not products(tables).sum() > t)


def errors_of(values: Mapping[str, int], tables: list[Table]) -> Any:
    x, y = np.array(tables[0])
    return values["slope"] * x + values["intercept"] - y


def error_at(values: Mapping[str, int], _tables: list[Table]) -> int:
    return values["slope"] * values["x"] + values["intercept"] - values["y"]


def best_height(_values: Mapping[str, int], tables: list[Table]) -> int:
    heights = np.array(tables[0][0])
    return min(range(100), key=lambda height: ((height - heights) ** 2).sum())


def element(values: Mapping[str, int], tables: list[Table], *, before=0, turned=False) -> float:
    """Returns the number with two indices, in the sum of all tables."""
    row, column = values["row"] - before, values["column"] - before
    return sum(map(np.array, tables))[(column, row) if turned else (row, column)]


def length_of_rest(values: Mapping[str, int], _tables: list[Table]) -> int:
    shape = [values[axis] for axis in ("batch", "rows", "columns", "channels")]
    return np.zeros(shape).reshape(values["batch"], -1).shape[1]


def left_side(values: Mapping[str, int], **changed: int) -> int:
    given = {**values, **changed}
    return given["a"] * given["x"] + given["b"] * given["y"]


def solution(values: Mapping[str, int], _tables: list[Table] | None = None) -> tuple[int, int]:
    """Returns x and y among whole numbers, by trying them all."""
    a, b, c, d = (values[name] for name in "abcd")
    [found] = [
        (x, y)
        for x in range(-20, 21)
        for y in range(-20, 21)
        if a * x + b * y == values["first"] and c * x + d * y == values["second"]
    ]
    return found


def push(values: Mapping[str, float], *, at: str = "ac", equations: int = 2) -> Fraction:
    """Returns what the errors of a guess with y = 0 push at the unknown with these coefficients."""
    given = exactly(values)
    errors = [given["a"] * given["x"] - given["first"], given["c"] * given["x"] - given["second"]]
    both = zip(at, errors, strict=True)
    return sum([given[name] * error for name, error in both][:equations], Fraction(0))


def pushed(values: Mapping[str, float], share: Fraction, *, start: bool = True) -> float:
    return float((exactly(values)["x"] if start else 0) - exactly(values)["rate"] * share)


def go(a: Fraction, slope: Fraction, rate: Fraction) -> Fraction:
    return a - rate * slope


def exactly(values: Mapping[str, float]) -> dict[str, Fraction]:
    return {name: Fraction(str(value)) for name, value in values.items()}


def two_steps(values: Mapping[str, float], factor: int = 2) -> list[float]:
    """Returns where a is after one step and after two, with a slope of `factor` × distance."""
    given = exactly(values)
    places = [given["start"]]
    for _ in range(2):
        places.append(go(places[-1], factor * (places[-1] - given["lowest"]), given["rate"]))
    return [float(place) for place in places[1:]]


def line_gradient(values: Mapping[str, int], tables: list[Table]) -> list[float]:
    """Returns the gradient of the mean of squared errors, from PyTorch, for slope and intercept."""
    x, y = torch.tensor(tables[0], dtype=torch.float64)
    line = torch.tensor([values["slope"], values["intercept"]], dtype=torch.float64)
    line.requires_grad_()
    ((line[0] * x + line[1] - y) ** 2).mean().backward()
    assert line.grad is not None
    return line.grad.tolist()


def one_step(values: Mapping[str, float], **changed: float) -> float:
    given = exactly({**values, **changed})
    return float(go(given["a"], given["slope"], given["rate"]))


def channel_sum(values: Mapping[str, int], tables: list[Table], **other: Any) -> float:
    """Returns what a filter writes down; `other` slices, or only the first `channels`."""
    seen = np.array(tables[:3])
    slices = np.array(other.get("slices", tables[3:]))
    channels = other.get("channels", 3)
    return (seen * slices)[:channels].sum() + values["bias"]


def faulty_line(values: Mapping[str, int], _tables: list[Table], **other: int) -> int:
    """Returns the sum of a filter for a line; `other` numbers instead of those of the task."""
    ink, missing = (other.get(name, values[name]) for name in ("ink", "missing"))
    on_line = values["weight"] * (5 - missing)
    return ink * (on_line + other.get("around", -1) * values["extra"])


def count_strided(values: Mapping[str, int]) -> int:
    """Returns at how many places a filter lies wholly in the picture."""
    tops = range(0, values["size"], values["stride"])
    return sum(1 for top in tops if top + values["window"] <= values["size"])


def rows_seen(_values: Mapping[str, int], tables: list[Table]) -> int:
    """Returns on how many rows a neuron depends, by following each window back."""
    first, last = 0, 0
    for window, stride in zip(*(reversed(table[0]) for table in tables), strict=True):
        first, last = first * stride, last * stride + window - 1
    return int(last - first + 1)


def pooled(map_: Any, row: int, column: int, stride: int = 2) -> Any:
    """Returns largest number and average of a window of 2 × 2; row and column from 1."""
    top, left = (row - 1) * stride, (column - 1) * stride
    window = np.array(map_)[top : top + 2, left : left + 2]
    return np.array([window.max(), window.mean()])


def pooled_difference(map_: Any, row: int, column: int, stride: int = 2) -> float:
    largest, average = pooled(map_, row, column, stride)
    return largest - average


def pooled_shift(values: Mapping[str, int]) -> int:
    """Returns by how many columns a dot moves, by cutting the map into windows."""
    windows = np.repeat(np.arange(values["columns"]), values["window"])
    before = values["column"] - 1
    return int(windows[before + values["right"]] - windows[before])


def flat_rows(values: Mapping[str, int]) -> int:
    """Returns the rows of a map behind a filter and pooling."""
    return len(range(1, places_of(values), 2))


def flat_place(values: Mapping[str, int], axes: str = "row column map", start: int = 1) -> int:
    """Returns the place of a number in the row, by laying every number down."""
    sizes = {"row": values["size"], "column": values["size"], "map": values["maps"]}
    names = axes.split()
    laid = list(np.ndindex(*(sizes[name] for name in names)))
    return laid.index(tuple(values[name] - 1 for name in names)) + start


def softmax(powers: Table) -> Any:
    return torch.softmax(torch.tensor(powers, dtype=torch.float64).log(), -1)


def percent_of(tables: list[Table], index: int) -> int:
    return round(100 * float(softmax(tables[0])[0, index]))


def loss_percent(tables: list[Table], picture: int) -> int:
    """Returns the probability in percent behind PyTorch's cross-entropy of one picture."""
    logits = torch.tensor(tables[0][picture], dtype=torch.float64).log()
    label = torch.tensor(tables[1][picture]).argmax()
    loss = torch.nn.functional.cross_entropy(logits, label)
    return round(100 * float(torch.exp(-loss)))


def same_logit(values: Mapping[str, int]) -> int:
    """Returns the logit whose sigmoid is the probability of class 1 in softmax."""
    both = torch.tensor([values["first"], values["second"]], dtype=torch.float64)
    return round(float(torch.logit(torch.softmax(both, 0)[1])))


def excess(values: Mapping[str, int], tables: list[Table], *, paper: float = 0) -> float:
    picture, weights = map(np.array, tables)
    return (np.maximum(picture, paper) * weights).sum() + values["bias"]


def net_parameters(values: Mapping[str, int], _tables: list[Table] | None = None) -> int:
    layers = [
        torch.nn.Linear(values["inputs"], values["hidden"]),
        torch.nn.Linear(values["hidden"], values["outputs"]),
    ]
    return sum(tensor.numel() for layer in layers for tensor in layer.parameters())


def hidden_sums(tables: list[Table]) -> Any:
    return np.array(tables[1]) @ np.array(tables[0][0])


def through_layers(_values: Mapping[str, int], tables: list[Table]) -> float:
    return (np.maximum(hidden_sums(tables), 0) * tables[2][0]).sum()


def chain(values: Mapping[str, int], _tables: list[Table] | None = None) -> dict[str, float]:
    """Returns the gradients of a chain of two weights, from PyTorch, and of what lies between."""
    a, b = (torch.tensor(float(values[name]), requires_grad=True) for name in "ab")
    between = values["x"] * a
    between.retain_grad()
    ((between * b - values["target"]) ** 2).backward()
    found = {"a": a.grad, "b": b.grad, "between": between.grad}
    return {name: float(grad) for name, grad in found.items() if grad is not None}


def shared(values: Mapping[str, int], tables: list[Table], *, other=False) -> float:
    """Returns the gradient of one weight of a slid filter, from PyTorch."""
    inputs, backs = (torch.tensor([[table[0]]], dtype=torch.float64) for table in tables)
    weights = torch.zeros(1, 1, 2, dtype=torch.float64, requires_grad=True)
    torch.nn.functional.conv1d(inputs, weights).backward(backs)
    assert weights.grad is not None
    which = 2 - values["weight"] if other else values["weight"] - 1
    return weights.grad[0, 0, which].item()


def through_maximum(values: Mapping[str, int], tables: list[Table]) -> float:
    weight = torch.tensor(float(values["weight"]), requires_grad=True)
    (values["back"] * (torch.tensor(tables[0][0]) * weight).max()).backward()
    assert weight.grad is not None
    return float(weight.grad)


NUMBERS = np.arange(1, 8)


def columns(tables: list[Table]) -> Any:
    return np.sum(tables[0], axis=0)


def sides(values: Mapping[str, int]) -> tuple[int, int]:
    return values["rows"], values["columns"]


def under_cover(values: Mapping[str, int], table: Any) -> Any:
    rows = slice(values["row"] - 1, values["nextRow"])
    return np.array(table)[rows, values["column"] - 1 : values["nextColumn"]]


def fall(values: Mapping[str, int], tables: list[Table]) -> int:
    return int((under_cover(values, tables[0]) * under_cover(values, tables[1])).sum())


def corner_percent(_values: Mapping[str, int], tables: list[Table]) -> Fraction:
    return Fraction(int(np.array(tables[0])[:2, :2].sum()) * 100, int(np.sum(tables[0])))


def pairs_maximum(picture: Any) -> Any:
    return np.array(picture).reshape(-1, 2).max(axis=1)


def moved(picture: Table) -> Any:
    return np.pad(picture, ((0, 0), (1, 0)))[:, :-1]


def pooled_changes(_values: Mapping[str, int], tables: list[Table]) -> int:
    return int((pairs_maximum(tables[0]) != pairs_maximum(moved(tables[0]))).sum())


def cell_of(column: int) -> int:
    return next(cell for cell in range(1, 100) if column in (2 * cell - 1, 2 * cell))


def stop_early(values: Mapping[str, int], tables: list[Table]) -> tuple[int, int]:
    """Returns the last epoch and the best one, from 1, as the product's own callback finds them."""
    stopping = EarlyStopping(mode="min", patience=values["patience"])
    stopping.set_model(SimpleNamespace(stop_training=False))
    stopping.on_train_begin()
    epochs = iter(enumerate(tables[0][1]))
    while not stopping.model.stop_training:
        epoch, loss = next(epochs)
        stopping.on_epoch_end(epoch, {"val_loss": loss})
    return epoch + 1, stopping.best_epoch + 1


def first_rise(losses: list[float]) -> int:
    return next(i + 1 for i in range(1, len(losses)) if losses[i] > losses[i - 1])


def stop_after_rises(losses: list[float], patience: int) -> int:
    rises = [i > 0 and losses[i] > losses[i - 1] for i in range(len(losses))]
    ends = [i for i in range(len(losses)) if i >= patience and all(rises[i - patience + 1 : i + 1])]
    return ends[0] + 1 if ends else len(losses)


def pairs_in_order(tables: list[Table]) -> int:
    return int(np.greater.outer(tables[0][0], tables[1][0]).sum())


def accuracy_at_50(tables: list[Table]) -> int:
    right = (np.array(tables[0][0]) > 50).sum() + (np.array(tables[1][0]) < 50).sum()
    return round(right * 100 / 9)


def output_of(values: Mapping[str, int], tables: list[Table]) -> int:
    return sorted(str(int(name)) for name in tables[0][0]).index(str(values["folder"]))


def reported_percent(values: Mapping[str, int], _tables: list[Table]) -> Fraction:
    right = values["pictures"] - values["wrongLabels"] - values["mistakes"]
    return Fraction(100 * right, values["pictures"])


def layers_of(values: Mapping[str, int]) -> list[nn.Module]:
    first, second = (
        nn.Conv2d(1, values["first"], 3),
        nn.Conv2d(values["first"], values["second"], 3),
    )
    return [first, nn.MaxPool2d(2), second, nn.MaxPool2d(2), nn.Flatten()]


def flattened(values: Mapping[str, int], side: int) -> tuple[int, int]:
    """Returns the shape of what is flattened by PyTorch: cells of a map, and maps."""
    with torch.no_grad():
        maps = nn.Sequential(*layers_of(values)[:-1])(torch.zeros(1, 1, side, side))
    return maps[0, 0].numel(), maps.shape[1]


def all_parameters(values: Mapping[str, int], layers: slice = slice(None)) -> int:
    whole = [*layers_of(values), nn.Linear(math.prod(flattened(values, values["side"])), 10)]
    return sum(p.numel() for layer in whole[layers] for p in layer.parameters())


def judged(tables: list[Table]) -> Any:
    return np.argmax(tables[0], axis=1) - np.ravel(tables[1])


def recall_percent(values: Mapping[str, int], tables: list[Table]) -> Fraction:
    row = tables[0][values["name"]]
    return Fraction(100 * int(row[values["name"]]), int(sum(row)))


def matrix_percent(tables: list[Table], *, backwards: bool = False) -> Fraction:
    matrix = np.array(tables[0])
    right = np.trace(matrix[:, ::-1] if backwards else matrix)
    return Fraction(100 * int(right), int(matrix.sum()))


def mistaken(counts: Any, name: int) -> Any:
    """Returns the counts with nothing where the net is right."""
    return np.where(np.arange(len(counts)) == name, 0, counts)


def batches(values: Mapping[str, int], epochs: int = 1) -> list[int]:
    """Returns how many pictures PyTorch's loader puts into each batch."""
    data = range(values["pictures"] * epochs)
    return [len(b) for b in torch.utils.data.BatchSampler(data, values["size"], drop_last=False)]


def percent_right(tables: list[Table]) -> float:
    labels, answers = map(np.array, tables)
    return 100 * int((labels == answers).sum()) / labels.size


def num_training(values: Mapping[str, int]) -> int:
    return values["pictures"] - values["pictures"] * values["percent"] // 100


def accuracy_on_test(tables: list[Table], chosen_by: int) -> float:
    """Returns the test accuracy of the net whose accuracy in another column is largest."""
    nets = np.array(tables[0])
    return nets[nets[:, chosen_by].argmax(), 2]


def best_epoch(tables: list[Table], column: int) -> int:
    """Returns the epoch, from 1, in which one of the two losses is smallest."""
    return int(np.array(tables[0])[:, column].argmin()) + 1


def mean_rise(tables: list[Table]) -> float:
    before, after = map(np.mean, tables[0])
    return after - before


def kept_by_dropout(values: Mapping[str, int]) -> int:
    """Returns what PyTorch's dropout makes of a value that it keeps."""
    many = torch.full((1000,), float(values["value"]), dtype=torch.float64)
    return round(float(torch.nn.functional.dropout(many, values["percent"] / 100).max()))


def num_dead(tables: list[Table]) -> int:
    return int((np.array(tables[0]) <= 0).all(axis=0).sum())


CURVES = [
    "hint.healthyCurve",
    "hint.slowCurve",
    "hint.deadCurve",
    "hint.divergingCurve",
    "hint.twiceCurve",
]
"""What a curve may say, in the order of the question."""


def curve_of(losses: list[float]) -> str:
    """Returns what signs say of a curve for ten classes, in hundredths."""
    first, last = losses[0], losses[-1]
    guessing = 100 * np.log(10)
    if last > 3 * first:
        return "hint.divergingCurve"
    if first > 3 * guessing and abs(last - guessing) < 2:
        return "hint.deadCurve"
    if first - last < 10:
        return "hint.slowCurve"
    lowest = 100 * np.log((np.e + 9) / np.e)  # of softmax twice
    return "hint.twiceCurve" if last > lowest - 1 else "hint.healthyCurve"


def percent_of_class(values: Mapping[str, int], tables: list[Table], before: int = 0) -> float:
    counts = tables[0][0]
    return 100 * counts[values["stuck"] - before] / sum(counts)


def colour_parameters(values: Mapping[str, int], channels: int = 3) -> int:
    layer = nn.Conv2d(channels, values["filters"], values["window"])
    return sum(p.numel() for p in layer.parameters())


def gaps(tables: list[Table]) -> Any:
    return np.subtract(tables[0][1], tables[0][2])


def mirrored(values: Mapping[str, int], right: int) -> int:
    columns = list(range(1, values["width"] + 1))
    return columns[::-1].index(values["column"] + right) + 1


ANSWERS: dict[str, Callable[..., float]] = {
    **ANSWERS_OF_BLOCKS,
    "line-error": error_at,
    "squared-errors": lambda values, tables: (errors_of(values, tables) ** 2).sum(),
    "best-height": best_height,
    "guess-error": lambda values, _tables: left_side(values) - values["wanted"],
    "rearranged": lambda values, tables: solution(values, tables)[0],
    "better-guess": lambda values, _tables: pushed(values, push(values)),
    "descent-step": lambda values, _tables: one_step(values),
    "two-steps": lambda values, _tables: two_steps(values)[1],
    "slope-gradient": lambda values, tables: line_gradient(values, tables)[0],
    "weighted-sum": lambda _values, tables: products(tables).sum(),
    "silent-threshold": smallest_silent,
    "ramp-output": lambda values, tables: max(0, products(tables).sum() - values["threshold"]),
    "tensor-index": element,
    "reshape-axis": length_of_rest,
    "broadcast-cell": element,
    "hidden-sum": excess,
    "net-parameters": net_parameters,
    "two-layers": through_layers,
    "map-size": lambda values, _tables: count_places(values["size"], values["window"]),
    "map-cell": cell,
    "parameters": parameters,
    "numbers-out": lambda v, _tables: places_of(v) ** 2 * v["filters"],
    "channel-sum": channel_sum,
    "kernel-parameters": lambda v, _tables: (v["window"] ** 2 * v["maps"] + 1) * v["filters"],
    "largest-sum": lambda _v, t: 9 * np.clip(t[0], 0, None).sum(),
    "inside-sum": lambda v, t: v["ink"] * np.sum(t[0]),
    "faulty-line": faulty_line,
    "stride-rows": lambda v, _tables: count_strided(v),
    "same-rows": lambda v, _tables: len(range(0, v["size"], v["stride"])),
    "rows-seen": rows_seen,
    "pooled-cell": lambda v, t: pooled_difference(t[0], v["row"], v["column"]),
    "pooled-numbers": lambda v, _tables: len(range(1, v["size"], 2)) ** 2 * v["maps"],
    "pooled-shift": lambda v, _tables: pooled_shift(v),
    "flat-numbers": lambda v, _tables: flat_rows(v) ** 2 * v["filters"],
    "flat-place": lambda v, _tables: flat_place(v),
    "dense-behind-maps": lambda v, _tables: (v["size"] ** 2 * v["maps"] + 1) * v["units"],
    "softmax-share": lambda values, tables: percent_of(tables, values["index"]),
    "label-probability": lambda values, tables: loss_percent(tables, values["picture"]),
    "one-logit": lambda values, _tables: same_logit(values),
    "chain-gradient": lambda values, tables: chain(values, tables)["a"],
    "shared-gradient": shared,
    "maximum-gradient": through_maximum,
    "pooled-place": lambda v, _t: cell_of(v["column"] + v["right"]),
    "pooled-changes": pooled_changes,
    "augmented-count": lambda v, _t: v["pictures"] * v["epochs"],
    "stop-epoch": lambda v, t: stop_early(v, t)[0],
    "restored-epoch": lambda v, t: stop_early(v, t)[1],
    "auc-percent": lambda _v, t: Fraction(100 * pairs_in_order(t), 4 * 5),
    "flat-length": lambda v, _t: math.prod(flattened(v, v["side"])),
    "whole-parameters": lambda v, _t: all_parameters(v),
    "argmax-right": lambda _v, t: int((judged(t) == 0).sum()),
    "inverted-sum": lambda _values, tables: sum(255 - value for value in tables[0][0]),
    "placed-side": lambda v, _t: Fraction(min(sides(v)) * v["box"], max(sides(v))),
    "class-recall": recall_percent,
    "confusion-accuracy": lambda _v, t: matrix_percent(t),
    "confused-with": lambda v, t: int(mistaken(t[0][v["name"]], v["name"]).argmax()),
    "colour-parameters": lambda v, _t: colour_parameters(v),
    "largest-gap": lambda _v, t: int(gaps(t).max()),
    "mirror-column": lambda v, _t: mirrored(v, v["right"]),
    "class-output": output_of,
    "honest-accuracy": lambda v, _t: Fraction(
        100 * (v["right"] - v["copies"]), v["all"] - v["copies"]
    ),
    "label-ceiling": reported_percent,
    "evidence-window": fall,
    "evidence-share": corner_percent,
    "shortcut-count": lambda v, _t: v["sevens"] + 9 * v["perDigit"] - v["others"],
    "mass-column": lambda _v, t: Fraction(int((columns(t) * NUMBERS).sum()), int(columns(t).sum())),
    "steps-per-epoch": lambda values, _tables: len(batches(values)),
    "last-batch": lambda values, _tables: batches(values)[-1],
    "steps-in-all": lambda values, _tables: values["epochs"] * len(batches(values)),
    "count-accuracy": lambda _values, tables: percent_right(tables),
    "split-sizes": lambda values, _tables: num_training(values),
    "honest-choice": lambda _values, tables: accuracy_on_test(tables, chosen_by=1),
    "best-epoch": lambda _values, tables: best_epoch(tables, 1),
    "mean-loss": lambda _values, tables: mean_rise(tables),
    "dropout-scale": lambda values, _tables: kept_by_dropout(values),
    "dead-neurons": lambda _values, tables: num_dead(tables),
    "sick-curve": lambda _values, tables: CURVES.index(curve_of(tables[0][0])) + 1,
    "stuck-accuracy": percent_of_class,
}
"""The right answer of each puzzle."""


def places_of(values: Mapping[str, int]) -> int:
    return count_places(values["size"], values["window"])


SLIPS: dict[str, Callable[..., list[float]]] = {
    **SLIPS_OF_BLOCKS,
    "hint.errorTurned": lambda v, t: [
        -(
            chain(v)["a"]
            if "target" in v
            else error_at(v, t)
            if "x" in v
            else line_gradient(v, t)[0]
        )
    ],
    "hint.predictionOnly": lambda v, t: [error_at({**v, "y": 0}, t)],
    "hint.interceptForgotten": lambda v, t: [error_at({**v, "intercept": 0}, t)],
    "hint.alreadySquared": lambda v, t: [error_at(v, t) ** 2],
    "hint.notSquared": lambda v, t: [errors_of(v, t).sum()],
    "hint.distancesOnly": lambda v, t: [np.abs(errors_of(v, t)).sum()],
    "hint.squaredTooLate": lambda v, t: [errors_of(v, t).sum() ** 2],
    "hint.squareIsPositive": lambda v, t: [(errors_of(v, t) * np.abs(errors_of(v, t))).sum()],
    "hint.middlePoint": lambda _v, t: [np.median(t[0][0])],
    "hint.halfWay": lambda _v, t: [(min(t[0][0]) + max(t[0][0])) / 2],
    "hint.notDivided": lambda _v, t: [sum(t[0][0])],
    "hint.wantedMinusLeft": lambda v, _t: [v["wanted"] - left_side(v)],
    "hint.leftSideOnly": lambda v, _t: [left_side(v)],
    "hint.unknownsSwapped": lambda v, _t: [left_side(v, x=v["y"], y=v["x"]) - v["wanted"]],
    "hint.otherUnknown": lambda v, _t: [solution(v)[1]],
    "hint.signOfSolution": lambda v, _t: [-solution(v)[0]],
    "hint.pushedAlong": lambda v, _t: [pushed(v, -push(v))],
    "hint.wholePush": lambda v, _t: [v["x"] - push(v)],
    "hint.firstEquationOnly": lambda v, _t: [pushed(v, push(v, equations=1))],
    "hint.pushOfTheOther": lambda v, _t: [pushed(v, push(v, at="bd"))],
    "hint.changeOnly": lambda v, _t: [pushed(v, push(v), start=False)],
    "hint.uphill": lambda v, _t: [
        two_steps(v, factor=-2)[1] if "lowest" in v else one_step(v, rate=-v["rate"])
    ],
    "hint.rateForgotten": lambda v, _t: [v["a"] - v["slope"], v["a"] + v["slope"]],
    "hint.wayOnly": lambda v, _t: [one_step(v, a=0), -one_step(v, a=0)],
    "hint.slopeForgotten": lambda v, _t: [one_step(v, slope=1)],
    "hint.oneStepOnly": lambda v, _t: [two_steps(v)[0]],
    "hint.slopeNotRenewed": lambda v, _t: [
        float(go(exactly(v)["start"], 4 * (exactly(v)["start"] - v["lowest"]), exactly(v)["rate"]))
    ],
    "hint.twoForgotten": lambda v, t: [
        two_steps(v, factor=1)[1]
        if "lowest" in v
        else (chain(v)["a"] if "target" in v else line_gradient(v, t)[0]) / 2
    ],
    "hint.gradientOfIntercept": lambda v, t: [line_gradient(v, t)[1]],
    "hint.meanForgotten": lambda v, t: [2 * line_gradient(v, t)[0]],
    "hint.inputsOnly": lambda _v, t: [np.sum(t[0])],
    "hint.weightsOnly": lambda _v, t: [np.sum(t[1])],
    "hint.signsLost": lambda _v, t: [np.abs(products(t)).sum()],
    "hint.equalIsSilent": lambda v, t: [smallest_silent(v, t) + 1],
    "hint.stillFires": lambda v, t: [smallest_silent(v, t) - 1],
    "hint.thresholdForgotten": lambda _v, t: [products(t).sum()],
    "hint.thresholdAdded": lambda v, t: [products(t).sum() + v["threshold"]],
    "hint.belowZero": lambda v, t: [products(t).sum() - v["threshold"]],
    "hint.thatIsTheStep": lambda _v, _t: [1],
    "hint.countedFromOne": lambda v, t: [element(v, t, before=1)],
    "hint.axesSwapped": lambda v, t: [element(v, t, turned=True)],
    "hint.batchCounted": lambda v, t: [v["batch"] * length_of_rest(v, t)],
    "hint.lengthsAdded": lambda v, _t: [v["rows"] + v["columns"] + v["channels"]],
    "hint.channelsForgotten": lambda v, _t: [v["rows"] * v["columns"]],
    "hint.onlyTheColumn": lambda v, t: [t[0][v["row"]][0]],
    "hint.onlyTheRow": lambda v, t: [t[1][0][v["column"]]],
    "hint.addTheBias": lambda v, t: [excess(v, t) - v["bias"]],
    "hint.biasTurned": lambda v, t: [excess(v, t) - 2 * v["bias"]],
    "hint.paperCounted": lambda v, t: [excess(v, t, paper=1)],
    "hint.inkCounted": lambda _v, t: [np.sum(t[0])],
    "hint.firstLayerOnly": lambda v, _t: [v["hidden"] * (v["inputs"] + 1)],
    "hint.lastLayerOnly": lambda v, _t: [v["outputs"] * (v["hidden"] + 1)],
    "hint.inputsHaveNone": lambda v, _t: [net_parameters(v) + v["inputs"]],
    "hint.layersMultiplied": lambda v, _t: [v["inputs"] * v["hidden"] * v["outputs"]],
    "hint.rampForgotten": lambda _v, t: [hidden_sums(t) @ t[2][0]],
    "hint.lastWeightsForgotten": lambda _v, t: [np.maximum(hidden_sums(t), 0).sum()],
    "hint.oneHiddenOnly": lambda _v, t: list(np.maximum(hidden_sums(t), 0) * t[2][0]),
    "hint.keptSize": lambda v, _t: [v["size"]],
    "hint.lastPlace": lambda v, _t: [v["size"] - v["window"]],
    "hint.sideBySide": lambda v, _t: [v["size"] // v["window"]],
    "hint.allPlaces": lambda v, _t: [places_of(v) ** 2],
    "hint.rowAndColumn": lambda v, t: [cell({"row": v["column"], "column": v["row"]}, t)],
    "hint.filterTurned": lambda v, t: [cell(v, t, turned=True)],
    "hint.filterIgnored": lambda v, t: [cell(v, t, covered=True)],
    "hint.biasForgotten": lambda v, _t: [v["window"] ** 2],
    "hint.oncePerPlace": lambda v, _t: [
        (v["window"] ** 2 + bias) * places_of(v) ** 2 for bias in (0, 1)
    ],
    "hint.oncePerPixel": lambda v, _t: [v["size"] ** 2, v["size"] ** 2 + 1],
    "hint.biasesForgotten": lambda v, _t: [
        v["units"] * v["size"] ** 2
        if "units" in v
        else net_parameters(v) - v["hidden"] - v["outputs"]
    ],
    "hint.oneBiasEach": lambda v, _t: [v["units"] * v["size"] ** 2 + 1],
    "hint.oneUnitOnly": lambda v, _t: [v["size"] ** 2, v["size"] ** 2 + 1],
    "hint.mapForEachChannel": lambda v, _t: [places_of(v) ** 2 * v["filters"] * v["channels"]],
    "hint.channelsKept": lambda v, _t: [places_of(v) ** 2 * (v["filters"] + v["channels"])],
    "hint.mapsAreFilters": lambda v, _t: [places_of(v) ** 2 * v["channels"]],
    "hint.oneMapOnly": lambda v, _t: [places_of(v) ** 2],
    "hint.mapIsSmaller": lambda v, _t: [v["size"] ** 2 * v["filters"]],
    "hint.biasLeftOut": lambda v, t: [channel_sum(v, t) - v["bias"]],
    "hint.biasThrice": lambda v, t: [channel_sum(v, t) + 2 * v["bias"]],
    "hint.sliceEach": lambda v, t: [channel_sum(v, t, slices=[t[3]] * 3)],
    "hint.redOnly": lambda v, t: [channel_sum(v, t, channels=1)],
    "hint.addNotAverage": lambda v, t: [
        channel_sum(v, t) / 3,
        (channel_sum(v, t) - v["bias"]) / 3 + v["bias"],
    ],
    "hint.biasOfEachFilter": lambda v, _t: [
        v["window"] ** 2 * v["maps"] * v["filters"] + biases for biases in (0, 1, v["maps"])
    ],
    "hint.slicesForgotten": lambda v, _t: [
        (v["window"] ** 2 + bias) * v["filters"] for bias in (0, 1)
    ],
    "hint.biasPerSlice": lambda v, _t: [(v["window"] ** 2 + 1) * v["maps"] * v["filters"]],
    "hint.oneFilterOnly": lambda v, _t: [v["window"] ** 2 * v["maps"] + 1],
    "hint.paperUnderNegative": lambda _v, t: [9 * np.sum(t[0])],
    "hint.inkIsNeverNegative": lambda _v, t: [9 * np.abs(t[0]).sum()],
    "hint.inkIsNine": lambda _v, t: [np.clip(t[0], 0, None).sum()],
    "hint.inkAroundTakesAway": lambda v, t: [v["ink"] * np.clip(t[0], 0, None).sum()],
    "hint.timesTheInk": lambda _v, t: [np.sum(t[0])],
    "hint.minusTakesAway": lambda v, t: [v["ink"] * np.abs(t[0]).sum()],
    "hint.besideTakesAway": lambda v, t: [faulty_line(v, t, around=1)],
    "hint.besideCounts": lambda v, t: [faulty_line(v, t, around=0)],
    "hint.missingCounts": lambda v, t: [faulty_line(v, t, missing=0)],
    "hint.inkCounts": lambda v, t: [faulty_line(v, t, ink=1)],
    "hint.noHalfPlace": lambda v, _t: [-(-(v["size"] - v["window"]) // v["stride"]) + 1],
    "hint.strideDivides": lambda v, _t: [v["size"] // v["stride"]],
    "hint.firstPlaceForgotten": lambda v, _t: [count_strided(v) - 1],
    "hint.strideForgotten": lambda v, _t: [places_of(v)],
    "hint.sameRoundsUp": lambda v, _t: [v["size"] // v["stride"]],
    "hint.sameAtStrideOne": lambda v, _t: [v["size"]],
    "hint.zerosForgotten": lambda v, _t: [count_strided(v)],
    "hint.stridesReach": lambda v, t: [rows_seen(v, [t[0], [[1] * len(t[0][0])]])],
    "hint.onlyLastWindow": lambda _v, t: [t[0][0][-1]],
    "hint.windowsOverlap": lambda _v, t: [np.sum(t[0]), np.prod(t[0])],
    "hint.thatIsTheMaximum": lambda v, t: [pooled(t[0], v["row"], v["column"])[0]],
    "hint.thatIsTheAverage": lambda v, t: [pooled(t[0], v["row"], v["column"])[1]],
    "hint.rowAndColumnOfMap": lambda v, t: [pooled_difference(t[0], v["column"], v["row"])],
    "hint.windowsSideBySide": lambda v, t: [pooled_difference(t[0], v["row"], v["column"], 1)],
    "hint.noHalfWindow": lambda v, _t: [
        len(range(0, v["size"], 2)) ** 2 * v["maps"],
        v["size"] ** 2 * v["maps"] / 4,
    ],
    "hint.eachMapPooled": lambda v, _t: [len(range(1, v["size"], 2)) ** 2],
    "hint.bothAxesHalved": lambda v, _t: [v["size"] ** 2 * v["maps"] / 2],
    "hint.poolingSideBySide": lambda v, _t: [(v["size"] - 1) ** 2 * v["maps"]],
    "hint.fewerColumns": lambda v, _t: [v["right"]],
    "hint.whereTheDotIs": lambda v, _t: [
        v["right"] // v["window"],
        -(-v["right"] // v["window"]),
    ],
    "hint.wholeColumns": lambda v, _t: [v["right"] / v["window"]],
    "hint.borderCrossed": lambda _v, _t: [0],
    "hint.poolingForgotten": lambda v, _t: [places_of(v) ** 2 * v["filters"]],
    "hint.filterShrinks": lambda v, _t: [(v["size"] // 2) ** 2 * v["filters"]],
    "hint.allMapsInTheRow": lambda v, _t: [flat_rows(v) ** 2],
    "hint.mapIsManyNumbers": lambda v, _t: [v["filters"]],
    "hint.lastWindowOut": lambda v, _t: [len(range(0, places_of(v), 2)) ** 2 * v["filters"]],
    "hint.placesFromOne": lambda v, _t: [flat_place(v, start=0)],
    "hint.mapsInnermost": lambda v, _t: [flat_place(v, "map row column")],
    "hint.rowsFirst": lambda v, _t: [flat_place(v, "column row map")],
    "hint.countBefore": lambda v, _t: [
        (v["row"] * v["size"] + v["column"]) * v["maps"] + v["map"],
    ],
    "hint.neuronsHaveBiases": lambda v, _t: [
        v["size"] ** 2 * v["maps"] * v["units"] + biases for biases in (0, 1)
    ],
    "hint.weightForEachNumber": lambda v, _t: [(v["maps"] + bias) * v["units"] for bias in (0, 1)],
    "hint.everyMapArrives": lambda v, _t: [(v["size"] ** 2 + 1) * v["units"]],
    "hint.neuronsShareNothing": lambda v, _t: [v["size"] ** 2 * v["maps"] + b for b in (0, 1)],
    "hint.powerNotDivided": lambda v, t: [t[0][0][v["index"]]],
    "hint.classFromZero": lambda v, t: [
        percent_of_class(v, t, before=1) if "stuck" in v else percent_of(t, v["index"] - 1)
    ],
    "hint.allAlike": lambda _v, t: [100 / len(t[0][0])],
    "hint.pictureFromZero": lambda v, t: [loss_percent(t, v["picture"] - 1)],
    "hint.likeliestTaken": lambda v, t: [max(t[0][v["picture"]])],
    "hint.shareOfOthers": lambda v, t: [100 - loss_percent(t, v["picture"])],
    "hint.otherWayRound": lambda v, _t: [v["first"] - v["second"]],
    "hint.oneLogitOnly": lambda v, _t: [v["second"]],
    "hint.logitsAdded": lambda v, _t: [v["first"] + v["second"]],
    "hint.secondWeight": lambda v, _t: [chain(v)["b"]],
    "hint.secondWeightLeftOut": lambda v, _t: [chain(v)["a"] / v["b"]],
    "hint.stoppedBetween": lambda v, _t: [chain(v)["between"]],
    "hint.lastPlaceOnly": lambda v, t: [t[1][0][-1] * t[0][0][1 + v["weight"]]],
    "hint.inputsLeftOut": lambda _v, t: [np.sum(t[1])],
    "hint.otherWeight": lambda v, t: [shared(v, t, other=True)],
    "hint.sharedMean": lambda v, t: [shared(v, t) / 3],
    "hint.largestInput": lambda v, t: [v["back"] * max(t[0][0])],
    "hint.losersCounted": lambda v, t: [v["back"] * sum(t[0][0])],
    "hint.inputLeftOut": lambda v, _t: [v["back"]],
    "hint.weightInstead": lambda v, _t: [v["back"] * v["weight"]],
    "hint.firstRise": lambda _v, t: [first_rise(t[0][1])],
    "hint.bestIsEarlier": lambda v, t: [stop_early(v, t)[1]],
    "hint.comparedWithTheOneBefore": lambda v, t: [stop_after_rises(t[0][1], v["patience"])],
    "hint.stopsAtOnce": lambda v, t: [stop_early(v, t)[0] + 1],
    "hint.lastIsNotBest": lambda v, t: [stop_early(v, t)[0]],
    "hint.neverTrained": lambda _v, t: [int(np.argmin(t[0][1])) + 1],
    "hint.waitingBegins": lambda v, t: [stop_early(v, t)[1] + 1],
    "hint.epochNotLoss": lambda v, t: [t[0][1][stop_early(v, t)[1] - 1]],
    "hint.pairsNotPercent": lambda _v, t: [pairs_in_order(t)],
    "hint.wrongOrder": lambda _v, t: [100 - 5 * pairs_in_order(t)],
    "hint.thatIsAccuracy": lambda _v, t: [accuracy_at_50(t)],
    "hint.mapsForgotten": lambda v, _t: [flattened(v, v["side"])[0]],
    "hint.rowsAndColumns": lambda v, _t: [
        math.isqrt(flattened(v, v["side"])[0]) * flattened(v, v["side"])[1]
    ],
    "hint.edgesAreLost": lambda v, _t: [(v["side"] // 4) ** 2 * v["second"]],
    "hint.mapsAreNotMultiplied": lambda v, _t: [math.prod(flattened(v, v["side"])) * v["first"]],
    "hint.allBiases": lambda v, _t: [all_parameters(v) - v["first"] - v["second"] - 10],
    "hint.sliceForEveryMap": lambda v, _t: [all_parameters(v) - 9 * (v["first"] - 1) * v["second"]],
    "hint.denseForgotten": lambda v, _t: [all_parameters(v, slice(5))],
    "hint.convolutionsForgotten": lambda v, _t: [all_parameters(v, slice(5, None))],
    "hint.classesFromZero": lambda _v, t: [int((judged(t) == -1).sum())],
    "hint.wrongCounted": lambda _v, t: [int((judged(t) != 0).sum())],
    "hint.noHalfNeeded": lambda _v, t: [
        sum(row[int(label[0])] >= 50 for row, label in zip(*t, strict=True))
    ],
    "hint.notInverted": lambda _v, t: [sum(t[0][0])],
    "hint.onceOnly": lambda _v, t: [255 - sum(t[0][0])],
    "hint.from256": lambda _v, t: [sum(256 - value for value in t[0][0])],
    "hint.signInstead": lambda _v, t: [-sum(t[0][0])],
    "hint.tookAway": lambda v, _t: [min(sides(v)) - (max(sides(v)) - v["box"])],
    "hint.bothSides": lambda v, _t: [v["box"]],
    "hint.notScaled": lambda v, _t: [min(sides(v))],
    "hint.factorOnly": lambda v, _t: [max(sides(v)) / v["box"]],
    "hint.middleOfBox": lambda _v, t: [NUMBERS[columns(t) > 0][[0, -1]].mean()],
    "hint.countedFromZero": lambda v, t: [
        (ANSWERS["mass-column"](v, t) if t else ANSWERS["pooled-place"](v, t)) - 1
    ],
    "hint.notPooled": lambda v, _t: [v["column"] + v["right"]],
    "hint.notMoved": lambda v, _t: [cell_of(v["column"])],
    "hint.movedAfterPooling": lambda v, _t: [cell_of(v["column"]) + v["right"]],
    "hint.countedPixels": lambda _v, t: [(np.array(t[0]) != moved(t[0])).sum()],
    "hint.countedSame": lambda v, t: [12 - pooled_changes(v, t)],
    "hint.someCross": lambda _v, _t: [0],
    "hint.someStay": lambda _v, _t: [12],
    "hint.anewEachEpoch": lambda v, _t: [v["pictures"]],
    "hint.testIsNotShown": lambda v, _t: [(v["pictures"] + v["test"]) * v["epochs"]],
    "hint.insteadOfOriginals": lambda v, _t: [
        v["pictures"] * (v["epochs"] + 1),
        v["pictures"] * v["epochs"] * 2,
    ],
    "hint.percentOfTheRow": lambda v, t: [t[0][v["name"]][v["name"]]],
    "hint.columnInstead": lambda v, t: [
        math.floor(100 * t[0][v["name"]][v["name"]] / np.sum(t[0], axis=0)[v["name"]] + 0.5)
    ],
    "hint.thatIsAllClasses": lambda _v, t: [float(matrix_percent(t))],
    "hint.thoseAreMistakes": lambda _v, t: [100 - matrix_percent(t)],
    "hint.otherDiagonal": lambda _v, t: [matrix_percent(t, backwards=True)],
    "hint.firstClassOnly": lambda _v, t: [recall_percent({"name": 0}, t)],
    "hint.diagonalIsRight": lambda v, _t: [v["name"]],
    "hint.rowsAreTruth": lambda v, t: [mistaken(np.array(t[0])[:, v["name"]], v["name"]).argmax()],
    "hint.countInsteadOfClass": lambda v, t: [mistaken(t[0][v["name"]], v["name"]).max()],
    "hint.threeSlices": lambda v, _t: [colour_parameters(v, channels=1)],
    "hint.filterBiases": lambda v, _t: [colour_parameters(v) - v["filters"]],
    "hint.oneBiasPerFilter": lambda v, _t: [3 * colour_parameters(v, channels=1)],
    "hint.parametersOfOneFilter": lambda v, _t: [colour_parameters(v) / v["filters"]],
    "hint.gapNotEpoch": lambda _v, t: [int(gaps(t).argmax()) + 1],
    "hint.lastGap": lambda _v, t: [gaps(t)[-1]],
    "hint.sameEpoch": lambda _v, t: [
        max(t[0][1]) - max(t[0][2]),
        max(t[0][1]) - min(t[0][2]),
    ],
    "hint.mirrorCountsFromOne": lambda v, _t: [mirrored(v, v["right"]) - 1],
    "hint.moveForgotten": lambda v, _t: [mirrored(v, 0)],
    "hint.mirroredFirst": lambda v, _t: [mirrored(v, 0) + v["right"]],
    "hint.mirrorForgotten": lambda v, _t: [v["column"] + v["right"]],
    "hint.sortedAsNumbers": lambda v, t: [t[0][0].index(v["folder"])],
    "hint.firstOutputIsZero": lambda v, t: [output_of(v, t) + 1],
    "hint.nameIsNoOutput": lambda v, _t: [v["folder"]],
    "hint.withCopies": lambda v, _t: [Fraction(100 * v["right"], v["all"])],
    "hint.ofTheNewOnes": lambda v, _t: [v["right"] - v["copies"]],
    "hint.onlyHowMany": lambda v, _t: [v["copies"], v["all"] - v["copies"]],
    "hint.labelsAreWrongToo": lambda v, _t: [100 - 100 * v["mistakes"] / v["pictures"]],
    "hint.netErrsToo": lambda v, _t: [100 - 100 * v["wrongLabels"] / v["pictures"]],
    "hint.percentAskedFor": lambda v, _t: [v["pictures"] - v["wrongLabels"] - v["mistakes"]],
    "hint.shareOfErrors": lambda v, t: [100 - reported_percent(v, t)],
    "hint.scoreLeft": lambda v, t: [np.multiply(*t).sum() - fall(v, t)],
    "hint.wholeScore": lambda _v, t: [np.multiply(*t).sum()],
    "hint.fallIsPositive": lambda v, t: [-fall(v, t)],
    "hint.inkOnly": lambda v, t: [under_cover(v, t[0]).sum()],
    "hint.weightsUnderCover": lambda v, t: [under_cover(v, t[1]).sum()],
    "hint.sumInstead": lambda _v, t: [np.array(t[0])[:2, :2].sum()],
    "hint.shareOfTheRest": lambda v, t: [100 - corner_percent(v, t)],
    "hint.shareOfCells": lambda _v, _t: [100 * 4 / 16],
    "hint.sevensWithoutDot": lambda v, _t: [10 * v["perDigit"] - v["others"]],
    "hint.othersWithDot": lambda v, _t: [v["sevens"] + 9 * v["perDigit"]],
    "hint.wrongOnes": lambda v, _t: [v["perDigit"] - v["sevens"] + v["others"]],
    "hint.allRight": lambda v, _t: [10 * v["perDigit"]],
    "hint.sevensOnly": lambda v, _t: [v["sevens"]],
    "hint.heaviestColumn": lambda _v, t: [columns(t).argmax() + 1],
    "hint.lastBatchForgotten": lambda v, _t: [
        v.get("epochs", 1) * (v["pictures"] // v["size"]),
    ],
    "hint.countsPictures": lambda v, _t: [v.get("epochs", 1) * v["pictures"]],
    "hint.thatIsTheSize": lambda v, _t: [v["size"]],
    "hint.lastIsNotFull": lambda v, _t: [v["size"]],
    "hint.whatIsMissing": lambda v, _t: [v["size"] - batches(v)[-1]],
    "hint.countsBatches": lambda v, _t: [len(batches(v))],
    "hint.nothingIsLeftOut": lambda _v, _t: [0],
    "hint.oneEpochOnly": lambda v, _t: [len(batches(v))],
    "hint.countsEpochs": lambda v, _t: [v["epochs"]],
    "hint.epochsJoined": lambda v, _t: [len(batches(v, v["epochs"]))],
    "hint.countsErrors": lambda v, t: [
        100 - (percent_of_class(v, t) if "stuck" in v else percent_right(t))
    ],
    "hint.countIsNoPercentage": lambda v, t: [
        t[0][0][v["stuck"]] if "stuck" in v else percent_right(t) * np.size(t[0]) / 100
    ],
    "hint.validationIsHeldBack": lambda v, _t: [v["pictures"]],
    "hint.thatIsValidation": lambda v, _t: [v["pictures"] - num_training(v)],
    "hint.testIsNoTraining": lambda v, _t: [num_training(v) + v["test"]],
    "hint.testIsApart": lambda v, _t: [num_training(v) - v["test"]],
    "hint.choosingSpoils": lambda _v, t: [np.array(t[0])[:, 1].max()],
    "hint.chosenOnTest": lambda _v, t: [accuracy_on_test(t, chosen_by=2)],
    "hint.chosenOnTraining": lambda _v, t: [accuracy_on_test(t, chosen_by=0)],
    "hint.trainingIsNoReport": lambda _v, t: [np.array(t[0])[:, 0].max()],
    "hint.trainingLossChosen": lambda _v, t: [best_epoch(t, 0)],
    "hint.epochFromOne": lambda _v, t: [best_epoch(t, 1) - 1],
    "hint.thatIsTheLoss": lambda _v, t: [np.array(t[0])[:, 1].min()],
    "hint.sumIsNoMean": lambda _v, t: [mean_rise(t) * len(t[0][0])],
    "hint.beforeForgotten": lambda _v, t: [np.mean(t[0][1])],
    "hint.riseIsPositive": lambda _v, t: [-mean_rise(t)],
    "hint.keptNotScaled": lambda v, _t: [v["value"]],
    "hint.scaledDown": lambda v, _t: [v["value"] * (100 - v["percent"]) / 100],
    "hint.rateMultiplied": lambda v, _t: [v["value"] * v["percent"] / 100],
    "hint.dividedByTheRate": lambda v, _t: [v["value"] * 100 / v["percent"]],
    "hint.itSurvives": lambda _v, _t: [0],
    "hint.countsTheLiving": lambda _v, t: [len(t[0][0]) - num_dead(t)],
    "hint.silentOnceIsNotDead": lambda _v, t: [(np.array(t[0]) < 0).any(axis=0).sum()],
    "hint.countsCells": lambda _v, t: [(np.array(t[0]) < 0).sum()],
    **{
        hint: lambda _v, _t, number=number: [number]  # type: ignore[misc]
        for number, hint in enumerate(CURVES, 1)
    },
    "hint.classesDiffer": lambda _v, t: [100 / len(t[0][0])],
    "hint.anotherAnswer": lambda _v, t: [100 * max(t[0][0]) / sum(t[0][0])],
}
"""The wrong answers to which a hint belongs."""
