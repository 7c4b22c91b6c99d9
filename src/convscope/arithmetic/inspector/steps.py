"""Calculations that read better line by line than as one factor: averages, normalization."""

from collections.abc import Callable

import numpy as np

from convscope import architecture as arch
from convscope.architecture.normalizing import SMALLEST_SPREAD
from convscope.arithmetic.inspector.connections import Connections, LayerContext
from convscope.arithmetic.inspector.number_text import signed, to_text
from convscope.arithmetic.inspector.plain_connections import mean_and_variance
from convscope.arithmetic.inspector.terms import Position, Step


def steps_of(
    context: LayerContext, position: Position, connections: Connections
) -> tuple[Step, ...]:
    """Returns the lines of a neuron's calculation; none for kinds that terms tell fully.

    Args:
        context: The neuron's layer at work.
        position: Where the neuron stands in that layer's output.
        connections: What the neuron takes in.
    """
    lines = STEPS.get(context.step.layer.kind)
    return lines(context, position, connections) if lines else ()


def _rescaling(
    context: LayerContext, position: Position, connections: Connections
) -> tuple[Step, ...]:
    layer = context.step.layer
    assert isinstance(layer, arch.Rescaling)
    x = float(context.inputs[position])
    scaled = x * layer.scale
    return (
        Step("scale", f"{to_text(x)} × {to_text(layer.scale)}", scaled),
        Step(
            "add the offset", f"{to_text(scaled)} + {signed(layer.offset)}", scaled + layer.offset
        ),
    )


def _average(
    context: LayerContext, position: Position, connections: Connections
) -> tuple[Step, ...]:
    real = connections.positions[~connections.is_padding]
    total, count = float(context.inputs[tuple(real.T)].sum()), len(real)
    return (
        Step("add the values up", f"{count} values", total),
        Step("divide by how many they are", f"{to_text(total)} / {count}", total / count),
    )


def _normalization(
    context: LayerContext, position: Position, connections: Connections
) -> tuple[Step, ...]:
    layer, channel = context.step.layer, position[-1]
    assert isinstance(layer, arch.BatchNormalization)
    value = {name: float(tensor[channel]) for name, tensor in context.tensors.items()}
    x = float(context.inputs[position])
    centred = x - value["moving_mean"]
    spread = float(np.sqrt(value["moving_variance"] + layer.epsilon))
    normal = centred / spread
    scaled = normal * value["gamma"]
    under_root = f"√({to_text(value['moving_variance'])} + {to_text(layer.epsilon)})"
    return (
        Step(
            "subtract the channel's mean",
            f"{to_text(x)} − {signed(value['moving_mean'])}",
            centred,
        ),
        Step("find the channel's spread", under_root, spread),
        Step("divide by the spread", f"{to_text(centred)} / {to_text(spread)}", normal),
        Step("multiply by gamma", f"{to_text(normal)} × {signed(value['gamma'])}", scaled),
        Step("add beta", f"{to_text(scaled)} + {signed(value['beta'])}", scaled + value["beta"]),
    )


def _given_normalization(
    context: LayerContext, position: Position, connections: Connections
) -> tuple[Step, ...]:
    layer = context.step.layer
    assert isinstance(layer, arch.Normalization)
    mean, variance = mean_and_variance(context, position)
    x, spread = float(context.inputs[position]), max(float(np.sqrt(variance)), SMALLEST_SPREAD)
    root = Step("find the channel's spread", f"√{to_text(variance)}", spread)
    if layer.invert:
        scaled = x * spread
        return (
            root,
            Step("multiply by the spread", f"{to_text(x)} × {to_text(spread)}", scaled),
            Step("add the channel's mean", f"{to_text(scaled)} + {signed(mean)}", scaled + mean),
        )
    centred = x - mean
    return (
        Step("subtract the channel's mean", f"{to_text(x)} − {signed(mean)}", centred),
        root,
        Step("divide by the spread", f"{to_text(centred)} / {to_text(spread)}", centred / spread),
    )


def _place_normalization(
    context: LayerContext, position: Position, connections: Connections
) -> tuple[Step, ...]:
    layer, channel = context.step.layer, position[-1]
    assert isinstance(layer, arch.LayerNormalization)
    values = context.inputs[position[:-1]]
    count, total = len(values), float(values.sum())
    x, mean = float(values[channel]), total / count
    squares = float(((values - mean) ** 2).sum())
    variance = squares / count
    spread = float(np.sqrt(variance + layer.epsilon))
    lines = [
        Step("find the mean of the channels", f"{to_text(total)} / {count}", mean),
        Step("subtract their mean", f"{to_text(x)} − {signed(mean)}", x - mean),
        Step("find their variance", f"{to_text(squares)} / {count}", variance),
        Step("find their spread", f"√({to_text(variance)} + {to_text(layer.epsilon)})", spread),
    ]
    y = (x - mean) / spread
    lines.append(Step("divide by the spread", f"{to_text(x - mean)} / {to_text(spread)}", y))
    for name, what, sign in (("gamma", "multiply by gamma", "×"), ("beta", "add beta", "+")):
        if name in context.tensors:
            value = float(context.tensors[name][channel])
            before, y = y, y * value if sign == "×" else y + value
            lines.append(Step(what, f"{to_text(before)} {sign} {signed(value)}", y))
    return tuple(lines)


STEPS: dict[str, Callable[[LayerContext, Position, Connections], tuple[Step, ...]]] = {
    "Rescaling": _rescaling,
    "AveragePooling2D": _average,
    "GlobalAveragePooling2D": _average,
    "BatchNormalization": _normalization,
    "Normalization": _given_normalization,
    "LayerNormalization": _place_normalization,
}
"""Lines by layer kind, for the kinds that need them."""
