"""The parts that a neuron's numbers are made of. Plain data.

A neuron has thousands of terms; those kinds are named tuples because they are made four times as
fast as frozen dataclasses.
"""

from dataclasses import dataclass
from typing import NamedTuple

Position = tuple[int, ...]
"""(row, column, channel) in a picture, (index,) in a vector."""


class Term(NamedTuple):
    """One summand of a neuron: input × weight.

    Attributes:
        position: Where the input stands in the layer before; outside of it for padding.
        input: The input's value; 0 for padding.
        weight: What it is multiplied by. In max-pooling 1 for the winner and 0 for the others.
        product: input × weight.
        is_padding: Whether the input is padding: there is nothing at that place.
    """

    position: Position
    input: float
    weight: float
    product: float
    is_padding: bool


@dataclass(frozen=True)
class Step:
    """One line of a calculation that is not a sum of products.

    Attributes:
        name: What the line does, in words.
        formula: The line with its numbers, without the result.
        value: The result.
    """

    name: str
    formula: str
    value: float


@dataclass(frozen=True)
class Exponential:
    """One of the exponentials that softmax divides by each other.

    Attributes:
        index: Class, or channel.
        pre_activation: z.
        exponential: exp(z − largest z).
    """

    index: int
    pre_activation: float
    exponential: float


@dataclass(frozen=True)
class Softmax:
    """How softmax makes shares of a row of values.

    Attributes:
        largest: The largest z; it is subtracted first, which changes no share.
        exponentials: One for each value of the row.
        sum: Their sum; the activation is the neuron's own exponential divided by it.
    """

    largest: float
    exponentials: tuple[Exponential, ...]
    sum: float


class GradientTerm(NamedTuple):
    """One way in which a neuron acts on the target: weight × gradient.

    Attributes:
        position: The neuron that it acts on.
        weight: How much that neuron changes when this one changes by 1.
        gradient: How much the target changes when that neuron changes by 1.
        product: weight × gradient.
    """

    position: Position
    weight: float
    gradient: float
    product: float


class InputShare(NamedTuple):
    """What a neuron's gradient means for one of its inputs and for the weight in between.

    Attributes:
        position: Where the input stands in the layer before.
        input: The input's value.
        weight: How much the neuron changes with it: what it is multiplied by, but in layer
            normalization, where all weights change as well.
        is_padding: Whether the input is padding.
        input_share: This neuron's part of the input's gradient: weight × gradient.
        input_gradient: The input's whole gradient, from all neurons that it feeds; 0 for padding.
        weight_share: This neuron's part of the weight's gradient: input × gradient. None where
            the weight is not learned.
        weight_gradient: The weight's whole gradient, from all neurons that use it, or None.
    """

    position: Position
    input: float
    weight: float
    is_padding: bool
    input_share: float
    input_gradient: float
    weight_share: float | None
    weight_gradient: float | None


@dataclass(frozen=True)
class TensorShare:
    """What a neuron's gradient means for a learned value that no input belongs to.

    Attributes:
        name: `bias`, `gamma`, `beta` or `alpha`.
        value: Its value for this neuron.
        share: This neuron's part of its gradient.
        gradient: Its whole gradient, from all neurons that use it.
    """

    name: str
    value: float
    share: float
    gradient: float
