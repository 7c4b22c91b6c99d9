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
from convscope.arrays import Activations


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
        pixels = all_positions(range(height), range(width), position[-1:])
        return connect(pixels, self.weigh(context.inputs[..., position[-1]].ravel())), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the one value that is left of the channel."""
        row, column, channel = position
        values = context.inputs[..., channel]
        own = row * values.shape[1] + column
        place = (*(0,) * (len(context.step.output_shape) - 1), channel)
        return connect([place], self.weigh(values.ravel())[own])

    def weigh(self, values: Activations) -> Activations:
        """Returns how much each of a channel's values counts."""
        return np.full(len(values), 1 / len(values))


class GlobalMaximumConnections(GlobalAverageConnections):
    """All pixels of one channel, of which the first of the largest counts alone."""

    def weigh(self, values: Activations) -> Activations:
        """Returns 1 for the winner and 0 for the others."""
        return (np.arange(len(values)) == values.argmax()).astype(float)


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


class RampConnections(PointwiseConnections):
    """The factor is the slope of the piece that the input lies on."""

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns factor and offset of that piece."""
        layer = context.step.layer
        assert isinstance(layer, arch.ReLU)
        return layer.piece_at(float(context.inputs[position]))


class NormalizationConnections(PointwiseConnections):
    """The factor is gamma / √(variance + epsilon)."""

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns the factor, and beta − mean × factor."""
        layer, channel = context.step.layer, position[-1]
        assert isinstance(layer, arch.BatchNormalization)
        values = {name: float(tensor[channel]) for name, tensor in context.tensors.items()}
        factor = values["gamma"] / float(np.sqrt(values["moving_variance"] + layer.epsilon))
        return factor, values["beta"] - values["moving_mean"] * factor


class RecountedConnections(LayerConnections):
    """One input, at another place."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the input that was written here."""
        index = np.ravel_multi_index(position, context.step.output_shape)
        found = np.unravel_index(index, context.step.input_shape)
        return connect([tuple(int(i) for i in found)], 1.0), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns where the input is written."""
        index = np.ravel_multi_index(position, context.step.input_shape)
        found = np.unravel_index(index, context.step.output_shape)
        return connect([tuple(int(i) for i in found)], 1.0)


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


class CroppingConnections(LayerConnections):
    """One input, moved up and left; what was cut off feeds nothing."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the input at this place of the picture."""
        (top, _), (left, _) = _cropping(context)
        return connect([(position[0] + top, position[1] + left, position[2])], 1.0), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns where the input went, if anywhere."""
        (top, _), (left, _) = _cropping(context)
        row, column, channel = position[0] - top, position[1] - left, position[2]
        height, width, _ = context.step.output_shape
        is_left = 0 <= row < height and 0 <= column < width
        return connect(np.array([(row, column, channel)][: int(is_left)]).reshape(-1, 3), 1.0)


def _cropping(context: LayerContext) -> tuple[tuple[int, int], tuple[int, int]]:
    layer = context.step.layer
    assert isinstance(layer, arch.Cropping2D)
    return layer.cropping


def _margins(context: LayerContext) -> tuple[tuple[int, int], tuple[int, int]]:
    layer = context.step.layer
    assert isinstance(layer, arch.ZeroPadding2D)
    return layer.padding
