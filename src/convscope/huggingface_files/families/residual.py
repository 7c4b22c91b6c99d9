"""ResNet and RegNet: blocks whose input is added to what they make of it.

Source: He et al., "Deep Residual Learning for Image Recognition", 2015; Radosavovic et al.,
"Designing Network Design Spaces", 2020.
"""

from collections.abc import Callable

from convscope.channels_first import Value
from convscope.channels_first import windowed_steps as windowed
from convscope.huggingface_files.net import Net

Block = Callable[[Net, str, Value, int, int, bool], Value]
"""Puts a block: net, name, what it takes in, channels that leave, stride, whether it is first."""


def resnet(net: Net) -> Value:
    """Puts a ResNet; returns what goes into its classifier."""
    function = net.config.text("hidden_act", "relu")
    width = net.config.whole("embedding_size", 64)
    value = _layer(net, "embedder.embedder", net.input, width, 7, 2, function)
    pads = (1, 1, 1, 1)
    value = windowed.max_pool(net.building, "embedder.pooler", value, (3, 3), (2, 2), pads)
    kind = net.config.text("layer_type", "bottleneck")
    if kind not in ("basic", "bottleneck"):
        raise net.config.wrong("layer_type", "basic or bottleneck")
    block = _basic if kind == "basic" else _bottleneck
    return net.mean("pooler", _stages(net, value, block, [256, 512, 1024, 2048], [3, 4, 6, 3]))


def regnet(net: Net) -> Value:
    """Puts a RegNet, X or Y; returns what goes into its classifier."""
    function = net.config.text("hidden_act", "relu")
    width = net.config.whole("embedding_size", 32)
    value = _layer(net, "embedder.embedder", net.input, width, 3, 2, function)
    if net.config.text("layer_type", "y") not in ("x", "y"):
        raise net.config.wrong("layer_type", "x or y")
    net.config.data.setdefault("downsample_in_first_stage", True)
    return net.mean("pooler", _stages(net, value, _grouped, [128, 192, 512, 1088], [2, 6, 12, 2]))


def _layer(
    net: Net,
    name: str,
    value: Value,
    filters: int,
    size: int,
    stride: int,
    function: str,
    groups: int = 1,
) -> Value:
    """Puts a convolution with normalization and a function; none where that is empty."""
    value = net.conv(f"{name}.convolution", value, filters, size, stride, size // 2, groups)
    value = net.norm(f"{name}.normalization", value)
    return net.act(f"{name}.activation", value, function) if function else value


def _stages(net: Net, value: Value, block: Block, sizes: list[int], depths: list[int]) -> Value:
    sizes, depths = net.config.wholes("hidden_sizes", sizes), net.config.wholes("depths", depths)
    if len(sizes) != len(depths) or not sizes or 0 in sizes:
        raise net.config.wrong("hidden_sizes", f"{len(depths)} of them, as depths has")
    first = 2 if net.config.flag("downsample_in_first_stage") else 1
    for stage, (filters, depth) in enumerate(zip(sizes, depths, strict=True)):
        for number in range(max(1, depth)):
            stride = 1 if number else (2 if stage else first)
            name = f"encoder.stages.{stage}.layers.{number}"
            value = block(net, name, value, filters, stride, number == 0)
    return value


def _shortcut(net: Net, name: str, value: Value, filters: int, stride: int) -> Value:
    if value.shape[-1] == filters and stride == 1:
        return value
    found = net.conv(f"{name}.shortcut.convolution", value, filters, 1, stride)
    return net.norm(f"{name}.shortcut.normalization", found)


def _sum(net: Net, name: str, value: Value, shortcut: Value) -> Value:
    added = net.join(f"{name}.add", "add", value, shortcut)
    return net.act(f"{name}.activation", added, net.config.text("hidden_act", "relu"))


def _basic(net: Net, name: str, value: Value, filters: int, stride: int, is_first: bool) -> Value:
    found = _layer(net, f"{name}.layer.0", value, filters, 3, stride, "relu")
    found = _layer(net, f"{name}.layer.1", found, filters, 3, 1, "")
    return _sum(net, name, found, _shortcut(net, name, value, filters, stride))


def _bottleneck(
    net: Net, name: str, value: Value, filters: int, stride: int, is_first: bool
) -> Value:
    inner = max(1, filters // 4)
    is_early = is_first and net.config.flag("downsample_in_bottleneck")
    found = _layer(net, f"{name}.layer.0", value, inner, 1, stride if is_early else 1, "relu")
    found = _layer(net, f"{name}.layer.1", found, inner, 3, 1 if is_early else stride, "relu")
    found = _layer(net, f"{name}.layer.2", found, filters, 1, 1, "")
    return _sum(net, name, found, _shortcut(net, name, value, filters, stride))


def _grouped(net: Net, name: str, value: Value, filters: int, stride: int, is_first: bool) -> Value:
    function = net.config.text("hidden_act", "relu")
    groups = max(1, filters // net.config.whole("groups_width", 64))
    found = _layer(net, f"{name}.layer.0", value, filters, 1, 1, function)
    found = _layer(net, f"{name}.layer.1", found, filters, 3, stride, function, groups)
    last = 2
    if net.config.text("layer_type", "y") == "y":
        inner = max(1, round(value.shape[-1] / 4))
        parts = ("attention.0", "attention.2", "relu")
        found = net.squeeze(f"{name}.layer.2", found, inner, parts)
        last = 3
    found = _layer(net, f"{name}.layer.{last}", found, filters, 1, 1, "")
    return _sum(net, name, found, _shortcut(net, name, value, filters, stride))
