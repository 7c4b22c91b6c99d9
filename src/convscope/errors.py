"""The one base error of convscope: what was received, what was expected, what to do now."""

import errno
import reprlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Self

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80
_SHORT.maxlong = 40
_SHORT.maxlevel = 3

MOST_LETTERS = 1500
"""Length of a part of an error: names from strangers' files may have any."""

NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EROFS, errno.EFBIG}
"""What a disk says that has no room, none for us, or none for a file of that size.

It is not the fault of a file that was read: what was made of it cannot be written, which is said by
whoever writes it.
"""


class ConvscopeError(ValueError):
    """Something the user gave cannot be used; the text says how to put it right.

    The command line prints the message and exits with 2; the page's server answers with
    `as_json()`. Whatever is not a `ConvscopeError` is a bug of ours.

    Args:
        received: What arrived and where, with paths as the user typed them.
        expected: What would have been accepted.
        fix: What to do now, as an instruction.

    Example:
        >>> str(ConvscopeError("--epochs: received 0.", "At least 1.", "Give --epochs 5."))
        '--epochs: received 0. At least 1. Give --epochs 5.'
    """

    def __init__(self, received: str, expected: str, fix: str) -> None:
        self.received = _without_middle(received)
        self.expected = _without_middle(expected)
        self.fix = _without_middle(fix)
        super().__init__(f"{self.received} {self.expected} {self.fix}")

    def with_fix(self, fix: str) -> Self:
        """Returns the same error with other words on what to do now."""
        self.fix = _without_middle(fix)
        self.args = (f"{self.received} {self.expected} {self.fix}",)
        return self

    def as_json(self) -> dict[str, str]:
        """Returns the three parts under the keys that every convscope interface uses."""
        return {"error": self.received, "expected": self.expected, "fix": self.fix}


def _without_middle(text: str) -> str:
    """Returns a text, or its beginning and end where it is too long to be read."""
    if len(text) <= MOST_LETTERS:
        return text
    return f"{text[: MOST_LETTERS - 300]} … {text[-297:]}"


class UnknownNameError(ConvscopeError):
    """A name that is not in the table it was looked up in; the nearest one is suggested.

    Args:
        what: What the name stands for, such as `"data set"`.
        name: The name received.
        known: The names that exist.
        fix: What to do when no known name is near.

    Example:
        >>> str(UnknownNameError("net", "mnst", ["mnist", "photos"]))
        'Unknown net "mnst". Known: mnist, photos. Did you mean "mnist"?'
    """

    def __init__(self, what: str, name: object, known: Iterable[str], fix: str = "") -> None:
        names, name = list(known), in_short(str(name))
        near = get_close_matches(name.lower(), [n.lower() for n in names], n=1)
        original = {n.lower(): n for n in names}
        suggestion = f'Did you mean "{original[near[0]]}"?' if near else fix or "Use one of these."
        super().__init__(f'Unknown {what} "{name}".', f"Known: {', '.join(names)}.", suggestion)


@contextmanager
def clear_errors(received: str, expected: str, fix: str) -> Iterator[None]:
    """Turns whatever a stranger's file causes into the error that says what to do.

    It encloses the reading of a file and nothing else: damaged or hostile files raise nearly every
    kind of error, in libraries that never promised which. `--debug` shows the original one.

    Args:
        received: The file, as the user typed it.
        expected: What would have been read.
        fix: What to do now.

    Raises:
        ConvscopeError: Anything went wrong inside, but for a full disk of our own.

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
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        reason = f"{received} cannot be read: {what_it_says(error)}."
        raise ConvscopeError(reason, expected, fix) from error


def what_it_says(error: Exception) -> str:
    """Returns what an error says, in one line of bounded length."""
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = " ".join(str(error).split())[:200].rstrip(".")
    # The text of a missing key, an index or an attribute is no sentence without the error's name.
    if not text or isinstance(error, LookupError | AttributeError):
        return f"{type(error).__name__} {text}".rstrip()
    return text


def in_short(value: object) -> str:
    """Returns a value as an error shows it: never long, never deep.

    Example:
        >>> in_short([[[[[]]]]]), in_short("a name")
        ('[[[[...]]]]', 'a name')
    """
    if isinstance(value, str):
        return value if len(value) <= 80 else f"{value[:60]}…{value[-16:]}"
    try:
        return _SHORT.repr(value)
    except ValueError:  # a whole number of thousands of digits
        return f"a {type(value).__name__} too long to show"
