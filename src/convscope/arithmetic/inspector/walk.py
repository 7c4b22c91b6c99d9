"""A walk through the whole net: the strongest neuron of every layer."""

from dataclasses import dataclass

from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.tellable import Tellable


@dataclass(frozen=True)
class Walk(Tellable):
    """The strongest neuron of every layer, from the image to the verdict.

    Attributes:
        class_name: What the net takes the image for.
        probability: Its probability for that, 0–1.
        notes: What the user should know about the image.
        neurons: One for each layer, in order.
        rules: The shape rule of each layer.
    """

    class_name: str
    probability: float
    notes: tuple[str, ...]
    neurons: tuple[Neuron, ...]
    rules: tuple[str, ...]
