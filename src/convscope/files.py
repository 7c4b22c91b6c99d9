"""Writing files whole or not at all. Knows no format."""

import os
import tempfile
from pathlib import Path

from convscope.errors import ConvscopeError


def write_atomically(path: str | Path, content: bytes) -> None:
    """Writes a file so that a reader, or a crash, never sees a part of it.

    Raises:
        ConvscopeError: The folder does not exist, is read-only, or the disk is full.
    """
    path = Path(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())  # mkstemp makes files private
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise ConvscopeError(
            f"{path} could not be written: {error.strerror}.",
            f"Expected a writable folder with {len(content):,} bytes free.",
            "Free some space or choose another folder; what was there before is unchanged.",
        ) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
