"""Telling a model of TensorFlow.js from other files, without what reads one."""

import zipfile
from pathlib import Path

MODEL = "model.json"
"""Name of the file that says what the net is."""

_HEAD_BYTES = 256


def is_tfjs_model(path: str | Path) -> bool:
    """Returns whether a path is a JSON text, or a folder or archive with a `model.json` in it."""
    path = Path(path)
    try:
        if path.is_dir():
            return (path / MODEL).is_file()
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
            # A safetensors file may begin with that sign as well, or be damaged so that it does.
            return b"\0" not in head and path.suffix != ".safetensors"
        if not head.startswith(b"PK\x03\x04"):
            return False
        from convscope.keras_files.archive import CONFIG
        from convscope.tfjs_files.packages import models_in

        with zipfile.ZipFile(path) as file:
            return bool(models_in(file)) and CONFIG not in file.namelist()
    except Exception:  # a damaged archive raises nearly anything; its own reader says what is wrong
        return False
