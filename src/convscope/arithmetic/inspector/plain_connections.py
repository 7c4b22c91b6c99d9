"""Connections of the layers without a window: dense, pointwise and rearranging ones."""

import numpy as np

from convscope import architecture as arch
from convscope.arithmetic.inspector.connections import (
    Connections,
    LayerConnections,
    LayerContext,
    all_positions,
    connect,
)
from convscope.arithmetic.inspector.terms import Position


class DenseConnections(LayerConnections):
    """Every input with its own weight."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns all inputs."""
        (unit,) = position
        kernel, bias = context.tensors["kernel"], context.tensors.get("bias")
        found = connect(all_positions(range(len(kernel))), kernel[:, unit])
        return found, 0.0 if bias is None else float(bias[unit])

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns all units."""
        kernel = context.tensors["kernel"]
        return connect(all_positions(range(kernel.shape[1])), kernel[position[0]])


class GlobalAverageConnections(LayerConnections):
    """All pixels of one channel, each counting the same."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the pixels of the channel."""
        height, width, _ = context.step.input_shape
        pixels = all_positions(range(height), range(width), position)
        return connect(pixels, 1 / (height * width)), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the one mean of the channel."""
        height, width, _ = context.step.input_shape
        return connect([position[2:]], 1 / (height * width))


class PointwiseConnections(LayerConnections):
    """One input at the same position, multiplied by a factor; here the factor 1."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the one input."""
        factor, bias = self.factor_and_bias(context, position)
        return connect([position], factor), bias

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the one neuron."""
        return connect([position], self.factor_and_bias(context, position)[0])

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns what the input is multiplied by, and what is added."""
        return 1.0, 0.0


class RescalingConnections(PointwiseConnections):
    """The factor is `scale`."""

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns `scale` and `offset`."""
        layer = context.step.layer
        assert isinstance(layer, arch.Rescaling)
        return layer.scale, layer.offset


class NormalizationConnections(PointwiseConnections):
    """The factor is gamma / √(variance + epsilon)."""

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns the factor, and beta − mean × factor."""
        layer, channel = context.step.layer, position[-1]
        assert isinstance(layer, arch.BatchNormalization)
        values = {name: float(tensor[channel]) for name, tensor in context.tensors.items()}
        factor = values["gamma"] / float(np.sqrt(values["moving_variance"] + layer.epsilon))
        return factor, values["beta"] - values["moving_mean"] * factor


class FlattenConnections(LayerConnections):
    """One input, at another place."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the input that was written at this index."""
        found = np.unravel_index(position[0], context.step.input_shape)
        return connect([tuple(int(i) for i in found)], 1.0), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the index that the input is written at."""
        index = np.ravel_multi_index(position, context.step.input_shape)
        return connect([(int(index),)], 1.0)


class ZeroPaddingConnections(LayerConnections):
    """One input, moved down and right; nothing in the margins."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the input at this place of the picture, or padding."""
        (top, _), (left, _) = _margins(context)
        row, column, channel = position[0] - top, position[1] - left, position[2]
        height, width, _ = context.step.input_shape
        is_padding = not (0 <= row < height and 0 <= column < width)
        found = connect([(row, column, channel)], 1.0)
        return found._replace(is_padding=np.array([is_padding])), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns where the input went."""
        (top, _), (left, _) = _margins(context)
        return connect([(position[0] + top, position[1] + left, position[2])], 1.0)


def _margins(context: LayerContext) -> tuple[tuple[int, int], tuple[int, int]]:
    layer = context.step.layer
    assert isinstance(layer, arch.ZeroPadding2D)
    return layer.padding
