"""What tells that a file is one of Keras', without what reads it."""

from pathlib import Path

HDF5_MARK = b"\x89HDF\r\n\x1a\n"
ZIP_MARK = b"PK\x03\x04"

HDF5_ENDINGS = (".h5", ".hdf5")
WEIGHTS_ENDING = ".weights.h5"
"""How a file ends that Keras 3 takes for weights alone."""


def is_keras_file(path: str | Path) -> bool:
    """Returns whether a file begins as one of Keras' formats does, whatever its name is."""
    try:
        with Path(path).open("rb") as file:
            return file.read(8).startswith((HDF5_MARK, ZIP_MARK))
    except OSError:
        return False
