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
from convscope.arithmetic.layer_normalization import normalize_places, spread_of
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

    def slope_of(self, context: LayerContext, position: Position, tensor: str) -> float:
        """Returns the normalised value for `gamma`, and 1 for `beta`.

        Args:
            context: The layer at work.
            position: The neuron.
            tensor: `"gamma"` or `"beta"`.
        """
        layer, channel = context.step.layer, position[-1]
        assert isinstance(layer, arch.BatchNormalization)
        if tensor != "gamma":
            return 1.0
        mean, variance = (context.tensors[f"moving_{n}"][channel] for n in ("mean", "variance"))
        return float((context.inputs[position] - mean) / np.sqrt(variance + layer.epsilon))


class GivenNormalizationConnections(PointwiseConnections):
    """The factor is 1 / √variance, of a mean and variance that were measured or given."""

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns factor and offset of the channel."""
        layer = context.step.layer
        assert isinstance(layer, arch.Normalization)
        return layer.factor_and_offset(*mean_and_variance(context, position))


def mean_and_variance(context: LayerContext, position: Position) -> tuple[float, float]:
    """Returns those of a channel, in a layer that was given or has measured them."""
    layer, channel = context.step.layer, position[-1]
    assert isinstance(layer, arch.Normalization)
    if layer.mean is None or layer.variance is None:
        return float(context.tensors["mean"][channel]), float(context.tensors["variance"][channel])
    at = channel if len(layer.mean) > 1 else 0
    return layer.mean[at], layer.variance[at]


class LearnedRampConnections(PointwiseConnections):
    """The factor is 1 right of zero and `alpha` left of it."""

    def factor_and_bias(self, context: LayerContext, position: Position) -> tuple[float, float]:
        """Returns the slope, which is 0 at 0, as on the way back."""
        x, alpha = float(context.inputs[position]), context.tensors["alpha"]
        if x == 0:
            return 0.0, 0.0
        return (1.0 if x > 0 else float(alpha[shared_place(alpha.shape, position)])), 0.0

    def slope_of(self, context: LayerContext, position: Position, tensor: str) -> float:
        """Returns what `alpha` is multiplied by.

        Args:
            context: The layer at work.
            position: The neuron.
            tensor: `"alpha"`.
        """
        return min(float(context.inputs[position]), 0.0)


class PlaceNormalizationConnections(LayerConnections):
    """All channels of a place: its own less the mean of all, times gamma / spread.

    The spread depends on the channels too. In the sum it is a number; how a neuron changes with a
    channel takes it into account.
    """

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the channels of the place."""
        layer, values = self._at(context, position)
        own, beta = position[-1], context.tensors.get("beta")
        weights = np.full(len(values), -1 / len(values))
        weights[own] += 1
        weights *= self._gamma(context)[own] / spread_of(values, layer.epsilon)
        return self._connect(position, weights), 0.0 if beta is None else float(beta[own])

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the neurons of the place."""
        return self._connect(position, self._jacobian(context, position)[:, position[-1]])

    def slopes(self, context: LayerContext, position: Position) -> Activations:
        """Returns how much the neuron changes with each channel of its place."""
        return self._jacobian(context, position)[position[-1]]

    def slope_of(self, context: LayerContext, position: Position, tensor: str) -> float:
        """Returns the normalised value for `gamma`, and 1 for `beta`.

        Args:
            context: The layer at work.
            position: The neuron.
            tensor: `"gamma"` or `"beta"`.
        """
        layer, values = self._at(context, position)
        return float(
            normalize_places(values, layer.epsilon)[position[-1]] if tensor == "gamma" else 1
        )

    @staticmethod
    def _at(
        context: LayerContext, position: Position
    ) -> tuple[arch.LayerNormalization, Activations]:
        layer = context.step.layer
        assert isinstance(layer, arch.LayerNormalization)
        return layer, context.inputs[position[:-1]]

    @staticmethod
    def _gamma(context: LayerContext) -> Activations:
        return context.tensors.get("gamma", np.ones(context.step.input_shape[-1]))

    @staticmethod
    def _connect(position: Position, weights: Activations) -> Connections:
        return connect([(*position[:-1], channel) for channel in range(len(weights))], weights)

    def _jacobian(self, context: LayerContext, position: Position) -> Activations:
        """Returns ∂y of each neuron / ∂x of each channel of a place, (neurons, channels)."""
        layer, values = self._at(context, position)
        normal, count = normalize_places(values, layer.epsilon), len(values)
        of_normal = np.eye(count) - (1 + np.outer(normal, normal)) / count
        return self._gamma(context)[:, None] * of_normal / spread_of(values, layer.epsilon)


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


def shared_place(shape: tuple[int, ...], position: Position) -> Position:
    """Returns where the value of a tensor stands that a neuron uses; axes 1 long are shared.

    Args:
        shape: The tensor's, of as many axes as the position has or of fewer, the last ones.
        position: The neuron's.
    """
    own = position[len(position) - len(shape) :]
    return tuple(0 if size == 1 else at for at, size in zip(own, shape, strict=True))


def _cropping(context: LayerContext) -> tuple[tuple[int, int], tuple[int, int]]:
    layer = context.step.layer
    assert isinstance(layer, arch.Cropping2D)
    return layer.cropping


def _margins(context: LayerContext) -> tuple[tuple[int, int], tuple[int, int]]:
    layer = context.step.layer
    assert isinstance(layer, arch.ZeroPadding2D)
    return layer.padding
