"""Windows as grids: input patch × kernel = products, and the candidates of a pool."""

import numpy as np

from convscope.arithmetic.inspector.neuron import Neuron
from convscope.arithmetic.inspector.number_text import to_text
from convscope.telling.explanation_blocks import Cell, Equation, Grid


def channels_by_weight(neuron: Neuron) -> list[tuple[int, float]]:
    """Returns (channel, sum of its products) of a convolution, the strongest first."""
    sums: dict[int, float] = {}
    for term in neuron.terms:
        channel = term.position[2]
        sums[channel] = sums.get(channel, 0.0) + term.product
    return sorted(sums.items(), key=lambda item: -abs(item[1]))


def channel_equation(neuron: Neuron, channel: int) -> Equation:
    """Returns patch × kernel = products for one input channel of a convolution."""
    terms = [term for term in neuron.terms if term.position[2] == channel]
    padding = ["padding" if term.is_padding else "" for term in terms]
    total = to_text(sum(term.product for term in terms))
    source = f"{neuron.input_layer}, channel {channel}"
    return Equation(
        (
            _grid(source, [term.input for term in terms], padding, neuron),
            _grid("weights", [term.weight for term in terms], [""] * len(terms), neuron),
            _grid(f"products, sum {total}", [term.product for term in terms], padding, neuron),
        ),
        ("×", "="),
    )


def pool_grid(neuron: Neuron) -> Grid:
    """Returns the values under the window of a pool, the winner marked."""
    marks = [
        "padding" if term.is_padding else "winner" if term.position == neuron.winner else ""
        for term in neuron.terms
    ]
    source = f"{neuron.input_layer}, channel {neuron.position[2]}"
    return _grid(source, [term.input for term in neuron.terms], marks, neuron)


def _grid(title: str, values: list[float], marks: list[str], neuron: Neuron) -> Grid:
    rows, columns = (neuron.window or (1, len(values)))[:2]
    cells = [Cell(value, mark) for value, mark in zip(values, marks, strict=True)]
    places = np.arange(rows * columns).reshape(rows, columns)
    return Grid(title, tuple(tuple(cells[place] for place in row) for row in places))
