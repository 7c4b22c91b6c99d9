"""How each shipped model is trained: the settings that `train_shipped.py --choose` told apart."""

from collections.abc import Callable
from dataclasses import dataclass

from redrawing import Redrawing

from convscope.architecture import (
    Activation,
    Architecture,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    Layer,
    MaxPooling2D,
    load_net,
)
from convscope.engine.training.augmentation import Augmentation

NUM_CLASSES = 10


@dataclass(frozen=True)
class Plan:
    """How a shipped model is trained: AdamW in one cycle, on smoothed labels.

    Attributes:
        architecture: The net.
        augment: What changes each batch.
        epochs: Passes over the training images.
        learning_rate: Peak of the cycle.
        batch_size: Images per step.
        weight_decay: Of AdamW.
        label_smoothing: Share of a label that is spread over all classes.
        with_drawings: Whether drawings are mixed with MNIST.
        later_epochs: Further passes with 1s, 7s and what lies between, at a smaller rate.
    """

    architecture: Architecture
    augment: Augmentation
    epochs: int
    learning_rate: float
    batch_size: int = 128
    weight_decay: float = 4e-3
    label_smoothing: float = 0.05
    with_drawings: bool = False
    later_epochs: int = 0


def drawn_digits_net() -> Architecture:
    """Returns the net of `drawn-digits`: pooled before it is normalised, which costs a quarter."""
    layers: list[Layer] = []
    for filters in (32, 64, 96):
        layers.append(Conv2D(filters, (3, 3), use_bias=False))
        if filters < 96:
            layers.append(MaxPooling2D())
        layers += [BatchNormalization(momentum=0.95), Activation("relu")]
    layers += [Flatten(), Dropout(0.3), Dense(NUM_CLASSES, "softmax")]
    return Architecture(Input((28, 28, 1)), tuple(layers))


PLANS: dict[str, Callable[[], Plan]] = {
    "mnist": lambda: Plan(
        load_net("mnist"),
        Augmentation("light", "small moves and turns", shift=0.04, turn=6.0, scale=1.06),
        epochs=12,
        later_epochs=6,
        learning_rate=5e-3,
    ),
    "drawn-digits": lambda: Plan(
        drawn_digits_net(),
        Redrawing("redrawn", "bent, thin or thick, placed again"),
        epochs=18,
        later_epochs=3,
        learning_rate=8e-3,
        with_drawings=True,
    ),
}
"""Plan by name of the shipped model."""
