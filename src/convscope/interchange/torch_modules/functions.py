"""What each function of torch becomes: one table, which modules, methods and `aten` follow.

Each handler takes where it stands and then what the function takes, in torch's order and under
torch's names, so that a call of torch is a call of the handler.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.channels_first import Building, Value, axis_steps, joining_steps, resizing_steps
from convscope.channels_first import pointwise_steps as pointwise
from convscope.channels_first import windowed_steps as windowed
from convscope.channels_first.comparing_steps import Condition, as_numbers, choose
from convscope.errors import ConvscopeError, in_short


@dataclass(frozen=True)
class At:
    """Where a function is called: the net so far, and what the step is to be called."""

    building: Building
    name: str


def refuse(received: str, expected: str, fix: str) -> ConvscopeError:
    """Returns the error of a step that no layer of ours does; the caller says where it is.

    Args:
        received: What arrived.
        expected: What would have been taken.
        fix: What to do now.
    """
    return ConvscopeError(received, expected, fix)


def array(tensor: Any) -> NDArray[Any]:
    """Returns a tensor's numbers, float64 where it has them, else float32."""
    if isinstance(tensor, torch.Tensor):
        tensor = tensor.detach().cpu()
        kept = tensor.dtype in (torch.float64, torch.int64)
        return (tensor if kept else tensor.float()).numpy()
    return np.asarray(tensor, np.float64)


def maybe(tensor: Any) -> NDArray[Any] | None:
    """Returns a tensor's numbers, or None."""
    return None if tensor is None else array(tensor)


def pair(value: Any) -> tuple[int, int]:
    """Returns one or two numbers as two."""
    found = (value, value) if isinstance(value, int) else tuple(value)
    return (found[0], found[-1])


def _both_sides(padding: Any) -> windowed.Pads:
    rows, columns = pair(padding)
    return rows, columns, rows, columns


