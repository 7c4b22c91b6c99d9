"""Neurons, gradients, walks and explanations told as tables, web pages, LaTeX and JSON."""

from convscope.arithmetic.inspector import explain
from convscope.arithmetic.inspector.tellable import Tellable
from convscope.telling.teller import BlockTeller

__all__ = ["explain"]

Tellable.teller = BlockTeller()
