"""What lies in a folder or archive, or is a lone file: names, sizes, kinds. Knows no classes."""

import os
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Protocol

from convscope.data.images.formats import ending, is_image_name
from convscope.data.sources.content import HEAD_BYTES, TABLES, content_of, is_plain_text
from convscope.data.sources.garbage_collection import paused_garbage_collection
from convscope.data.sources.no_data import is_clutter, what_else
from convscope.data.sources.readable import readable_name
from convscope.data.sources.streams import MAX_FILE_BYTES, unpacked
from convscope.data.sources.tar_archive import ENDINGS as TAR_ENDINGS
from convscope.data.sources.tar_archive import TarArchive
from convscope.data.sources.zip_archive import ZipArchive
from convscope.errors import ConvscopeError, clear_errors

MAX_DEPTH = 100
"""Folders inside each other; what is deeper was not made by people."""

PICTURES = frozenset({"image", "heic", "avif"})
"""Kinds of content that are pictures, whether or not they can be decoded here."""


@dataclass(frozen=True)
class FoundFile:
    """A file as it lies there.

    Attributes:
        path: Relative to the place, with "/", in letters that can be shown.
        size_bytes: Size of the file.
        mtime_ns: Time of its last change in nanoseconds; in a zip archive its checksum.
        content: What it is, see `content.content_of`; `table` and `text` by its ending.
    """

    path: str
    size_bytes: int
    mtime_ns: int
    content: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class Contents(Protocol):
    """How the files of a place are read; safe from several threads."""

    def read(self, name: str) -> bytes:
        """Returns a file's bytes, as they lie there."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Returns a stream over a file, unpacked if it is gzipped, and bounded."""
        ...


@dataclass(frozen=True)
class Place:
    """What lies in a folder or archive, clutter left out, or a lone file.

    Attributes:
        source: What the user typed.
        path: The folder or file.
        files: All files, in no order.
        folders: Every folder, empty ones too, relative and with "/".
        left_out: What the folders are that are no data, by path.
        is_archive: Whether it is a zip or tar archive.
    """

    source: str
    path: Path
    files: tuple[FoundFile, ...]
    folders: frozenset[str]
    left_out: dict[str, str]
    is_archive: bool
    _contents: Contents = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """What the data are called: the name of the folder, or of the file without its ending."""
        name = readable_name(self.path.resolve().name)
        return name if self.path.is_dir() else plain_stem(name)

    def pictures(self) -> tuple[FoundFile, ...]:
        """Returns the files that are images."""
        return tuple(file for file in self.files if file.content in PICTURES)

    def of(self, *contents: str) -> list[FoundFile]:
        """Returns the files of some kinds of content, sorted by path."""
        found = [file for file in self.files if file.content in contents]
        return sorted(found, key=lambda file: file.path)

    def others(self) -> Counter[str]:
        """Returns how many files of each ending are not images."""
        rest = (f for f in self.files if f.content not in PICTURES)
        return Counter(ending(f.name) or "no ending" for f in rest)

    def display_path(self, path: str) -> str:
        """Returns the path of a file as the user would type it."""
        if self.path.is_dir():
            return str(Path(self.source) / path)
        return f"{self.source}: {path}" if self.is_archive else self.source

    def read(self, path: str) -> bytes:
        """Returns a file's bytes.

        Raises:
            OSError: It is gone, not readable, damaged in the archive, or far too large.
        """
        return self._contents.read(path)

    def open(self, path: str) -> IO[bytes]:
        """Returns a stream over a file, unpacked if it is gzipped."""
        return self._contents.open(path)


def plain_stem(name: str) -> str:
    """Returns a file's name without its ending, also a double one.

    Example:
        >>> plain_stem("photos.tar.gz"), plain_stem("train.csv.gz"), plain_stem("a.b.npz")
        ('photos', 'train', 'a.b')
    """
    lower = name.lower()
    for tar in sorted(TAR_ENDINGS, key=len, reverse=True):
        if lower.endswith(tar):
            return name[: -len(tar)]
    name = name[:-3] if lower.endswith(".gz") else name
    return name.rpartition(".")[0] or name


