"""Finding the image files under a folder or in a zip archive. Knows nothing of classes."""

import os
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from convscope.data.images.archive import ImageArchive
from convscope.data.images.formats import ending, is_hidden, is_image_name
from convscope.data.images.garbage import no_garbage_search
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class FoundFile:
    """An image file as it lies there, not opened.

    Attributes:
        path: Relative to the source, with "/".
        size_bytes: Size of the file.
        mtime_ns: Time of its last change in nanoseconds; in a zip archive its checksum.
    """

    path: str
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True)
class Tree:
    """What lies under a folder or in a zip archive, hidden things left out.

    Attributes:
        files: The image files.
        folders: Every folder, empty ones too, relative and with "/".
        others: How many files of each ending are not images.
        archive: The open archive, when the source is one.
    """

    files: tuple[FoundFile, ...]
    folders: frozenset[str]
    others: Counter[str]
    archive: ImageArchive | None


def find_source(source: str | Path) -> Path:
    """Returns the path of a folder or file that exists.

    Raises:
        ConvscopeError: It does not exist; a sibling with a similar name is suggested.
    """
    path = Path(source).expanduser()
    if path.exists():
        return path
    siblings = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
    near = get_close_matches(path.name, siblings, n=1)
    meant = f'Did you mean "{path.parent / near[0]}"?' if near else "Check the spelling."
    raise ConvscopeError(
        f"{source} does not exist.", "Expected a folder, a zip archive or an image.", meant
    )


def is_zip(path: Path) -> bool:
    """Whether a path is a file that ends like a zip archive."""
    return path.suffix.lower() == ".zip" and path.is_file()


@no_garbage_search()
def read_tree(source: str | Path) -> Tree:
    """Returns the images under a folder or in a zip archive; no image is opened.

    Raises:
        ConvscopeError: The source does not exist, cannot be read, or is a harmful archive.
    """
    path = find_source(source)
    if is_zip(path):
        return _read_archive(ImageArchive(path))
    if not path.is_dir():
        raise ConvscopeError(
            f"{source} is a file.",
            "Expected a folder of images or a zip archive of one.",
            "Give the folder that the class folders are in.",
        )
    files: list[FoundFile] = []
    folders: set[str] = set()
    others: Counter[str] = Counter()
    try:
        _walk(path, "", frozenset(), files, folders, others)
    except OSError as error:
        raise ConvscopeError(
            f"{error.filename} cannot be read: {error.strerror}.",
            "Expected a folder that you may read.",
            "Change its permissions or copy it.",
        ) from error
    return Tree(tuple(files), frozenset(folders), others, None)


def _walk(
    folder: Path,
    prefix: str,
    above: frozenset[tuple[int, int]],
    files: list[FoundFile],
    folders: set[str],
    others: Counter[str],
) -> None:
    """Collects what lies in a folder; links are followed, but never in a circle."""
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_hidden(entry.name):
                continue
            path = prefix + entry.name
            if entry.is_dir():
                folders.add(path)
                _walk(Path(entry.path), path + "/", above | {identity}, files, folders, others)
            elif is_image_name(entry.name):
                try:
                    found = entry.stat()
                except FileNotFoundError:  # a link to nowhere, reported when it is read
                    files.append(FoundFile(path, 0, 0))
                else:
                    # Programs can set back the time of the content, but not that of the entry.
                    changed_ns = max(found.st_mtime_ns, found.st_ctime_ns)
                    files.append(FoundFile(path, found.st_size, changed_ns))
            else:
                others[ending(entry.name) or "no ending"] += 1


def _read_archive(archive: ImageArchive) -> Tree:
    files: list[FoundFile] = []
    folders: set[str] = set()
    others: Counter[str] = Counter()

    @cache
    def is_shown(folder: str) -> bool:
        above, _, name = folder.rpartition("/")
        if is_hidden(name) or (above and not is_shown(above)):
            return False
        folders.add(folder)
        return True

    for name, entry in archive.entries.items():
        folder, _, base = name.rpartition("/")
        if (folder and not is_shown(folder)) or not base or is_hidden(base):
            continue
        if is_image_name(base):
            files.append(FoundFile(name, entry.file_size, entry.CRC))
        else:
            others[ending(base) or "no ending"] += 1
    return Tree(tuple(files), frozenset(folders), others, archive)
