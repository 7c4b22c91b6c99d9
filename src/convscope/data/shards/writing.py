"""Writing an image set as shards: mixed, divided into splits, the same bytes for the same seed."""

import hashlib
import io
import tarfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.data.dataset import DataSet, Split
from convscope.data.decoded import SPLITS
from convscope.data.images.formats import ENDINGS, ending
from convscope.data.images.listing import ImageFile, Listing, find_problems
from convscope.data.images.progress import progress_bar
from convscope.data.sources.shards.description import FILE, FORMAT
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError
from convscope.files import remove_left_overs, sync_folder, temporary_folder
from convscope.texts import to_json_text

DEFAULT_BYTES = 64_000_000
"""Size of a shard: read in about a second, and enough of them for many processes."""

SMALLEST_BYTES = 10_000

VALIDATION_SHARE = 0.1
"""Of the training images, where there are no validation images."""

_MEMBER_BYTES = 512 + 512 + 512
"""What tar adds to an image: two headers and its label."""


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        folder: Where.
        counts: Images of each split.
        num_shards: Of each split.
        num_bytes: Of all shards.
        unreadable: Files that could not be read, and why.
    """

    folder: Path
    counts: dict[str, int]
    num_shards: dict[str, int]
    num_bytes: int
    unreadable: tuple[str, ...]


@dataclass(frozen=True)
class Source(ABC):
    """What is written: images one by one, in any order.

    Attributes:
        name: What people call it.
        class_names: In the order of the labels.
        labels: Of the images of each split, int64 (number,); `all` for those of no split.
        sizes: Their bytes, about.
        content: Returns ending and bytes of an image of a split.
    """

    name: str
    class_names: tuple[str, ...]
    labels: dict[str, Labels]
    sizes: dict[str, NDArray[np.int64]]

    @abstractmethod
    def content(self, split: str, index: int) -> tuple[str, bytes]:
        """Returns ending and bytes of an image; an `OSError` says why there are none."""


class ListedSource(Source):
    """Image files, whose bytes go into the shards as they are."""

    def __init__(self, listing: Listing) -> None:
        for problem in find_problems(listing):
            raise problem
        index = {name: number for number, name in enumerate(listing.class_names)}
        self._listing = listing
        self._files: dict[str, list[ImageFile]] = {}
        for file in listing.files:
            self._files.setdefault(file.split, []).append(file)
        super().__init__(
            listing.source,
            listing.class_names,
            {s: np.array([index[f.class_name] for f in own]) for s, own in self._files.items()},
            {s: np.array([f.size_bytes for f in own]) for s, own in self._files.items()},
        )

    def content(self, split: str, index: int) -> tuple[str, bytes]:
        """Returns ending and bytes of an image."""
        file = self._files[split][index]
        end = ending(file.path)
        return (end if end in ENDINGS else "jpg"), self._listing.read_bytes(file)


class ArraySource(Source):
    """Images that are no files; they become PNG files, which lose nothing."""

    def __init__(self, data: DataSet) -> None:
        splits: dict[str, Split] = {
            "all" if data.is_whole else name: split for name, split in data.splits.items()
        }
        self._splits = splits
        super().__init__(
            data.source,
            data.class_names,
            {name: split.labels for name, split in splits.items()},
            {
                name: np.full(len(split), split.images.nbytes // max(1, len(split)))
                for name, split in splits.items()
            },
        )

    def content(self, split: str, index: int) -> tuple[str, bytes]:
        """Returns ending and bytes of an image."""
        from PIL.Image import fromarray

        pixels = np.asarray(self._splits[split].images[index])
        stream = io.BytesIO()
        fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels).save(stream, "PNG")
        return "png", stream.getvalue()


def write_shards(
    source: Source,
    target: str | Path,
    *,
    shard_bytes: int = DEFAULT_BYTES,
    seed: int = 0,
    test_split: float = 0.2,
    validation_split: float = VALIDATION_SHARE,
    progress: bool | None = None,
) -> Written:
    """Writes shards of every split and `dataset.json`; the folder is there whole or not at all.

    Args:
        source: The images.
        target: A folder that does not exist or is empty.
        shard_bytes: About how large a shard becomes.
        seed: Order and splits follow from it.
        test_split: Share of each class set aside as test where there are no test images.
        validation_split: Share of the others set aside as validation, likewise.
        progress: Whether a bar is shown; None shows it on a terminal.

    Raises:
        ConvscopeError: The target is not empty, the disk is full, or an option is out of range.
    """
    folder = Path(target).expanduser()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConvscopeError(
            f"{target} exists and is not empty.",
            "Expected a new folder for the shards.",
            "Give another name.",
        )
    if shard_bytes < SMALLEST_BYTES:
        raise ConvscopeError(
            f"--shard-size: received {shard_bytes:,} bytes.",
            f"Expected at least {SMALLEST_BYTES:,}: a shard holds many images.",
            "Try --shard-size 64MB",
        )
    for option, share in (("--test-split", test_split), ("--validation-split", validation_split)):
        if not 0 <= share < 1:
            raise ConvscopeError(
                f"{option}: received {share:g}.", "Expected at least 0, below 1.", "Try 0.1."
            )
    divided = _divided(source, test_split, validation_split, seed)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        remove_left_overs(folder.parent, "shards")
        with temporary_folder(folder.parent, "shards") as temporary:
            writing = _Writing(source, temporary, shard_bytes, seed, progress)
            shards = [shard for name, rows in divided for shard in writing.write(name, rows)]
            description = {
                "format": FORMAT,
                "class_names": list(source.class_names),
                "seed": seed,
                "shards": shards,
            }
            (temporary / FILE).write_text(to_json_text(description, indent=1), encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            temporary.rename(folder)
            sync_folder(folder.parent)
    except OSError as error:
        raise ConvscopeError(
            f"{target}: the shards could not be written: {error.strerror or error}.",
            "Expected a writable folder with room for all images.",
            "Free some space, or name another folder.",
        ) from error
    return Written(
        folder,
        dict(writing.counts),
        dict(writing.num_shards),
        sum(path.stat().st_size for path in folder.glob("*.tar")),
        tuple(writing.unreadable),
    )


def _divided(
    source: Source, test_split: float, validation_split: float, seed: int
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Returns which images go into each split, by their split in the source and their index."""
    rows = {
        split: [(split, index) for index in range(len(labels))]
        for split, labels in source.labels.items()
    }
    fitted = rows.pop("all", []) + rows.pop("train", [])
    for name, share in (("test", test_split), ("validation", validation_split)):
        if name in rows or not share or not fitted:
            continue
        labels = np.array([source.labels[split][index] for split, index in fitted])
        stay, aside = stratified_indices(labels, share, seed)
        rows[name] = [fitted[i] for i in aside.tolist()]
        fitted = [fitted[i] for i in stay.tolist()]
    rows["train"] = fitted
    return [(name, rows[name]) for name in SPLITS if rows.get(name)]


