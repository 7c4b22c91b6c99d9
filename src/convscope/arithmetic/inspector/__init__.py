"""Any neuron of any net as the terms that add up to it, forwards and backwards."""

from convscope.arithmetic.inspector.explain import ExplainableModel, explain
from convscope.arithmetic.inspector.explanation import ExplainedLayer, Explanation, Verdict
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.terms import (
    Exponential,
    GradientTerm,
    InputShare,
    Softmax,
    Step,
    TensorShare,
    Term,
)
from convscope.arithmetic.inspector.walk import Walk

__all__ = [
    "ExplainableModel",
    "ExplainedLayer",
    "Explanation",
    "Exponential",
    "GradientTerm",
    "InputShare",
    "Neuron",
    "NeuronGradient",
    "Softmax",
    "Step",
    "TensorShare",
    "Term",
    "Verdict",
    "Walk",
    "explain",
]
