"""ConvNeXt: large windows for each channel, and vectors of channels at every place.

Source: Liu et al., "A ConvNet for the 2020s", 2022.
"""

import numpy as np

from convscope.channels_first import Value, axis_steps
from convscope.channels_first import pointwise_steps as pointwise
from convscope.huggingface_files.net import Net

_EPSILON = 1e-6


def convnext(net: Net) -> Value:
    """Puts a ConvNeXt; returns what goes into its classifier."""
    sizes = net.config.wholes("hidden_sizes", (96, 192, 384, 768))
    depths = net.config.wholes("depths", (3, 3, 9, 3))
    if len(sizes) != len(depths) or not sizes or 0 in sizes:
        raise net.config.wrong("hidden_sizes", f"{len(depths)} of them, as depths has")
    patch = net.config.whole("patch_size", 4)
    value = net.conv(
        "embeddings.patch_embeddings", net.input, sizes[0], patch, patch, has_bias=True
    )
    value = net.layer_norm("embeddings.layernorm", value, _EPSILON)
    for stage, (width, depth) in enumerate(zip(sizes, depths, strict=True)):
        name = f"encoder.stages.{stage}"
        if stage:
            value = net.layer_norm(f"{name}.downsampling_layer.0", value, _EPSILON)
            value = net.conv(f"{name}.downsampling_layer.1", value, width, 2, 2, has_bias=True)
        for number in range(depth):
            value = _block(net, f"{name}.layers.{number}", value)
    value = net.mean("pooler", value)
    return net.layer_norm("layernorm", value, net.config.number("layer_norm_eps", 1e-12))


def _block(net: Net, name: str, value: Value) -> Value:
    width = value.shape[-1]
    found = net.conv(f"{name}.dwconv", value, width, 7, 1, 3, groups=width, has_bias=True)
    found = net.layer_norm(f"{name}.layernorm", found, _EPSILON)
    found = axis_steps.transpose(found, (0, 2, 3, 1))
    found = net.linear(f"{name}.pwconv1", found, 4 * width)
    found = net.act(f"{name}.act", found, net.config.text("hidden_act", "gelu"))
    found = net.linear(f"{name}.pwconv2", found, width)
    if net.config.number("layer_scale_init_value", 1e-6) > 0:
        scale = net.tensor(f"{name}.layer_scale_parameter", width)
        zero = np.zeros((), np.float32)
        found = pointwise.affine(net.building, f"{name}.scale", found, scale, zero)
    found = axis_steps.transpose(found, (0, 3, 1, 2))
    return net.join(f"{name}.add", "add", value, found)
