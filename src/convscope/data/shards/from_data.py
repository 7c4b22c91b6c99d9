"""From whatever a net can be trained on to shards of it."""

from pathlib import Path

from convscope.data.images.listing import Listing
from convscope.data.loading import find_or_explain, load_data
from convscope.data.named_sets import NAMED_SETS
from convscope.data.shards.writing import ArraySource, ListedSource, Written, write_shards
from convscope.data.sources.shards.finding import find_shards
from convscope.data.sources.shards.loading import table_of, to_listing
from convscope.errors import ConvscopeError


def shards_from(
    source: str | Path,
    target: str | Path,
    *,
    shard_bytes: int,
    seed: int,
    test_split: float,
    validation_split: float,
    progress: bool | None = None,
) -> Written:
    """Writes a data set as shards, and looks through them once, so that a training need not.

    Args:
        source: A named set, or a folder, archive or file of images; also other shards.
        target: A folder that does not exist or is empty.
        shard_bytes: About how large a shard becomes.
        seed: Order and splits follow from it.
        test_split: Share of each class set aside as test where there are no test images.
        validation_split: Share of the others set aside as validation, likewise.
        progress: Whether bars are shown; None shows them on a terminal.

    Raises:
        ConvscopeError: The data cannot be used, or the target cannot be written.
    """
    listing = _listing(source, progress)
    images = (
        ArraySource(load_data(source, test_split=0, seed=seed, progress=progress))
        if listing is None
        else ListedSource(listing)
    )
    written = write_shards(
        images,
        target,
        shard_bytes=shard_bytes,
        seed=seed,
        test_split=test_split,
        validation_split=validation_split,
        progress=progress,
    )
    found = find_shards(written.folder)
    if found is None:
        raise ConvscopeError(
            f"{target}: nothing of {source} could be written.",
            "Expected images that can be read.",
            f"Look what is wrong with them: convscope data check {source}",
        )
    table_of(found, progress)
    return written


def _listing(source: str | Path, progress: bool | None) -> Listing | None:
    """Returns the image files of a source; None where its images are no files."""
    if str(source) in NAMED_SETS:
        return None
    shards = find_shards(source)
    if shards is not None:
        return to_listing(shards, table_of(shards, progress))
    loaded = find_or_explain(source).load()
    return loaded if isinstance(loaded, Listing) else None
