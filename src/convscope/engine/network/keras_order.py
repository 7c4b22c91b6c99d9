"""A module's tensors with their axes in the order in which Keras stores them."""

from torch import Tensor, nn


def in_keras_order(module: nn.Module, name: str) -> Tensor:
    """Returns a view of a tensor: a kernel as (height, width, in, out) or (in, out).

    Args:
        module: What computes the layer.
        name: Of its tensor.
    """
    tensor = getattr(module, name)
    order = getattr(module, "to_keras", {}).get(name)
    return tensor.permute(order) if order else tensor
