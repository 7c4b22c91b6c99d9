"""From shards to a data set: in memory where there is room, else read in a stream."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np

from convscope.arrays import Images
from convscope.data.dataset import WHOLE, DataSet, Split
from convscope.data.decoded import SPLITS
from convscope.data.file_signature import file_signature
from convscope.data.images.chunk_decoding import Plan
from convscope.data.images.decoding import (
    COLORS,
    DEFAULT_SIZE,
    MAX_COMMON_SIZE,
    default_size_note,
)
from convscope.data.images.fitting import expect_fit
from convscope.data.images.listing import ImageFile, Listing
from convscope.data.sources.held_out import no_test_note
from convscope.data.sources.shards.finding import FoundShards
from convscope.data.sources.shards.shard_index import read_indices
from convscope.data.sources.shards.shard_table import ImageNames, ShardTable, to_table
from convscope.data.split import stratified_indices
from convscope.data.streamed_images import StreamedImages
from convscope.errors import ConvscopeError, UnknownNameError


@dataclass(frozen=True)
class StreamOptions:
    """How images of shards become a data set; see `load_data`."""

    size: tuple[int, int] | None
    fit: str
    color: str
    test_split: float
    seed: int


def table_of(found: FoundShards, progress: bool | None = None) -> ShardTable:
    """Returns the table of all images, after looking through shards that are not known yet.

    Raises:
        ConvscopeError: The shards cannot be used.
    """
    files = found.files
    return to_table(found, read_indices([f.path for f in files], [f.name for f in files], progress))


def plan_for(table: ShardTable, options: StreamOptions) -> tuple[Plan, tuple[str, ...]]:
    """Returns what every image is brought to, and what was decided, in words.

    Raises:
        UnknownNameError: An option does not exist.
    """
    expect_fit(options.fit)
    if options.color not in COLORS:
        raise UnknownNameError("color", options.color, COLORS)
    channels = {"grey": 1, "rgb": 3}.get(options.color, 3 if table.has_color else 1)
    common = table.shape if table.shape and max(table.shape) <= MAX_COMMON_SIZE else None
    size = options.size or common or DEFAULT_SIZE
    notes = (default_size_note(options.fit),) if options.size is None and common is None else ()
    return Plan(size, options.fit, channels, False, False), notes


def decoded_bytes(table: ShardTable, plan: Plan) -> int:
    """Returns what all images take as pixels."""
    return len(table) * plan.size[0] * plan.size[1] * plan.channels


def stream(
    found: FoundShards, table: ShardTable, plan: Plan, options: StreamOptions, max_bytes: int
) -> DataSet:
    """Returns a data set whose images are read from the shards whenever they are wanted.

    Args:
        found: The shards.
        table: Their images.
        plan: What every image is brought to.
        options: Which are set aside as test where there are no test images.
        max_bytes: What may become one array.
    """
    rows = {
        split: np.concatenate(
            [
                np.arange(table.starts[number], table.starts[number + 1])
                for number, own in enumerate(table.splits)
                if own == split
            ]
        )
        for split in ("all", *SPLITS)
        if split in table.splits
    }
    notes = [
        f"{decoded_bytes(table, plan) / 1e6:,.0f} MB as pixels, {max_bytes / 1e6:,.0f} MB allowed: "
        "images are read from the shards in a stream."
    ]
    fitted = "all" if "all" in rows else "train"
    if fitted in rows and "test" not in rows:
        if options.test_split == 0:
            rows["test"] = rows.pop(fitted)
            notes.append(WHOLE)
        else:
            own = rows.pop(fitted)
            stay, aside = stratified_indices(table.labels[own], options.test_split, options.seed)
            rows |= {"train": own[stay], "test": own[aside]}
            notes.append(no_test_note(options.test_split, options.seed))
    if "train" not in rows and not options.test_split == 0:
        raise ConvscopeError(
            f"{found.source} has no training images, only {' and '.join(rows)}.",
            "Expected shards to train on, such as train-000000.tar.",
            f"To measure a model on them: convscope evaluate MODEL {found.source}",
        )
    splits = {
        name: Split(
            cast(Images, StreamedImages(table, rows[name], plan, max_bytes)),
            table.labels[rows[name]],
            cast("tuple[str, ...]", ImageNames(table, rows[name])),
        )
        for name in SPLITS
        if name in rows and len(rows[name])
    }
    return DataSet(
        found.name,
        table.class_names,
        splits,
        found.source,
        table.content_hash,
        plan.fit,
        table.unreadable,
        (*table.notes, *notes),
    )


@dataclass(frozen=True)
class _TableReader:
    """Reads images of a table by their names."""

    table: ShardTable
    rows: dict[str, int] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        row = self.rows[path]
        return self.table.read(row, int(self.table.shards_of(np.array([row]))[0]))


def to_listing(found: FoundShards, table: ShardTable) -> Listing:
    """Returns the images as any other listing, for a set that fits into memory."""
    reader = _TableReader(table)
    files = []
    shard_of = table.shards_of(np.arange(len(table))).tolist()
    signatures = [_time_of(file.path) for file in found.files]
    for row, shard in enumerate(shard_of):
        name = table.files.name(shard, int(table.places[row]))
        while name in reader.rows:
            name += "'"
        reader.rows[name] = row
        files.append(
            ImageFile(
                name,
                table.class_names[int(table.labels[row])],
                table.splits[shard],
                int(table.sizes[row]),
                signatures[shard],
            )
        )
    homes = dict.fromkeys(table.class_names, "")
    return Listing(found.source, tuple(files), table.class_names, reader, homes, table.notes)


@cache
def _time_of(path: Path) -> int:
    return int(file_signature(path)[2])
