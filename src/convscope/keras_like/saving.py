"""Nets to files and back."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.errors import ConvscopeError, in_short
from convscope.keras_files import HDF5_ENDINGS, is_keras_file, read_keras_weights, write_weights
from convscope.keras_files.net_writing import expect_writable
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.compiled import Compiled
from convscope.keras_like.examples import value_range_of
from convscope.keras_like.layers import Layer
from convscope.keras_like.symbolic import KerasTensor
from convscope.model_file import ENDING, KERAS_ENDINGS, Model, read_model, write_model
from convscope.shipped import SHIPPED_MODELS
from convscope.tfjs_files import is_tfjs_model

if TYPE_CHECKING:
    from convscope.keras_like.kept import KeptNet
    from convscope.keras_like.model import Model as KerasModel

NUM_MEASURED = 500
"""Training images from which it is told how drawings have to be placed."""

WHOLE_ENDINGS = (ENDING, *KERAS_ENDINGS)
"""How the name of a file may end that holds a whole net."""

WEIGHTS_ENDINGS = (ENDING, *HDF5_ENDINGS)
"""How the name of a file may end that holds weights alone."""


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
        self.note_images(images)
        self.trained_on |= {"num_train": len(images), "num_validation": num_validation}

    def note_images(self, images: NDArray[Any]) -> None:
        """Notes what the images look like that the net is being trained on.

        Args:
            images: uint8 or float32 (number, height, width, channels), as they go into the net.
        """
        self.value_range = value_range_of(images)
        self._unmeasured = _as_bytes(images[:NUM_MEASURED], self.value_range)
        self.about = {}

    def find_placement(self) -> str:
        """Returns how a drawing is put into the input; after a training it is measured once.

        Not during the training: a third of a second, which short programs need for themselves.
        """
        if self._unmeasured is not None:
            from convscope.drawing import measure_placement

            self.placement, self._unmeasured = measure_placement(self._unmeasured), None
        return self.placement


def save_model(model: "KeptNet", path: str | Path) -> None:
    """Writes a net to a model file, in a folder that is made where it does not exist.

    Raises:
        ConvscopeError: The name has another ending, Keras lacks a layer, or the disk refused.
    """
    expect_ending("save()", path, WHOLE_ENDINGS)
    make_folder(path)
    write_model(path, model.to_model())


def save_weights(model: "KeptNet", path: str | Path) -> None:
    """Writes the weights of a net, in a folder that is made where it does not exist.

    Raises:
        ConvscopeError: The name has another ending, or the disk refused.
    """
    expect_ending("save_weights()", path, WEIGHTS_ENDINGS)
    make_folder(path)
    if Path(path).suffix == ENDING:
        write_model(path, model.to_model())
    else:
        write_weights(path, model.architecture, model.named_weights())


def load_weights(model: "KeptNet", path: str | Path) -> None:
    """Gives a net the weights in a file.

    Raises:
        ConvscopeError: No such file, or weights of another net.
    """
    shapes = model.architecture.parameter_shapes
    if is_keras_file(path) and not is_tfjs_model(path):
        found = list(read_keras_weights(path, model.architecture).values())
    else:
        # Layers are numbered anew in every program: what counts is their order.
        saved = read_model(path)
        found = [saved.weights[name] for name in saved.architecture.parameter_shapes]
    received = [array.shape for array in found]
    if received != list(shapes.values()):
        raise ConvscopeError(
            f"load_weights(): {path} holds arrays of shapes {in_short(received)}.",
            f"The net needs {in_short(list(shapes.values()))}.",
            "Build the net with the same lines as the one that was saved, or take another file.",
        )
    model.set_weights(found)


def make_folder(path: str | Path) -> None:
    """Makes the folder of a file, where it does not exist yet.

    Raises:
        ConvscopeError: The disk refused.
    """
    folder = Path(path).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConvscopeError(
            f"The folder {folder} could not be made: {error.strerror}.",
            "Expected a place where folders can be made.",
            "Choose another one.",
        ) from error


@checked_arguments(
    "load_model()", {"custom_objects": None, "compile": (True, False), "safe_mode": True}
)
def load_model(filepath: str | Path) -> "KerasModel":
    """Returns the net in a model file, ready to predict and to explain.

    Its `predict` returns what its last layer gives: probabilities, or logits where it ends without
    softmax or sigmoid; see there.

    A net that was compiled when it was saved is compiled again, with a fresh optimizer.

    Args:
        filepath: A file that `save` or a run wrote, or that Keras 1, 2 or 3 saved, `.keras` or
            `.h5`, an ONNX file of a classifier, `model.json` of TensorFlow.js or the folder or zip
            archive that holds it; or the name of a model that is inside convscope, such as
            `"drawn-digits"`.

    Raises:
        ConvscopeError: No such file, not a model file, or a net of Keras with layers that convscope
            lacks.
    """
    if filepath in SHIPPED_MODELS:
        filepath = SHIPPED_MODELS[str(filepath)].path
    return to_net(read_model(filepath))


@checked_arguments(
    "clone_model()",
    {"call_function": None, "clone_function": None, "input_tensors": None, "recursive": False},
)
def clone_model(model: "KerasModel") -> "KerasModel":
    """Returns a net of the same layers with fresh weights; it is not compiled.

    Args:
        model: The net, whose input shape is known.

    Raises:
        ConvscopeError: The input shape is not known yet, or this is no net.
    """
    from convscope.keras_like.layer_stack import LayerStack

    if not isinstance(model, LayerStack):
        raise ConvscopeError(
            f"clone_model(): received {in_short(model)}.",
            "Expected a net.",
            "Write models.clone_model(model).",
        )
    clone = as_net(model.architecture.with_trained(model.are_trained), seed=None)
    clone.name = model.name
    return clone


def to_net(model: Model) -> "KerasModel":
    """Returns a model as a `Sequential`, or as a `Model` where its layers form a graph."""
    net = as_net(model.architecture, seed=0)
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
        # What another program compiled with may not exist here: the net then is not compiled.
        with suppress(ConvscopeError, TypeError, KeyError, ValueError, AttributeError):
            net.recompile(Compiled.from_json(settings))
    return net


def as_net(architecture: Architecture, seed: int | None) -> "KerasModel":
    """Returns a net of an architecture with fresh weights.

    Args:
        architecture: The layers.
        seed: Of the weights; None for one from chance, or from `set_random_seed`.
    """
    from convscope.keras_like.layers import Input
    from convscope.keras_like.model import Model as Functional
    from convscope.keras_like.sequential import Sequential

    layers = [Layer.from_description(replace(layer, inputs=())) for layer in architecture.layers]
    begin = Input(architecture.input.shape)
    if architecture.is_chain:
        net = Sequential([begin, *layers], seed=seed)
    else:
        made: dict[int, KerasTensor] = {-1: begin}
        for index, (layer, step) in enumerate(zip(layers, architecture.steps, strict=True)):
            taken = [made[source] for source in step.inputs]
            made[index] = layer(taken if step.layer.joins else taken[0])
        net = Functional(begin, made[len(layers) - 1], seed=seed)
    return net


def _as_bytes(images: NDArray[Any], value_range: tuple[float, float]) -> NDArray[np.uint8]:
    low, high = value_range
    return np.clip((images - low) * (255 / (high - low)), 0, 255).round().astype(np.uint8)


def expect_ending(title: str, path: str | Path, endings: tuple[str, ...]) -> None:
    """Checks the ending of a file's name, which may hold `{epoch}` and the like.

    Args:
        title: Who was given the name.
        path: The name.
        endings: Those that can be written.

    Raises:
        ConvscopeError: Another one.
    """
    name = Path(path).name
    if not name.endswith(endings):
        wrong = Path(path).suffix
        # "{val_loss:.3f}" and "v1.2" have a point that begins no ending.
        is_ending = wrong[1:].isalpha()
        advised = Path(path).with_suffix(".keras") if is_ending else Path(f"{path}.keras")
        if ".keras" not in endings:
            advised = advised.with_suffix("").with_name(f"{advised.stem}.weights.h5")
        raise ConvscopeError(
            f"{title}: the name {path} ends in {wrong if is_ending else 'nothing'}.",
            f"Expected one of the endings {', '.join(endings)}.",
            f'Write "{advised}".',
        )


def expect_savable(title: str, path: str | Path, model: "KeptNet") -> None:
    """Checks that a net can be written under a name, before anything is trained.

    Args:
        title: Who was given the name.
        path: The name.
        model: The net.

    Raises:
        ConvscopeError: It has a layer that the format lacks; the text says which.
    """
    if Path(path).suffix in KERAS_ENDINGS and model.built:
        try:
            expect_writable(model.architecture)
        except ConvscopeError as error:
            raise ConvscopeError(f"{title}: {error.received}", error.expected, error.fix) from None
