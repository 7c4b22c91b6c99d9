"""One neuron and everything that its value is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from convscope.architecture import LAYER_KINDS, Architecture, Layer
from convscope.arithmetic.inspector.connection_table import CONNECTIONS
from convscope.arithmetic.inspector.connections import Connections, LayerContext
from convscope.arithmetic.inspector.join_connections import JOINS, joined_values
from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.regions import (
    Region,
    region_at,
    region_before,
    region_of_input,
)
from convscope.arithmetic.inspector.steps import steps_of
from convscope.arithmetic.inspector.tellable import Tellable
from convscope.arithmetic.inspector.terms import Exponential, Position, Softmax, Step, Term
from convscope.arithmetic.network import activation_name
from convscope.arrays import Activations


@dataclass(frozen=True)
class Neuron(Tellable):
    """One neuron of one layer, for one image.

    pre_activation = sum + bias, sum = Σ product of the terms, activation = f(pre_activation).

    Attributes:
        layer: The layer's name.
        kind: The layer's kind.
        position: (row, column, channel), or (index,) in a vector.
        input_layer: The layer that the terms' positions belong to; `"input"` for the image. In a
            join, the layer that the first of them belongs to.
        input_shape: That layer's shape.
        sources: In a join, the layers whose values it takes in, the first term's first; empty
            elsewhere.
        region: The part of `input_layer` that the neuron depends on.
        input_region: The part of the image that it depends on.
        window: (rows, columns, channels) of the terms where they come from a window, else None.
        terms: Every input with its weight, in the order of the kernel. Where a join multiplies,
            the first input alone, whose weight is the product of the others.
        sum: Σ product.
        bias: What is added to it; 0 where the layer has none.
        pre_activation: sum + bias.
        activation_function: Name of f.
        activation: f(pre_activation).
        winner: Max-pooling's winner: its position in the layer before.
        steps: The calculation line by line, for the kinds where that says more than terms.
        softmax: The exponentials and their sum, where f is softmax.
    """

    layer: str
    kind: str
    position: Position
    input_layer: str
    input_shape: tuple[int, ...]
    sources: tuple[str, ...]
    region: Region
    input_region: Region
    window: tuple[int, ...] | None
    terms: tuple[Term, ...]
    sum: float
    bias: float
    pre_activation: float
    activation_function: str
    activation: float
    winner: Position | None
    steps: tuple[Step, ...]
    softmax: Softmax | None
    find_gradient: Callable[..., NeuronGradient] = field(repr=False, compare=False)

    @property
    def facts(self) -> type[Layer]:
        """The class of the layer's kind, which says what is true of it."""
        return LAYER_KINDS[self.kind]

    @property
    def kernel(self) -> Activations:
        """The weights: (rows, columns, channels) of a window, else (inputs,)."""
        weights = np.array([term.weight for term in self.terms])
        return weights.reshape(self.window) if self.window else weights

    def backward(
        self, target: str = "loss", *, class_index: int | None = None, label: int | None = None
    ) -> NeuronGradient:
        """Returns how much a target changes when this neuron changes, as terms.

        Args:
            target: `"loss"` or `"logit"`.
            class_index: Whose logit; the net's verdict if None. Only for `"logit"`.
            label: The right class for the loss; the net's verdict if None. Only for `"loss"`.

        Raises:
            ConvscopeError: An unknown target or class, or a neuron that comes after the target.
        """
        return self.find_gradient(self, target, class_index=class_index, label=label)


def open_neuron(
    architecture: Architecture,
    context: LayerContext,
    pre_activations: Activations,
    activations: Activations,
    position: Position,
    find_gradient: Callable[..., NeuronGradient],
) -> Neuron:
    """Returns the neuron at `position` with all that its value is made of.

    Args:
        architecture: The net.
        context: The neuron's layer at work.
        pre_activations: The layer's, without the batch axis.
        activations: The layer's, without the batch axis.
        position: Where the neuron stands in them; must exist.
        find_gradient: What `backward` calls.
    """
    step = context.step
    take_in = _take_in_joined if step.layer.joins else _take_in
    taken = take_in(architecture, context, position)
    total = sum(term.product for term in taken.terms)
    function = activation_name(step)
    return Neuron(
        layer=step.layer.name,
        kind=step.layer.kind,
        position=position,
        input_layer=taken.input_layer,
        input_shape=taken.input_shape,
        sources=taken.sources,
        region=taken.region,
        input_region=region_of_input(architecture, step, position),
        window=taken.window,
        terms=taken.terms,
        sum=total,
        bias=taken.bias,
        pre_activation=total + taken.bias,
        activation_function=function,
        activation=float(activations[position]),
        winner=_winner(taken.terms) if step.layer.keeps_winner else None,
        steps=taken.steps,
        softmax=_softmax(pre_activations[position[:-1]]) if function == "softmax" else None,
        find_gradient=find_gradient,
    )


class _TakenIn(NamedTuple):
    """What a neuron is made of before its activation function, as `Neuron` has it."""

    input_layer: str
    input_shape: tuple[int, ...]
    sources: tuple[str, ...]
    region: Region
    window: tuple[int, ...] | None
    terms: tuple[Term, ...]
    bias: float
    steps: tuple[Step, ...]


def _take_in(architecture: Architecture, context: LayerContext, position: Position) -> _TakenIn:
    step = context.step
    connections, bias = CONNECTIONS[step.layer.kind].gather(context, position)
    is_windowed = (step.layer.convolves or step.layer.pools) and len(connections.positions) > 0
    return _TakenIn(
        architecture.input_names(step)[0],
        step.input_shape,
        (),
        region_before(connections, step),
        _window(connections) if is_windowed else None,
        terms_of(connections, context.inputs),
        bias,
        steps_of(context, position, connections),
    )


def _take_in_joined(
    architecture: Architecture, context: LayerContext, position: Position
) -> _TakenIn:
    step, names = context.step, architecture.input_names(context.step)
    joined = joined_values(context, position)
    shown = joined if JOINS[step.layer.kind].adds_terms else joined[:1]
    first = joined[0]
    return _TakenIn(
        names[first.source],
        step.input_shapes[first.source],
        tuple(names[value.source] for value in joined),
        region_at(first.term.position),
        None,
        tuple(value.term for value in shown),
        0.0,
        JOINS[step.layer.kind].steps([(names[v.source], v.term.input) for v in joined]),
    )


def terms_of(connections: Connections, inputs: Activations) -> tuple[Term, ...]:
    """Returns the connections with the values that pass through them."""
    values = np.zeros(len(connections.weights))
    real = ~connections.is_padding
    values[real] = inputs[tuple(connections.positions[real].T)]
    products = values * connections.weights
    columns = (connections.positions, values, connections.weights, products, ~real)
    return tuple(
        Term(tuple(position), value, weight, product, is_padding)
        for position, value, weight, product, is_padding in zip(
            *(column.tolist() for column in columns), strict=True
        )
    )


def _window(connections: Connections) -> tuple[int, ...]:
    return tuple(len(np.unique(places)) for places in connections.positions.T)


def _winner(terms: tuple[Term, ...]) -> Position:
    return next(term.position for term in terms if term.weight)


def _softmax(z: Activations) -> Softmax:
    largest = float(z.max())
    exponentials = tuple(
        Exponential(index, value, float(np.exp(value - largest)))
        for index, value in enumerate(z.tolist())
    )
    return Softmax(largest, exponentials, sum(e.exponential for e in exponentials))
