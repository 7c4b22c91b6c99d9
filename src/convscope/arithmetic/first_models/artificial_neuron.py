"""The artificial neuron: weighted inputs against a threshold."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convscope.arithmetic.activations import relu, sigmoid, step
from convscope.errors import UnknownNameError

OUTPUTS = {"step": step, "sigmoid": sigmoid, "ramp": relu}
"""What a neuron makes of its excess over the threshold; the ramp is called ReLU in networks."""


@dataclass(frozen=True)
class ArtificialNeuron:
    """A neuron that fires when its weighted inputs exceed a threshold.

    y = f(Σ x_i w_i − threshold); a network writes the threshold as bias = −threshold.

    Attributes:
        weights: How much each input counts; negative weights hold the neuron back.
        threshold: What the weighted sum has to exceed.
        output: f: `"step"` (0 or 1), `"sigmoid"` (0 to 1) or `"ramp"` (0, then the excess).

    Example:
        >>> neuron = ArtificialNeuron((1, 1, 1), threshold=5)
        >>> neuron.weighted_sum((1, 2, 3)), neuron.fire((1, 2, 3))
        (6.0, 1.0)

    Source: McCulloch, Pitts, "A Logical Calculus of the Ideas Immanent in Nervous Activity", 1943.
    """

    weights: tuple[float, ...]
    threshold: float
    output: str = "step"

    def __post_init__(self) -> None:
        if self.output not in OUTPUTS:
            raise UnknownNameError("output of a neuron", self.output, OUTPUTS)

    def weighted_sum(self, inputs: ArrayLike) -> float:
        """Returns Σ x_i w_i."""
        return float(np.dot(np.asarray(inputs, float), self.weights))

    def fire(self, inputs: ArrayLike) -> float:
        """Returns f(Σ x_i w_i − threshold)."""
        return float(OUTPUTS[self.output](np.array(self.weighted_sum(inputs) - self.threshold)))
