"""How a folder of transformers is told from others, without reading it."""

from pathlib import Path

CONFIG = "config.json"


def is_huggingface_folder(path: str | Path) -> bool:
    """Returns whether a path is a folder with a `config.json`, or that file."""
    path = Path(path)
    return (path / CONFIG).is_file() or (path.name == CONFIG and path.is_file())
