"""A classifier as this room sees it: images in, scores out, every layer's output in reach."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from convscope.architecture import (
    LAYER_KINDS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Layer,
    ReceptiveField,
    Shape,
)
from convscope.arrays import Images, Probabilities, Shape3
from convscope.errors import ConvscopeError, UnknownNameError

BATCH_SIZE = 256

MOST_VALUES = 2**24
"""Values that the largest layer puts out for a batch: 64 MiB in float32."""

TORCH_TWINS: dict[str, type[Layer]] = {
    "torch.nn.modules.activation": Activation,
    "torch.nn.modules.batchnorm": BatchNormalization,
    "torch.nn.modules.pooling": AveragePooling2D,
    "Conv2d": Conv2D,
    "Linear": Dense,
    "LazyLinear": Dense,
}
"""Our kind of which the same is true, as far as this room asks; by a torch module's class or file.

All poolings count as one: whether a winner or a mean is kept is not asked here.
"""


@dataclass(frozen=True, eq=False)
class LayerView:
    """One layer of a classifier.

    Attributes:
        name: Unique in the classifier.
        kind: `Conv2D`, `MaxPooling2D`, …, or the class name of a torch module.
        output_shape: (height, width, channels) or (features,).
        module: The module whose output is the layer's; with an activation, the activation.
        kernel: float32 (height, width, in, out) where the layer has filters, else None.
        receptive_field: Which input pixels a neuron sees; None where that is not known.
        before_activation: The module that computes what the activation gets; None where that is
            `module` itself.
    """

    name: str
    kind: str
    output_shape: Shape
    module: nn.Module
    kernel: NDArray[np.float32] | None = None
    receptive_field: ReceptiveField | None = None
    before_activation: nn.Module | None = None

    @property
    def is_picture(self) -> bool:
        """Whether the output still has rows and columns."""
        return len(self.output_shape) == 3 and max(self.output_shape[:2]) > 1

    @property
    def facts(self) -> type[Layer]:
        """A class of layers that says what is true of this one; `Layer` where nothing is known."""
        home = type(self.module).__module__
        twin = TORCH_TWINS.get(self.kind) or TORCH_TWINS.get(home)
        # Some of torch's modules are called like a kind of ours: its ReLU is an activation here.
        is_torch = self.kind == type(self.module).__name__ and home.startswith("torch.")
        own = LAYER_KINDS.get(self.kind)
        return (twin or own if is_torch else own or twin) or Layer


@dataclass(frozen=True, eq=False)
class Classifier:
    """Anything that judges images, opened up.

    Attributes:
        module: Takes float32 (batch, channels, height, width) in `value_range`; returns scores
            float32 (batch, classes), before the last activation.
        input_shape: (height, width, channels).
        class_names: One name per score.
        layers: The layers in the order they are computed.
        value_range: What the bytes 0–255 of an image become.
        is_sigmoid: Whether every class has a probability of its own; else softmax.
        notes: What cannot be shown, in words.
    """

    module: nn.Module
    input_shape: Shape3
    class_names: tuple[str, ...]
    layers: tuple[LayerView, ...]
    value_range: tuple[float, float] = (0.0, 1.0)
    is_sigmoid: bool = False
    notes: tuple[str, ...] = ()

    @property
    def num_classes(self) -> int:
        """Number of classes."""
        return len(self.class_names)

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        tensor = next(self.module.parameters(), None)
        return torch.device("cpu") if tensor is None else tensor.device

    def layer(self, name: str) -> LayerView:
        """Returns the layer called `name`.

        Raises:
            UnknownNameError: No layer has that name; the nearest one is suggested.
        """
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise UnknownNameError("layer", name, [layer.name for layer in self.layers])

    def to_inputs(self, images: NDArray[Any]) -> Tensor:
        """Returns images as the module takes them.

        Args:
            images: uint8 or float32 (number, height, width, channels), 0–255.

        Returns:
            float32 (number, channels, height, width) in `value_range`, channels last in memory.

        Raises:
            ConvscopeError: The images have another shape.
        """
        if images.ndim != 4 or images.shape[1:] != self.input_shape:
            raise ConvscopeError(
                f"Received images of shape {images.shape}.",
                f"The classifier takes (number, {', '.join(map(str, self.input_shape))}), 0–255.",
                "Bring the images to that shape; one image alone needs image[None].",
            )
        low, high = self.value_range
        values = torch.from_numpy(np.array(images, np.float32)).to(self.device)
        return values.mul_((high - low) / 255).add_(low).permute(0, 3, 1, 2)

    def scores(self, images: NDArray[Any]) -> NDArray[np.float32]:
        """Returns the scores before the last activation, float32 (number, classes)."""
        return self.outputs(images, ())[0]

    def probabilities(self, images: NDArray[Any]) -> Probabilities:
        """Returns the probability of every class, float32 (number, classes)."""
        return self.to_probabilities(self.scores(images))

    def to_probabilities(self, scores: NDArray[np.float32]) -> Probabilities:
        """Returns scores as probabilities, by softmax or by sigmoid."""
        tensor = torch.from_numpy(scores)
        shares = torch.sigmoid(tensor) if self.is_sigmoid else torch.softmax(tensor, 1)
        return shares.numpy()

    def outputs(
        self, images: NDArray[Any], names: Sequence[str]
    ) -> tuple[NDArray[np.float32], dict[str, NDArray[np.float32]]]:
        """Returns the scores and what the named layers put out.

        Args:
            images: uint8 or float32 (number, height, width, channels), 0–255.
            names: Layers to listen to.

        Returns:
            Scores float32 (number, classes); and by layer float32 (number, height, width,
            channels) or (number, features).
        """
        scores: list[NDArray[np.float32]] = []
        parts: dict[str, list[NDArray[np.float32]]] = {name: [] for name in names}
        largest = max((prod(layer.output_shape) for layer in self.layers), default=1)
        at_once = max(1, min(BATCH_SIZE, MOST_VALUES // largest))
        for start in range(0, len(images), at_once):
            inputs = self.to_inputs(images[start : start + at_once])
            with torch.inference_mode(), recording([self.layer(n) for n in names]) as found:
                scores.append(self.module(inputs).cpu().numpy())
            for name in names:
                parts[name].append(channels_last(found[name]))
        return np.concatenate(scores), {name: np.concatenate(p) for name, p in parts.items()}


@contextmanager
def recording(layers: Sequence[LayerView]) -> Iterator[dict[str, Tensor]]:
    """Collects what layers put out, by name, while the module runs inside."""
    found: dict[str, Tensor] = {}

    def listener(name: str) -> Any:
        def listen(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            found[name] = output

        return listen

    handles = [layer.module.register_forward_hook(listener(layer.name)) for layer in layers]
    try:
        yield found
    finally:
        for handle in handles:
            handle.remove()


def channels_last(values: Tensor) -> NDArray[np.float32]:
    """Returns (batch, channels, height, width) as a (batch, height, width, channels) array."""
    values = values.detach()
    return (values.permute(0, 2, 3, 1) if values.dim() == 4 else values).float().cpu().numpy()


def expect_image(classifier: Classifier, image: Images) -> Images:
    """Returns one image as a batch of one, uint8 (1, height, width, channels).

    Raises:
        ConvscopeError: The image has another shape.
    """
    if image.shape == classifier.input_shape[:2] and classifier.input_shape[2] == 1:
        image = image[:, :, None]
    if image.shape != classifier.input_shape:
        raise ConvscopeError(
            f"Received an image of shape {image.shape}.",
            f"The classifier takes {classifier.input_shape}, (height, width, channels).",
            "Bring the image to that shape.",
        )
    return image[None]
