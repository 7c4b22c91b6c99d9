"""From what people have, a net, a model or a name, to the bytes of a model file."""

from pathlib import Path
from typing import Any

from convscope import model_file
from convscope.errors import ConvscopeError
from convscope.model_file import Model
from convscope.shipped import SHIPPED_MODELS


def model_bytes(model: Any) -> bytes:
    """Returns the bytes of a model file.

    Args:
        model: A `Model`; a net with `to_model()`, such as `Sequential`; the path of a model file
            or of a run; the name of a run below `runs/`, or of a model inside convscope.

    Raises:
        ConvscopeError: None of these.
    """
    if isinstance(model, str | Path):
        return model_file.model_bytes(_find(model))
    if hasattr(model, "to_model"):
        model = model.to_model()
    if not isinstance(model, Model):
        raise ConvscopeError(
            f"DrawingPad received {type(model).__name__}.",
            "Expected a net such as Sequential, a Model, or the path or name of a model.",
            'Try DrawingPad("mnist").',
        )
    return model_file.to_bytes(model)


def _find(model: str | Path) -> Path:
    inside = (Path(model, name) for name in ("model.safetensors", "model.json"))
    for path in (Path(model), *inside, _in_runs(model)):
        if path.is_file():
            return path
    if str(model) in SHIPPED_MODELS:
        return SHIPPED_MODELS[str(model)].path
    raise ConvscopeError(
        f'DrawingPad received "{model}".',
        "Expected a model file (.safetensors, .keras, .h5, .onnx, model.json), a run folder, a "
        f"run's name, or a model that is inside convscope: {', '.join(SHIPPED_MODELS)}.",
        "Correct the path, or give the net itself.",
    )


def _in_runs(model: str | Path) -> Path:
    return Path("runs", model, "model.safetensors")
