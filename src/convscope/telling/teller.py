"""From a result to its description, and from the description to what is asked for."""

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from convscope.arithmetic.inspector.explanation import Explanation
from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
from convscope.arithmetic.inspector.tellable import Tellable
from convscope.arithmetic.inspector.walk import Walk
from convscope.telling.as_json import (
    explanation_to_json,
    gradient_to_json,
    neuron_to_json,
    walk_to_json,
)
from convscope.telling.describe_gradient import describe_gradient
from convscope.telling.describe_neuron import describe_neuron
from convscope.telling.describe_walk import describe_explanation, describe_walk
from convscope.telling.explanation_blocks import Block

if TYPE_CHECKING:
    from rich.table import Table


class BlockTeller:
    """Describes a result in blocks, which every form of text shows in its own way."""

    def to_table(self, result: Tellable) -> "Table":
        """Returns the result for a terminal."""
        from convscope.telling.as_table import to_table

        return to_table(describe(result))

    def to_html(self, result: Tellable) -> str:
        """Returns the result as a fragment of a web page that needs no style sheet."""
        from convscope.telling.as_html import to_html

        return to_html(describe(result))

    def to_latex(self, result: Tellable) -> str:
        """Returns the result as LaTeX that needs the package amsmath."""
        from convscope.telling.as_latex import to_latex

        return to_latex(describe(result))

    def to_json(self, result: Tellable) -> dict[str, Any]:
        """Returns the result as JSON data."""
        return to_json(result)


@singledispatch
def describe(result: Any) -> list[Block]:
    """Returns a result in words, grids and tables.

    Raises:
        TypeError: Nothing is known about results of that type.
    """
    raise TypeError(f"no description of a {type(result).__name__}")


@singledispatch
def to_json(result: Any) -> dict[str, Any]:
    """Returns a result as JSON data.

    Raises:
        TypeError: Nothing is known about results of that type.
    """
    raise TypeError(f"no JSON form of a {type(result).__name__}")


describe.register(Neuron, describe_neuron)
describe.register(NeuronGradient, describe_gradient)
describe.register(Walk, describe_walk)
describe.register(Explanation, describe_explanation)

to_json.register(Neuron, neuron_to_json)
to_json.register(NeuronGradient, gradient_to_json)
to_json.register(Walk, walk_to_json)
to_json.register(Explanation, explanation_to_json)
