"""A look at a folder of images before training: counts, sizes, damage, duplicates."""

import hashlib
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from convscope.data.dataset import Unreadable
from convscope.data.images.layout import ImageFile, find_layout, find_problems
from convscope.data.images.listing import Listing, make_listing
from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.data.images.progress import progress_bar
from convscope.data.images.tree import read_tree
from convscope.data.images.workers import Chunk, map_contents, num_workers_for

_MOST_LINES = 10


@dataclass(frozen=True)
class Look:
    """One readable image: (height, width), Pillow's name for its pixels, digest of its pixels."""

    size: tuple[int, int]
    mode: str
    digest: bytes


@dataclass(frozen=True)
class FolderCheck:
    """What is in a folder of images, good and bad.

    Attributes:
        source: What the user typed.
        class_names: Sorted.
        counts: Readable images of each split and class.
        sizes: How many images have each "width×height".
        smallest: (height, width) of the image with the fewest pixels; None without images.
        largest: (height, width) of the image with the most pixels; None without images.
        modes: How many images have each kind of pixel, by Pillow's names.
        unreadable: Images that cannot be decoded, with the reason.
        duplicates: Groups of images of one split that have the same pixels.
        shared: Groups of images with the same pixels that lie in several splits.
        missing: "class in split" for each class that a split has no image of.
        errors: Why a net cannot be trained on this folder.
        notes: What was left out, in words.
    """

    source: str
    class_names: tuple[str, ...]
    counts: dict[str, dict[str, int]]
    sizes: dict[str, int]
    smallest: tuple[int, int] | None
    largest: tuple[int, int] | None
    modes: dict[str, int]
    unreadable: tuple[Unreadable, ...]
    duplicates: tuple[tuple[str, ...], ...]
    shared: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...]
    errors: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def num_images(self) -> int:
        """Readable images in all splits."""
        return sum(sum(counts.values()) for counts in self.counts.values())

    @property
    def num_problems(self) -> int:
        """Findings that somebody should look at."""
        groups = (self.unreadable, self.duplicates, self.shared, self.missing, self.errors)
        return sum(map(len, groups))

    def to_json(self) -> dict[str, Any]:
        """Returns all findings as JSON data."""
        return {**asdict(self), "num_images": self.num_images, "num_problems": self.num_problems}

    def lines(self) -> list[str]:
        """Returns the findings in words, a line each, the most important problems last."""
        return [
            f"{self.source}: {self.num_images:,} images of {len(self.class_names)} classes",
            *self._count_lines(),
            *self._size_lines(),
            *self.notes,
            *_section("images more than once within a split", self.duplicates),
            *_section("images in more than one split, so the test is too easy", self.shared),
            *_section("classes missing in a split", self.missing),
            *_section("unreadable", [f"{u.path}: {u.reason}" for u in self.unreadable]),
            *_section("to mend before training", self.errors),
        ]

    def _count_lines(self) -> Iterator[str]:
        for split, counts in self.counts.items():
            name = "images" if split == "all" else split
            each = ", ".join(f"{c} {n:,}" for c, n in counts.items())
            yield f"{name}: {sum(counts.values()):,} ({each})"

    def _size_lines(self) -> Iterator[str]:
        if self.smallest is None or self.largest is None:
            return
        common, number = next(iter(self.sizes.items()))
        if len(self.sizes) == 1:
            yield f"size (width×height): all {common} pixels"
        else:
            small, large = (f"{w}×{h}" for h, w in (self.smallest, self.largest))
            yield (
                f"size (width×height): {len(self.sizes):,} different, {small} to {large} pixels, "
                f"most often {common} ({number:,} images)"
            )
        yield "kinds of pixel: " + ", ".join(f"{m} {n:,}" for m, n in self.modes.items())


def check_folder(path: str | Path, *, progress: bool | None = None) -> FolderCheck:
    """Looks at every image of a folder or zip archive.

    Duplicates are images with the same decoded pixels, whatever the file's format or name.

    Args:
        path: A folder or zip archive of images in class folders.
        progress: Whether a bar is shown; None shows it on a terminal.

    Raises:
        ConvscopeError: The source does not exist, is harmful, or holds no images in class
            folders; everything milder is in the result.
    """
    tree = read_tree(path)
    layout = find_layout(str(path), tree)
    listing = make_listing(path, tree, layout)
    sizes: Counter[tuple[int, int]] = Counter()
    modes: Counter[str] = Counter()
    counts = {split: dict.fromkeys(layout.class_names, 0) for split in _splits(listing)}
    unreadable: list[Unreadable] = []
    same: defaultdict[bytes, list[tuple[str, str]]] = defaultdict(list)
    readable: list[ImageFile] = []
    workers = num_workers_for(listing)
    with progress_bar("Checking images", len(listing.files), progress) as advance:
        for group, looks in map_contents(listing, listing.files, look_at, workers):
            advance(len(group))
            for file, look in zip(group, looks, strict=True):
                if isinstance(look, str):
                    unreadable.append(Unreadable(file.path, look))
                    continue
                readable.append(file)
                sizes[look.size] += 1
                modes[look.mode] += 1
                counts[file.split][file.class_name] += 1
                same[look.digest].append((file.split, file.path))
    ordered = sorted(sizes, key=lambda size: size[0] * size[1])
    groups = [group for group in same.values() if len(group) > 1]
    missing = [f"{c} in {s}" for s, each in counts.items() for c, n in each.items() if not n]
    return FolderCheck(
        source=str(path),
        class_names=layout.class_names,
        counts=counts,
        sizes={f"{width}×{height}": n for (height, width), n in sizes.most_common()},
        smallest=ordered[0] if ordered else None,
        largest=ordered[-1] if ordered else None,
        modes=dict(modes.most_common()),
        unreadable=tuple(unreadable),
        duplicates=tuple(_within_splits(groups)),
        shared=tuple(tuple(p for _, p in g) for g in groups if len({s for s, _ in g}) > 1),
        missing=tuple(missing),
        errors=tuple(map(str, find_problems(str(path), replace(layout, files=tuple(readable))))),
        notes=layout.notes,
    )


def look_at(chunk: Chunk) -> list[Look | str]:
    """Returns for each file what it is, or why it is unreadable; runs in a worker."""
    looks: list[Look | str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # half-broken files make Pillow warn
        for content in chunk.contents:
            if isinstance(content, str):
                looks.append(content)
                continue
            try:
                picture = decode_picture(content, None)
            except UnreadableImage as error:
                looks.append(error.reason)
                continue
            pixels = picture.pixels(3)
            digest = hashlib.sha256(repr(pixels.shape).encode() + pixels.tobytes()).digest()
            looks.append(Look(picture.original_size, picture.file_mode, digest))
    return looks


def _splits(listing: Listing) -> list[str]:
    present = {file.split for file in listing.files}
    return [split for split in ("all", "train", "validation", "test") if split in present]


def _within_splits(groups: list[list[tuple[str, str]]]) -> Iterator[tuple[str, ...]]:
    for group in groups:
        for split in sorted({split for split, _ in group}):
            paths = tuple(path for other, path in group if other == split)
            if len(paths) > 1:
                yield paths


def _section(title: str, items: tuple[Any, ...] | list[str]) -> list[str]:
    """Returns a heading with the number of items and the first few of them."""
    if not items:
        return []
    shown = [i if isinstance(i, str) else " = ".join(i) for i in items[:_MOST_LINES]]
    rest = [f"  … and {len(items) - _MOST_LINES:,} more"] if len(items) > _MOST_LINES else []
    return [f"{title}: {len(items):,}", *(f"  {line}" for line in shown), *rest]
