"""A walk through the whole net: the strongest neuron of every layer."""

from dataclasses import dataclass
from typing import Any

from convscope.arithmetic.inspector.blocks import Block
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.shown import Shown


@dataclass(frozen=True)
class Walk(Shown):
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

    def blocks(self) -> list[Block]:
        """Returns the walk in words and formulas."""
        from convscope.arithmetic.inspector.describe_walk import describe_walk

        return describe_walk(self)

    def to_json(self) -> dict[str, Any]:
        """Returns the verdict, the notes and every neuron as JSON data."""
        return {
            "verdict": {"class_name": self.class_name, "probability": self.probability},
            "notes": list(self.notes),
            "neurons": [neuron.to_json() for neuron in self.neurons],
        }
