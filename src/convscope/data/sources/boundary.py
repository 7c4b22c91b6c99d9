"""The one place where whatever a stranger's file causes becomes the clear error."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from convscope.errors import ConvscopeError

_OUR_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""Not the file's fault: the decoded copy cannot be written. Said by whoever writes it."""


@contextmanager
def clear_errors(received: str, expected: str, fix: str) -> Iterator[None]:
    """Turns every error of the block into one that says what to do.

    Damaged or hostile files raise nearly every kind of error, in libraries that never promised
    which. `--debug` shows the original one.

    Args:
        received: The file, as the user typed it.
        expected: What would have been read.
        fix: What to do now.

    Raises:
        ConvscopeError: Anything went wrong, but for a full disk of our own.

    Example:
        >>> with clear_errors("a.csv", "Expected numbers.", "Save it again."):
        ...     int("x" * 3)
        Traceback (most recent call last):
        convscope.errors.ConvscopeError: a.csv cannot be read: invalid literal for int() with \
base 10: 'xxx'. Expected numbers. Save it again.
    """
    try:
        yield
    except ConvscopeError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OUR_DISK:
            raise
        raise ConvscopeError(
            f"{received} cannot be read: {in_short(error)}.", expected, fix
        ) from error


def in_short(error: Exception) -> str:
    """Returns what an error says, in one line of bounded length."""
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = " ".join(str(error).split())
    return (text[:200] or type(error).__name__).rstrip(".")
