"""A folder that an export makes: whole or not at all, and never over files of others."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from convscope.errors import ConvscopeError
from convscope.files import temporary_folder, write_atomically

Told = TypeVar("Told")


def write_folder(
    path: Path,
    files: Mapping[str, bytes],
    ours: re.Pattern[str],
    what: str,
    check: Callable[[Path], Told],
) -> Told:
    """Writes files into a folder, which takes the place of an older one of the same export.

    Args:
        path: The folder, which is new, empty, or holds such an export.
        files: Contents by name.
        ours: What names in a folder match that may be replaced.
        what: The export, as in "a model for TensorFlow.js".
        check: Is given the folder before anybody sees it; what it returns is returned. Where it
            raises, nothing has changed.

    Raises:
        ConvscopeError: The folder holds other files, or the disk refused.
    """
    _expect_ours(path, ours, what)
    try:
        with temporary_folder(path.parent, "export") as temporary:
            folder = temporary / "made"
            folder.mkdir()
            for name, content in files.items():
                write_atomically(folder / name, content)
            told = check(folder)
            if path.exists():
                path.rename(temporary / "before")
            folder.rename(path)
    except OSError as error:
        raise ConvscopeError(
            f"{path} could not be written: {error.strerror}.",
            "Expected a place where a folder can be made.",
            "Free some space, or choose another one.",
        ) from error
    return told


def _expect_ours(path: Path, ours: re.Pattern[str], what: str) -> None:
    if path.is_dir():
        others = sorted(each.name for each in path.iterdir() if not ours.fullmatch(each.name))
        if not others:
            return
        found = f"the folder holds other files, such as {others[0]}"
    elif not path.exists():
        return
    else:
        found = "there is a file of this name"
    raise ConvscopeError(
        f"{path}: {found}.",
        f"Expected a new folder, or one that holds {what} alone.",
        "Give another name; nothing was changed.",
    )
