"""From an architecture to operations on (batch, channels, height, width).

| what | options | tensors |
| --- | --- | --- |
| conv | strides, pads, dilations, groups | kernel (out, in / groups, height, width), bias |
| conv_transpose | strides, pads, more, dilations | kernel (in, out, height, width), bias |
| linear | | kernel (out, in), bias |
| max_pool, average_pool | size, strides, pads | |
| global_average_pool, global_max_pool | keepdims | |
| batch_norm | epsilon | gamma, beta, mean, variance |
| layer_norm | epsilon | gamma, beta |
| affine | | scale, offset: one number, or one per channel |
| pad | pads (negative: cut off), value | |
| resize | mode, size, rows, columns | |
| activate | function | |
| ramp | max_value, negative_slope, threshold | |
| prelu | | alpha (channels, 1, 1), (channels, height, width) or (features,) |
| flatten | channels_last: whether channels run fastest | |
| reshape | shape (height, width, channels) or (features,) | |
| join | function, aligned: which inputs are vectors among pictures | |
| dropout | rate, of_maps | |
| nothing | | |

`pads` are (top, left, bottom, right). Those of conv_transpose are cut off what it makes, equal on
both sides; `more` rows and columns follow behind, in which it goes on. Averages do not count what
`pads` puts around; the largest of a window never lies there. `bias`, `gamma` and `beta` may be
absent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import INPUT, Architecture, Layer, LayerStep, Shape
from convscope.architecture.normalizing import SMALLEST_SPREAD
from convscope.arrays import Weights
from convscope.channels_first.operations import Operation

Tensors = dict[str, NDArray[np.float32]]


def lower(architecture: Architecture, weights: Weights) -> list[Operation]:
    """Returns the operations that compute what a net computes, in order.

    A picture that becomes a vector is read channel by channel, as other programs do, where nothing
    but `Dense` layers depends on the order: their kernels are put in that order. Elsewhere it is
    turned first.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`.
    """
    turned = _turned(architecture)
    operations: list[Operation] = []
    ends = {INPUT: INPUT}
    for index, step in enumerate(architecture.steps):
        taken = tuple(ends[name] for name in architecture.input_names(step))
        place = _Place(step, taken, weights, index in turned)
        place.order = _order(architecture, index, turned)
        operations += _BY_KIND[step.layer.kind](place)
        ends[step.layer.name] = operations[-1].name
    return operations


def channels_first(shape: Shape) -> Shape:
    """Returns (channels, height, width) for (height, width, channels); of a vector itself."""
    return (shape[2], shape[0], shape[1]) if len(shape) == 3 else shape


@dataclass
class _Place:
    """One layer where it stands in the net.

    Attributes:
        step: The layer with its shapes.
        taken: Names of what it takes in.
        weights: Of the whole net.
        is_turned: Whether it puts channels last before it flattens.
        order: For each value of a vector that arrives channel by channel, where it stood.
    """

    step: LayerStep
    taken: tuple[str, ...]
    weights: Weights
    is_turned: bool
    order: NDArray[np.int64] | None = field(default=None)

    @property
    def layer(self) -> Any:
        return self.step.layer

    def tensor(self, name: str) -> NDArray[np.float32]:
        return np.asarray(self.weights[f"{self.layer.name}.{name}"], np.float32)

    def along_channels(self, **names: str) -> Tensors:
        """Returns tensors with one number per channel that the layer has, under other names."""
        found = {
            new: self.tensor(old)
            for new, old in names.items()
            if f"{self.layer.name}.{old}" in self.weights
        }
        if self.order is not None:
            found = {name: tensor[self.order] for name, tensor in found.items()}
        return found

    def last(self, what: str, tensors: Tensors | None = None, **options: Any) -> Operation:
        """Returns an operation that ends the layer."""
        shape = channels_first(self.step.output_shape)
        return Operation(what, self.layer.name, self.taken, shape, options, tensors or {})

    def activated(self, found: Operation) -> Iterator[Operation]:
        """Yields an operation and what the layer's activation function makes of it."""
        function = self.layer.activation
        if function == "linear":
            yield found
            return
        yield found
        name = f"{self.layer.name}__{function}"
        yield Operation("activate", name, (found.name,), found.shape, {"function": function})


def _pads(step: LayerStep) -> tuple[int, int, int, int]:
    sliding = step.layer.sliding(step.input_shape)
    assert sliding is not None
    rows, columns = sliding
    return rows.before, columns.before, rows.after, columns.after


def _turned(net: Architecture) -> set[int]:
    """Returns the layers that flatten pictures on whose order more than `Dense` layers depend."""
    takers: list[list[int]] = [[] for _ in net.steps]
    for index, step in enumerate(net.steps):
        for source in step.inputs:
            if source >= 0:
                takers[source].append(index)

    def only_dense(index: int) -> bool:
        if index == len(net.steps) - 1:
            return False
        return all(
            _weighs_vectors(net.layers[i]) or (_keeps_order(net.layers[i]) and only_dense(i))
            for i in takers[index]
        )

    return {
        index
        for index, step in enumerate(net.steps)
        if step.layer.flattens and len(step.input_shape) == 3 and not only_dense(index)
    }


def _keeps_order(layer: Layer) -> bool:
    """Whether values of a vector may arrive in another order, and leave in that."""
    return layer.is_pointwise or layer.flattens


def _weighs_vectors(layer: Layer) -> bool:
    """Whether it has a weight for each value of a vector, which can be put in another order."""
    return layer.is_weighted_sum and not layer.convolves


def _order(net: Architecture, index: int, turned: set[int]) -> NDArray[np.int64] | None:
    """Returns in which order the values of the vector arrive that a layer takes in."""
    step = net.steps[index]
    while len(step.input_shapes) == 1 and len(step.input_shape) == 1 and step.inputs[0] >= 0:
        source = step.inputs[0]
        step = net.steps[source]
        if step.layer.flattens and len(step.input_shape) == 3:
            if source in turned:
                return None
            places = np.arange(np.prod(step.input_shape)).reshape(step.input_shape)
            order = places.transpose(2, 0, 1).ravel()
            return None if np.array_equal(order, places.ravel()) else order
        if not _keeps_order(step.layer):
            return None
    return None


def _conv2d(place: _Place) -> Iterator[Operation]:
    layer, kernel = place.layer, place.tensor("kernel").transpose(3, 2, 0, 1)
    yield from place.activated(_convolution(place, kernel, layer.groups))


def _depthwise(place: _Place) -> Iterator[Operation]:
    kernel, groups = _by_channel(place.tensor("kernel"))
    yield from place.activated(_convolution(place, kernel, groups))


def _separable(place: _Place) -> Iterator[Operation]:
    depthwise, groups = _by_channel(place.tensor("depthwise_kernel"))
    rows, columns, _ = place.step.output_shape
    between = f"{place.layer.name}__depthwise"
    found = _convolution(place, depthwise, groups, has_bias=False)
    shape = (len(depthwise), rows, columns)
    yield Operation("conv", between, place.taken, shape, found.options, found.tensors)
    tensors = place.along_channels(bias="bias")
    tensors["kernel"] = place.tensor("pointwise_kernel").transpose(3, 2, 0, 1)
    options = {"strides": (1, 1), "pads": (0, 0, 0, 0), "dilations": (1, 1), "groups": 1}
    mixed = Operation("conv", place.layer.name, (between,), found.shape, options, tensors)
    yield from place.activated(mixed)


def _transposed(place: _Place) -> Iterator[Operation]:
    layer, tensors = place.layer, place.along_channels(bias="bias")
    tensors["kernel"] = np.ascontiguousarray(place.tensor("kernel").transpose(3, 2, 0, 1))
    ways = layer.spreading(place.step.input_shape)
    before = tuple(way.before for way in ways)
    uncut = [max(way.after - way.before, 0) for way in ways]
    grown = place.last(
        "conv_transpose",
        tensors,
        strides=layer.strides,
        pads=(*before, *before),
        more=tuple(max(way.before - way.after, 0) for way in ways),
        dilations=layer.dilation_rate,
    )
    if not any(uncut):
        yield from place.activated(grown)
        return
    channels, rows, columns = grown.shape
    yield replace(grown, shape=(channels, rows + uncut[0], columns + uncut[1]))
    options = {"pads": (0, 0, -uncut[0], -uncut[1]), "value": 0.0}
    cut = Operation("pad", f"{layer.name}__cut", (grown.name,), grown.shape, options)
    yield from place.activated(cut)


def _by_channel(kernel: NDArray[np.float32]) -> tuple[NDArray[np.float32], int]:
    """Returns (maps, 1, height, width) of a kernel (height, width, in, maps of a channel)."""
    height, width, channels, maps = kernel.shape
    return kernel.transpose(2, 3, 0, 1).reshape(channels * maps, 1, height, width), channels


def _convolution(
    place: _Place, kernel: NDArray[np.float32], groups: int, has_bias: bool = True
) -> Operation:
    layer = place.layer
    bias = place.along_channels(bias="bias") if has_bias else {}
    return place.last(
        "conv",
        {"kernel": np.ascontiguousarray(kernel), **bias},
        strides=layer.strides,
        pads=_pads(place.step),
        dilations=layer.dilation_rate,
        groups=groups,
    )


def _dense(place: _Place) -> Iterator[Operation]:
    kernel = place.tensor("kernel")
    kernel = kernel if place.order is None else kernel[place.order]
    tensors = {"kernel": np.ascontiguousarray(kernel.T)}
    if place.layer.use_bias:
        tensors["bias"] = place.tensor("bias")
    yield from place.activated(place.last("linear", tensors))


def _pool(what: str) -> "Callable[[_Place], Iterator[Operation]]":
    def operations(place: _Place) -> Iterator[Operation]:
        size, strides, _ = place.layer.geometry()
        yield place.last(what, size=size, strides=strides, pads=_pads(place.step))

    return operations


def _global_pool(what: str) -> "Callable[[_Place], Iterator[Operation]]":
    def operations(place: _Place) -> Iterator[Operation]:
        yield place.last(what, keepdims=place.layer.keepdims)

    return operations


def _batch_normalization(place: _Place) -> Iterator[Operation]:
    tensors = place.along_channels(
        gamma="gamma", beta="beta", mean="moving_mean", variance="moving_variance"
    )
    options = {"epsilon": place.layer.epsilon, "momentum": place.layer.momentum}
    yield place.last("batch_norm", tensors, **options)


def _layer_normalization(place: _Place) -> Iterator[Operation]:
    tensors = place.along_channels(gamma="gamma", beta="beta")
    yield place.last("layer_norm", tensors, epsilon=place.layer.epsilon)


def _rescaling(place: _Place) -> Iterator[Operation]:
    numbers = {"scale": place.layer.scale, "offset": place.layer.offset}
    yield place.last("affine", {k: np.array(v, np.float32) for k, v in numbers.items()})


def _normalization(place: _Place) -> Iterator[Operation]:
    layer, channels = place.layer, place.step.input_shape[-1]
    if layer.mean is None:
        mean, variance = place.tensor("mean"), place.tensor("variance")
    else:
        mean, variance = np.array(layer.mean), np.array(layer.variance)
    mean = np.broadcast_to(mean.astype(np.float64), (channels,))
    variance = np.broadcast_to(variance.astype(np.float64), (channels,))
    if place.order is not None:
        mean, variance = mean[place.order], variance[place.order]
    spread = np.maximum(np.sqrt(variance), SMALLEST_SPREAD)
    scale, offset = (spread, mean) if layer.invert else (1 / spread, -mean / spread)
    tensors = {"scale": scale.astype(np.float32), "offset": offset.astype(np.float32)}
    yield place.last("affine", tensors)


def _margins(place: _Place) -> Iterator[Operation]:
    (top, bottom), (left, right) = place.layer.padding
    yield place.last("pad", pads=(top, left, bottom, right), value=0.0)


def _cut(place: _Place) -> Iterator[Operation]:
    (top, bottom), (left, right) = place.layer.cropping
    yield place.last("pad", pads=(-top, -left, -bottom, -right), value=0.0)


def _resizing(place: _Place) -> Iterator[Operation]:
    layer, taken = place.layer, place.taken
    rows, columns = layer.samples(place.step.input_shape)
    pads = (
        -rows.begin,
        -columns.begin,
        rows.begin + rows.extent - rows.length,
        columns.begin + columns.extent - columns.length,
    )
    size = (len(rows.places), len(columns.places))
    is_nearest = getattr(layer, "interpolation", "bilinear") == "nearest"
    has_size = (rows.extent, columns.extent) == size
    if any(pads):
        channels = place.step.input_shape[2]
        shape = (channels, rows.extent, columns.extent)
        name = layer.name if has_size else f"{layer.name}__part"
        value = float(getattr(layer, "fill_value", 0.0))
        yield Operation("pad", name, taken, shape, {"pads": pads, "value": value})
        taken = (name,)
    if has_size:
        if not any(pads):
            yield place.last("nothing")
        return
    options = {
        "mode": "nearest" if is_nearest else "bilinear",
        "size": size,
        "rows": tuple(low - rows.begin for low, _ in rows.places),
        "columns": tuple(low - columns.begin for low, _ in columns.places),
    }
    yield Operation("resize", layer.name, taken, channels_first(place.step.output_shape), options)


def _activation(place: _Place) -> Iterator[Operation]:
    yield place.last("activate", function=place.layer.activation)


def _ramp(place: _Place) -> Iterator[Operation]:
    function = getattr(place.layer.simplified(), "activation", None)
    if function is not None:
        yield place.last("activate", function=function)
    else:
        yield place.last("ramp", **place.layer.options())


def _prelu(place: _Place) -> Iterator[Operation]:
    alpha = place.tensor("alpha")
    if alpha.ndim == 3:
        alpha = alpha.transpose(2, 0, 1)
    elif place.order is not None and len(alpha) > 1:
        alpha = alpha[place.order]
    yield place.last("prelu", {"alpha": np.ascontiguousarray(alpha)})


def _flatten(place: _Place) -> Iterator[Operation]:
    if len(place.step.input_shape) == 1:
        yield place.last("nothing")
    else:
        yield place.last("flatten", channels_last=place.is_turned)


def _reshape(place: _Place) -> Iterator[Operation]:
    yield place.last("reshape", shape=place.step.output_shape, before=place.step.input_shape)


def _dropout(place: _Place) -> Iterator[Operation]:
    yield place.last("dropout", rate=place.layer.rate, of_maps=False)


def _dropout_of_maps(place: _Place) -> Iterator[Operation]:
    yield place.last("dropout", rate=place.layer.rate, of_maps=True)


def _nothing(place: _Place) -> Iterator[Operation]:
    yield place.last("nothing")


def _join(function: str) -> "Callable[[_Place], Iterator[Operation]]":
    def operations(place: _Place) -> Iterator[Operation]:
        has_pictures = len(place.step.output_shape) == 3
        aligned = tuple(has_pictures and len(shape) == 1 for shape in place.step.input_shapes)
        yield place.last("join", function=function, aligned=aligned)

    return operations


_BY_KIND: dict[str, Callable[[_Place], Iterator[Operation]]] = {
    "Activation": _activation,
    "Add": _join("add"),
    "Average": _join("mean"),
    "AveragePooling2D": _pool("average_pool"),
    "BatchNormalization": _batch_normalization,
    "CenterCrop": _resizing,
    "Concatenate": _join("concatenate"),
    "Conv2D": _conv2d,
    "Conv2DTranspose": _transposed,
    "Cropping2D": _cut,
    "Dense": _dense,
    "DepthwiseConv2D": _depthwise,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "GaussianNoise": _nothing,
    "GlobalAveragePooling2D": _global_pool("global_average_pool"),
    "GlobalMaxPooling2D": _global_pool("global_max_pool"),
    "LayerNormalization": _layer_normalization,
    "MaxPooling2D": _pool("max_pool"),
    "Maximum": _join("max"),
    "Multiply": _join("multiply"),
    "Normalization": _normalization,
    "PReLU": _prelu,
    "RandomBrightness": _nothing,
    "RandomContrast": _nothing,
    "RandomCrop": _resizing,
    "RandomFlip": _nothing,
    "RandomRotation": _nothing,
    "RandomTranslation": _nothing,
    "RandomZoom": _nothing,
    "ReLU": _ramp,
    "Rescaling": _rescaling,
    "Reshape": _reshape,
    "Resizing": _resizing,
    "SeparableConv2D": _separable,
    "SpatialDropout2D": _dropout_of_maps,
    "Subtract": _join("subtract"),
    "ZeroPadding2D": _margins,
}
"""Operations by layer kind; what acts in training alone is nothing here."""
