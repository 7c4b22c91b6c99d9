"""Connections of joins: one value of each input, at the neuron's own position."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from convscope.arithmetic.inspector.connections import Connections, LayerContext, all_positions
from convscope.arithmetic.inspector.number_text import signed, to_text
from convscope.arithmetic.inspector.terms import Position, Step, Term


class Joined(NamedTuple):
    """One value that a join takes in.

    Attributes:
        source: Which of the layer's inputs it comes from, from 0.
        term: The value with its place in that layer. Its weight is how much the neuron changes when
            the value changes by 1: around given inputs, a product is a sum of one such term.
    """

    source: int
    term: Term


@dataclass(frozen=True)
class JoinKind:
    """How the neuron of one kind of join is made of values.

    Attributes:
        weights: From the values to how much the neuron changes with each of them.
        adds_terms: Whether value × weight of all of them add up to the neuron's value; else each
            of them alone is the neuron's value, as in a product.
        steps: From (layer, value) of each to the lines of a calculation; none where terms tell all.
    """

    weights: Callable[[list[float]], list[float]]
    adds_terms: bool = True
    steps: Callable[[list[tuple[str, float]]], tuple[Step, ...]] = lambda _: ()


def joined_values(context: LayerContext, position: Position) -> list[Joined]:
    """Returns every value that the neuron at `position` of a join takes in, in order."""
    found = []
    places = _places(context, position)
    values = [float(context.all_inputs[source][place]) for source, place in places]
    weights = JOINS[context.step.layer.kind].weights(values)
    for (source, place), value, weight in zip(places, values, weights, strict=True):
        found.append(Joined(source, Term(place, value, weight, value * weight, False)))
    return found


def fed_by(context: LayerContext, source: int, position: Position) -> Connections:
    """Returns the neurons of a join that one value feeds, and how much each changes with it.

    Args:
        context: The join at work.
        source: Which of its inputs the value comes from, from 0.
        position: Where the value stands in that input.
    """
    layer, shapes, shape = context.step.layer, context.step.input_shapes, context.step.output_shape
    own = shapes[source]
    if layer.appends:
        before = sum(size[-1] for size in shapes[:source])
        fed = np.array([(*position[:-1], position[-1] + before)], np.int64)
    else:
        # An axis of one value feeds all positions of the output's.
        missing = len(shape) - len(own)
        sizes, place = (*(1,) * missing, *own), (*(0,) * missing, *position)
        axes = zip(sizes, place, shape, strict=True)
        fed = all_positions(*(range(n) if size == 1 else [at] for size, at, n in axes))
    weights = [_weight_of(context, source, tuple(at)) for at in fed.tolist()]
    return Connections(fed, np.array(weights), np.zeros(len(fed), bool))


def _weight_of(context: LayerContext, source: int, position: Position) -> float:
    return next(
        joined.term.weight for joined in joined_values(context, position) if joined.source == source
    )


def _places(context: LayerContext, position: Position) -> list[tuple[int, Position]]:
    """Returns (input, place in it) of every value that a neuron takes in."""
    part = tuple((at, at + 1) for at in position)
    parts = context.step.layer.parts_before(context.step.input_shapes, part)
    return [
        (source, tuple(first for first, _ in bounds))
        for source, bounds in enumerate(parts)
        if all(end > first for first, end in bounds)
    ]


def _wins(values: list[float]) -> list[float]:
    winner = values.index(max(values))
    return [float(index == winner) for index in range(len(values))]


def _products(values: list[float]) -> list[float]:
    return [prod(values[:index] + values[index + 1 :]) for index in range(len(values))]


def _multiplied(values: list[tuple[str, float]]) -> tuple[Step, ...]:
    (layer, product), *others = values
    steps = [Step(f"take the value of {layer}", to_text(product), product)]
    for layer, value in others:
        formula = f"{to_text(product)} × {signed(value)}"
        product *= value
        steps.append(Step(f"multiply by that of {layer}", formula, product))
    return tuple(steps)


def _averaged(values: list[tuple[str, float]]) -> tuple[Step, ...]:
    total, count = sum(value for _, value in values), len(values)
    return (
        Step("add the values up", f"{count} values", total),
        Step("divide by how many they are", f"{to_text(total)} / {count}", total / count),
    )


JOINS: dict[str, JoinKind] = {
    "Add": JoinKind(lambda values: [1.0] * len(values)),
    "Subtract": JoinKind(lambda values: [1.0, -1.0]),
    "Multiply": JoinKind(_products, adds_terms=False, steps=_multiplied),
    "Average": JoinKind(lambda values: [1 / len(values)] * len(values), steps=_averaged),
    "Maximum": JoinKind(_wins),
    "Concatenate": JoinKind(lambda values: [1.0]),
}
"""How neurons are made of values, by kind of join; with `CONNECTIONS` every kind there is."""
