"""All images of a folder or zip archive with class and split, before any is opened."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from convscope.data.images.archive import ImageArchive
from convscope.data.images.layout import ImageFile, Layout, find_layout, find_problems
from convscope.data.images.tree import Tree, find_source, is_zip, read_tree
from convscope.errors import ConvscopeError

__all__ = ["ImageFile", "Listing", "list_images", "looks_like_images"]


@dataclass(frozen=True)
class Listing:
    """The images of a source, sorted by split and class, then in natural order.

    Attributes:
        source: What the user typed.
        root: The folder or zip archive.
        is_zip: Whether it is a zip archive.
        files: The image files.
        class_names: Sorted; a label is an index into them.
        has_splits: Whether the source keeps its splits apart in folders.
        notes: What was left out, in words.
    """

    source: str
    root: Path
    is_zip: bool
    files: tuple[ImageFile, ...]
    class_names: tuple[str, ...]
    has_splits: bool
    notes: tuple[str, ...] = ()
    _archive: ImageArchive | None = field(default=None, repr=False, compare=False)

    def signature(self) -> list[Any]:
        """Returns JSON data that changes when the files do; no content is read."""
        if self.is_zip:
            status = self.root.stat()
            return ["zip", str(self.root.resolve()), status.st_size, status.st_mtime_ns]
        digest = hashlib.sha256()
        for file in self.files:
            line = f"{file.path}\0{file.size_bytes}\0{file.mtime_ns}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
        return ["folder", str(self.root.resolve()), len(self.files), digest.hexdigest()]

    def read_bytes(self, file: ImageFile) -> bytes:
        """Returns a file's content; safe to call from several threads.

        Raises:
            OSError: The file is gone, not readable, or damaged in the archive.
        """
        if self._archive is not None:
            return self._archive.read(file.path)
        return (self.root / file.path).read_bytes()

    def content_digest(self) -> str:
        """Returns SHA-256, hexadecimal: of the zip archive, or of all paths and bytes."""
        if self.is_zip:
            with self.root.open("rb") as archive:
                return hashlib.file_digest(archive, "sha256").hexdigest()
        digest = hashlib.sha256()
        for file in self.files:
            try:
                content = hashlib.sha256(self.read_bytes(file)).digest()
            except OSError:
                content = b"unreadable"
            digest.update(file.path.encode("utf-8", "surrogateescape") + b"\0" + content)
        return digest.hexdigest()


def list_images(source: str | Path) -> Listing:
    """Returns the images of a folder or zip archive.

    Expected are `train/<class>/*` and `test/<class>/*`, perhaps `validation/<class>/*`, or only
    `<class>/*`; one folder around all of it is passed through.

    Raises:
        ConvscopeError: The source is missing, harmful or empty, its images are not sorted into
            classes, there is one class only, a class has fewer than 2 images to train on, or
            a class has none to train on.
    """
    tree = read_tree(source)
    layout = find_layout(str(source), tree)
    for problem in find_problems(str(source), layout):
        raise problem
    return make_listing(source, tree, layout)


def make_listing(source: str | Path, tree: Tree, layout: Layout) -> Listing:
    """Returns a listing of what has been found, whether or not it can be trained on."""
    path = find_source(source)
    return Listing(
        str(source),
        path,
        is_zip(path),
        layout.files,
        layout.class_names,
        layout.has_splits,
        layout.notes,
        tree.archive,
    )


def looks_like_images(path: Path) -> bool:
    """Whether a path is a folder or zip archive with an image somewhere in it."""
    try:
        return (path.is_dir() or is_zip(path)) and bool(read_tree(path).files)
    except ConvscopeError:
        return False
