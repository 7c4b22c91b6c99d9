"""The small models of the first lessons: a line, two equations, one neuron, ○ and ×."""

from convscope.arithmetic.first_models.artificial_neuron import OUTPUTS, ArtificialNeuron
from convscope.arithmetic.first_models.circle_cross import (
    CIRCLE,
    CROSS,
    CircleCrossNet,
    circle_cross_examples,
    train_circle_cross,
)
from convscope.arithmetic.first_models.linear_equations import Guess, improve_guess
from convscope.arithmetic.first_models.straight_line import Line, descend_to_line, fit_line

__all__ = [
    "CIRCLE",
    "CROSS",
    "OUTPUTS",
    "ArtificialNeuron",
    "CircleCrossNet",
    "Guess",
    "Line",
    "circle_cross_examples",
    "descend_to_line",
    "fit_line",
    "improve_guess",
    "train_circle_cross",
]
