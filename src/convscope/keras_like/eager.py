"""Layers and nets called on numbers, as programs do to look at what comes out, or to augment."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.numbers import Numbers

if TYPE_CHECKING:
    from convscope.keras_like.layer import Layer
    from convscope.keras_like.model import Model


def layer_on_numbers(layer: "Layer", inputs: Any, training: bool) -> NDArray[np.float32]:
    """Returns what a layer makes of numbers, float32 with a batch axis.

    Args:
        layer: The layer; its weights are made if it has none yet.
        inputs: (batch, height, width, channels) or (batch, features); for joins a list of such.
        training: Whether it does what it does in training, and does it by chance.

    Raises:
        ConvscopeError: Shapes that it cannot work on.
    """
    from convscope.keras_like.layer import Input
    from convscope.keras_like.model import Model

    if layer.kind.joins:
        raise ConvscopeError(
            f"{type(layer).__name__}() was called on numbers.",
            "Joins are called on what other layers returned.",
            "Put it into a Model, and call that on numbers.",
        )
    x = to_array(inputs)
    begin = Input(x.shape[1:])
    net = Model(begin, layer(begin))
    return net_on_numbers(net, x, training)


def net_on_numbers(net: "Model", inputs: Any, training: bool) -> Any:
    """Returns what a net makes of numbers; in training with dropout, and batches normalized.

    Args:
        net: The net; in training its moving statistics move.
        inputs: A batch.
        training: Whether it computes as in training.
    """
    if not training:
        found = net.predict(inputs)
        return found.view(Numbers) if isinstance(found, np.ndarray) else found
    import torch

    from convscope.keras_like.examples import to_inputs

    x = to_array(inputs)
    net.build_for(x)
    given = to_inputs(f"{type(net).__name__}(): x", x, net.architecture.input.shape)
    network = net.network
    torch.manual_seed(int(net.random.integers(2**31)))
    was_training = network.training
    network.train()
    try:
        with torch.no_grad():
            device = next((p.device for p in network.parameters()), torch.device("cpu"))
            found = network(torch.from_numpy(np.array(given, np.float32)).to(device))
    finally:
        network.train(was_training)
    return found.cpu().numpy().view(Numbers)


def to_array(inputs: Any) -> NDArray[np.float32]:
    """Returns what a layer was called on as an array.

    Raises:
        ConvscopeError: No numbers.
    """
    try:
        return np.asarray(inputs, np.float32)
    except (TypeError, ValueError):
        raise ConvscopeError(
            f"A layer was called on {in_short(inputs)}.",
            "Expected what Input() or another layer returned, or numbers with a batch axis.",
            "Write for example x = layers.Flatten()(Input((28, 28, 1))).",
        ) from None