def _conv2d(
    at: At,
    input: Value,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Value:
    """A convolution; `padding` may be "valid" or "same", which puts an odd one at the end."""
    kernel, dilations = array(weight), pair(dilation)
    if isinstance(padding, str):
        maps = at.building.as_maps(input)
        pads = (0, 0, 0, 0)
        if padding == "same":
            pads = windowed.same_pads(maps, kernel.shape[2:], (1, 1), dilations)
    else:
        pads = _both_sides(padding)
    return windowed.conv(
        at.building, at.name, input, kernel, maybe(bias), pair(stride), pads, dilations, groups
    )


def _conv_transpose2d(
    at: At,
    input: Value,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Value:
    """A transposed convolution; `padding` is cut off on all sides."""
    windowed.expect_one_group(groups)
    return windowed.conv_transpose(
        at.building,
        at.name,
        input,
        array(weight),
        maybe(bias),
        pair(stride),
        _both_sides(padding),
        pair(output_padding),
        pair(dilation),
    )


def _linear(at: At, input: Value, weight: Any, bias: Any = None) -> Value:
    """A product with (out, in)."""
    return pointwise.linear(at.building, at.name, input, array(weight), maybe(bias))


def _matmul(at: At, input: Any, other: Any) -> Value:
    if isinstance(other, Value):
        raise refuse(
            "a product of two tensors that depend on the image.",
            "Expected one with weights.",
            "Attention has no layer here.",
        )
    return pointwise.linear(at.building, at.name, input, array(other).T, None)


def _addmm(at: At, input: Any, mat1: Any, mat2: Any) -> Value:
    return pointwise.linear(at.building, at.name, mat1, array(mat2).T, array(input))


def _batch_norm(
    at: At,
    input: Value,
    weight: Any,
    bias: Any,
    running_mean: Any,
    running_var: Any,
    training: bool = False,
    momentum: float | None = 0.1,
    eps: float = 1e-5,
    cudnn_enabled: bool = True,
) -> Value:
    """A normalization with moving statistics."""
    if training or running_mean is None or running_var is None:
        raise refuse(
            "a batch normalization computes with the statistics of the batch at hand.",
            "Expected moving ones.",
            "Train it with track_running_stats=True, and give it in evaluation mode.",
        )
    moments = array(running_mean), array(running_var)
    kept = 1 - (0.1 if momentum is None else momentum)
    return pointwise.batch_norm(
        at.building, at.name, input, maybe(weight), maybe(bias), *moments, eps, kept
    )


def _functional_batch_norm(
    at: At,
    input: Value,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float | None = 0.1,
    eps: float = 1e-5,
) -> Value:
    return _batch_norm(at, input, weight, bias, running_mean, running_var, training, momentum, eps)


def _layer_norm(
    at: At,
    input: Value,
    normalized_shape: Sequence[int],
    weight: Any = None,
    bias: Any = None,
    eps: float = 1e-5,
    cudnn_enable: bool = True,
) -> Value:
    """A normalization of the last axes."""
    return pointwise.layer_norm(
        at.building, at.name, input, maybe(weight), maybe(bias), eps, len(normalized_shape)
    )


def _max_pool2d(
    at: At,
    input: Value,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Value:
    """A max pooling."""
    if pair(dilation) != (1, 1) or return_indices:
        raise refuse(
            f"a max pooling has dilation={dilation}, return_indices={return_indices}.",
            "Expected neighbours under the window, and values alone.",
            "Leave both out.",
        )
    size = pair(kernel_size)
    strides = pair(stride) if stride not in (None, []) else size
    return windowed.max_pool(
        at.building, at.name, input, size, strides, _both_sides(padding), ceil_mode
    )


def _avg_pool2d(
    at: At,
    input: Value,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Value:
    """An average pooling."""
    size = pair(kernel_size)
    if divisor_override not in (None, size[0] * size[1]):
        raise refuse(
            f"an average pooling has divisor_override={divisor_override}.",
            "Expected a mean.",
            "Leave it out.",
        )
    strides = pair(stride) if stride not in (None, []) else size
    return windowed.average_pool(
        at.building,
        at.name,
        input,
        size,
        strides,
        _both_sides(padding),
        ceil_mode,
        count_include_pad,
    )


def _adaptive(is_mean: bool) -> Callable[..., Value]:
    def pool(at: At, input: Value, output_size: Any, return_indices: bool = False) -> Value:
        wanted = (output_size,) * 2 if isinstance(output_size, int) else tuple(output_size)
        size = (wanted[0], wanted[-1])
        return windowed.adaptive_pool(at.building, at.name, input, size, is_mean)

    return pool


_adaptive_avg_pool2d, _adaptive_max_pool2d = _adaptive(True), _adaptive(False)


def _mean(at: At, input: Value, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Value:
    return _over(at, input, dim, keepdim, True)


def _amax(at: At, input: Value, dim: Any = (), keepdim: bool = False) -> Value:
    return _over(at, input, dim, keepdim, False)


def _over(at: At, input: Value, dim: Any, keepdim: bool, is_mean: bool) -> Value:
    axes = range(len(input.axes)) if dim in (None, ()) else [dim] if isinstance(dim, int) else dim
    return axis_steps.pool_axes(at.building, at.name, input, list(axes), keepdim, is_mean)


def _activation(function: str) -> Callable[..., Value]:
    def activate(at: At, input: Value, inplace: bool = False) -> Value:
        return pointwise.activate(at.building, at.name, input, function)

    return activate


def _with_alpha_1(function: str) -> Callable[..., Value]:
    def activate(
        at: At,
        input: Value,
        alpha: float = 1.0,
        scale: float = 1.0,
        input_scale: float = 1.0,
        inplace: bool = False,
    ) -> Value:
        if (alpha, scale, input_scale) != (1, 1, 1):
            raise refuse(f"{function} has alpha={alpha:g}.", "Expected 1.", "Leave it out.")
        return pointwise.activate(at.building, at.name, input, function)

    return activate


_elu = _with_alpha_1("elu")


def _gelu(at: At, input: Value, approximate: str = "none") -> Value:
    """GELU with the error function."""
    if approximate != "none":
        raise refuse(
            f'gelu has approximate="{approximate}".', 'Expected "none".', "Train it with that."
        )
    return pointwise.activate(at.building, at.name, input, "gelu")


def _softplus(at: At, input: Value, beta: float = 1, threshold: float = 20) -> Value:
    """Softplus, which torch computes as a line where it is one to seven digits."""
    if beta != 1 or threshold < 15:
        raise refuse(
            f"softplus has beta={beta:g}, threshold={threshold:g}.",
            "Expected beta=1, threshold=20.",
            "Leave both out.",
        )
    return pointwise.activate(at.building, at.name, input, "softplus")


def _leaky_relu(at: At, input: Value, negative_slope: float = 0.01, inplace: bool = False) -> Value:
    """A ramp with a slope left of zero."""
    if negative_slope < 0:
        raise refuse("leaky_relu falls.", "Expected a slope of at least 0.", "Change it.")
    return pointwise.ramp(at.building, at.name, input, float(negative_slope))


def _prelu(at: At, input: Value, weight: Any) -> Value:
    """A ramp with learned slopes."""
    return pointwise.prelu(at.building, at.name, input, array(weight))


def _hardtanh(
    at: At, input: Value, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False
) -> Value:
    """Bounds below and above."""
    return pointwise.clip(at.building, at.name, input, float(min_val), float(max_val))


def _clamp(at: At, input: Value, min: Any = None, max: Any = None) -> Value:
    bounds = [None if bound is None else float(bound) for bound in (min, max)]
    return pointwise.clip(at.building, at.name, input, *bounds)


def _softmax(
    at: At, input: Value, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None
) -> Value:
    axis = (1 if len(input.axes) != 3 else 0) if dim is None or isinstance(dim, bool) else dim
    return pointwise.softmax(at.building, at.name, input, axis)


def _dropout(of_maps: bool) -> Callable[..., Value]:
    def drop(
        at: At, input: Value, p: float = 0.5, training: bool = True, inplace: bool = False
    ) -> Value:
        if training and p:
            raise refuse(
                "a dropout is switched on.",
                "Expected training=self.training, so that evaluation leaves it out.",
                "Change the call, or use nn.Dropout.",
            )
        return input

    del of_maps
    return drop


def _add(at: At, input: Any, other: Any, alpha: float = 1) -> Value:
    if isinstance(input, Value) and isinstance(other, Value):
        if alpha == 1:
            return joining_steps.join(at.building, at.name, "add", [input, other])
        other = _scaled(at, other, alpha)
        return joining_steps.join(at.building, at.name, "add", [input, other])
    if not isinstance(input, Value):
        input, other = _scaled(at, other, alpha), input
        return _affine(at, input, 1.0, other)
    return _affine(at, input, 1.0, alpha * array(other))


def _sub(at: At, input: Any, other: Any, alpha: float = 1) -> Value:
    if isinstance(input, Value) and isinstance(other, Value):
        other = other if alpha == 1 else _scaled(at, other, alpha)
        return joining_steps.join(at.building, at.name, "subtract", [input, other])
    if isinstance(input, Value):
        return _affine(at, input, 1.0, -alpha * array(other))
    return _affine(at, other, -float(alpha), input)


def _rsub(at: At, input: Any, other: Any, alpha: float = 1) -> Value:
    return _sub(at, other, input, alpha)


def _mul(at: At, input: Any, other: Any) -> Value:
    if isinstance(input, Value) and isinstance(other, Value):
        return joining_steps.join(at.building, at.name, "multiply", [input, other])
    value, number = (input, other) if isinstance(input, Value) else (other, input)
    return _affine(at, value, number, 0.0)


def _div(at: At, input: Any, other: Any, rounding_mode: str | None = None) -> Value:
    if isinstance(other, Value) or rounding_mode is not None:
        raise refuse(
            "a division by something that depends on the image, or a rounded one.",
            "Expected a division by numbers.",
            "It has no layer here.",
        )
    return _affine(at, input, 1 / array(other).astype(np.float64), 0.0)


def _neg(at: At, input: Value) -> Value:
    return _affine(at, input, -1.0, 0.0)


def _maximum(at: At, input: Any, other: Any) -> Value:
    if isinstance(input, Value) and isinstance(other, Value):
        return joining_steps.join(at.building, at.name, "max", [input, other])
    value, number = (input, other) if isinstance(input, Value) else (other, input)
    return pointwise.clip(at.building, at.name, value, float(array(number)), None)


def _scaled(at: At, value: Value, factor: float) -> Value:
    if factor == 1:
        return value
    return _affine(At(at.building, f"{at.name}_scaled"), value, factor, 0.0)


def _affine(at: At, value: Value, scale: Any, offset: Any) -> Value:
    return pointwise.affine(at.building, at.name, value, array(scale), array(offset))


def _cat(at: At, tensors: Sequence[Any], dim: int = 0, axis: int | None = None) -> Value:
    if not all(isinstance(value, Value) for value in tensors):
        raise refuse(
            "numbers that do not depend on the image are put behind others.",
            "Expected what layers put out.",
            "Leave them out.",
        )
    axis = dim if axis is None else axis
    return joining_steps.concatenate(at.building, at.name, list(tensors), axis)


def _flatten(at: At, input: Value, start_dim: int = 0, end_dim: int = -1) -> Value:
    return axis_steps.flatten(input, start_dim, end_dim)


def _reshape(at: At, input: Value, *shape: Any) -> Value:
    sizes = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
    return axis_steps.reshape(at.building, at.name, input, [int(size) for size in sizes])


def _permute(at: At, input: Value, *dims: Any) -> Value:
    order = dims[0] if len(dims) == 1 and not isinstance(dims[0], int) else dims
    return axis_steps.transpose(input, list(order))


def _transpose(at: At, input: Value, dim0: int, dim1: int) -> Value:
    order = list(range(len(input.axes)))
    order[dim0], order[dim1] = order[dim1], order[dim0]
    return axis_steps.transpose(input, order)


def _squeeze(at: At, input: Value, dim: Any = None) -> Value:
    return axis_steps.squeeze(input, [dim] if isinstance(dim, int) else dim)


def _unsqueeze(at: At, input: Value, dim: int) -> Value:
    return axis_steps.unsqueeze(input, [dim])


def _same(at: At, input: Value, *_: Any, **__: Any) -> Value:
    return input


def _interpolate(
    at: At,
    input: Value,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Value:
    """A picture brought to another size."""
    if antialias:
        raise refuse("a resizing smooths.", "Expected antialias=False.", "Resize before the net.")
    return resizing_steps.interpolate(
        at.building, at.name, input, size, scale_factor, mode, align_corners
    )


def _upsample_bilinear(
    at: At, input: Value, output_size: Any, align_corners: bool = False, *scales: Any
) -> Value:
    factor = scales[-1] if scales else None
    return _interpolate(at, input, output_size, factor, "bilinear", align_corners)


def _upsample_nearest(mode: str) -> Callable[..., Value]:
    def resize(at: At, input: Value, output_size: Any, *scales: Any) -> Value:
        return _interpolate(at, input, output_size, scales[-1] if scales else None, mode)

    return resize


def _pad(
    at: At, input: Value, pad: Sequence[int], mode: str = "constant", value: float | None = None
) -> Value:
    """Margins around pictures."""
    sides = (*pad, 0, 0, 0, 0)[:4]
    if mode != "constant" or any(pad[4:]):
        raise refuse(
            f'a margin is put around with mode="{mode}" and pad={tuple(pad)}.',
            "Expected zeros around rows and columns.",
            'Pad with mode="constant".',
        )
    left, right, top, bottom = sides
    pads = (top, left, bottom, right)
    return windowed.margins(at.building, at.name, input, pads, float(value or 0))


def _getitem(at: At, input: Value, index: Any) -> Value:
    parts = index if isinstance(index, tuple) else (index,)
    if Ellipsis in parts:
        where = parts.index(Ellipsis)
        missing = len(input.axes) - sum(part is not None for part in parts) + 1
        parts = (*parts[:where], *(slice(None),) * missing, *parts[where + 1 :])
    pads, axis = [0, 0, 0, 0], 0
    for part in parts:
        if part is None:
            continue
        size = input.their_shape[axis]
        is_cut = isinstance(part, slice) and part.step in (None, 1)
        first, last, _ = part.indices(size) if is_cut else (0, 0, 1)
        letter = input.axes[axis]
        if is_cut and (first, last) != (0, size) and letter in ("H", "W"):
            pads["HW".index(letter)] = -first
            pads["HW".index(letter) + 2] = last - size
        elif not is_cut or (first, last) != (0, size):
            raise refuse(
                f"a part [{in_short(index)}] is taken out.",
                "Expected a part of rows and columns.",
                "Parts of the channels have no layer here.",
            )
        axis += 1
    sides = (pads[0], pads[1], pads[2], pads[3])
    value = windowed.margins(at.building, at.name, input, sides) if any(sides) else input
    return axis_steps.unsqueeze(value, [i for i, part in enumerate(parts) if part is None])


def _compare(or_equal: bool) -> Callable[..., Condition]:
    def compare(at: At, input: Value, other: Any) -> Condition:
        return Condition(input, float(array(other)), or_equal)

    return compare


def _as_numbers(at: At, input: Any, *_: Any) -> Value:
    if isinstance(input, Condition):
        return as_numbers(at.building, at.name, input)
    return input


def _where(at: At, condition: Any, input: Any, other: Any) -> Value:
    return choose(at.building, at.name, condition, input, other)


def _index_select(at: At, input: Value, dim: int, index: Any) -> Value:
    return resizing_steps.nearest(at.building, at.name, input, dim, array(index))


def _size(at: At, input: Value, dim: int | None = None) -> Any:
    return input.their_shape if dim is None else input.their_shape[dim]


def _getattr(at: At, input: Value, name: str) -> Any:
    known = {"shape": input.their_shape, "ndim": len(input.axes)}
    if name not in known:
        raise refuse(f"the attribute {name} of a tensor.", "Expected shape.", "Write x.shape.")
    return known[name]


def _dim(at: At, input: Value) -> int:
    return len(input.axes)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "adaptive_avg_pool2d": _adaptive_avg_pool2d,
    "adaptive_max_pool2d": _adaptive_max_pool2d,
    "add": _add,
    "addmm": _addmm,
    "alpha_dropout": _dropout(False),
    "amax": _amax,
    "avg_pool2d": _avg_pool2d,
    "batch_norm": _batch_norm,
    "cat": _cat,
    "celu": _elu,
    "clamp": _clamp,
    "clamp_min": _clamp,
    "clip": _clamp,
    "clone": _same,
    "concat": _cat,
    "concatenate": _cat,
    "contiguous": _same,
    "conv2d": _conv2d,
    "conv_transpose2d": _conv_transpose2d,
    "detach": _same,
    "dim": _dim,
    "div": _div,
    "dropout": _dropout(False),
    "dropout2d": _dropout(True),
    "elu": _elu,
    "exp": _activation("exponential"),
    "feature_alpha_dropout": _dropout(True),
    "feature_dropout": _dropout(True),
    "flatten": _flatten,
    "float": _same,
    "functional.batch_norm": _functional_batch_norm,
    "ge": _compare(True),
    "gelu": _gelu,
    "getattr": _getattr,
    "getitem": _getitem,
    "gt": _compare(False),
    "hardsigmoid": _activation("hard_sigmoid"),
    "hardswish": _activation("hard_silu"),
    "hardtanh": _hardtanh,
    "iadd": _add,
    "imul": _mul,
    "index_select": _index_select,
    "interpolate": _interpolate,
    "isub": _sub,
    "itruediv": _div,
    "layer_norm": _layer_norm,
    "leaky_relu": _leaky_relu,
    "linear": _linear,
    "log_softmax": _softmax,
    "matmul": _matmul,
    "max_pool2d": _max_pool2d,
    "max_pool2d_with_indices": _max_pool2d,
    "maximum": _maximum,
    "mean": _mean,
    "mish": _activation("mish"),
    "mm": _matmul,
    "mul": _mul,
    "multiply": _mul,
    "neg": _neg,
    "pad": _pad,
    "permute": _permute,
    "prelu": _prelu,
    "relu": _activation("relu"),
    "relu6": _activation("relu6"),
    "reshape": _reshape,
    "rsub": _rsub,
    "selu": _activation("selu"),
    "sigmoid": _activation("sigmoid"),
    "silu": _activation("silu"),
    "size": _size,
    "softmax": _softmax,
    "softplus": _softplus,
    "softsign": _activation("softsign"),
    "squeeze": _squeeze,
    "sub": _sub,
    "subtract": _sub,
    "tanh": _activation("tanh"),
    "transpose": _transpose,
    "true_divide": _div,
    "truediv": _div,
    "type_as": _as_numbers,
    "unsqueeze": _unsqueeze,
    "upsample_bilinear2d": _upsample_bilinear,
    "upsample_nearest2d": _upsample_nearest("nearest"),
    "_upsample_nearest_exact2d": _upsample_nearest("nearest-exact"),
    "view": _reshape,
    "where": _where,
}
"""Handler by the name that function, method and `aten` operation have, without a closing `_`."""

WITHOUT = {
    "bmm": "attention",
    "channel_shuffle": "a shuffle of channels",
    "chunk": "a division of channels",
    "cumsum": "a running sum",
    "einsum": "a sum over indices",
    "grid_sample": "a bent picture",
    "group_norm": "group normalization",
    "instance_norm": "instance normalization",
    "pixel_shuffle": "a shuffle of pixels",
    "pow": "a power",
    "roll": "rolled values",
    "scaled_dot_product_attention": "attention",
    "split": "a division of channels",
    "unbind": "a division of axes",
}
"""What is often used and has no layer here."""
