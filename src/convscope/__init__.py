"""convscope: train a convolutional network, draw at it, and read every number it computes."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.threads import let_waiting_threads_sleep

if TYPE_CHECKING:
    from convscope import (
        callbacks,
        datasets,
        layers,
        losses,
        metrics,
        models,
        optimizers,
        utils,
    )
    from convscope.data import load_data
    from convscope.insight.report import report
    from convscope.keras_like.layers import Input
    from convscope.keras_like.saving import load_model
    from convscope.keras_like.sequential import Sequential
    from convscope.widget.drawing_pad import DrawingPad

__version__ = "0.1.0"

let_waiting_threads_sleep()

__all__ = [
    "DrawingPad",
    "Input",
    "Sequential",
    "__version__",
    "callbacks",
    "datasets",
    "layers",
    "load_data",
    "load_model",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "report",
    "utils",
]

_HOMES = {
    "DrawingPad": "convscope.widget.drawing_pad",
    "Input": "convscope.keras_like.layers",
    "Sequential": "convscope.keras_like.sequential",
    "load_data": "convscope.data",
    "load_model": "convscope.keras_like.saving",
    "report": "convscope.insight.report",
}
"""Where the names live that are not modules; nothing is imported before it is used."""


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
