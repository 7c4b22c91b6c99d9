"""What tells that a file is one of ONNX, without what reads it."""

from pathlib import Path


def is_onnx_file(path: str | Path) -> bool:
    """Returns whether a file's name ends like that of an ONNX file."""
    return Path(path).suffix.lower() == ".onnx"
