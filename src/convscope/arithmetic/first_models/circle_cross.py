"""Nine pixels, three neurons, two answers: a small network that learns to tell ○ from ×."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convscope.arithmetic.activations import sigmoid
from convscope.arrays import Activations, Labels

CIRCLE = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], float)
CROSS = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]], float)


@dataclass(frozen=True)
class CircleCrossNet:
    """The weights of the 9-3-2 network, all neurons sigmoid.

    Attributes:
        hidden_kernel: float (9, 3), from pixels to hidden neurons.
        hidden_bias: float (3,).
        output_kernel: float (3, 2), from hidden neurons to ○ and ×.
        output_bias: float (2,).
    """

    hidden_kernel: Activations
    hidden_bias: Activations
    output_kernel: Activations
    output_bias: Activations

    @classmethod
    def random(cls, seed: int) -> "CircleCrossNet":
        """Returns a network that knows nothing yet: kernels from −1 to 1, biases 0."""
        random = np.random.default_rng(seed)
        return cls(
            random.uniform(-1, 1, (9, 3)), np.zeros(3), random.uniform(-1, 1, (3, 2)), np.zeros(2)
        )

    def forward(self, pixels: Activations) -> tuple[Activations, Activations]:
        """Returns the hidden and the output neurons.

        h = sigmoid(x · hidden_kernel + hidden_bias),  o = sigmoid(h · output_kernel + output_bias)

        Args:
            pixels: x, float (batch, 9), 0 for paper and 1 for ink.

        Returns:
            h (batch, 3) and o (batch, 2), each 0–1; column 0 of o answers to ○, column 1 to ×.
        """
        hidden = sigmoid(pixels @ self.hidden_kernel + self.hidden_bias)
        return hidden, sigmoid(hidden @ self.output_kernel + self.output_bias)

    def loss(self, pixels: Activations, targets: Activations) -> float:
        """Returns L = ½ Σ (o − target)², averaged over the batch."""
        return float(((self.forward(pixels)[1] - targets) ** 2).sum(axis=1).mean() / 2)

    def gradients(self, pixels: Activations, targets: Activations) -> "CircleCrossNet":
        """Returns ∂L/∂weight for every weight, by back-propagation.

        δ_o = (o − target) · o (1 − o)                  how much each output neuron is to blame
        δ_h = (δ_o · output_kernelᵀ) · h (1 − h)        the blame handed back to hidden neurons

        ∂L/∂output_kernel = hᵀ · δ_o,  ∂L/∂hidden_kernel = xᵀ · δ_h, biases: the sums of δ.

        Args:
            pixels: float (batch, 9).
            targets: float (batch, 2), (1, 0) for ○ and (0, 1) for ×.

        Source: Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors",
        Nature 1986.
        """
        hidden, output = self.forward(pixels)
        output_delta = (output - targets) * output * (1 - output) / len(pixels)
        hidden_delta = output_delta @ self.output_kernel.T * hidden * (1 - hidden)
        return CircleCrossNet(
            pixels.T @ hidden_delta,
            hidden_delta.sum(axis=0),
            hidden.T @ output_delta,
            output_delta.sum(axis=0),
        )

    def improved(self, gradients: "CircleCrossNet", learning_rate: float) -> "CircleCrossNet":
        """Returns the network after one step: every weight − η · its gradient."""
        return CircleCrossNet(
            self.hidden_kernel - learning_rate * gradients.hidden_kernel,
            self.hidden_bias - learning_rate * gradients.hidden_bias,
            self.output_kernel - learning_rate * gradients.output_kernel,
            self.output_bias - learning_rate * gradients.output_bias,
        )


def circle_cross_examples() -> tuple[Activations, Labels]:
    """Returns ○ and ×, each once clean and once with each of its nine pixels turned over.

    Returns:
        Pixels, float (20, 9), 0 or 1; labels, int64 (20,), 0 for ○ and 1 for ×.
    """
    pictures = []
    for shape in (CIRCLE, CROSS):
        clean = shape.ravel()
        pictures.append(clean)
        pictures += [np.where(np.arange(9) == pixel, 1 - clean, clean) for pixel in range(9)]
    return np.array(pictures), np.repeat(np.arange(2), 10)


def train_circle_cross(
    pixels: Activations,
    labels: Labels,
    learning_rate: float = 3.0,
    num_epochs: int = 200,
    seed: int = 0,
) -> Iterator[tuple[CircleCrossNet, float]]:
    """Yields the network and its loss before training and after every epoch.

    Every epoch takes one step with the gradient of all examples together.

    Args:
        pixels: float (examples, 9).
        labels: int64 (examples,), 0 for ○ and 1 for ×.
        learning_rate: Length of the steps.
        num_epochs: How many steps are taken.
        seed: Chooses the weights that training starts with.
    """
    targets = (labels[:, None] == np.arange(2)).astype(float)
    net = CircleCrossNet.random(seed)
    yield net, net.loss(pixels, targets)
    for _ in range(num_epochs):
        net = net.improved(net.gradients(pixels, targets), learning_rate)
        yield net, net.loss(pixels, targets)
