"""Where the files of a model lie: in a folder or a zip archive. Nothing outside of it is read."""

import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from convscope.errors import ConvscopeError, in_short
from convscope.keras_files.archive import MAX_MEMBERS, MAX_WEIGHTS_BYTES, read_member

MODEL, METADATA, LABELS = "model.json", "metadata.json", "labels.txt"
"""Names of the files that say what the net is, and what its classes are called."""

CLUTTER = "__MACOSX"
"""A folder that some programs add to archives."""

_WHOLE = "Copy all files of the model into one folder, as they were exported."
_FORBIDDEN = ("\\", ":", "\0")


class Package(ABC):
    """The files of one model, by their names beside `model.json`."""

    @abstractmethod
    def size(self, name: str) -> int | None:
        """Returns the size of a file in bytes; None where there is none."""

    @abstractmethod
    def read(self, name: str, most: int) -> bytes:
        """Returns what a file holds.

        Args:
            name: Of a file that is there.
            most: Bytes that it may have.

        Raises:
            ConvscopeError: It has more, or cannot be read.
        """


class Folder(Package):
    """Files in a folder of the disk.

    Args:
        model: The path of `model.json`, whatever it is called.
    """

    def __init__(self, model: Path) -> None:
        whole = model.resolve()
        self._names = {MODEL: whole}
        self._folder = whole.parent

    def size(self, name: str) -> int | None:
        """See `Package`."""
        path = self._path(name)
        return path.stat().st_size if path.is_file() else None

    def read(self, name: str, most: int) -> bytes:
        """See `Package`."""
        size = self.size(name) or 0
        if size > most:
            raise _too_large(name, size, most)
        with self._path(name).open("rb") as file:
            return file.read(most)

    def _path(self, name: str) -> Path:
        path = self._names.get(name, self._folder / name)
        whole = path.resolve()  # a link may lead elsewhere
        if not whole.is_relative_to(self._folder):
            raise _outside(name)
        return whole


class Archive(Package):
    """Files in a zip archive, as Teachable Machine hands a model out.

    Args:
        file: The archive, which is open.
    """

    def __init__(self, file: zipfile.ZipFile) -> None:
        members = file.infolist()
        if len(members) > MAX_MEMBERS:
            raise ConvscopeError(
                f"the archive has {len(members):,} members.",
                f"Expected at most {MAX_MEMBERS:,}.",
                _WHOLE,
            )
        found = models_in(file)
        if len(found) != 1:
            raise ConvscopeError(
                f"the archive holds {len(found)} files {MODEL}.",
                f"Expected one {MODEL} and the weights that it names.",
                "Unpack it, and take the folder that you mean.",
            )
        folder = PurePosixPath(found[0]).parent
        self._file = file
        self._members = {
            str(PurePosixPath(member.filename).relative_to(folder)): member
            for member in members
            if PurePosixPath(member.filename).is_relative_to(folder) and not member.is_dir()
        }

    def size(self, name: str) -> int | None:
        """See `Package`."""
        member = self._members.get(name)
        return member.file_size if member else None

    def read(self, name: str, most: int) -> bytes:
        """See `Package`."""
        return read_member(self._file, self._members[name], most)


def models_in(file: zipfile.ZipFile) -> list[str]:
    """Returns the paths of all files `model.json` in an archive."""
    paths = [PurePosixPath(name) for name in file.namelist()]
    return [str(path) for path in paths if path.name == MODEL and CLUTTER not in path.parts]


def plain_name(name: object) -> str:
    """Returns the name of a file of weights as it lies beside `model.json`.

    Args:
        name: As `model.json` has it.

    Raises:
        ConvscopeError: It leads out of the folder, is an address, or is no name.

    Example:
        >>> plain_name("./group1-shard1of2.bin")
        'group1-shard1of2.bin'
    """
    if not isinstance(name, str) or not name:
        raise ConvscopeError(
            f"a file of weights is called {in_short(name)}.", "Expected its name, a text.", _WHOLE
        )
    if "://" in name or name.startswith(("data:", "//")):
        raise ConvscopeError(
            f"the weights lie at an address, {in_short(name)}.",
            "Expected files beside model.json: convscope fetches nothing that a file names.",
            "Download them into its folder, and write their names into model.json.",
        )
    path = PurePosixPath(name)
    if any(sign in name for sign in _FORBIDDEN) or path.is_absolute() or ".." in path.parts:
        raise _outside(name)
    return str(path)


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Opens the files of a model.

    Args:
        path: The folder, its `model.json`, or a zip archive.

    Raises:
        ConvscopeError: An archive that is too large, or holds no model or several.
    """
    if path.is_dir():
        yield Folder(path / MODEL)
    elif not zipfile.is_zipfile(path):
        yield Folder(path)
    elif (size := path.stat().st_size) > MAX_WEIGHTS_BYTES:
        raise _too_large(path.name, size, MAX_WEIGHTS_BYTES)
    else:
        with zipfile.ZipFile(path) as file:
            yield Archive(file)


def _outside(name: str) -> ConvscopeError:
    return ConvscopeError(
        f"the file {in_short(name)} does not lie in the model's folder.",
        "Expected names of files beside model.json.",
        _WHOLE,
    )


def _too_large(name: str, size: int, most: int) -> ConvscopeError:
    return ConvscopeError(
        f"{in_short(name)} has {size:,} bytes.",
        f"Expected at most {most:,}.",
        "Take another file.",
    )
