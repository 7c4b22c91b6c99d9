"""Steps that treat every value or every channel for itself, and products with all values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    LayerNormalization,
    PReLU,
    ReLU,
    SpatialDropout2D,
)
from convscope.channels_first.building import Building, Entry, fits, shown_axes, stripped
from convscope.channels_first.values import NUM, Value
from convscope.errors import ConvscopeError

NOT_NEGATIVE = {
    "relu",
    "relu6",
    "sigmoid",
    "softmax",
    "softplus",
    "hard_sigmoid",
    "exponential",
    "step",
}
"""Activation functions without results below 0."""

_MAPS = ("C", "H", "W")

SMALLEST_EPSILON = 1e-12


def linear(
    building: Building, name: str, value: Value, kernel: NDArray[Any], bias: NDArray[Any] | None
) -> Value:
    """Puts a product with all values of a vector, or of every place of a picture.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        kernel: (out, in).
        bias: (out,) or None.
    """
    last = replace(value, axes=(NUM, "H", "W", "C"))
    on_places = value.is_picture and len(value.axes) == 4 and stripped(value) == stripped(last)
    if not on_places:
        value = building.as_vector(value)
    count = value.shape[-1]
    if kernel.ndim != 2 or kernel.shape[1] != count:
        raise ConvscopeError(
            f"a product has weights of shape {kernel.shape}, and {count:,} values arrive.",
            f"Expected (units, {count}).",
            "Give the size of the images that the net was made for, (height, width, channels).",
        )
    tensors = {} if bias is None else {"bias": bias}
    has_bias = bias is not None
    if on_places:
        layer = Conv2D(len(kernel), (1, 1), use_bias=has_bias)
        turned = kernel.T[np.newaxis, np.newaxis]
        found = building.put(name, layer, [value], {"kernel": turned, **tensors})
        return replace(found, axes=(NUM, "H", "W", "C"))
    turned = np.empty_like(kernel.T)
    turned[value.order if value.order is not None else slice(None)] = kernel.T
    return building.put(
        name, Dense(len(kernel), use_bias=has_bias), [value], {"kernel": turned, **tensors}
    )


def batch_norm(
    building: Building,
    name: str,
    value: Value,
    gamma: NDArray[Any] | None,
    beta: NDArray[Any] | None,
    mean: NDArray[Any],
    variance: NDArray[Any],
    epsilon: float,
    momentum: float = 0.99,
) -> Value:
    """Puts a normalization with moving statistics; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        gamma: What each channel is multiplied by, (channels,); None for nothing.
        beta: What is added to it, (channels,); None for nothing.
        mean: Of each channel, (channels,).
        variance: Of each channel, (channels,).
        epsilon: What is added to the variance.
        momentum: How much of the statistics each step keeps.
    """
    value = _channels_second(building, value)
    count = value.shape[-1]
    found = {
        "gamma": np.ones(count) if gamma is None else gamma,
        "beta": np.zeros(count) if beta is None else beta,
        "moving_mean": mean,
        "moving_variance": variance,
    }
    for what, tensor in found.items():
        found[what] = _ours(value, _expect_length(tensor, count))
    if float(np.min(np.asarray(variance))) + epsilon <= 0 or epsilon < 0:
        raise ConvscopeError(
            "a normalization has a variance below 0.", "Expected 0 or more.", "Take another file."
        )
    layer = BatchNormalization(_momentum(momentum), max(float(epsilon), SMALLEST_EPSILON))
    return replace(building.put(name, layer, [value], found), axes=value.axes, order=value.order)


def layer_norm(
    building: Building,
    name: str,
    value: Value,
    gamma: NDArray[Any] | None,
    beta: NDArray[Any] | None,
    epsilon: float,
    num_axes: int,
) -> Value:
    """Puts a normalization of the last axis, which has to be the channels.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        gamma: What each channel is multiplied by, (channels,); None for nothing.
        beta: What is added to it, (channels,); None for nothing.
        epsilon: What is added to the variance.
        num_axes: How many of the last axes it goes over.

    Raises:
        ConvscopeError: It goes over more, or over something else.
    """
    if value.is_picture and len(value.axes) == 2:
        value = building.as_vector(value)
    if "C" not in (value.axes[-1], stripped(value)[-1]) or num_axes != 1:
        raise ConvscopeError(
            f"a layer normalization goes over {num_axes} axes of {shown_axes(value)}.",
            "Expected the channels of every place, as the last axis.",
            "Put the channels last before it, or use batch normalization.",
        )
    layer = LayerNormalization(
        max(float(epsilon), SMALLEST_EPSILON), beta is not None, gamma is not None
    )
    given = {"gamma": gamma, "beta": beta}
    count = value.shape[-1]
    tensors = {k: _ours(value, _expect_length(t, count)) for k, t in given.items() if t is not None}
    return replace(building.put(name, layer, [value], tensors), axes=value.axes, order=value.order)


def activate(building: Building, name: str, value: Value, function: str) -> Value:
    """Puts an activation function of our names; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        function: What is done, by our names.
    """
    is_not_negative = function in NOT_NEGATIVE
    found = building.put(name, Activation(function), [value], is_not_negative=is_not_negative)
    return replace(found, axes=value.axes, order=value.order)


def softmax(building: Building, name: str, value: Value, axis: int) -> Value:
    """Puts a softmax over the channels; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        axis: Of the value.

    Raises:
        ConvscopeError: It goes over another axis.
    """
    if value.is_picture and len(value.axes) == 2:
        value = building.as_vector(value)
    letters = stripped(value)[axis]
    if letters == "C" or (letters == "" and value.shape[-1] == 1):
        return activate(building, name, value, "softmax")
    raise ConvscopeError(
        f"a softmax goes over axis {axis} of {shown_axes(value)}.",
        "Expected the channels.",
        "Take the softmax over the classes.",
    )


def ramp(
    building: Building, name: str, value: Value, slope: float = 0.0, most: float | None = None
) -> Value:
    """Puts a ramp with a slope left of zero and a largest value; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        slope: Left of zero.
        most: The largest value; None for no bound.
    """
    layer = ReLU(most, slope).simplified()
    found = building.put(name, layer, [value], is_not_negative=not slope)
    return replace(found, axes=value.axes, order=value.order)


def clip(
    building: Building, name: str, value: Value, low: float | None, high: float | None
) -> Value:
    """Puts bounds below and above; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        low: The lower bound; None for none.
        high: The upper bound; None for none.

    Raises:
        ConvscopeError: There is none, or the one above is not larger.
    """
    if low is None and high is not None:  # high − relu(high − x)
        less = affine(building, f"{name}_below", value, np.array(-1.0), np.array(high))
        bounded = activate(building, f"{name}_ramp", less, "relu")
        return affine(building, name, bounded, np.array(-1.0), np.array(high))
    if low is None or (high is not None and high <= low):
        raise ConvscopeError(
            f"values are bounded to {low} to {high}.",
            "Expected a lower bound, and an upper one above it or none.",
            "Use relu or relu6.",
        )
    if low == 0:
        return ramp(building, name, value, 0.0, high)
    moved = affine(building, f"{name}_from_0", value, np.array(1.0), np.array(-low))
    most = None if high is None else high - low
    bounded = ramp(building, f"{name}_ramp", moved, 0.0, most)
    return affine(building, name, bounded, np.array(1.0), np.array(low))


def prelu(building: Building, name: str, value: Value, alpha: NDArray[Any]) -> Value:
    """Puts a ramp with learned slopes: one for all, or one per channel.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        alpha: (1,) or (channels,), or that with axes of length 1 behind; or (channels, height,
            width).
    """
    slopes = np.asarray(alpha)
    sizes = value.their_shape[1:]
    is_for_places = slopes.ndim == 3 and value.is_picture and value.axes[1:] == _MAPS
    if is_for_places and all(n in (1, size) for n, size in zip(slopes.shape, sizes, strict=True)):
        slopes = slopes.transpose(1, 2, 0)
        shared = tuple(axis for axis, size in enumerate(slopes.shape, 1) if size == 1)
        found = building.put(name, PReLU(shared or None), [value], {"alpha": slopes})
        return replace(found, axes=value.axes)
    slopes = slopes.ravel()
    if slopes.size > 1:
        value = _channels_second(building, value)
    count = value.shape[-1]
    slopes = np.broadcast_to(slopes, (count,)) if slopes.size == 1 else slopes
    slopes = _ours(value, _expect_length(slopes, count))
    if value.is_picture:
        layer, tensor = PReLU((1, 2)), slopes.reshape(1, 1, -1)
    else:
        layer, tensor = PReLU(), slopes
    found = building.put(name, layer, [value], {"alpha": tensor})
    return replace(found, axes=value.axes, order=value.order)


def affine(
    building: Building, name: str, value: Value, scale: NDArray[Any], offset: NDArray[Any]
) -> Value:
    """Puts x · scale + offset with numbers for all values, or one per channel.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        scale: Of any shape that only channels make longer than 1, as the other program holds it.
        offset: The same.

    Raises:
        ConvscopeError: The numbers differ from place to place.
    """
    if value.is_picture and len(value.axes) == 2 and max(scale.size, offset.size) > 1:
        value = building.as_vector(value)
    numbers = _per_channel(value, scale), _per_channel(value, offset)
    entry = Entry(None, [value.layer], value.shape, {}, *numbers)
    return replace(building.put_entry(name, entry), axes=value.axes, order=value.order)


def error_function(building: Building, name: str, value: Value) -> Value:
    """Puts the error function, which stays only as a part of GELU.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
    """
    entry = Entry(None, [value.layer], value.shape, is_error_function=True)
    return replace(building.put_entry(name, entry), axes=value.axes, order=value.order)


def dropout(building: Building, name: str, value: Value, rate: float, of_maps: bool) -> Value:
    """Puts a dropout; returns what it puts out.

    Args:
        building: The net so far.
        name: What the other program calls it.
        value: What it takes in.
        rate: The share that is set to zero.
        of_maps: Whether whole maps are.
    """
    if not 0 <= rate < 1:
        raise ConvscopeError(
            f"a dropout has the rate {rate:g}.", "Expected a rate from 0 to below 1.", "Change it."
        )
    layer = SpatialDropout2D(rate) if of_maps and value.is_picture else Dropout(rate)
    is_not_negative = building.never_negative(value)
    found = building.put(name, layer, [value], is_not_negative=is_not_negative)
    return replace(found, axes=value.axes, order=value.order)


def _momentum(momentum: float) -> float:
    return momentum if 0 <= momentum < 1 else 0.99


def _channels_second(building: Building, value: Value) -> Value:
    """Returns a value whose second axis is that of the channels."""
    if value.is_picture and len(value.axes) == 2:
        value = building.as_vector(value)
    is_second = len(value.axes) > 1 and value.axes[1] == "C"
    if is_second or (value.is_picture and fits(value, (NUM, "C", "H", "W"))):
        return value
    raise ConvscopeError(
        f"one number per channel meets {shown_axes(value)}.",
        "Expected (images, channels, …).",
        "Put the channels first before it.",
    )


def _expect_length(tensor: NDArray[Any], count: int) -> NDArray[np.float64]:
    if np.shape(tensor) != (count,):
        raise ConvscopeError(
            f"a step has numbers of shape {np.shape(tensor)} for {count} channels.",
            f"Expected ({count},).",
            "Give the size of the images that the net was made for, (height, width, channels).",
        )
    return np.asarray(tensor, np.float64)


def _ours(value: Value, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns numbers for each value of a vector in our order."""
    if value.order is None:
        return numbers
    found = np.empty_like(numbers)
    found[value.order] = numbers
    return found


def _per_channel(value: Value, numbers: NDArray[Any]) -> NDArray[np.float64]:
    found = np.asarray(numbers, np.float64)
    if found.size == 1:
        return found.reshape(())
    axes: Sequence[str] = value.axes
    shape = (1,) * (len(axes) - found.ndim) + found.shape
    long = [axis for axis, size in enumerate(shape) if size > 1]
    is_fit = len(shape) == len(axes) and len(long) == 1 and axes[long[0]] == "C"
    if not is_fit or found.size != value.shape[-1]:
        raise ConvscopeError(
            f"numbers of shape {found.shape} meet {shown_axes(value)}.",
            "Expected one number, or one per channel.",
            "Scale or shift by numbers that are the same at every place.",
        )
    return _ours(value, found.ravel())
