"""The one table from our kinds of layers to layers of TensorFlow.js, version 4.

What TensorFlow.js lacks is made of what it has, where the answers stay the same: groups and gaps
of a kernel become zeros in it, a difference the sum with the negative. What acts in a training
alone becomes a layer that does nothing. The rest is refused by name.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import INPUT, Architecture
from convscope.arrays import Weights
from convscope.errors import ConvscopeError
from convscope.tfjs_files.layers import Names, Place, TfjsLayer, activated

Kernel = NDArray[np.float32]


def tfjs_layers(architecture: Architecture, weights: Weights) -> list[TfjsLayer]:
    """Returns the layers that answer as a net does, the input first.

    Args:
        architecture: The net.
        weights: Tensors by `<layer>.<tensor>`.

    Raises:
        ConvscopeError: TensorFlow.js has no such layer; the text names it. Or no layers at all.
    """
    if not architecture.layers:
        raise ConvscopeError("The net has no layers.", "Expected a net.", "Take another model.")
    names = Names()
    shape = [None, *architecture.input.shape]
    begin = TfjsLayer("InputLayer", names.new("image"), (), {"batch_input_shape": shape})
    own = [names.new(layer.name) for layer in architecture.layers]
    made, ends = [begin], {INPUT: begin.name}
    for step, name in zip(architecture.steps, own, strict=True):
        taken = tuple(ends[source] for source in architecture.input_names(step))
        place = Place(step, taken, name, weights, names)
        made += TFJS_LAYERS[step.layer.kind](place)
        ends[step.layer.name] = made[-1].name
    return made


def _with(*options: str) -> Callable[[Place], Iterator[TfjsLayer]]:
    """Returns what writes a kind that is the same there, with the options that it has."""

    def write(place: Place) -> Iterator[TfjsLayer]:
        yield place.made(place.layer.kind, None, **place.options(*options))

    return write


def _passed_on(place: Place) -> Iterator[TfjsLayer]:
    yield place.passed_on()


def _activation(place: Place) -> Iterator[TfjsLayer]:
    yield from activated(place, place.made("Activation"))


def _dense(place: Place) -> Iterator[TfjsLayer]:
    arrays = place.tensors(kernel="kernel", bias="bias")
    yield from activated(place, place.made("Dense", arrays, **place.options("units", "use_bias")))


_WINDOWS = ("strides", "padding", "use_bias")


def _conv2d(place: Place) -> Iterator[TfjsLayer]:
    arrays = place.tensors(kernel="kernel", bias="bias")
    arrays["kernel"] = _ungrouped(arrays["kernel"], place.layer.groups)
    options = place.options("filters", "kernel_size", "dilation_rate", *_WINDOWS)
    yield from activated(place, place.made("Conv2D", arrays, **options))


def _depthwise(place: Place) -> Iterator[TfjsLayer]:
    arrays = place.tensors(kernel="depthwise_kernel", bias="bias")
    kernel = _with_gaps(arrays["depthwise_kernel"], place.layer.dilation_rate)
    arrays["depthwise_kernel"] = kernel
    options = place.options("depth_multiplier", *_WINDOWS) | {"kernel_size": kernel.shape[:2]}
    yield from activated(place, place.made("DepthwiseConv2D", arrays, **options))


def _separable(place: Place) -> Iterator[TfjsLayer]:
    arrays = place.tensors(
        depthwise_kernel="depthwise_kernel", pointwise_kernel="pointwise_kernel", bias="bias"
    )
    own = ("filters", "kernel_size", "dilation_rate", "depth_multiplier")
    options = place.options(*own, *_WINDOWS)
    yield from activated(place, place.made("SeparableConv2D", arrays, **options))


def _transposed(place: Place) -> Iterator[TfjsLayer]:
    """Writes it with zeros for gaps of its window; what leaves is as much as there it always is."""
    layer = place.layer
    usual = replace(layer, output_padding=None).output_shape(place.step.input_shape)
    if usual != place.step.output_shape:
        raise place.refused("has no output_padding")
    arrays = place.tensors(kernel="kernel", bias="bias")
    arrays["kernel"] = _with_gaps(arrays["kernel"], layer.dilation_rate)
    options = place.options("filters", *_WINDOWS) | {"kernel_size": arrays["kernel"].shape[:2]}
    yield from activated(place, place.made("Conv2DTranspose", arrays, **options))


def _ungrouped(kernel: Kernel, groups: int) -> Kernel:
    """Returns the kernel (height, width, in, out) that does the same over all channels.

    Args:
        kernel: (height, width, in / groups, out).
        groups: Each takes in its part of the channels, and puts out its part.
    """
    if groups == 1:
        return kernel
    height, width, taken, put_out = kernel.shape
    whole = np.zeros((height, width, taken * groups, put_out), np.float32)
    share = put_out // groups
    for group in range(groups):
        outputs = slice(group * share, (group + 1) * share)
        inputs = slice(group * taken, (group + 1) * taken)
        whole[:, :, inputs, outputs] = kernel[..., outputs]
    return whole


def _with_gaps(kernel: Kernel, rate: tuple[int, int]) -> Kernel:
    """Returns the kernel that has zeros where one of that dilation skips values."""
    (height, width), (down, right) = kernel.shape[:2], rate
    whole = np.zeros(
        ((height - 1) * down + 1, (width - 1) * right + 1, *kernel.shape[2:]), np.float32
    )
    whole[::down, ::right] = kernel
    return whole


def _global(place: Place) -> Iterator[TfjsLayer]:
    pooled = place.made(place.layer.kind)
    yield pooled
    if place.layer.keepdims:
        yield place.behind(pooled, "kept", "Reshape", target_shape=place.step.output_shape)


def _flatten(place: Place) -> Iterator[TfjsLayer]:
    yield place.made("Flatten") if len(place.step.input_shape) > 1 else place.passed_on()


def _reshape(place: Place) -> Iterator[TfjsLayer]:
    yield place.made("Reshape", None, target_shape=place.step.output_shape)


def _batch_normalization(place: Place) -> Iterator[TfjsLayer]:
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    arrays = place.tensors(**{name: name for name in names})
    options = place.options("momentum", "epsilon") | {"axis": -1, "center": True, "scale": True}
    yield place.made("BatchNormalization", arrays, **options)


def _layer_normalization(place: Place) -> Iterator[TfjsLayer]:
    arrays = place.tensors(gamma="gamma", beta="beta")
    options = place.options("epsilon", "center", "scale")
    yield place.made("LayerNormalization", arrays, axis=-1, **options)


SMALLEST_EPSILON = 1e-12
"""So small that 1 with it is 1 in float32."""


def _normalization(place: Place) -> Iterator[TfjsLayer]:
    """Writes it as batch normalization whose statistics are 0 and 1, or the means and 1."""
    layer, channels = place.layer, place.step.input_shape[-1]
    if layer.mean is None:
        means, variances = place.tensor("mean"), place.tensor("variance")
    else:
        means, variances = (
            np.broadcast_to(np.array(given, np.float32), channels)
            for given in (layer.mean, layer.variance)
        )
    factors = [
        layer.factor_and_offset(float(mean), float(variance))[0]
        for mean, variance in zip(means, variances, strict=True)
    ]
    none = np.zeros(channels, np.float32)
    before, after = (none, means) if layer.invert else (means, none)
    arrays = {
        "gamma": np.array(factors, np.float32),
        "beta": after,
        "moving_mean": before,
        "moving_variance": np.ones(channels, np.float32),
    }
    options = {"axis": -1, "epsilon": SMALLEST_EPSILON, "center": True, "scale": True}
    yield place.made("BatchNormalization", arrays, **options)


def _relu(place: Place) -> Iterator[TfjsLayer]:
    """Writes the part above the threshold, and the part below it where that has a slope."""
    limit, slope = place.layer.max_value, place.layer.negative_slope
    threshold = place.layer.threshold
    if slope and limit is None and not threshold:
        yield place.made("LeakyReLU", None, alpha=slope)
        return
    if threshold:
        # There values pass above theta, here from the threshold on.
        theta = float(np.nextafter(np.float32(threshold), np.float32(0)))
        above = place.made("ThresholdedReLU", None, theta=theta)
        yield above
        if limit is not None:
            above = place.behind(above, "limited", "ReLU", max_value=limit)
            yield above
    else:
        above = place.made("ReLU", None, max_value=limit)
        yield above
    if slope:
        turned = place.beside("turned", "Rescaling", scale=-1.0, offset=threshold)
        below = place.behind(turned, "below", "ReLU")
        sloped = place.behind(below, "sloped", "Rescaling", scale=-slope, offset=0.0)
        yield from (turned, below, sloped)
        name = place.names.new(f"{place.name}_whole")
        yield TfjsLayer("Add", name, (above.name, sloped.name))


def _prelu(place: Place) -> Iterator[TfjsLayer]:
    arrays = place.tensors(alpha="alpha")
    yield place.made("PReLU", arrays, **place.options("shared_axes"))


def _pooling(place: Place) -> Iterator[TfjsLayer]:
    yield place.made(place.layer.kind, None, **place.options("pool_size", "strides", "padding"))


def _subtract(place: Place) -> Iterator[TfjsLayer]:
    first, second = place.taken
    name = place.names.new(f"{place.name}_negative")
    negative = TfjsLayer("Rescaling", name, (second,), {"scale": -1.0, "offset": 0.0})
    yield negative
    yield TfjsLayer("Add", place.name, (first, negative.name))


def _concatenate(place: Place) -> Iterator[TfjsLayer]:
    yield place.made("Concatenate", None, axis=-1)


def _resampling(place: Place) -> Iterator[TfjsLayer]:
    """Writes a part that is cut out, and values that are there several times."""
    cuts: list[tuple[int, int]] = []
    factors: list[int] = []
    for samples in place.layer.samples(place.step.input_shape):
        found = _cut_and_factor(samples)
        if found is None:
            raise place.refused("resizes in another way")
        cuts.append(found[0])
        factors.append(found[1])
    if any(map(any, cuts)):
        yield place.made("Cropping2D", None, cropping=cuts)
    else:
        yield place.passed_on()
    if factors != [1, 1]:
        name = place.names.new(f"{place.name}_grown")
        yield TfjsLayer("UpSampling2D", name, (place.name,), {"size": factors})


def _cut_and_factor(samples: Any) -> tuple[tuple[int, int], int] | None:
    """Returns what is cut off before and behind an axis, and how often each value then stands.

    None where new values lie between old ones, or are repeated otherwise.
    """
    if any(low != high and share for (low, high), share in _pairs(samples)):
        return None
    places = [low for low, _ in samples.places]
    first, last = places[0], places[-1]
    if first < 0 or last >= samples.length or last < first:
        return None
    kept = last - first + 1
    factor, rest = divmod(len(places), kept)
    if rest or places != [first + index // factor for index in range(len(places))]:
        return None
    if not _is_found_again(kept, factor):
        return None
    return (first, samples.length - 1 - last), factor


def _pairs(samples: Any) -> Iterator[tuple[tuple[int, int], float]]:
    yield from zip(samples.places, samples.shares, strict=True)


def _is_found_again(kept: int, factor: int) -> bool:
    """Returns whether index × (kept / grown), rounded down as is done there, finds each value."""
    index = np.arange(kept * factor)
    scales = np.float32(kept) / np.float32(kept * factor), kept / (kept * factor)
    return all((np.floor(index.astype(s.__class__) * s) == index // factor).all() for s in scales)


TFJS_LAYERS: dict[str, Callable[[Place], Iterator[TfjsLayer]]] = {
    "Activation": _activation,
    "Add": _with(),
    "Average": _with(),
    "AveragePooling2D": _pooling,
    "BatchNormalization": _batch_normalization,
    "CenterCrop": _resampling,
    "Concatenate": _concatenate,
    "Conv2D": _conv2d,
    "Conv2DTranspose": _transposed,
    "Cropping2D": _with("cropping"),
    "Dense": _dense,
    "DepthwiseConv2D": _depthwise,
    "Dropout": _with("rate"),
    "Flatten": _flatten,
    "GaussianNoise": _with("stddev"),
    "GlobalAveragePooling2D": _global,
    "GlobalMaxPooling2D": _global,
    "LayerNormalization": _layer_normalization,
    "MaxPooling2D": _pooling,
    "Maximum": _with(),
    "Multiply": _with(),
    "Normalization": _normalization,
    "PReLU": _prelu,
    "RandomBrightness": _passed_on,
    "RandomContrast": _passed_on,
    "RandomCrop": _resampling,
    "RandomFlip": _passed_on,
    "RandomRotation": _passed_on,
    "RandomTranslation": _passed_on,
    "RandomZoom": _passed_on,
    "ReLU": _relu,
    "Rescaling": _with("scale", "offset"),
    "Reshape": _reshape,
    "Resizing": _resampling,
    "SeparableConv2D": _separable,
    "SpatialDropout2D": _passed_on,
    "Subtract": _subtract,
    "ZeroPadding2D": _with("padding"),
}
"""What writes layers of a kind, by the kind's name; what follows takes in the last of them."""
