"""All images of a set of shards in one table: where each lies, and its class."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import overload

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.data.dataset import Unreadable
from convscope.data.sources.labels import MAX_CLASSES
from convscope.data.sources.shards.description import read_class_names, read_counts
from convscope.data.sources.shards.finding import FoundShards
from convscope.data.sources.shards.member_files import MemberFiles
from convscope.data.sources.shards.shard_index import ShardIndex, forget_index
from convscope.errors import ConvscopeError
from convscope.texts import counted

MOST_UNREADABLE = 1000
"""Images that are named when they are left out."""


@dataclass(frozen=True)
class ShardTable:
    """The images of a set, in the order of the shards.

    Attributes:
        files: What reads the shards.
        starts: First image of each shard, and the number of images at the end, int64 (shards + 1,).
        places: Where images begin in their shard, in blocks of 512 bytes, uint32 (number,).
        sizes: Their bytes, uint32 (number,).
        labels: Indices into the class names, int64 (number,).
        class_names: One name per class.
        splits: Of each shard.
        shape: (height, width) of all images; None if they differ.
        has_color: Whether a pixel of any image is other than grey.
        unreadable: Images that were left out, the first ones.
        notes: What was decided and left out, in words.
        content_hash: SHA-256 over all shards and what the labels became.
        digests: SHA-256 of each shard.
    """

    files: MemberFiles
    starts: NDArray[np.int64]
    places: NDArray[np.uint32]
    sizes: NDArray[np.uint32]
    labels: Labels
    class_names: tuple[str, ...]
    splits: tuple[str, ...]
    shape: tuple[int, int] | None
    has_color: bool
    unreadable: tuple[Unreadable, ...]
    notes: tuple[str, ...]
    content_hash: str
    digests: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.places)

    def shards_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns in which shard images lie, int64 (number,)."""
        return np.searchsorted(self.starts, rows, "right") - 1

    def digest(self, shard: int) -> str:
        """Returns what tells the images of a shard from all others."""
        first, stop = self.starts[shard : shard + 2].tolist()
        content = sha256(self.digests[shard].encode())
        content.update(self.places[first:stop].tobytes())
        return content.hexdigest()

    def read(self, row: int, shard: int) -> bytes:
        """Returns the bytes of an image as they lie there.

        Raises:
            OSError: The shard is gone, or shorter than it was.
        """
        return self.files.read(shard, int(self.places[row]), int(self.sizes[row]))

    def has_changed(self, row: int, shard: int, reason: str) -> ConvscopeError:
        """Returns what is said of an image that could be read once; its shard is looked at anew.

        Args:
            row: The image.
            shard: Where it lies.
            reason: Why it cannot be read.
        """
        forget_index(self.files.paths[shard])
        return ConvscopeError(
            f"{self.files.names[shard]} has changed since it was looked through: "
            f"{self.name(row)} cannot be read: {reason}.",
            "Expected every shard as it was at the start.",
            "Put it back and go on with train --resume, or train anew on the shards as they are.",
        )

    def name(self, row: int) -> str:
        """Returns what an image is called: shard and member."""
        shard = int(self.shards_of(np.array([row]))[0])
        return self.files.name(shard, int(self.places[row]))


class ImageNames(Sequence[str]):
    """Names of images, each read from its shard when it is asked for: none takes memory.

    Args:
        table: All images.
        rows: Which of them, int64 (number,).
    """

    def __init__(self, table: ShardTable, rows: NDArray[np.int64]) -> None:
        self._table, self._rows = table, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> "ImageNames": ...
    def __getitem__(self, index: int | slice) -> "str | ImageNames":
        if isinstance(index, slice):
            return ImageNames(self._table, self._rows[index])
        return self._table.name(int(self._rows[index]))

    def at(self, indices: NDArray[np.int64]) -> "ImageNames":
        """Returns the names at some indices."""
        return ImageNames(self._table, self._rows[indices])


