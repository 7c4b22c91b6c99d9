"""Connections of the layers that look through a window: convolution and pooling."""

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Conv2DTranspose, Resampling, Samples, Sliding, Spreading
from convscope.arithmetic.filters import FILTERS
from convscope.arithmetic.inspector.connections import (
    Connections,
    LayerConnections,
    LayerContext,
    all_positions,
    connect,
)
from convscope.arithmetic.inspector.terms import Position
from convscope.arrays import Activations


class ConvolutionConnections(LayerConnections):
    """A window of all channels of a group, each value with its own weight of the filter."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the window's values in the order of the kernel: row, column, channel."""
        row, column, channel = position
        kernel = FILTERS[context.step.layer.kind](context.tensors)
        channels, first = kernel.shape[2], _group_of(context, kernel, channel) * kernel.shape[2]
        positions, is_padding = _under_window(context, row, column, range(first, first + channels))
        weights = kernel[..., channel].ravel()
        bias = context.tensors.get("bias")
        found = Connections(positions, weights, is_padding)
        return found, 0.0 if bias is None else float(bias[channel])

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns every window position that covers the input, in all feature maps of its group."""
        row, column, channel = position
        kernel = FILTERS[context.step.layer.kind](context.tensors)
        group, own = divmod(channel, kernel.shape[2])
        filters = [f for f in range(kernel.shape[3]) if _group_of(context, kernel, f) == group]
        positions, weights = [np.empty((0, 3), np.int64)], [np.empty(0)]
        for (i, u), (j, v) in _windows_over(context, row, column):
            positions.append(all_positions([i], [j], filters))
            weights.append(np.asarray(kernel[u, v, own, filters], float))
        return connect(np.concatenate(positions), np.concatenate(weights))


class TransposedConnections(LayerConnections):
    """The values whose windows reach the neuron, all channels of each, as its filter weighs them.

    Which weights of the filter these are depends on where the neuron lies.
    """

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the values in the order in which they arrive: row, column, channel."""
        row, column, channel = position
        kernel, (rows, columns) = context.tensors["kernel"], _spreading(context)
        channels = range(kernel.shape[3])
        taps = [(r, c) for r in rows.arriving(row) for c in columns.arriving(column)]
        places = [all_positions([i], [j], channels) for (i, _), (j, _) in taps]
        weights = [kernel[u, v, channel] for (_, u), (_, v) in taps]
        bias = context.tensors.get("bias")
        found = connect(
            np.concatenate([np.empty((0, 3), np.int64), *places]),
            np.concatenate([np.empty(0), *weights]),
        )
        return found, 0.0 if bias is None else float(bias[channel])

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns every neuron of all feature maps that the value's window reaches."""
        row, column, channel = position
        kernel, (rows, columns) = context.tensors["kernel"], _spreading(context)
        positions, weights = [np.empty((0, 3), np.int64)], [np.empty(0)]
        for i, u in rows.reached(row):
            for j, v in columns.reached(column):
                positions.append(all_positions([i], [j], range(kernel.shape[2])))
                weights.append(np.asarray(kernel[u, v, :, channel], float))
        return connect(np.concatenate(positions), np.concatenate(weights))


