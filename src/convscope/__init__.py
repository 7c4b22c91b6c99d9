"""convscope: train a convolutional network, draw at it, and read every number it computes."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.missing_names import help_with_missing_modules, missing_name
from convscope.threads import let_waiting_threads_sleep

if TYPE_CHECKING:
    from convscope import (
        accelerate,
        activations,
        backend,
        callbacks,
        constraints,
        datasets,
        initializers,
        layers,
        losses,
        metrics,
        models,
        optimizers,
        preprocessing,
        regularizers,
        saving,
        utils,
    )
    from convscope.accelerate.from_keras import from_keras
    from convscope.data import load_data
    from convscope.insight.report import report
    from convscope.keras_like.from_elsewhere import from_torch
    from convscope.keras_like.layers import Input
    from convscope.keras_like.model import Model
    from convscope.keras_like.saving import load_model
    from convscope.keras_like.sequential import Sequential
    from convscope.widget.drawing_pad import DrawingPad
    from convscope.widget.lesson_in_cell import lesson

__version__ = "0.1.0"

let_waiting_threads_sleep()
help_with_missing_modules()

__all__ = [
    "DrawingPad",
    "Input",
    "Model",
    "Sequential",
    "__version__",
    "accelerate",
    "activations",
    "backend",
    "callbacks",
    "constraints",
    "datasets",
    "from_keras",
    "from_torch",
    "initializers",
    "layers",
    "lesson",
    "load_data",
    "load_model",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "preprocessing",
    "regularizers",
    "report",
    "saving",
    "utils",
]

sys.modules[f"{__name__}.keras"] = sys.modules[__name__]
# `from tensorflow import keras` becomes `from convscope import keras`, `tf.keras.layers` stays.

_HOMES = {
    "DrawingPad": "convscope.widget.drawing_pad",
    "Input": "convscope.keras_like.layers",
    "Model": "convscope.keras_like.model",
    "Sequential": "convscope.keras_like.sequential",
    "from_keras": "convscope.accelerate.from_keras",
    "from_torch": "convscope.keras_like.from_elsewhere",
    "lesson": "convscope.widget.lesson_in_cell",
    "load_data": "convscope.data",
    "load_model": "convscope.keras_like.saving",
    "report": "convscope.insight.report",
}
"""Where the names live that are not modules; nothing is imported before it is used."""

_missing = missing_name(__name__, [name for name in __all__ if not name.startswith("_")])


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "keras":
        return sys.modules[__name__]
    if name in __all__ or name == "data":  # `tf.data`, in programs for Keras
        return import_module(f"{__name__}.{name}")
    return _missing(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