def to_table(found: FoundShards, indices: list[ShardIndex]) -> ShardTable:
    """Returns one table of the indices of all shards.

    Args:
        found: The shards.
        indices: Of each of them.

    Raises:
        ConvscopeError: No image has a class, there is only one class, or far too many.
    """
    given = read_class_names(found.root)
    texts = list(dict.fromkeys(text for index in indices for text in index.texts))
    class_names, codes = _classes(found.source, texts, given)
    unreadable, counts = _left_out(found, indices)
    parts: list[list[NDArray[np.generic]]] = [[], [], []]
    starts = [0]
    for file, index in zip(found.files, indices, strict=True):
        of_text = np.array([codes.get(text, -1) for text in index.texts], np.int64)
        labels = of_text[index.labels] if len(index) else np.empty(0, np.int64)
        known = labels >= 0
        for code in np.flatnonzero(of_text < 0).tolist():
            number = int((index.labels == code).sum())
            reason = _out_of_range(index.texts[code], class_names)
            counts[reason] += number
            unreadable.append(Unreadable(f"{file.name} ({counted(number, 'image')})", reason))
        for part, values in zip(parts, (index.places, index.sizes, labels), strict=True):
            part.append(values[known])
        starts.append(starts[-1] + int(known.sum()))
    if not starts[-1]:
        raise _no_image(found.source, counts)
    labels = np.concatenate(parts[2]).astype(np.int64)
    if len(np.unique(labels)) < 2:
        raise ConvscopeError(
            f'{found.source} has only one class, "{class_names[int(labels[0])]}".',
            "Expected at least 2 classes: a net learns to tell one from another.",
            "Add shards with images of something else.",
        )
    shapes = {index.shape for index in indices if len(index)}
    digest = sha256(repr((class_names, [file.split for file in found.files])).encode())
    for index in indices:
        digest.update(index.sha256.encode())
    return ShardTable(
        MemberFiles([file.path for file in found.files], [file.name for file in found.files]),
        np.array(starts, np.int64),
        np.concatenate(parts[0]).astype(np.uint32),
        np.concatenate(parts[1]).astype(np.uint32),
        labels,
        class_names,
        tuple(file.split for file in found.files),
        shapes.pop() if len(shapes) == 1 else None,
        any(index.has_color for index in indices),
        tuple(unreadable[:MOST_UNREADABLE]),
        (*_count_notes(found, indices), *_notes(counts)),
        digest.hexdigest(),
        tuple(index.sha256 for index in indices),
    )


def _classes(
    source: str, texts: list[str], given: tuple[str, ...] | None
) -> tuple[tuple[str, ...], dict[str, int]]:
    """Returns the names of the classes, and the label that each text stands for."""
    numbers = {text: int(text) for text in texts if text.isascii() and text.isdecimal()}
    if given is not None:
        codes = {text: n for text, n in numbers.items() if n < len(given)}
        codes |= {name: number for number, name in enumerate(given) if name in texts}
        return given, codes
    if len(texts) > MAX_CLASSES:
        raise ConvscopeError(
            f"{source}: the images have {len(texts):,} different labels, such as "
            f'"{texts[0][:40]}".',
            f"Expected at most {MAX_CLASSES:,} classes; captions are no classes.",
            'Write the class of each image as KEY.cls, or as "label" in KEY.json.',
        )
    if len(numbers) == len(texts):
        ordered = sorted(set(numbers.values()))
        place = {number: index for index, number in enumerate(ordered)}
        return tuple(map(str, ordered)), {text: place[n] for text, n in numbers.items()}
    names = tuple(sorted(texts))
    return names, {name: index for index, name in enumerate(names)}


def _out_of_range(text: str, class_names: tuple[str, ...]) -> str:
    return f'the label "{text}", but the classes are 0 to {len(class_names) - 1} or their names'


def _left_out(
    found: FoundShards, indices: list[ShardIndex]
) -> tuple[list[Unreadable], "Counter[str]"]:
    unreadable: list[Unreadable] = []
    counts: Counter[str] = Counter()
    for file, index in zip(found.files, indices, strict=True):
        counts.update(index.num_left_out)
        for name, reason in index.left_out:
            unreadable.append(Unreadable(f"{file.name}/{name}" if name else file.name, reason))
    return unreadable, counts


def _notes(counts: "Counter[str]") -> tuple[str, ...]:
    total = sum(counts.values())
    if not total:
        return ()
    reasons = "; ".join(f"{number:,} {reason}" for reason, number in counts.most_common(4))
    more = f"; {len(counts) - 4:,} other reasons" if len(counts) > 4 else ""
    return (f"{counted(total, 'sample')} left out: {reasons}{more}.",)


def _count_notes(found: FoundShards, indices: list[ShardIndex]) -> list[str]:
    """Returns where a shard holds another number of images than its index promises."""
    promised = read_counts(found.root)
    wrong = [
        f"{file.name} holds {held:,} samples, the index beside it says {promised[file.name]:,}."
        for file, index in zip(found.files, indices, strict=True)
        if (held := len(index) + sum(index.num_left_out.values())) != promised.get(file.name, held)
    ]
    return wrong[:5]


def _no_image(source: str, counts: "Counter[str]") -> ConvscopeError:
    reasons = "; ".join(f"{number:,} {reason}" for reason, number in counts.most_common(3))
    return ConvscopeError(
        f"{source} holds no image that has a class{f': {reasons}' if reasons else ''}.",
        "Expected under each key an image (jpg, png, webp) and its class: KEY.jpg and KEY.cls, "
        'KEY.txt, or "label" in KEY.json.',
        "Write shards from class folders with: convscope data shards FOLDER OUT",
    )
