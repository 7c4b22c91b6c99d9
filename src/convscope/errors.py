"""The one base error of convscope: what was received, what was expected, what to do now."""

import reprlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80
_SHORT.maxlong = 40
_SHORT.maxlevel = 3


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
        self.received = received
        self.expected = expected
        self.fix = fix
        super().__init__(f"{received} {expected} {fix}")

    def as_json(self) -> dict[str, str]:
        """Returns the three parts under the keys that every convscope interface uses."""
        return {"error": self.received, "expected": self.expected, "fix": self.fix}


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
def strangers_input(where: str, expected: str, fix: str) -> Iterator[None]:
    """Turns whatever a stranger's file causes into the clear error.

    It encloses the reading of a file and nothing else: what fails there fails because of what the
    file holds. `--debug` shows what it was.

    Args:
        where: The file, as the user typed it.
        expected: What would have been accepted.
        fix: What to do now.

    Raises:
        ConvscopeError: Anything went wrong inside.
    """
    try:
        yield
    except ConvscopeError:
        raise
    except MemoryError as error:
        raise ConvscopeError(f"{where} needs more memory than there is.", expected, fix) from error
    except RecursionError as error:
        raise ConvscopeError(f"{where} is nested too deeply.", expected, fix) from error
    except Exception as error:
        reason = f"{where} cannot be read ({type(error).__name__}: {in_short(str(error))})."
        raise ConvscopeError(reason, expected, fix) from error


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
