"""Which values a neuron takes in with which weights, and which neurons it feeds.

Before its activation function every kind of layer is, around given inputs, a weighted sum: max-
pooling weighs its winner with 1, normalization multiplies and adds. That is what makes every
number of a net open to the same explanation.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import LayerStep
from convscope.arithmetic.inspector.terms import Position
from convscope.arithmetic.layer_table import Tensors
from convscope.arrays import Activations


class Connections(NamedTuple):
    """Values that are connected to one neuron.

    Attributes:
        positions: int (connections, axes).
        weights: float (connections,).
        is_padding: bool (connections,), True where there is no value.
    """

    positions: NDArray[np.int64]
    weights: Activations
    is_padding: NDArray[np.bool_]


@dataclass(frozen=True)
class LayerContext:
    """A layer at work on one image.

    Attributes:
        step: The layer with its shapes.
        tensors: Its tensors by short name.
        inputs: What arrived, without the batch axis; in a join, from the first that it takes in.
        others: What arrived in a join from its other inputs.
    """

    step: LayerStep
    tensors: Tensors
    inputs: Activations
    others: tuple[Activations, ...] = ()

    @property
    def all_inputs(self) -> tuple[Activations, ...]:
        """What arrived from each input, in order, without the batch axis."""
        return (self.inputs, *self.others)


class LayerConnections(ABC):
    """How the neurons of one kind of layer are connected to the layer before."""

    @abstractmethod
    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns what the neuron at `position` takes in, and its bias."""

    @abstractmethod
    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the neurons that the input at `position` feeds, and how much it moves each."""

    def slopes(self, context: LayerContext, position: Position) -> Activations | None:
        """Returns how much the neuron at `position` changes with each value that it takes in.

        None where that is what the value is multiplied by, as in all kinds but those whose weights
        depend on all values, such as layer normalization.
        """
        return None

    def slope_of(self, context: LayerContext, position: Position, tensor: str) -> float:
        """Returns how much the neuron changes with a learned value that no input belongs to.

        Args:
            context: The layer at work.
            position: The neuron.
            tensor: The name of the value's tensor. `bias` and `beta` are added: 1.
        """
        return 1.0


def connect(positions: Iterable[Position] | NDArray[np.int64], weights: object) -> Connections:
    """Returns connections without padding; `weights` may be one number for all."""
    places = np.array(positions, np.int64)
    values = np.broadcast_to(np.asarray(weights, float), len(places))
    return Connections(places, values, np.zeros(len(places), bool))


def all_positions(*axes: Iterable[int]) -> NDArray[np.int64]:
    """Returns every combination of indices, the last axis running fastest.

    Example:
        >>> all_positions(range(2), [5]).tolist()
        [[0, 5], [1, 5]]
    """
    grids = np.meshgrid(*(np.array(list(axis), np.int64) for axis in axes), indexing="ij")
    return np.stack(grids, axis=-1).reshape(-1, len(grids))
