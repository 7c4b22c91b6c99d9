"""The models inside the package: trained already, found by name. Opens no file."""

from dataclasses import dataclass
from pathlib import Path

from convscope.errors import UnknownNameError


@dataclass(frozen=True)
class ShippedModel:
    """A model file inside the package.

    Attributes:
        name: What commands and `load_model` take in place of a path.
        title: One line on what it is for.
        command: What wrote the file, run in the root of the repository.
        figures: What was measured once, after all settings had been chosen; accuracies 0–1.
    """

    name: str
    title: str
    command: str
    figures: dict[str, float]

    @property
    def path(self) -> Path:
        """The model file."""
        return Path(__file__).parent / f"{self.name}.safetensors"


SHIPPED_MODELS: dict[str, ShippedModel] = {
    model.name: model
    for model in (
        ShippedModel(
            "mnist",
            "the two convolutions of the lessons, trained on MNIST and drawings of 1s and 7s",
            "python tools/train_shipped.py mnist",
            {
                "MNIST test accuracy": 0.9951,
                "MNIST test images called unfamiliar": 0.0114,
                "1,000 placed drawings, accuracy": 1.0,
                "1,000 drawings as they lie, accuracy": 0.997,
                "600 1s with a flag, accuracy": 0.9917,
                "900 7s, accuracy": 0.9944,
            },
        ),
        ShippedModel(
            "drawn-digits",
            "digits drawn by hand, thin or thick, the ways people write them around the world",
            "python tools/train_shipped.py drawn-digits",
            {
                "MNIST test accuracy": 0.9955,
                "MNIST test images called unfamiliar": 0.0072,
                "1,000 placed drawings, accuracy": 1.0,
                "1,000 drawings as they lie, accuracy": 0.994,
                "600 1s with a flag, accuracy": 0.9867,
                "900 7s, accuracy": 0.9956,
            },
        ),
    )
}
"""Shipped models by name."""


def shipped_model(name: str) -> Path:
    """Returns the path of a model that is inside the package.

    Raises:
        UnknownNameError: There is none of that name; the nearest one is suggested.

    Example:
        >>> shipped_model("mnist").name
        'mnist.safetensors'
    """
    if name not in SHIPPED_MODELS:
        raise UnknownNameError("shipped model", name, SHIPPED_MODELS)
    return SHIPPED_MODELS[name].path
