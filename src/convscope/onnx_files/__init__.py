"""Files of ONNX: written from a net, and read as data, without running anything in them.

The library `onnx` comes with the extra `convscope[onnx]`; nothing here needs torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.onnx_files.recognising import is_onnx_file

if TYPE_CHECKING:
    from convscope.onnx_files.reading import ReadOnnx, read_onnx

__all__ = ["ReadOnnx", "is_onnx_file", "read_onnx"]

_HOMES = {"ReadOnnx": "reading", "read_onnx": "reading"}
"""Where the names live that read; nothing of it is imported before a file needs it."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
