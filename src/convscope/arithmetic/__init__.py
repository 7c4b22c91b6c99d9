"""Every layer forwards and backwards in NumPy, written to be read; no torch, no training loop."""

from convscope.arithmetic.activations import ACTIVATION_FUNCTIONS, ActivationFunction
from convscope.arithmetic.joining import JOIN_ARITHMETIC, JoinArithmetic
from convscope.arithmetic.layer_table import LAYER_ARITHMETIC, LayerArithmetic
from convscope.arithmetic.layer_values import LayerValues
from convscope.arithmetic.network import Gradients, backward, forward
from convscope.arithmetic.preprocessing import preprocess
from convscope.arithmetic.targets import (
    Target,
    class_probabilities,
    logit_target,
    loss_target,
    output_layer,
    output_target,
)

__all__ = [
    "ACTIVATION_FUNCTIONS",
    "JOIN_ARITHMETIC",
    "LAYER_ARITHMETIC",
    "ActivationFunction",
    "Gradients",
    "JoinArithmetic",
    "LayerArithmetic",
    "LayerValues",
    "Target",
    "backward",
    "class_probabilities",
    "forward",
    "logit_target",
    "loss_target",
    "output_layer",
    "output_target",
    "preprocess",
]
