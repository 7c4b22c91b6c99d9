"""How commands find a model: a file, or a run that has one."""

from pathlib import Path

from convscope.errors import ConvscopeError
from convscope.model_file import Model, read_model


def find_model(model: str, runs: Path = Path("runs")) -> Path:
    """Returns the path of the model file that `model` means.

    Args:
        model: A model file, a run folder, or the name of a run below `runs`.
        runs: The folder of all runs.

    Raises:
        ConvscopeError: Nothing of the kind, or a run without a model yet.
    """
    for path in (Path(model), runs / model):
        if path.is_file():
            return path
        if (path / "run.json").is_file():
            if (path / "model.safetensors").is_file():
                return path / "model.safetensors"
            raise ConvscopeError(
                f"The run {path} has no model yet.",
                "Expected one whose first epoch is finished.",
                f"Go on with: convscope train --resume {path}",
            )
    raise ConvscopeError(
        f'"{model}" is neither a model file nor a run.',
        "Expected a .safetensors file, a run folder or a run's name.",
        "List your runs with: convscope runs",
    )


def open_model(model: str) -> Model:
    """Returns the model that `model` means; see `find_model`."""
    return read_model(find_model(model))
