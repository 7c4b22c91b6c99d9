"""Collections of images of one's own: ordinary image folders, filled one image after another.

A collection is `collected/<name>/<class>/<number>.png`, which every command takes. What is
removed lies in `collected/<name>/.bin/`, what is just arriving in `.incoming/` beside it; no reader
of images looks into these.
"""

import glob
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import scandir
from pathlib import Path
from shutil import rmtree

from convscope.data.images import UnreadableImage, decode_image, probe_image
from convscope.data.sources.split_words import split_of
from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.files import sync_folder, written_part
from convscope.runs.folder import plain_name
from convscope.studio.tally import IMAGE_FILE, Tally, forget, note_added, number_of, tally

FOLDER = "collected"
BIN = ".bin"
INCOMING = ".incoming"

MOST_IMAGES = 20_000
"""Images of a collection."""

MOST_BYTES = 4 << 30
"""Bytes of a collection."""

MOST_CLASSES = 50
MOST_CLASS_BYTES = 100
"""Bytes of a class's name, which is a folder's."""

ENDINGS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "WEBP": "webp"}
"""Of files that are kept, by the format that they really have."""

_REFUSED_SOMEWHERE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+')


def class_folder(text: str) -> str:
    """Returns a class's name as a folder that every system takes; signs such as ○ stay.

    Raises:
        ConvscopeError: Nothing is left of it, it is too long, or it names a split.

    Example:
        >>> class_folder("○"), class_folder("../りんご "), class_folder("a:b")
        ('○', '-りんご', 'a-b')
    """
    text = unicodedata.normalize("NFC", text)
    name = _REFUSED_SOMEWHERE.sub("-", text).strip(" .").strip()
    stem, dot, rest = name.partition(".")
    if plain_name(stem) == f"{stem}-run":  # the name of a Windows device
        name = f"{stem}-class{dot}{rest}"
    is_split = bool(split_of(name))
    if not name.strip("-") or len(name.encode()) > MOST_CLASS_BYTES or is_split:
        raise ConvscopeError(
            f'class: received "{in_short(text)}".',
            f"Expected a name of at most {MOST_CLASS_BYTES} bytes, with a letter or sign in it"
            + (", and none that names a split." if is_split else "."),
            "Give another name.",
        )
    return name


