"""A Keras model in memory as a net of ours."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from convscope.accelerate.candidates import translation_of
from convscope.accelerate.inside_keras import inside_keras
from convscope.accelerate.variables import weights_of
from convscope.architecture import Architecture, first_scale
from convscope.errors import ConvscopeError
from convscope.keras_config import NotOursError
from convscope.keras_like.saving import to_net
from convscope.model_file import Model

if TYPE_CHECKING:
    from convscope.keras_like.model import Model as Net

LARGEST_SCALE = 0.02
"""Up to this scale a net that begins with `Rescaling` takes bytes as they are: 1/255, 1/127.5."""


def from_keras(
    model: Any,
    class_names: Iterable[str] = (),
    value_range: tuple[float, float] | None = None,
) -> "Net":
    """Returns a Keras model as ours: to be explained, drawn at, reported, saved and exported.

    The weights are copied: training either of the two leaves the other as it is.

    Args:
        model: A `Sequential` or functional model of Keras 3, built, on any of its backends.
        class_names: One name per output; empty where nobody knows them.
        value_range: What the bytes 0–255 of an image become before they go into the model. None for
            0–255 where the model begins by rescaling, else 0–1.

    Raises:
        ConvscopeError: It is no Keras model, or has something that we lack; the text names it.
    """
    if not hasattr(model, "get_config") or not hasattr(model, "layers"):
        raise ConvscopeError(
            f"from_keras(): received a {type(model).__name__}.",
            "Expected a model of Keras 3.",
            "Give what keras.Sequential or keras.Model returned.",
        )
    net = translation_of(model, may_lead=False)
    if net.ends:
        raise NotOursError(
            f"{model.name} has {len(net.ends)} outputs.",
            "Expected one.",
            "Give a keras.Model(inputs, output) of one of them.",
        )
    backend = inside_keras().backend
    weights = weights_of(model, net, lambda v: backend.read({"_value": v._value}))
    low, high = value_range or _usual_range(net.architecture)
    architecture = net.architecture.with_value_range(low, high)
    return to_net(Model(architecture, weights, tuple(class_names)))


def _usual_range(architecture: Architecture) -> tuple[float, float]:
    scale = first_scale(architecture.layers)
    is_small = scale is not None and abs(scale) <= LARGEST_SCALE
    return (0.0, 255.0) if is_small else (0.0, 1.0)
