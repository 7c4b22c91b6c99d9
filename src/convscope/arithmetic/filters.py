"""The filters of every kind of convolution in one form, whatever tensors they are kept in."""

from collections.abc import Callable, Mapping

from convscope.arithmetic.depthwise import effective_kernel, in_groups
from convscope.arrays import Activations

FILTERS: dict[str, Callable[[Mapping[str, Activations]], Activations]] = {
    "Conv2D": lambda tensors: tensors["kernel"],
    "DepthwiseConv2D": lambda tensors: in_groups(tensors["kernel"]),
    "SeparableConv2D": lambda tensors: effective_kernel(
        tensors["depthwise_kernel"], tensors["pointwise_kernel"]
    ),
    "Conv2DTranspose": lambda tensors: tensors["kernel"].transpose(0, 1, 3, 2),
}
"""From a layer's tensors by short name to (rows, columns, channels of a group, filters), by kind.

Filter f belongs to group f // (filters / groups), and its channels to the same one.
"""
