"""The libraries of the extra `onnx`, or the sentence that says how to get them."""

from importlib import import_module
from typing import Any

from convscope.errors import ConvscopeError


def library(name: str) -> Any:
    """Returns `onnx` or `onnxruntime`.

    Raises:
        ConvscopeError: It is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ConvscopeError(
            f"The library {name} is not installed.",
            "Expected it for files of ONNX.",
            'Install it: pip install "convscope[onnx]".',
        ) from error
