"""EfficientNet: inverted blocks whose channels are weighed by their means.

Source: Tan and Le, "EfficientNet", 2019.
"""

from math import ceil

from convscope.channels_first import Value
from convscope.channels_first import windowed_steps as windowed
from convscope.errors import ConvscopeError
from convscope.huggingface_files.config import FIX
from convscope.huggingface_files.net import Net

_LISTS = {
    "kernel_sizes": (3, 3, 5, 3, 5, 5, 3),
    "in_channels": (32, 16, 24, 40, 80, 112, 192),
    "out_channels": (16, 24, 40, 80, 112, 192, 320),
    "strides": (1, 2, 2, 2, 1, 2, 1),
    "num_block_repeats": (1, 2, 2, 3, 3, 4, 1),
    "expand_ratios": (1, 6, 6, 6, 6, 6, 6),
}


def efficientnet(net: Net) -> Value:
    """Puts an EfficientNet; returns what goes into its classifier."""
    value = net.conv("embeddings.convolution", net.input, _filters(net, 32), 3, 2, (0, 0, 1, 1))
    value = _active(net, "embeddings.batchnorm", "embeddings.activation", value)
    lists = {key: net.config.wholes(key, default) for key, default in _LISTS.items()}
    count = len(lists["in_channels"])
    for key, found in lists.items():
        if len(found) != count or not found or 0 in found:
            raise net.config.wrong(key, f"{count} whole numbers from 1 on")
    unadjusted = net.config.wholes("depthwise_padding")
    number = 0
    for stage in range(count):
        size, inside, outside, stride, repeats, ratio = (lists[key][stage] for key in _LISTS)
        _expect_width(value, _filters(net, inside), stage)
        for repeat in range(ceil(net.config.number("depth_coefficient", 3.1) * repeats)):
            step = 1 if repeat else stride
            less = 1 if number not in unadjusted else 0
            name = f"encoder.blocks.{number}"
            made = _block(net, name, value, _filters(net, outside), size, step, ratio, less)
            if repeat and step == 1:
                made = net.join(f"{name}.add", "add", made, value)
            value, number = made, number + 1
    width = net.config.whole("hidden_dim", 2560)
    value = net.conv("encoder.top_conv", value, _filters(net, 1280), 1)
    value = _active(net, "encoder.top_bn", "encoder.top_activation", value)
    pooling = net.config.text("pooling_type", "mean")
    if pooling not in ("mean", "max") or max(value.shape[:2]) > width:
        raise net.config.wrong("pooling_type", "mean or max, over the whole picture")
    return net.mean("pooler", value, pooling == "mean")


def _active(net: Net, norm: str, activation: str, value: Value) -> Value:
    value = net.norm(norm, value, net.config.number("batch_norm_eps", 1e-3))
    return net.act(activation, value, net.config.text("hidden_act", "swish"))


def _filters(net: Net, channels: int) -> int:
    """Returns the nearest multiple of the divisor, but not less than nine tenths."""
    divisor = net.config.whole("depth_divisor", 8)
    wanted = channels * net.config.number("width_coefficient", 2.0, 1e-3, 100)
    found = max(divisor, int(wanted + divisor / 2) // divisor * divisor)
    return int(found + divisor if found < 0.9 * wanted else found)


def _expect_width(value: Value, channels: int, stage: int) -> None:
    if value.shape[-1] != channels:
        raise ConvscopeError(
            f"stage {stage} takes in {channels} channels, and {value.shape[-1]} arrive.",
            "Expected the same number.",
            FIX,
        )


def _block(
    net: Net, name: str, value: Value, filters: int, size: int, stride: int, ratio: int, less: int
) -> Value:
    """Puts a block without what is added to it; `less` is left out of its upper left margin."""
    inside = value.shape[-1]
    wide = inside * ratio
    if ratio != 1:
        value = net.conv(f"{name}.expansion.expand_conv", value, wide, 1)
        part = f"{name}.expansion.expand"
        value = _active(net, f"{part}_bn", f"{part}_act", value)
    part, half = f"{name}.depthwise_conv.depthwise", size // 2
    pads = (half - less, half - less, half, half)
    if stride != 2:
        pads = windowed.same_pads(value, (size, size), (1, 1), (1, 1))
        if stride != 1:
            raise net.config.wrong("strides", "1 or 2 for each stage")
    value = net.conv(f"{part}_conv", value, wide, size, stride, pads, groups=wide)
    value = _active(net, f"{part}_norm", f"{part}_act", value)
    inner = max(1, int(inside * net.config.number("squeeze_expansion_ratio", 0.25)))
    parts = ("reduce", "expand", net.config.text("hidden_act", "swish"))
    value = net.squeeze(f"{name}.squeeze_excite", value, inner, parts)
    value = net.conv(f"{name}.projection.project_conv", value, filters, 1)
    epsilon = net.config.number("batch_norm_eps", 1e-3)
    return net.norm(f"{name}.projection.project_bn", value, epsilon)
