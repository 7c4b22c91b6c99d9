"""How commands find a model: a file, a run that has one, or one inside the package."""

from pathlib import Path
from typing import TYPE_CHECKING

from convscope.errors import ConvscopeError
from convscope.huggingface_files import is_huggingface_folder
from convscope.shipped import SHIPPED_MODELS
from convscope.texts import quoted

if TYPE_CHECKING:
    from convscope.model_file import Model


def find_model(model: str, runs: Path = Path("runs")) -> Path:
    """Returns the path of the model file that `model` means.

    Args:
        model: A model file, a folder of TensorFlow.js or transformers, a run folder, the name of a
            run below `runs`, or of a shipped model; what lies on the disk goes first.
        runs: The folder of all runs.

    Raises:
        ConvscopeError: Nothing of the kind, or a run without a model yet.
    """
    for path in (Path(model), runs / model):
        if path.is_file() or is_huggingface_folder(path):
            return path
        if (path / "model.json").is_file():  # of TensorFlow.js
            return path / "model.json"
        if (path / "run.json").is_file():
            if (path / "model.safetensors").is_file():
                return path / "model.safetensors"
            raise ConvscopeError(
                f"The run {path} has no model yet.",
                "Expected one whose first epoch is finished.",
                f"Go on with: convscope train --resume {quoted(path)}",
            )
    if model in SHIPPED_MODELS:
        return SHIPPED_MODELS[model].path
    raise ConvscopeError(
        f'"{model}" is neither a model file nor a run.',
        "Expected a model file (.safetensors, .keras, .h5, .onnx, model.json), a folder of "
        "transformers, a run folder, a run's name, or a model that is inside convscope: "
        f"{', '.join(SHIPPED_MODELS)}.",
        "List your runs with: convscope runs",
    )


def open_model(model: str) -> "Model":
    """Returns the model that `model` means; see `find_model`."""
    from convscope.model_file import read_model

    return read_model(find_model(model))
