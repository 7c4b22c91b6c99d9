"""Names and paths inside commands that people copy into a shell."""

import shlex
from os import PathLike


def quoted(argument: object) -> str:
    """Returns a name or path as one word of a shell command, never taken for an option.

    Args:
        argument: A path, a run's name, the name of a data set.

    Example:
        >>> quoted("my fruits"), quoted("mnist-1"), quoted("-x")
        ("'my fruits'", 'mnist-1', './-x')
    """
    text = str(argument) if not isinstance(argument, PathLike) else argument.__fspath__()
    text = text if isinstance(text, str) else text.decode(errors="replace")
    return shlex.quote(f"./{text}" if text.startswith("-") else text)
