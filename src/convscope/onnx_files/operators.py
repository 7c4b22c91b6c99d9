"""What each operation of an ONNX file becomes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import SELU_ALPHA, SELU_SCALE, ReLU
from convscope.channels_first import Value, axis_steps, joining_steps, resizing_steps
from convscope.channels_first import pointwise_steps as pointwise
from convscope.channels_first import windowed_steps as windowed
from convscope.channels_first.comparing_steps import Condition, as_numbers, choose
from convscope.errors import ConvscopeError, in_short
from convscope.onnx_files.folding import slice_numbers
from convscope.onnx_files.step import Step

Array = NDArray[Any]


def _array(given: Any, what: str) -> Array:
    if isinstance(given, np.ndarray):
        return given
    raise ConvscopeError(
        f"its {what} depends on the image, or is missing.", "Expected numbers.", "Export it again."
    )


def _maybe(given: Any, what: str) -> Array | None:
    return None if given is None else _array(given, what)


def _value(given: Any) -> Value:
    if isinstance(given, Value):
        return given
    raise ConvscopeError(
        "it works on numbers that do not depend on the image.", "Expected the other way.", "Swap."
    )


def _pads(
    step: Step,
    value: Value,
    size: Sequence[int],
    strides: Sequence[int],
    dilations: Sequence[int] = (1, 1),
) -> windowed.Pads:
    how = step.text("auto_pad", "NOTSET")
    if how in ("SAME_UPPER", "SAME_LOWER"):
        return windowed.same_pads(value, size, strides, dilations, how == "SAME_UPPER")
    pads = step.list("pads", [0] * 4) if how == "NOTSET" else [0] * 4
    if pads is None or len(pads) != 4 or min(pads) < 0:
        raise ConvscopeError(
            f"its margin is {in_short(pads)}.", "Expected four numbers.", "Export it again."
        )
    return pads[0], pads[1], pads[2], pads[3]


def _two(step: Step, name: str, default: Sequence[int] | None = None) -> list[int]:
    found = step.list(name, default)
    if found is None or len(found) != 2 or min(found) < 1:
        raise ConvscopeError(
            f"its {name} is {in_short(found)}.", "Expected two numbers above 0.", "Export it again."
        )
    return found


def _conv(step: Step, x: Any, weights: Any, bias: Any = None) -> Value:
    kernel = _array(weights, "kernel")
    if kernel.ndim != 4:
        raise ConvscopeError(
            f"its kernel has shape {kernel.shape}.",
            "Expected (filters, channels, height, width).",
            "Only convolutions over rows and columns have a layer here.",
        )
    strides, dilations = _two(step, "strides", (1, 1)), _two(step, "dilations", (1, 1))
    maps = step.building.as_maps(_value(x))
    pads = _pads(step, maps, kernel.shape[2:], strides, dilations)
    return windowed.conv(
        step.building,
        step.name,
        maps,
        kernel,
        _maybe(bias, "bias"),
        strides,
        pads,
        dilations,
        step.whole("group", 1),
    )


def _conv_transpose(step: Step, x: Any, weights: Any, bias: Any = None) -> Value:
    kernel = _array(weights, "kernel")
    if kernel.ndim != 4:
        raise ConvscopeError(
            f"its kernel has shape {kernel.shape}.",
            "Expected (channels, filters, height, width).",
            "Only convolutions over rows and columns have a layer here.",
        )
    windowed.expect_one_group(step.whole("group", 1))
    how, size = step.text("auto_pad", "NOTSET"), step.list("output_shape")
    if how not in ("NOTSET", "VALID") or size is not None:
        raise ConvscopeError(
            f"it leaves open how much is cut off: auto_pad={in_short(how)}, "
            f"output_shape={in_short(size)}.",
            "Expected pads.",
            "Export it again, with pads.",
        )
    maps = step.building.as_maps(_value(x))
    strides, dilations = _two(step, "strides", (1, 1)), _two(step, "dilations", (1, 1))
    more = step.list("output_padding") or [0, 0]
    return windowed.conv_transpose(
        step.building,
        step.name,
        maps,
        kernel,
        _maybe(bias, "bias"),
        strides,
        _pads(step, maps, kernel.shape[2:], strides, dilations),
        more,
        dilations,
    )


def _gemm(step: Step, a: Any, b: Any, c: Any = None) -> Value:
    kernel, bias = _array(b, "weights"), _maybe(c, "bias")
    if step.whole("transA", 0) or kernel.ndim != 2:
        raise ConvscopeError("it turns the images.", "Expected transA=0.", "Export it again.")
    kernel = kernel if step.whole("transB", 0) else kernel.T
    kernel = kernel * step.number("alpha", 1)
    if bias is not None:
        bias = np.broadcast_to(bias.ravel() * step.number("beta", 1), (len(kernel),))
    return pointwise.linear(step.building, step.name, _value(a), kernel, bias)


def _matmul(step: Step, a: Any, b: Any) -> Value:
    kernel = _array(b, "second factor")
    if kernel.ndim != 2:
        raise ConvscopeError(
            f"its weights have shape {kernel.shape}.", "Expected two axes.", "Export it again."
        )
    return pointwise.linear(step.building, step.name, _value(a), kernel.T, None)


def _pool(is_mean: bool) -> Callable[..., Value]:
    def put(step: Step, x: Any) -> Value:
        maps = step.building.as_maps(_value(x))
        size, strides = _two(step, "kernel_shape"), _two(step, "strides", (1, 1))
        if _two(step, "dilations", (1, 1)) != [1, 1] or step.whole("storage_order", 0):
            raise ConvscopeError("its window has gaps.", "Expected none.", "Export it again.")
        sizes = size, strides, _pads(step, maps, size, strides)
        is_up = bool(step.whole("ceil_mode", 0))
        if not is_mean:
            return windowed.max_pool(step.building, step.name, maps, *sizes, is_up)
        counts = bool(step.whole("count_include_pad", 0))
        return windowed.average_pool(step.building, step.name, maps, *sizes, is_up, counts)

    return put


def _global_pool(is_mean: bool) -> Callable[..., Value]:
    return lambda step, x: windowed.global_pool(
        step.building, step.name, _value(x), is_mean, keepdims=True
    )


def _reduce(is_mean: bool) -> Callable[..., Value]:
    def put(step: Step, x: Any, axes: Any = None) -> Value:
        value = _value(x)
        found = step.wholes("axes", _maybe(axes, "axes"))
        if found is None:
            found = range(len(value.axes))
        is_kept = bool(step.whole("keepdims", 1))
        return axis_steps.pool_axes(step.building, step.name, value, list(found), is_kept, is_mean)

    return put


def _batch_norm(step: Step, x: Any, *tensors: Any) -> Value:
    if step.whole("training_mode", 0) or not step.whole("spatial", 1) or len(tensors) != 4:
        raise ConvscopeError(
            "it computes with the statistics of the batch at hand.",
            "Expected moving ones.",
            "Export the net in evaluation mode.",
        )
    names = ("scale", "shift", "mean", "variance")
    gamma, beta, mean, variance = (
        _array(tensor, name) for tensor, name in zip(tensors, names, strict=True)
    )
    return pointwise.batch_norm(
        step.building,
        step.name,
        _value(x),
        gamma,
        beta,
        mean,
        variance,
        step.number("epsilon", 1e-5),
        step.number("momentum", 0.9),
    )


def _layer_norm(step: Step, x: Any, scale: Any, bias: Any = None) -> Value:
    value = _value(x)
    num_axes = -step.whole("axis", -1) % len(value.axes) or len(value.axes)
    gamma = _array(scale, "scale").ravel()
    beta = None if bias is None else _array(bias, "bias").ravel()
    return pointwise.layer_norm(
        step.building, step.name, value, gamma, beta, step.number("epsilon", 1e-5), num_axes
    )


def _activation(function: str, **expected: float) -> Callable[..., Value]:
    def put(step: Step, x: Any) -> Value:
        for name, number in expected.items():
            if abs(step.number(name, number) - number) > 1e-6:
                raise ConvscopeError(
                    f"it has {name}={step.number(name, number):g}.",
                    f"Expected {number:g}.",
                    "Leave it out.",
                )
        return pointwise.activate(step.building, step.name, _value(x), function)

    return put


def _gelu(step: Step, x: Any) -> Value:
    if step.text("approximate", "none") != "none":
        raise ConvscopeError("it approximates GELU.", 'Expected "none".', "Export it again.")
    return pointwise.activate(step.building, step.name, _value(x), "gelu")


def _leaky_relu(step: Step, x: Any) -> Value:
    slope = float(f"{step.number('alpha', 0.01):.7g}")  # as it was before float32 had it
    return pointwise.ramp(step.building, step.name, _value(x), slope)


def _hard_sigmoid(step: Step, x: Any) -> Value:
    alpha, beta = step.number("alpha", 0.2), step.number("beta", 0.5)
    if abs(alpha - 1 / 6) < 1e-6 and beta == 0.5:
        return pointwise.activate(step.building, step.name, _value(x), "hard_sigmoid")
    numbers = np.array(alpha), np.array(beta)
    line = pointwise.affine(step.building, f"{step.name}_line", _value(x), *numbers)
    return pointwise.ramp(step.building, step.name, line, 0.0, 1.0)


def _clip(step: Step, x: Any, low: Any = None, high: Any = None) -> Value:
    bounds = []
    for given, name in ((low, "min"), (high, "max")):
        array = _maybe(given, name)
        number = step.attributes.get(name) if array is None else float(array.ravel()[0])
        bounds.append(None if number is None or abs(number) > 1e37 else float(number))
    value = _value(x)
    if bounds[0] is None and step.building.never_negative(value):
        bounds[0] = 0.0
    if bounds[0] is None and bounds[1] is not None:
        return _bounded_above(step, value, bounds[1])
    return pointwise.clip(step.building, step.name, value, bounds[0], bounds[1])


def _bounded_above(step: Step, value: Value, most: float) -> Value:
    """Bounds a ramp with a slope left of zero, which is one layer."""
    entry = step.building.entries.get(value.layer)
    layer = entry.layer if entry else None
    options = layer.options() if layer and "negative_slope" in layer.option_names() else {}
    function = layer.options().get("activation") if layer else None
    if function == "leaky_relu":
        options = {"negative_slope": 0.2, "threshold": 0.0, "max_value": None}
    if entry is None or not options or options["max_value"] is not None or most <= 0:
        return pointwise.clip(step.building, step.name, value, None, most)
    whole = ReLU(most, options["negative_slope"], options["threshold"])
    source = step.building.source_of(value)
    found = step.building.put(step.name, whole, [source])
    return replace(found, axes=value.axes, order=value.order)


def _prelu(step: Step, x: Any, slope: Any) -> Value:
    value, alpha = _value(x), _array(slope, "slope")
    return pointwise.prelu(step.building, step.name, value, alpha)


def _softmax(step: Step, x: Any) -> Value:
    return pointwise.softmax(
        step.building, step.name, _value(x), step.whole("axis", -1 if step.opset >= 13 else 1)
    )


def _join(function: str) -> Callable[..., Value]:
    def put(step: Step, *values: Any) -> Value:
        images = [each for each in values if isinstance(each, Value)]
        numbers = [each for each in values if not isinstance(each, Value)]
        if not numbers:
            if len(images) == 1:
                return images[0]
            return joining_steps.join(step.building, step.name, function, images)
        if len(images) != 1 or len(numbers) != 1:
            raise ConvscopeError(
                "it takes in more than one tensor and one number.", "Expected two.", "Divide it."
            )
        return _with_numbers(step, function, images[0], _array(numbers[0], "number"), values)

    return put


def _with_numbers(step: Step, function: str, value: Value, number: Array, given: Any) -> Value:
    one, zero, number = np.array(1.0), np.array(0.0), number.astype(np.float64)
    is_first = not isinstance(given[0], Value)
    if function == "max":
        return pointwise.clip(step.building, step.name, value, float(number.ravel()[0]), None)
    numbers = {
        "add": (one, number),
        "subtract": (-one, number) if is_first else (one, -number),
        "multiply": (number, zero),
    }
    if function not in numbers:
        raise ConvscopeError("it takes the mean with a number.", "Expected tensors.", "Scale it.")
    return pointwise.affine(step.building, step.name, value, *numbers[function])


def _div(step: Step, a: Any, b: Any) -> Value:
    number = _array(b, "divisor").astype(np.float64)
    with np.errstate(divide="ignore"):
        scale = 1 / number
    if not np.isfinite(scale).all():
        raise ConvscopeError("it divides by 0.", "Expected another number.", "Take another file.")
    return pointwise.affine(step.building, step.name, _value(a), scale, np.array(0.0))


def _min(step: Step, a: Any, b: Any) -> Value:
    value, number = (a, b) if isinstance(a, Value) else (b, a)
    most = _array(number, "bound")
    if most.size != 1:
        raise ConvscopeError("it has several bounds.", "Expected one.", "Use Clip.")
    return _clip(step, _value(value), None, most)


def _neg(step: Step, x: Any) -> Value:
    numbers = np.array(-1.0), np.array(0.0)
    return pointwise.affine(step.building, step.name, _value(x), *numbers)


def _concat(step: Step, *values: Any) -> Value:
    found = [_value(each) for each in values]
    return joining_steps.concatenate(step.building, step.name, found, step.whole("axis", 1))


def _flatten(step: Step, x: Any) -> Value:
    value = _value(x)
    if step.whole("axis", 1) % len(value.axes) != 1:
        raise ConvscopeError("it mixes images.", "Expected axis=1.", "Export it again.")
    return value if len(value.axes) == 2 else axis_steps.flatten(value, 1, -1)


def _reshape(step: Step, x: Any, shape: Any = None) -> Value:
    value = _value(x)
    sizes = step.wholes("shape", _maybe(shape, "shape"), [0, -1])
    theirs = value.their_shape
    if not step.whole("allowzero", 0):
        sizes = [theirs[i] if n == 0 and i < len(theirs) else n for i, n in enumerate(sizes)]
    return axis_steps.reshape(step.building, step.name, value, sizes)


def _transpose(step: Step, x: Any) -> Value:
    value = _value(x)
    order = step.list("perm") or list(range(len(value.axes)))[::-1]
    return axis_steps.transpose(value, order)


def _squeeze(step: Step, x: Any, axes: Any = None) -> Value:
    return axis_steps.squeeze(_value(x), step.wholes("axes", _maybe(axes, "axes")))


def _unsqueeze(step: Step, x: Any, axes: Any = None) -> Value:
    return axis_steps.unsqueeze(_value(x), step.wholes("axes", _maybe(axes, "axes"), []))


def _same(step: Step, x: Any, *_: Any) -> Value:
    return _value(x)


def _cast(step: Step, x: Any) -> Value:
    if isinstance(x, Condition):
        return as_numbers(step.building, step.name, x)
    if step.whole("to", 1) not in (1, 10, 11, 16):
        raise ConvscopeError(
            "it makes whole numbers.", "Expected floating point.", "Export it again."
        )
    return _value(x)


def _greater(or_equal: bool) -> Callable[..., Condition]:
    def put(step: Step, a: Any, b: Any) -> Condition:
        bound = _array(b, "bound")
        if bound.size != 1:
            raise ConvscopeError("it has several bounds.", "Expected one.", "Leave it out.")
        return Condition(_value(a), float(bound.ravel()[0]), or_equal)

    return put


def _where(step: Step, condition: Any, a: Any, b: Any) -> Value:
    return choose(step.building, step.name, condition, a, b)


def _pad(step: Step, x: Any, pads: Any = None, fill: Any = None, axes: Any = None) -> Value:
    value = _value(x)
    given = step.wholes("pads", _maybe(pads, "pads")) or step.list("paddings") or []
    num = len(value.axes)
    which = step.wholes("axes", _maybe(axes, "axes")) or list(range(num))
    if step.text("mode", "constant") != "constant" or len(given) != 2 * len(which):
        raise ConvscopeError(
            f'it pads with mode="{in_short(step.text("mode", "constant"))}".',
            "Expected zeros.",
            "Export it again.",
        )
    sides = [0, 0, 0, 0]
    for number, axis in enumerate(which):
        ends = given[number], given[number + len(which)]
        letter = value.axes[axis % num]
        if letter in ("H", "W"):
            place = "HW".index(letter)
            sides[place], sides[place + 2] = ends
        elif any(ends):
            raise ConvscopeError(
                "it pads images or channels.", "Expected rows and columns.", "Export it again."
            )
    number = step.attributes.get("value", 0.0) if fill is None else _array(fill, "value").ravel()[0]
    told = replace(value, axes=("N", "C", "H", "W"))
    found = windowed.margins(
        step.building, step.name, told, (sides[0], sides[1], sides[2], sides[3]), float(number)
    )
    return replace(found, axes=value.axes)


def _slice(step: Step, x: Any, *given: Any) -> Value:
    value = _value(x)
    arrays = tuple(_maybe(each, "bounds") for each in given)
    sides, sizes = [0, 0, 0, 0], value.their_shape
    for start, end, axis, by in zip(*slice_numbers(step, arrays, len(sizes)), strict=True):
        first, last, _ = slice(start, end, by).indices(sizes[axis]) if by == 1 else (0, 0, 0)
        letter = value.axes[axis]
        if by == 1 and (first, last) == (0, sizes[axis]):
            continue
        if by != 1 or letter not in ("H", "W"):
            raise ConvscopeError(
                f"it takes a part [{start}:{end}:{by}] of axis {axis}.",
                "Expected a part of rows and columns.",
                "Parts of the channels have no layer here.",
            )
        sides["HW".index(letter)], sides["HW".index(letter) + 2] = -first, last - sizes[axis]
    if not any(sides):
        return value
    told = replace(value, axes=("N", "C", "H", "W"))
    pads = (sides[0], sides[1], sides[2], sides[3])
    return replace(windowed.margins(step.building, step.name, told, pads), axes=value.axes)


def _resize(step: Step, x: Any, *given: Any) -> Value:
    value = step.building.as_maps(_value(x))
    arrays = [_maybe(each, "size") for each in given]
    height, width, _ = value.shape
    size = None
    if len(arrays) >= 3 and arrays[2] is not None and arrays[2].size:
        size = [int(n) for n in arrays[2].ravel()[-2:]]
    else:
        scales = arrays[1] if len(arrays) > 1 else arrays[0] if arrays else None
        factors = _array(scales, "scales").ravel()[-2:]
        with np.errstate(over="ignore"):  # what is too large has no whole number
            size = [int(n * f) for n, f in zip((height, width), factors, strict=True)]
    mode = {"linear": "bilinear", "nearest": "nearest"}.get(step.text("mode", "nearest"), "cubic")
    how = step.text("coordinate_transformation_mode", "half_pixel")
    is_simple = how in ("half_pixel", "pytorch_half_pixel") or (
        mode == "nearest" and how == "asymmetric" and step.text("nearest_mode", "") == "floor"
    )
    if not is_simple or step.whole("antialias", 0) or len(size) != 2 or min(size) < 1:
        raise ConvscopeError(
            f"it resizes with {in_short(mode)}, {in_short(how)}.",
            "Expected linear or nearest, half_pixel.",
            "Resize images before the net.",
        )
    return resizing_steps.interpolate(step.building, step.name, value, size, None, mode)


def _gather(step: Step, x: Any, places: Any) -> Value:
    found = _array(places, "places")
    return resizing_steps.nearest(step.building, step.name, _value(x), step.whole("axis", 0), found)


OPERATORS: dict[str, Callable[..., Any]] = {
    "Add": _join("add"),
    "AveragePool": _pool(True),
    "BatchNormalization": _batch_norm,
    "Cast": _cast,
    "Clip": _clip,
    "Concat": _concat,
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "Div": _div,
    "Dropout": _same,
    "Elu": _activation("elu", alpha=1.0),
    "Erf": lambda step, x: pointwise.error_function(step.building, step.name, _value(x)),
    "Exp": _activation("exponential"),
    "Flatten": _flatten,
    "Gather": _gather,
    "Gelu": _gelu,
    "Gemm": _gemm,
    "GlobalAveragePool": _global_pool(True),
    "GlobalMaxPool": _global_pool(False),
    "Greater": _greater(False),
    "GreaterOrEqual": _greater(True),
    "HardSigmoid": _hard_sigmoid,
    "HardSwish": _activation("hard_silu"),
    "Identity": _same,
    "LayerNormalization": _layer_norm,
    "LeakyRelu": _leaky_relu,
    "LogSoftmax": _softmax,
    "MatMul": _matmul,
    "Max": _join("max"),
    "MaxPool": _pool(False),
    "Mean": _join("mean"),
    "Min": _min,
    "Mish": _activation("mish"),
    "Mul": _join("multiply"),
    "Neg": _neg,
    "PRelu": _prelu,
    "Pad": _pad,
    "ReduceMax": _reduce(False),
    "ReduceMean": _reduce(True),
    "Relu": _activation("relu"),
    "Reshape": _reshape,
    "Resize": _resize,
    "Selu": _activation("selu", alpha=SELU_ALPHA, gamma=SELU_SCALE),
    "Sigmoid": _activation("sigmoid"),
    "Slice": _slice,
    "Softmax": _softmax,
    "Softplus": _activation("softplus"),
    "Softsign": _activation("softsign"),
    "Squeeze": _squeeze,
    "Sub": _join("subtract"),
    "Sum": _join("add"),
    "Tanh": _activation("tanh"),
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
    "Where": _where,
}
"""Handler by operation; each takes the step and what arrives: values, or arrays of numbers."""

WITHOUT = {
    "Attention": "attention",
    "ConvInteger": "a quantized convolution",
    "DepthToSpace": "a shuffle of pixels",
    "DequantizeLinear": "a quantized net",
    "GroupNormalization": "group normalization",
    "InstanceNormalization": "instance normalization",
    "LRN": "local response normalization",
    "LSTM": "a recurrent layer",
    "Pow": "a power",
    "QLinearConv": "a quantized convolution",
    "QuantizeLinear": "a quantized net",
    "ReduceSum": "a sum over axes",
    "Split": "a division of channels",
}
"""What is often used and has no layer here."""