@dataclass(frozen=True)
class Collection:
    """One collection.

    Attributes:
        path: Its folder.
    """

    path: Path

    @property
    def source(self) -> str:
        """What a training is given for it, from the folder that the studio was started in."""
        return f"{FOLDER}/{self.path.name}"

    def classes(self) -> list[str]:
        """Returns the names of its classes, sorted."""
        folders = (entry.name for entry in self.path.iterdir() if entry.is_dir())
        return sorted(name for name in folders if not name.startswith("."))

    def files(self, class_name: str) -> list[Path]:
        """Returns the images of a class, the newest first.

        Raises:
            UnknownNameError: There is no such class.
        """
        return [self.path / class_name / name for name in self.names(class_name)]

    def names(self, class_name: str) -> list[str]:
        """Returns the names of a class's files, the newest first.

        Raises:
            UnknownNameError: There is no such class.
        """
        self._expect_class(class_name)
        with scandir(self.path / class_name) as entries:
            found = [entry.name for entry in entries if IMAGE_FILE.fullmatch(entry.name)]
        return sorted(found, key=number_of, reverse=True)

    def count(self, class_name: str) -> int:
        """Returns the number of a class's images."""
        return tally(self.path / class_name).images

    def _expect_class(self, class_name: str) -> None:
        if class_name not in (known := self.classes()):
            raise UnknownNameError("class", class_name, known or ["none"])

    def image(self, name: str) -> Path:
        """Returns the file of an image.

        Args:
            name: `<class>/<number>.<ending>`.

        Raises:
            ConvscopeError: There is none.
        """
        class_name, _, file = name.partition("/")
        if class_name in self.classes() and IMAGE_FILE.fullmatch(file):
            path = self.path / class_name / file
            if path.is_file():
                return path
        raise ConvscopeError(
            f"{self.source} has no image {in_short(name)}.",
            "Expected one that is in the collection.",
            "Reload the page.",
        )

    def newest(self) -> str:
        """Returns the image that came last, empty without any."""
        tallies = {name: tally(self.path / name) for name in self.classes()}
        latest = [self.path / name / each.latest for name, each in tallies.items() if each.latest]
        if not (there := [path for path in latest if path.is_file()]):
            return ""
        last = max(there, key=lambda path: path.stat().st_mtime_ns)
        return f"{last.parent.name}/{last.name}"

    def add_class(self, text: str) -> str:
        """Adds a class without images; returns its name.

        Raises:
            ConvscopeError: The name cannot be used or is taken, or there are too many.
        """
        name = class_folder(text)
        known = self.classes()
        if name.casefold() in {each.casefold() for each in known}:  # some systems know no case
            raise _taken(name)
        if len(known) >= MOST_CLASSES:
            raise ConvscopeError(
                f"{self.source} has {len(known)} classes.",
                f"Expected at most {MOST_CLASSES}.",
                "Remove one first.",
            )
        (self.path / name).mkdir()
        return name

    def rename_class(self, old: str, text: str) -> str:
        """Gives a class another name; returns it.

        Raises:
            ConvscopeError: There is no such class, or the name cannot be used or is taken.
        """
        self._expect_class(old)
        name = class_folder(text)
        others = {each.casefold() for each in self.classes() if each != old}
        if name.casefold() in others:
            raise _taken(name)
        (self.path / old).rename(self.path / name)
        forget(self.path / old)
        return name

    def add(self, class_name: str, content: bytes) -> str:
        """Keeps an image as it is, once it has been decoded; returns its name.

        Several may be added at once, by threads and processes: each is written out before its
        turn comes, so that a turn is short and disks write several at a time.

        Raises:
            ConvscopeError: It cannot be read or is of another format, or the collection is full.
        """
        self._expect_class(class_name)
        try:
            kind = probe_image(content).format
            if kind not in ENDINGS:
                raise UnreadableImage(f"{kind or 'an unknown format'} is no PNG, JPEG or WebP")
            decode_image(content, None)
        except UnreadableImage as error:
            raise ConvscopeError(
                f"The image of {len(content):,} bytes cannot be read: {error.reason}.",
                "Expected a whole image as png, jpg or webp.",
                "Save it again as jpg or png; nothing of it was kept.",
            ) from None
        incoming, folder = self.path / INCOMING, self.path / class_name
        incoming.mkdir(exist_ok=True)
        with (
            written_part(incoming / f"image.{ENDINGS[kind]}", content) as part,
            locked(self.path.parent.parent),
        ):
            self._expect_class(class_name)  # it may have gone meanwhile
            lying = {name: tally(self.path / name) for name in self.classes()}
            self._expect_room(list(lying.values()), len(content))
            binned = self.path.glob(f"{BIN}/*/{glob.escape(class_name)}")
            number = 1 + max(each.highest for each in (lying[class_name], *map(tally, binned)))
            while any((folder / f"{number:04d}.{ending}").exists() for ending in ENDINGS.values()):
                number += 1  # from a system whose clock is coarser than two programs are quick
            name = f"{number:04d}.{ENDINGS[kind]}"
            part.replace(folder / name)
            note_added(folder, lying[class_name], name, len(content))
        sync_folder(folder)
        return f"{class_name}/{name}"

    def _expect_room(self, lying: list[Tally], num_bytes: int) -> None:
        images = sum(each.images for each in lying)
        size = sum(each.bytes for each in lying)
        if images < MOST_IMAGES and size + num_bytes <= MOST_BYTES:
            return
        raise ConvscopeError(
            f"{self.source} is full: {images:,} images, {size:,} bytes.",
            f"Expected at most {MOST_IMAGES:,} images and {MOST_BYTES:,} bytes.",
            "Begin another collection, or delete images.",
        )

    def put_into_bin(self, names: list[str], class_name: str = "") -> int:
        """Moves images, or a whole class, into the bin; returns how many images.

        Raises:
            ConvscopeError: One is not there; then none is moved.
        """
        paths = [self.image(name) for name in dict.fromkeys(names)]
        if class_name:
            paths = self.files(class_name)
        batch = self.path / BIN / f"{1 + max(self._batches(), default=0):06d}"
        folders = {path.parent.name for path in paths} | ({class_name} - {""})
        for name in folders:
            (batch / name).mkdir(parents=True)
        for path in paths:
            path.rename(batch / path.parent.name / path.name)
        for name in folders:
            forget(self.path / name)
        if class_name and not any((self.path / class_name).iterdir()):
            (self.path / class_name).rmdir()
        return len(paths)

    def undo(self) -> int:
        """Takes out of the bin what came into it last; returns how many images.

        Raises:
            ConvscopeError: The bin is empty.
        """
        batches = self._batches()
        if not batches:
            raise ConvscopeError(
                f"{self.source}: the bin is empty.",
                "Expected something that was deleted.",
                "There is nothing to bring back.",
            )
        batch = self.path / BIN / f"{max(batches):06d}"
        paths = [path for folder in batch.iterdir() for path in folder.iterdir()]
        for folder in batch.iterdir():
            (self.path / folder.name).mkdir(exist_ok=True)
        for path in paths:
            path.rename(self.path / path.parent.name / path.name)
            forget(self.path / path.parent.name)
        rmtree(batch)
        return len(paths)

    def can_undo(self) -> bool:
        """Whether something lies in the bin."""
        return bool(self._batches())

    def _batches(self) -> list[int]:
        folder = self.path / BIN
        if not folder.is_dir():
            return []
        return [int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal()]


def list_collections(root: Path) -> list[Collection]:
    """Returns the collections in a folder, by name."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [Collection(path) for path in sorted(found)]


def open_collection(root: Path, name: str) -> Collection:
    """Returns a collection.

    Raises:
        UnknownNameError: There is none of this name.
    """
    known = {each.path.name: each for each in list_collections(root)}
    if name not in known:
        raise UnknownNameError("collection", name, known or ["none"])
    return known[name]


def begin_collection(root: Path, text: str, classes: list[str]) -> Collection:
    """Makes a collection without images.

    Args:
        root: The folder that the studio works in.
        text: What the collection is to be called.
        classes: Names of its classes.

    Raises:
        ConvscopeError: There is one of this name, or a class cannot have its name.
    """
    path = root / FOLDER / plain_name(text)
    names = [class_folder(each) for each in classes]
    if path.exists():
        raise _taken(path.name)
    if len({name.casefold() for name in names}) < len(names) or len(names) > MOST_CLASSES:
        raise ConvscopeError(
            f"classes: received {in_short(classes)}.",
            f"Expected at most {MOST_CLASSES} names that differ.",
            "Give each class a name of its own.",
        )
    path.mkdir(parents=True)
    for name in names:
        (path / name).mkdir()
    return Collection(path)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Lets one change of collections happen at a time, whichever studio makes it."""
    from filelock import FileLock

    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    with FileLock(folder / ".lock").acquire(poll_interval=0.005):
        yield


def _taken(name: str) -> ConvscopeError:
    return ConvscopeError(
        f"{name} exists already.", "Expected a name that is free.", "Give another name."
    )
