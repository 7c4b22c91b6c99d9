"""MobileNet, the first two versions: a convolution for each channel, then one across channels.

Source: Howard et al., "MobileNets", 2017; Sandler et al., "MobileNetV2", 2018.
"""

from convscope.channels_first import Value
from convscope.channels_first import windowed_steps as windowed
from convscope.huggingface_files.net import Net

_V1_STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)
_V2_CHANNELS = (16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320)
_V2_STRIDES = (2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1)


def mobilenet_v1(net: Net) -> Value:
    """Puts a MobileNet of the first version; returns what goes into its classifier."""
    depth = 32
    value = _layer(net, "conv_stem", net.input, _v1_filters(net, depth), 3, 2)
    for number, stride in enumerate(_V1_STRIDES):
        depth *= 2 if stride == 2 or number == 0 else 1
        channels, name = value.shape[-1], f"layer.{2 * number}"
        value = _layer(net, name, value, channels, 3, stride, groups=channels)
        value = _layer(net, f"layer.{2 * number + 1}", value, _v1_filters(net, depth), 1)
    return net.mean("pooler", value)


def mobilenet_v2(net: Net) -> Value:
    """Puts a MobileNet of the second version; returns what goes into its classifier."""
    widths = [_v2_filters(net, channels) for channels in _V2_CHANNELS]
    value = _stem(net, widths[0])
    reached, gap = 2, 1
    for number, stride in enumerate(_V2_STRIDES):
        if reached == net.config.whole("output_stride", 32):
            value = _inverted(net, f"layer.{number}", value, widths[number + 1], 1, gap)
            gap *= stride
        else:
            value = _inverted(net, f"layer.{number}", value, widths[number + 1], stride, 1)
            reached *= stride
    is_whole = net.config.flag("finegrained_output", True)
    is_narrow = net.config.number("depth_multiplier", 1.0) < 1
    last = 1280 if is_whole and is_narrow else _v2_filters(net, 1280)
    return net.mean("pooler", _layer(net, "conv_1x1", value, last, 1))


def _layer(
    net: Net,
    name: str,
    value: Value,
    filters: int,
    size: int,
    stride: int = 1,
    groups: int = 1,
    dilation: int = 1,
    is_active: bool = True,
) -> Value:
    """Puts a convolution with normalization, and a function where it is active."""
    around = (size - 1) // 2 * dilation
    pads = (around, around, around, around)
    if net.config.flag("tf_padding", True):
        pads = windowed.same_pads(value, (size, size), (stride, stride), (1, 1))
        top, left, bottom, right = (side * dilation for side in pads)
        pads = (top, left, bottom, right)
    convolution = f"{name}.convolution"
    value = net.conv(convolution, value, filters, size, stride, pads, groups, dilation)
    epsilon = net.config.number("layer_norm_eps", 1e-3)
    value = net.norm(f"{name}.normalization", value, epsilon)
    function = net.config.text("hidden_act", "relu6")
    return net.act(f"{name}.activation", value, function) if is_active else value


def _v1_filters(net: Net, depth: int) -> int:
    multiplier = net.config.number("depth_multiplier", 1.0, 1e-3, 100)
    return max(int(depth * multiplier), net.config.whole("min_depth", 8))


def _v2_filters(net: Net, channels: float) -> int:
    multiplier = net.config.number("depth_multiplier", 1.0, 1e-3, 100)
    return _divisible(net, round(channels * multiplier))


def _divisible(net: Net, value: int) -> int:
    """Returns the nearest multiple of the divisor, but not less than nine tenths."""
    divisor, least = net.config.whole("depth_divisible_by", 8), net.config.whole("min_depth", 8)
    found = max(least, int(value + divisor / 2) // divisor * divisor)
    return found + divisor if found < 0.9 * value else found


def _stem(net: Net, filters: int) -> Value:
    width, name = _v2_filters(net, 32), "conv_stem"
    value = _layer(net, f"{name}.first_conv", net.input, width, 3, 2)
    if not net.config.flag("first_layer_is_expansion", True):
        value = _layer(net, f"{name}.expand_1x1", value, width, 1)
    value = _layer(net, f"{name}.conv_3x3", value, width, 3, groups=width)
    return _layer(net, f"{name}.reduce_1x1", value, filters, 1, is_active=False)


def _inverted(net: Net, name: str, value: Value, filters: int, stride: int, gap: int) -> Value:
    ratio = net.config.number("expand_ratio", 6.0, 1e-3, 100)
    wide = _divisible(net, round(value.shape[-1] * ratio))
    found = _layer(net, f"{name}.expand_1x1", value, wide, 1)
    found = _layer(net, f"{name}.conv_3x3", found, wide, 3, stride, wide, gap)
    found = _layer(net, f"{name}.reduce_1x1", found, filters, 1, is_active=False)
    if stride == 1 and value.shape[-1] == filters:
        return net.join(f"{name}.add", "add", value, found)
    return found
