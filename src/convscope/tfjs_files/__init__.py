"""Models of TensorFlow.js in its layers format: read as data, and written.

A model is a folder: `model.json` says which layers there are, in the words of Keras, and which
files hold their weights. Nothing is fetched, and nothing in a file is run. What Keras and
TensorFlow.js compute differently stands in `differences` (read) and `kinds` (written).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.tfjs_files.recognising import is_tfjs_model

if TYPE_CHECKING:
    from convscope.tfjs_files.reading import read_self_test, read_tfjs
    from convscope.tfjs_files.self_test import SelfTest
    from convscope.tfjs_files.writing import Written, tfjs_files

__all__ = ["SelfTest", "Written", "is_tfjs_model", "read_self_test", "read_tfjs", "tfjs_files"]

_HOMES = {
    "SelfTest": "self_test",
    "Written": "writing",
    "read_self_test": "reading",
    "read_tfjs": "reading",
    "tfjs_files": "writing",
}
"""Where the names live that read and write; nothing of it is imported before a file needs it."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
