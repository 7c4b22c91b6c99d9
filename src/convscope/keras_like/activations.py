"""The activation functions as Keras programs write them: `activation=activations.relu`."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convscope.architecture import OTHER_NAMES
from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS
from convscope.errors import UnknownNameError
from convscope.keras_like.symbolic import KerasTensor

__all__ = [
    "elu",
    "exponential",
    "gelu",
    "get",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "leaky_relu",
    "linear",
    "mish",
    "relu",
    "relu6",
    "selu",
    "serialize",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "tanh",
]


class ActivationFunction:
    """A function that layers take as `activation`, that computes numbers, and stands for a layer.

    Args:
        name: Its name.

    Attributes:
        name: Its name, which layers take as well.
    """

    def __init__(self, name: str) -> None:
        self.name = self.__name__ = name

    def __call__(self, x: "KerasTensor | ArrayLike") -> Any:
        """Returns the function's values.

        Args:
            x: Numbers of any shape; softmax works along the last axis. Or what a layer puts out, in
                a net that is being written.

        Returns:
            float32, shaped like `x`; or what an `Activation` layer puts out.
        """
        if isinstance(x, KerasTensor):
            from convscope.keras_like.layers import Activation

            return Activation(self.name)(x)
        return ACTIVATION_FUNCTIONS[self.name].forward(np.asarray(x, np.float32))

    def __repr__(self) -> str:
        return f"activations.{self.name}"


FUNCTIONS = {name: ActivationFunction(name) for name in ACTIVATION_FUNCTIONS}

elu = FUNCTIONS["elu"]
exponential = FUNCTIONS["exponential"]
gelu = FUNCTIONS["gelu"]
hard_sigmoid = FUNCTIONS["hard_sigmoid"]
hard_silu = hard_swish = FUNCTIONS["hard_silu"]
leaky_relu = FUNCTIONS["leaky_relu"]
linear = FUNCTIONS["linear"]
mish = FUNCTIONS["mish"]
relu = FUNCTIONS["relu"]
relu6 = FUNCTIONS["relu6"]
selu = FUNCTIONS["selu"]
sigmoid = FUNCTIONS["sigmoid"]
silu = swish = FUNCTIONS["silu"]
softmax = FUNCTIONS["softmax"]
softplus = FUNCTIONS["softplus"]
softsign = FUNCTIONS["softsign"]
tanh = FUNCTIONS["tanh"]


def get(identifier: "str | ActivationFunction | None") -> ActivationFunction:
    """Returns the function of a name; `linear` for None, and a function itself.

    Raises:
        UnknownNameError: No function has that name; the nearest one is suggested.
    """
    if isinstance(identifier, ActivationFunction):
        return identifier
    name = "linear" if identifier is None else identifier
    name = OTHER_NAMES.get(name, name)
    if name not in FUNCTIONS:
        raise UnknownNameError("activation", name, [*FUNCTIONS, *OTHER_NAMES])
    return FUNCTIONS[name]


def serialize(activation: ActivationFunction) -> str:
    """Returns the name of a function."""
    return activation.name
