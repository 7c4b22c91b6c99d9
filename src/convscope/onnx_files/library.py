"""The libraries of the extra `onnx`, or the sentence that says how to get them."""

from typing import Any

from convscope.errors import ConvscopeError


def onnx_library() -> Any:
    """Returns `onnx`.

    Raises:
        ConvscopeError: It is not installed.
    """
    try:
        import onnx
    except ModuleNotFoundError as error:
        raise _missing("onnx") from error
    return onnx


def runtime_library() -> Any:
    """Returns `onnxruntime`.

    Raises:
        ConvscopeError: It is not installed.
    """
    try:
        import onnxruntime
    except ModuleNotFoundError as error:
        raise _missing("onnxruntime") from error
    return onnxruntime


def _missing(name: str) -> ConvscopeError:
    return ConvscopeError(
        f"The library {name} is not installed.",
        "Expected it for files of ONNX.",
        'Install it: pip install "convscope[onnx]".',
    )
