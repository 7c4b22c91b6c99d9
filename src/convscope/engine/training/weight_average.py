"""The mean of the weights over the last part of a training."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from convscope.engine.answers.examples import Examples
from convscope.engine.answers.inference import images_at_once
from convscope.engine.network import Network
from convscope.engine.network.layers import BatchNormalization
from convscope.engine.training.torch_private import move_each_towards

MAX_IMAGES = 5000
"""Training images that the statistics of normalization are estimated from, evenly spread."""


class WeightAverage:
    """The plain mean of a network's weights after each of some steps.

    Near the end of a training the weights wander about a good place; their mean lies nearer to it
    than any of them. The moving statistics of batch normalization belong to no mean of weights, so
    they are estimated anew from training images.

    Source: Polyak, Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992; the
    last part only, and new statistics, as in Izmailov et al., "Averaging Weights Leads to Wider
    Optima and Better Generalization", UAI 2018.

    Attributes:
        num_steps: Steps that the mean is taken over.
        means: One tensor per parameter of the network; empty before the first step.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.num_steps = 0
        self.means: list[Tensor] = []

    @torch.no_grad()
    def add(self) -> None:
        """Takes the network's present weights into the mean."""
        parameters: list[Tensor] = list(self.network.parameters())
        self.num_steps += 1
        if self.num_steps == 1:
            self.means = [parameter.clone() for parameter in parameters]
        else:
            move_each_towards(self.means, parameters, 1 / self.num_steps)

    @torch.no_grad()
    def apply(self, train: Examples) -> None:
        """Gives the network the mean weights, and statistics of normalization that suit them."""
        for parameter, mean in zip(self.network.parameters(), self.means, strict=True):
            parameter.copy_(mean)
        estimate_statistics(self.network, train)

    @contextmanager
    def applied(self, train: Examples) -> Iterator[None]:
        """Does the same for a while; afterwards the network has its own weights again."""
        tensors = [*self.network.parameters(), *self.network.buffers()]
        own = [tensor.detach().clone() for tensor in tensors]
        try:
            self.apply(train)
            yield
        finally:
            with torch.no_grad():
                for tensor, values in zip(tensors, own, strict=True):
                    tensor.copy_(values)

    def load(self, num_steps: int, means: list[Tensor]) -> None:
        """Takes up a mean that another process has begun."""
        self.num_steps = num_steps
        # Copying keeps the memory order of the parameters.
        shapes = list(self.network.parameters())[: len(means)]
        pairs = zip(shapes, means, strict=True)
        self.means = [torch.empty_like(p, requires_grad=False).copy_(m) for p, m in pairs]


@torch.no_grad()
def estimate_statistics(network: Network, train: Examples) -> None:
    """Sets the moving statistics of batch normalization to what training images give.

    The images are taken as they are, without augmentation and without dropout, as they are when
    the net judges. The same images are taken each time: nothing here is random.

    Args:
        network: The net; one without batch normalization is left as it is.
        train: Training images, `MAX_IMAGES` of which are taken at most.
    """
    layers = [
        layer
        for layer in network.modules()
        if isinstance(layer, BatchNormalization) and layer.gamma.requires_grad
    ]
    if not layers:
        return
    own = [(layer.momentum, layer.workers) for layer in layers]
    indices = torch.arange(0, len(train), -(-len(train) // MAX_IMAGES))
    network.eval()
    for layer in layers:
        layer.train()
        layer.workers = None  # every process takes all of the images
    try:
        batches = torch.tensor_split(
            indices, -(-len(indices) // images_at_once(network.architecture, train, _BATCH_SIZE))
        )
        for number, batch in enumerate(batches):
            for layer in layers:
                layer.momentum = number / (number + 1)  # the plain mean over the batches
            network.scores(train.take(batch)[0])
    finally:
        for layer, (momentum, workers) in zip(layers, own, strict=True):
            layer.momentum, layer.workers = momentum, workers
        network.eval()


_BATCH_SIZE = 500
"""Images of which a mean is taken at once."""