def find_source(source: str | Path) -> Path:
    """Returns the path of a folder or file that exists.

    Raises:
        ConvscopeError: It does not exist; a sibling with a similar name is suggested.
    """
    path = Path(source).expanduser()
    try:
        if path.exists():
            return path
        siblings = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
    except (OSError, ValueError) as error:
        raise ConvscopeError(
            f"{source} cannot be looked at: {getattr(error, 'strerror', None) or error}.",
            "Expected a folder or file that you may read.",
            "Check the path and its permissions.",
        ) from error
    near = get_close_matches(path.name, siblings, n=1)
    meant = f'Did you mean "{path.parent / near[0]}"?' if near else "Check the spelling."
    raise ConvscopeError(
        f"{source} does not exist.", "Expected a folder, a zip archive or an image.", meant
    )


def is_archive(path: Path) -> bool:
    """Whether a path is a file that ends like a zip or tar archive."""
    return path.name.lower().endswith((".zip", *TAR_ENDINGS)) and path.is_file()


@paused_garbage_collection()
def read_place(source: str | Path, *, is_deep: bool = True) -> Place:
    """Returns what lies at a path; only files whose ending says nothing are looked into.

    Args:
        source: A folder, archive or file.
        is_deep: Whether to look into the folders inside as well.

    Raises:
        ConvscopeError: The source does not exist, cannot be read, or is a harmful archive.
    """
    path = find_source(source)
    if is_archive(path):
        return _read_archive(str(source), path)
    if path.is_dir():
        return _read_folder(str(source), path, is_deep)
    status = path.stat()
    contents = FolderContents(path.parent, {path.name: path.name})
    name = readable_name(path.name)
    contents.real[name] = path.name
    kind = _kind(name, contents)
    file = FoundFile(name, status.st_size, _changed_ns(status), kind)
    return Place(str(source), path, (file,), frozenset(), {}, False, contents)


class FolderContents:
    """Files below a folder.

    Args:
        root: The folder.
        real: The names on the disk of files whose name cannot be shown.
    """

    def __init__(self, root: Path, real: dict[str, str]) -> None:
        self.root = root
        self.real = real

    def read(self, name: str) -> bytes:
        """Returns a file's bytes."""
        path = self.root / self.real.get(name, name)
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise OSError(f"larger than {MAX_FILE_BYTES:,} bytes")
        return content

    def open(self, name: str) -> IO[bytes]:
        """Returns a stream over a file, unpacked if it is gzipped, and bounded."""
        path = self.root / self.real.get(name, name)
        return unpacked(path.open("rb"), path.stat().st_size)


def _kind(name: str, contents: Contents) -> str:
    """Returns what a file is; those with an image's ending are taken at their word for now."""
    if is_image_name(name):
        return "image"
    end = ending(name.lower().removesuffix(".gz"))
    if end in TABLES or is_plain_text(end):
        return "table" if end in TABLES or end == "txt" else "text"
    try:
        with contents.open(name) as stream:
            return content_of(stream.read(HEAD_BYTES))
    except Exception:  # damaged or not to be read: said by whoever needs it
        return "other"


def _read_folder(source: str, root: Path, is_deep: bool) -> Place:
    contents = FolderContents(root, {})
    files: list[FoundFile] = []
    folders: set[str] = set()
    left_out: dict[str, str] = {}
    waiting: list[tuple[Path, str, frozenset[tuple[int, int]]]] = [(root, "", frozenset())]
    try:
        while waiting:
            folder, prefix, above = waiting.pop()
            if len(above) > MAX_DEPTH:
                raise _too_deep(source, prefix)
            status = folder.stat()
            identity = (status.st_dev, status.st_ino)
            if identity in above:  # links are followed, but never in a circle
                continue
            with os.scandir(folder) as found:
                entries = list(found)
            if prefix and (what := what_else([entry.name for entry in entries])):
                left_out[prefix.rstrip("/")] = what
                continue
            for entry in entries:
                if is_clutter(entry.name):
                    continue
                path = prefix + readable_name(entry.name)
                if entry.is_dir():
                    if not is_deep:
                        continue
                    folders.add(path)
                    waiting.append((Path(entry.path), path + "/", above | {identity}))
                else:
                    _note_real(contents, root, entry.path, path)
                    files.append(_found(entry, path, contents))
    except OSError as error:
        raise ConvscopeError(
            f"{readable_name(str(error.filename or source))[:300]} cannot be read: "
            f"{error.strerror}.",
            "Expected a folder that you may read.",
            "Change its permissions or copy it.",
        ) from error
    return Place(source, root, tuple(files), frozenset(folders), left_out, False, contents)