class _Writing:
    """Writes one split after the other."""

    def __init__(
        self, source: Source, folder: Path, shard_bytes: int, seed: int, progress: bool | None
    ) -> None:
        self._source, self._folder, self._seed = source, folder, seed
        self._shard_bytes, self._progress = shard_bytes, progress
        self.counts: dict[str, int] = {}
        self.num_shards: dict[str, int] = {}
        self.unreadable: list[str] = []

    def write(self, split: str, rows: list[tuple[str, int]]) -> Iterator[dict[str, int | str]]:
        """Writes a split; yields what `dataset.json` says of each shard."""
        random = np.random.default_rng([self._seed, 0x5AAD, SPLITS.index(split)])
        mixed = [rows[i] for i in random.permutation(len(rows)).tolist()]
        total = sum(int(self._source.sizes[own][index]) for own, index in rows)
        total += len(rows) * _MEMBER_BYTES
        number = min(len(rows), max(1, round(total / self._shard_bytes)))
        self.counts[split], self.num_shards[split] = 0, number
        with progress_bar(f"Writing {split} shards", len(rows), self._progress) as advance:
            for shard in range(number):
                first, stop = (len(rows) * part // number for part in (shard, shard + 1))
                name = f"{split}-{shard:06d}.tar"
                count = self._write_shard(name, first, mixed[first:stop])
                self.counts[split] += count
                path = self._folder / name
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                yield {
                    "name": name,
                    "images": count,
                    "bytes": path.stat().st_size,
                    "sha256": digest,
                }
                advance(stop - first)

    def _write_shard(self, name: str, first: int, rows: Sequence[tuple[str, int]]) -> int:
        count = 0
        path = self._folder / name
        with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
            for number, (own, index) in enumerate(rows, first):
                try:
                    end, content = self._source.content(own, index)
                except OSError as error:
                    self.unreadable.append(f"{own}:{index}: {error.strerror or error}")
                    continue
                label = str(int(self._source.labels[own][index])).encode()
                for ending_of, bytes_of in ((end, content), ("cls", label)):
                    member = tarfile.TarInfo(f"{number:08d}.{ending_of}")
                    member.size = len(bytes_of)
                    tar.addfile(member, io.BytesIO(bytes_of))
                count += 1
        return count
