"""What one layer received and computed, kept for the way back."""

from dataclasses import dataclass, field

from convscope.arithmetic.layer_table import Tensors
from convscope.arrays import Activations


@dataclass(frozen=True)
class LayerValues:
    """What one layer received and computed, with the batch axis first.

    Attributes:
        inputs: What arrived; in a join, from the first that it takes in.
        pre_activation: Before the activation function.
        activation: After it; the next layer's input.
        memory: What a layer in training mode has to remember for the way back: `mask` of a
            dropout; `mean`, `variance` and the new `moving_mean`, `moving_variance` of a
            normalization. Empty otherwise.
        others: What arrived in a join from its other inputs.
    """

    inputs: Activations
    pre_activation: Activations
    activation: Activations
    memory: Tensors = field(default_factory=dict)
    others: tuple[Activations, ...] = ()

    @property
    def all_inputs(self) -> tuple[Activations, ...]:
        """What arrived from each input, in order."""
        return (self.inputs, *self.others)