def _note_real(contents: FolderContents, root: Path, on_disk: str, shown: str) -> None:
    """Remembers the name on the disk of a file whose path had to be changed to be shown."""
    if not on_disk.endswith(shown):
        contents.real[shown] = os.path.relpath(on_disk, root)


def _changed_ns(status: os.stat_result) -> int:
    """Returns when a file last changed; its content's time can be set back, its entry's cannot."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _found(entry: "os.DirEntry[str]", path: str, contents: Contents) -> FoundFile:
    try:
        status = entry.stat()
    except FileNotFoundError:  # a link to nowhere, reported when it is read
        return FoundFile(path, 0, 0, _kind(path, contents))
    if not entry.is_file():  # a pipe or device: reading it might never end
        return FoundFile(path, 0, 0, "other")
    return FoundFile(path, status.st_size, _changed_ns(status), _kind(path, contents))


def _read_archive(source: str, path: Path) -> Place:
    archive = ZipArchive(source) if path.suffix.lower() == ".zip" else _open_tar(source)
    listed: list[tuple[str, int, int]] = []
    names_in: dict[str, list[str]] = {}
    folders: set[str] = set()
    given = archive.folders if isinstance(archive, TarArchive) else ()
    for name in (*archive.entries, *(f"{folder}/" for folder in given)):
        parts = name.strip("/").split("/")
        if len(parts) > MAX_DEPTH:
            raise _too_deep(source, name)
        if any(map(is_clutter, parts[:-1])):
            continue
        names_in.setdefault("/".join(parts[:-1]), []).append(parts[-1])
        if is_clutter(parts[-1]):
            continue
        own = parts if name.endswith("/") else parts[:-1]
        for depth in range(len(own), 0, -1):
            folder = "/".join(own[:depth])
            if folder in folders or not folder:
                break
            folders.add(folder)
        if not name.endswith("/"):
            listed.append((name, *_size_and_time(archive, name)))
    left_out = {
        folder: what for folder, names in names_in.items() if folder and (what := what_else(names))
    }
    inside = tuple(folder + "/" for folder in left_out)
    files = tuple(
        FoundFile(name, size, time, _kind(name, archive))
        for name, size, time in listed
        if not (inside and name.startswith(inside))
    )
    if inside:
        folders = {folder for folder in folders if not folder.startswith(inside)}
    return Place(source, path, files, frozenset(folders), left_out, True, archive)


def _size_and_time(archive: ZipArchive | TarArchive, name: str) -> tuple[int, int]:
    if isinstance(archive, TarArchive):
        begin, size = archive.entries[name]
        return size, begin
    entry = archive.entries[name]
    return entry.file_size, entry.CRC


def _open_tar(source: str) -> TarArchive:
    expected = f"Expected a whole archive that ends in {', '.join(TAR_ENDINGS[:3])} or the like."
    with clear_errors(source, expected, "Copy or download it again, or give the unpacked folder."):
        return TarArchive(source)


def _too_deep(source: str, path: str) -> ConvscopeError:
    return ConvscopeError(
        f'{source}: "{path[:40]}…" lies more than {MAX_DEPTH} folders deep.',
        "Expected class folders with images, such as cats/1.png.",
        "Do not trust it if it is not your own; else give a folder further in.",
    )
