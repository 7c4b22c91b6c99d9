"""A net with weights and what people call its classes, and what is checked of it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture
from convscope.arrays import Weights
from convscope.errors import ConvscopeError, in_short
from convscope.texts import to_json_text, visible

FITS = ("pad", "crop", "stretch")
"""How a picture of another size can be brought to the input's, in our own ways."""

ABOUT = "about."
"""Prefix of tensors that describe the training data; no layer may be called "about"."""

TAKE_ANOTHER = "Take a file that convscope wrote, such as the model.safetensors of a run."
"""What to do with a file in which something makes no sense."""


@dataclass(frozen=True)
class Model:
    """An architecture with weights, class names and preprocessing.

    Attributes:
        architecture: The net as data.
        weights: float32 tensors by `<layer>.<tensor>`, kernels (height, width, in, out).
        class_names: One name per output, in the order of the outputs.
        placement: How a drawing is put into the input: `"none"` or a name that `drawing` knows.
        fit: How a picture of another size is brought to the input's: `pad`, `crop`, `stretch`, or
            as another program does, `crop:bilinear:256`, see `data.images.fitting`.
        trained_on: Facts about the training for people: data set, hash, split sizes, accuracies.
        about: Other tensors that describe the training data, such as `class_means`
            (uint8, (classes, height, width, channels), 0–255).
    """

    architecture: Architecture
    weights: Weights
    class_names: tuple[str, ...] = ()
    placement: str = "none"
    fit: str = "pad"
    trained_on: dict[str, Any] = field(default_factory=dict)
    about: dict[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def num_classes(self) -> int:
        """Number of classes; a single output tells two apart."""
        return max(2, self.architecture.output_shape[-1])

    @property
    def names(self) -> tuple[str, ...]:
        """One name per class; numbers where nobody knows any."""
        return self.class_names or tuple(map(str, range(self.num_classes)))


def expect_whole(where: str, model: Model) -> None:
    """Checks everything that a model says against everything else that it says.

    Args:
        where: How errors call it.
        model: The model.

    Raises:
        ConvscopeError: Weights that do not fit or are no numbers, or facts that make no sense.
    """
    _expect_weights(where, model.architecture, model.weights)
    shape, names = model.architecture.output_shape, model.class_names
    if names and len(shape) == 1 and len(names) != model.num_classes:
        what = f"{model.num_classes} names, one per class of the net"
        raise senseless(where, "class_names", f"{len(names)} names", what)
    if model.fit not in FITS and not _is_foreign_fit(model.fit):
        raise senseless(where, "fit", model.fit, f"one of {', '.join(FITS)}")
    for name, tensor in model.about.items():
        expected = _about_shapes(model).get(name)
        if expected is not None and tensor.shape != expected:
            raise senseless(where, ABOUT + name, f"shape {tensor.shape}", f"shape {expected}")
        _expect_numbers(where, ABOUT + name, tensor)


def _is_foreign_fit(fit: str) -> bool:
    """Returns whether a way to fit is one that another program's preprocessing has."""
    from convscope.data.images.fitting import expect_fit  # rarely needed, and not light

    try:
        expect_fit(fit)
    except ConvscopeError:
        return False
    return True


def _about_shapes(model: Model) -> dict[str, tuple[int, ...]]:
    num_outputs = model.architecture.output_shape[-1]
    return {
        "class_means": (model.num_classes, *model.architecture.input.shape),
        "familiarity.means": (num_outputs, num_outputs),
        "familiarity.precision": (num_outputs, num_outputs),
        "familiarity.scale": (3,),
    }


def _expect_weights(where: str, architecture: Architecture, weights: Weights) -> None:
    expected = architecture.parameter_shapes
    if wrong := sorted(set(expected) ^ set(weights)):
        raise ConvscopeError(
            f"{where}: the tensors {in_short(', '.join(wrong[:3]))} are missing or too many.",
            f"The net has {len(expected)} tensors: {', '.join(list(expected)[:4])}, ….",
            "The file does not belong to this net; train again or take another file.",
        )
    for name, shape in expected.items():
        if weights[name].shape != shape:
            raise ConvscopeError(
                f"{where}: {name} has shape {weights[name].shape}.",
                f"The net needs {shape}.",
                "The file does not belong to this net; train again or take another file.",
            )
        _expect_numbers(where, name, weights[name])


def _expect_numbers(where: str, name: str, tensor: NDArray[Any]) -> None:
    """Checks that every value is a finite number: a net with others has no verdict to give."""
    if tensor.dtype.kind not in "fiub":
        raise senseless(where, name, str(tensor.dtype), "numbers")
    if not np.isfinite(tensor).all():
        num_bad = int((~np.isfinite(tensor)).sum())
        raise ConvscopeError(
            f"{where}: {num_bad:,} of {tensor.size:,} values of {name} are infinite or not a "
            "number.",
            "Expected finite numbers: with others every verdict is nonsense.",
            "The training that wrote it went astray: train again with a lower learning rate, or "
            "take another file.",
        )


def senseless(where: str, name: str, received: object, expected: str) -> ConvscopeError:
    """Returns the error for something in a file that makes no sense.

    Args:
        where: How it calls the file.
        name: What it is.
        received: What stands there.
        expected: What should.
    """
    received = received if isinstance(received, str) else to_json_text(received)
    return ConvscopeError(
        f"{where}: {in_short(name)} is {visible(in_short(received))}.",
        f"Expected {expected}.",
        TAKE_ANOTHER,
    )


def expect_facts(where: str, class_names: object, trained_on: object) -> None:
    """Checks what a file says about its model, as it was read.

    Args:
        where: How errors call it.
        class_names: A list of texts, if it makes sense.
        trained_on: An object, if it makes sense.

    Raises:
        ConvscopeError: One of the two is something else.
    """
    if not isinstance(class_names, list) or not all(isinstance(n, str) for n in class_names):
        raise senseless(where, "class_names", class_names, "a list of texts, one per class")
    if not isinstance(trained_on, dict):
        raise senseless(where, "trained_on", trained_on, 'an object, such as {"data_set": "mnist"}')
