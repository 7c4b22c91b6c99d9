"""What each module of `torch.nn` becomes: the call of a function that it makes."""

from collections.abc import Callable
from typing import Any

from torch import nn

from convscope.channels_first import Value, axis_steps, resizing_steps
from convscope.channels_first import pointwise_steps as pointwise
from convscope.interchange.torch_modules.functions import FUNCTIONS, At, refuse


def _conv2d(at: At, m: nn.Conv2d, x: Value) -> Value:
    if m.padding_mode != "zeros" and _has_margin(m):
        raise refuse(
            f'a convolution has padding_mode="{m.padding_mode}".',
            'Expected "zeros".',
            "Train it with that.",
        )
    return FUNCTIONS["conv2d"](at, x, m.weight, m.bias, m.stride, m.padding, m.dilation, m.groups)


def _conv_transpose2d(at: At, m: nn.ConvTranspose2d, x: Value) -> Value:
    grown = m.stride, m.padding, m.output_padding, m.groups, m.dilation
    return FUNCTIONS["conv_transpose2d"](at, x, m.weight, m.bias, *grown)


def _has_margin(m: nn.Conv2d) -> bool:
    return m.padding != "valid" and (isinstance(m.padding, str) or any(m.padding))


def _batch_norm(at: At, m: Any, x: Value) -> Value:
    moments = m.running_mean, m.running_var
    return FUNCTIONS["batch_norm"](at, x, m.weight, m.bias, *moments, False, m.momentum, m.eps)


def _layer_norm(at: At, m: nn.LayerNorm, x: Value) -> Value:
    return FUNCTIONS["layer_norm"](at, x, m.normalized_shape, m.weight, m.bias, m.eps)


def _max_pool2d(at: At, m: nn.MaxPool2d, x: Value) -> Value:
    sizes = m.kernel_size, m.stride, m.padding, m.dilation
    return FUNCTIONS["max_pool2d"](at, x, *sizes, m.ceil_mode, m.return_indices)


def _avg_pool2d(at: At, m: nn.AvgPool2d, x: Value) -> Value:
    counted = m.count_include_pad, m.divisor_override
    return FUNCTIONS["avg_pool2d"](at, x, m.kernel_size, m.stride, m.padding, m.ceil_mode, *counted)


def _pad(at: At, m: Any, x: Value) -> Value:
    return FUNCTIONS["pad"](at, x, m.padding, value=m.value)


def _zero_pad(at: At, m: nn.ZeroPad2d, x: Value) -> Value:
    return FUNCTIONS["pad"](at, x, m.padding)


def _dropout(at: At, m: Any, x: Value) -> Value:
    of_maps = isinstance(m, nn.Dropout2d)
    return pointwise.dropout(at.building, at.name, x, m.p, of_maps)


def _same(at: At, m: Any, x: Value) -> Value:
    return x


def _function(name: str) -> Callable[[At, Any, Value], Value]:
    return lambda at, m, x: FUNCTIONS[name](at, x)


def _softmax(at: At, m: Any, x: Value) -> Value:
    return FUNCTIONS["softmax"](at, x, m.dim)


def _upsample(at: At, m: nn.Upsample, x: Value) -> Value:
    return resizing_steps.interpolate(
        at.building, at.name, x, m.size, m.scale_factor, m.mode, m.align_corners
    )


def _softmax_of_maps(at: At, m: Any, x: Value) -> Value:
    return FUNCTIONS["softmax"](at, x, 1)


MODULES: dict[type[nn.Module], Callable[[At, Any, Value], Value]] = {
    nn.AdaptiveAvgPool2d: lambda at, m, x: FUNCTIONS["adaptive_avg_pool2d"](at, x, m.output_size),
    nn.AdaptiveMaxPool2d: lambda at, m, x: FUNCTIONS["adaptive_max_pool2d"](at, x, m.output_size),
    nn.AlphaDropout: _same,
    nn.AvgPool2d: _avg_pool2d,
    nn.BatchNorm1d: _batch_norm,
    nn.BatchNorm2d: _batch_norm,
    nn.CELU: lambda at, m, x: FUNCTIONS["elu"](at, x, m.alpha),
    nn.ConstantPad2d: _pad,
    nn.Conv2d: _conv2d,
    nn.ConvTranspose2d: _conv_transpose2d,
    nn.Dropout: _dropout,
    nn.Dropout1d: _dropout,
    nn.Dropout2d: _dropout,
    nn.ELU: lambda at, m, x: FUNCTIONS["elu"](at, x, m.alpha),
    nn.FeatureAlphaDropout: _same,
    nn.Flatten: lambda at, m, x: axis_steps.flatten(x, m.start_dim, m.end_dim),
    nn.GELU: lambda at, m, x: FUNCTIONS["gelu"](at, x, m.approximate),
    nn.Hardsigmoid: _function("hardsigmoid"),
    nn.Hardswish: _function("hardswish"),
    nn.Hardtanh: lambda at, m, x: FUNCTIONS["hardtanh"](at, x, m.min_val, m.max_val),
    nn.Identity: _same,
    nn.LayerNorm: _layer_norm,
    nn.LeakyReLU: lambda at, m, x: FUNCTIONS["leaky_relu"](at, x, m.negative_slope),
    nn.Linear: lambda at, m, x: FUNCTIONS["linear"](at, x, m.weight, m.bias),
    nn.LogSoftmax: _softmax,
    nn.MaxPool2d: _max_pool2d,
    nn.Mish: _function("mish"),
    nn.PReLU: lambda at, m, x: FUNCTIONS["prelu"](at, x, m.weight),
    nn.ReLU: _function("relu"),
    nn.ReLU6: _function("relu6"),
    nn.SELU: _function("selu"),
    nn.SiLU: _function("silu"),
    nn.Sigmoid: _function("sigmoid"),
    nn.Softmax: _softmax,
    nn.Softmax2d: _softmax_of_maps,
    nn.Softplus: lambda at, m, x: FUNCTIONS["softplus"](at, x, m.beta, m.threshold),
    nn.Softsign: _function("softsign"),
    nn.SyncBatchNorm: _batch_norm,
    nn.Tanh: _function("tanh"),
    nn.Unflatten: lambda at, m, x: _unflatten(at, m, x),
    nn.Upsample: _upsample,
    nn.UpsamplingBilinear2d: _upsample,
    nn.UpsamplingNearest2d: _upsample,
    nn.ZeroPad2d: _zero_pad,
}
"""Handler by class; each takes where it stands, the module, and what arrives."""


def _unflatten(at: At, m: nn.Unflatten, x: Value) -> Value:
    sizes = list(x.their_shape)
    axis = int(m.dim) % len(sizes)
    sizes[axis : axis + 1] = [int(size) for size in m.unflattened_size]  # type: ignore[union-attr]
    return axis_steps.reshape(at.building, at.name, x, sizes)


def handler_of(module: nn.Module) -> Callable[[At, Any, Value], Value] | None:
    """Returns what puts a module; None for one that is traced through, or that no layer does."""
    for kind in type(module).__mro__:
        if kind in MODULES and type(module).forward is kind.forward:
            return MODULES[kind]
    return None
