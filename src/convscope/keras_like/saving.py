"""Nets to files and back."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.compiled import Compiled
from convscope.keras_like.examples import value_range_of
from convscope.keras_like.layers import Layer
from convscope.model_file import Model, read_model, write_model
from convscope.shipped import SHIPPED_MODELS

if TYPE_CHECKING:
    from convscope.keras_like.sequential import Sequential

NUM_MEASURED = 500
"""Training images from which it is told how drawings have to be placed."""

ENDING = ".safetensors"
"""How the names of model files end."""


@dataclass
class ModelFacts:
    """What a model file says besides net and weights.

    Attributes:
        class_names: One name per output; empty where nobody knows them.
        value_range: What the bytes 0–255 of a picture become before they go into the net.
        placement: How a drawing is put into the input, as far as it is known; `find_placement`
            tells it for sure.
        fit: How a picture of another size is brought to the input's.
        trained_on: Facts about the training for people.
        about: Tensors that describe the training data, and which images are familiar; they hold
            for the layers as they are and until the next training.
    """

    class_names: tuple[str, ...] = ()
    value_range: tuple[float, float] = (0.0, 1.0)
    placement: str = "none"
    fit: str = "pad"
    trained_on: dict[str, Any] = field(default_factory=dict)
    about: dict[str, NDArray[Any]] = field(default_factory=dict)
    _unmeasured: NDArray[np.uint8] | None = field(default=None, repr=False)

    def note_training(self, images: NDArray[Any], num_validation: int) -> None:
        """Notes what the net is being trained on.

        Args:
            images: uint8 or float32 (number, height, width, channels), as they go into the net.
            num_validation: Images set aside.
        """
        self.value_range = value_range_of(images)
        self._unmeasured = _as_bytes(images[:NUM_MEASURED], self.value_range)
        self.about = {}
        self.trained_on |= {"num_train": len(images), "num_validation": num_validation}

    def find_placement(self) -> str:
        """Returns how a drawing is put into the input; after a training it is measured once.

        Not during the training: a third of a second, which short programs need for themselves.
        """
        if self._unmeasured is not None:
            from convscope.drawing import measure_placement

            self.placement, self._unmeasured = measure_placement(self._unmeasured), None
        return self.placement


def save_model(model: "Sequential", path: str | Path) -> None:
    """Writes a net to a model file.

    Raises:
        ConvscopeError: The name has another ending, or the disk refused.
    """
    expect_ending("save()", path)
    write_model(path, model.to_model())


@checked_arguments(
    "load_model()", {"custom_objects": None, "compile": (True, False), "safe_mode": True}
)
def load_model(filepath: str | Path) -> "Sequential":
    """Returns the net in a model file, ready to predict and to explain.

    Its `predict` returns what its last layer gives: probabilities, or logits where it ends without
    softmax or sigmoid; see there.

    A net that was compiled when it was saved is compiled again, with a fresh optimizer.

    Args:
        filepath: A `.safetensors` file that `save` or a run wrote, or the name of a model that is
            inside convscope, such as `"drawn-digits"`.

    Raises:
        ConvscopeError: No such file, or not a model file.
    """
    if filepath in SHIPPED_MODELS:
        filepath = SHIPPED_MODELS[str(filepath)].path
    expect_ending("load_model()", filepath)
    return to_sequential(read_model(filepath))


def to_sequential(model: Model) -> "Sequential":
    """Returns a model as a `Sequential`."""
    from convscope.keras_like.layers import Input
    from convscope.keras_like.sequential import Sequential

    layers = [Layer.from_description(layer) for layer in model.architecture.layers]
    net = Sequential([Input(model.architecture.input.shape), *layers], seed=0)
    net.set_weights([model.weights[name] for name in model.architecture.parameter_shapes])
    trained_on = dict(model.trained_on)
    settings = trained_on.pop("compiled", None)
    net.facts = ModelFacts(
        model.class_names,
        model.architecture.input.value_range,
        model.placement,
        model.fit,
        trained_on,
        dict(model.about),
    )
    if settings:
        net.recompile(Compiled.from_json(settings))
    return net


def _as_bytes(images: NDArray[Any], value_range: tuple[float, float]) -> NDArray[np.uint8]:
    low, high = value_range
    return np.clip((images - low) * (255 / (high - low)), 0, 255).round().astype(np.uint8)


def expect_ending(title: str, path: str | Path) -> None:
    """Checks the ending of a model file's name, which may hold `{epoch}` and the like.

    Args:
        title: Who was given the name.
        path: The name.

    Raises:
        ConvscopeError: Another ending than that of our model files.
    """
    if Path(path).suffix != ENDING:
        raise ConvscopeError(
            f"{title}: the name {path} ends in {Path(path).suffix or 'nothing'}.",
            f"convscope's model files end in {ENDING}.",
            f'Write "{Path(path).with_suffix(ENDING)}".',
        )