class PoolingConnections(LayerConnections):
    """A window of one channel."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the window's values, row by row."""
        row, column, channel = position
        positions, is_padding = _under_window(context, row, column, [channel])
        weights = self._weigh(context, positions, is_padding)
        return Connections(positions, weights, is_padding), 0.0

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns every window position that covers the input."""
        row, column, channel = position
        positions, weights = [], []
        for (i, _), (j, _) in _windows_over(context, row, column):
            window, _ = self.gather(context, (i, j, channel))
            own = (window.positions == position).all(axis=1)
            positions.append((i, j, channel))
            weights.append(window.weights[own][0])
        return connect(np.array(positions, np.int64).reshape(-1, 3), np.array(weights))

    def _weigh(
        self, context: LayerContext, positions: NDArray[np.int64], is_padding: NDArray[np.bool_]
    ) -> Activations:
        """Returns the weight of each value of a window; padding has none."""
        raise TypeError(f"{type(self).__name__} must define _weigh()")


class MaximumConnections(PoolingConnections):
    """The winner counts as it is, the others not at all; the first of equals wins."""

    def _weigh(
        self, context: LayerContext, positions: NDArray[np.int64], is_padding: NDArray[np.bool_]
    ) -> Activations:
        """Returns 1 for the winner and 0 for the others."""
        values = np.full(len(positions), -np.inf)
        values[~is_padding] = context.inputs[tuple(positions[~is_padding].T)]
        return (np.arange(len(values)) == values.argmax()).astype(float)


class AverageConnections(PoolingConnections):
    """Every real value counts the same."""

    def _weigh(
        self, context: LayerContext, positions: NDArray[np.int64], is_padding: NDArray[np.bool_]
    ) -> Activations:
        """Returns 1 / number of real values, and 0 for padding."""
        return ~is_padding / (~is_padding).sum()


class ResamplingConnections(LayerConnections):
    """One, two or four pixels of one channel, each by how near it is."""

    def gather(self, context: LayerContext, position: Position) -> tuple[Connections, float]:
        """Returns the pixels, row by row; those of a margin are padding with a value of its own."""
        layer, rows, columns = _samples(context)
        row, column, channel = position
        pairs = [(r, c) for r in rows.weighed(row) for c in columns.weighed(column)]
        positions = np.array([(r, c, channel) for (r, _), (c, _) in pairs], np.int64)
        weights = np.array([r * c for (_, r), (_, c) in pairs])
        outside = (positions[:, :2] < 0) | (positions[:, :2] >= [rows.length, columns.length])
        is_padding = outside[:, 0] | outside[:, 1]
        margin = float(getattr(layer, "fill_value", 0.0) * weights[is_padding].sum())
        return Connections(positions, weights, is_padding), margin

    def feed(self, context: LayerContext, position: Position) -> Connections:
        """Returns the pixels that are made of the one at `position`."""
        _, rows, columns = _samples(context)
        row, column, channel = position
        pairs = [(r, c) for r in _made_of(rows, row) for c in _made_of(columns, column)]
        positions = [(i, j, channel) for (i, _), (j, _) in pairs]
        weights = np.array([r * c for (_, r), (_, c) in pairs])
        return connect(np.array(positions, np.int64).reshape(-1, 3), weights)


def _samples(context: LayerContext) -> tuple[Resampling, Samples, Samples]:
    layer = context.step.layer
    assert isinstance(layer, Resampling)
    return layer, *layer.samples(context.step.input_shape)


def _spreading(context: LayerContext) -> tuple[Spreading, Spreading]:
    layer = context.step.layer
    assert isinstance(layer, Conv2DTranspose)
    return layer.spreading(context.step.input_shape)


def _made_of(samples: Samples, place: int) -> list[tuple[int, float]]:
    """Returns (new value, weight) of those that an old value counts in."""
    new = range(len(samples.places))
    return [(i, weight) for i in new for at, weight in samples.weighed(i) if at == place]


def _group_of(context: LayerContext, kernel: Activations, filter_index: int) -> int:
    """Returns the group that a filter belongs to."""
    groups = context.step.input_shape[2] // kernel.shape[2]
    return filter_index // (kernel.shape[3] // groups)


def _sliding(context: LayerContext) -> tuple[Sliding, Sliding]:
    sliding = context.step.layer.sliding(context.step.input_shape)
    if sliding is None:
        raise TypeError(f"{context.step.layer.title} has no window")
    return sliding


def _under_window(
    context: LayerContext, row: int, column: int, channels: "range | list[int]"
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Returns the positions under the window of neuron (row, column), and which are padding."""
    rows, columns = _sliding(context)
    positions = all_positions(rows.places(row), columns.places(column), channels)
    size = np.array([rows.length, columns.length])
    outside = (positions[:, :2] < 0) | (positions[:, :2] >= size)
    return positions, outside[:, 0] | outside[:, 1]


def _windows_over(
    context: LayerContext, row: int, column: int
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Returns ((row position, row inside the window), the same of columns) of each window."""
    rows, columns = _sliding(context)
    return [(r, c) for r in _covering(rows, row) for c in _covering(columns, column)]


def _covering(sliding: Sliding, index: int) -> list[tuple[int, int]]:
    """Returns (window position, place inside the window) of every window that covers `index`.

    Position p covers it where index = p · stride − before + place · dilation.
    """
    under = ((p, sliding.places(p)) for p in range(sliding.positions))
    return [(p, places.index(index)) for p, places in under if index in places]
