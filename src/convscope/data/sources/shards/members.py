"""What one shard holds: samples of an image and what belongs to it, in the order of the file.

The names and sizes of a tar file are a stranger's word: paths that lead outside and links are
refused, no header may ask for much memory, and nothing is unpacked.
"""

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from convscope.data.images.formats import ENDINGS
from convscope.data.sources.readable import readable_name
from convscope.data.sources.zip_archive import leads_outside
from convscope.errors import ConvscopeError, in_short

PICKLES = frozenset(("pyd", "pth", "pt", "pkl", "pickle", "pyz"))
"""Endings of members whose readers run code that is in them: they are never opened."""

MAX_HEADER_BYTES = 2**20
"""Of what stands before a member; long names need some hundred."""

MAX_LABEL_BYTES = 2**20
"""Of a label, a text or a table of facts."""

BLOCK_BYTES = 512
"""Members of a tar file begin at multiples of it."""


class CutShortError(Exception):
    """A shard ends, or turns into something else, in the middle."""


@dataclass
class Sample:
    """What lies in a shard under one key.

    Attributes:
        key: Folder and name up to the first dot, as WebDataset has it.
        image: (name, place of the first byte, number of bytes); None if there is none.
        labels: Contents of the members that may name a class, by ending: cls, txt, json.
        has_pickle: Whether a member was left closed because it could run code.
    """

    key: str
    image: tuple[str, int, int] | None = None
    labels: dict[str, bytes] = field(default_factory=dict)
    has_pickle: bool = False


def key_and_ending(name: str) -> tuple[str, str]:
    """Returns a member's key, and what follows its first dot in lower case.

    Example:
        >>> key_and_ending("a.b/0001.seg.PNG")
        ('a.b/0001', 'seg.png')
    """
    folder, slash, own = name.rpartition("/")
    stem, _, end = own.partition(".")
    return folder + slash + stem, end.lower()


def samples_of(path: Path, shown: str) -> Iterator[Sample]:
    """Yields the samples of a shard.

    Args:
        path: The tar file.
        shown: What it is called in errors.

    Raises:
        CutShortError: The file is no tar file from some place on; what came before is whole.
        ConvscopeError: A member leads outside of the file, or is a link.
        OSError: The file cannot be read.
    """
    sample: Sample | None = None
    with path.open("rb") as file:
        try:
            for member in _members(file, shown):
                name = readable_name(member.name.removeprefix("./")).replace("\\", "/")
                key, end = key_and_ending(name)
                if not end or name.rpartition("/")[2].startswith("."):
                    continue
                if sample is None or sample.key != key:
                    if sample is not None:
                        yield sample
                    sample = Sample(key)
                _add(sample, name, end, member, file)
        except CutShortError:
            if sample is not None and sample.image is not None and sample.labels:
                yield sample
            raise
        if sample is not None:
            yield sample


def _add(sample: Sample, name: str, end: str, member: tarfile.TarInfo, file: IO[bytes]) -> None:
    last = end.rpartition(".")[2]
    if last in ENDINGS:
        if sample.image is None:
            sample.image = (name, member.offset_data, member.size)
    elif last in PICKLES:
        sample.has_pickle = True
    elif end in ("cls", "txt", "json") and member.size <= MAX_LABEL_BYTES:
        file.seek(member.offset_data)
        sample.labels[end] = file.read(member.size)


def _members(file: IO[bytes], shown: str) -> Iterator[tarfile.TarInfo]:
    """Yields the plain files of a tar file, and looks whether it ends as one."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    try:
        with tarfile.open(fileobj=_Headers(file), mode="r:") as tar:  # type: ignore[arg-type]
            for member in tar:
                tar.members = []  # it would keep all of them
                _expect_harmless(member, shown)
                if not member.isfile():
                    continue
                if member.offset_data + member.size > size:
                    raise CutShortError("the end of the file is missing")
                yield member
            end = tar.offset
    except ConvscopeError:
        raise
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise CutShortError(str(error) or type(error).__name__) from error
    file.seek(end)
    mark = file.read(BLOCK_BYTES)
    if len(mark) < BLOCK_BYTES:
        raise CutShortError("the end of the file is missing")
    if mark.strip(b"\0"):
        raise CutShortError("what follows is no member of a tar file")


def _expect_harmless(member: tarfile.TarInfo, shown: str) -> None:
    name = readable_name(member.name.removeprefix("./")).replace("\\", "/")
    if leads_outside(name):
        raise _refusal(shown, f'has an entry that leads outside it: "{in_short(name)}"')
    if member.issym() or member.islnk():
        raise _refusal(shown, f'has a link: "{in_short(name)}"')


def _refusal(shown: str, received: str) -> ConvscopeError:
    return ConvscopeError(
        f"{shown} {received}.",
        "Expected plain files and inner paths.",
        "Do not trust this shard; if it is your own, write it anew without.",
    )


class _Headers:
    """A file whose headers may not ask for much memory at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._place = file, 0

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_HEADER_BYTES:
            raise ValueError(f"a header of {size:,} bytes")
        self._file.seek(self._place)  # labels are read through the same file in between
        content = self._file.read(size)
        self._place += len(content)
        return content

    def seek(self, place: int) -> int:
        self._place = place
        return place

    def tell(self) -> int:
        return self._place
