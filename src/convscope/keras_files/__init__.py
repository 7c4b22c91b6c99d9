"""Keras' model files, `.keras` and HDF5: read as data and written, without Keras.

Nothing in a file is ever run, and no name in it is looked up by an import: a kind of layer is in
`keras_config.KINDS` or refused. `hdf5/` knows the container, the other modules what Keras puts into
it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.keras_files.recognising import HDF5_ENDINGS, WEIGHTS_ENDING, is_keras_file

if TYPE_CHECKING:
    from convscope.keras_files.labels import class_names_beside
    from convscope.keras_files.reading import read_keras, read_keras_weights
    from convscope.keras_files.saved_net import SavedNet
    from convscope.keras_files.writing import write_keras, write_weights

__all__ = [
    "HDF5_ENDINGS",
    "WEIGHTS_ENDING",
    "SavedNet",
    "class_names_beside",
    "is_keras_file",
    "read_keras",
    "read_keras_weights",
    "write_keras",
    "write_weights",
]

_HOMES = {
    "SavedNet": "saved_net",
    "class_names_beside": "labels",
    "read_keras": "reading",
    "read_keras_weights": "reading",
    "write_keras": "writing",
    "write_weights": "writing",
}
"""Where the names live that read and write; nothing of it is imported before a file needs it."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
