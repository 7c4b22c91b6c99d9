"""Shards as one of the forms of data."""

from convscope.data.sources.found import Found
from convscope.data.sources.place import Place
from convscope.data.sources.shards.finding import find_shards
from convscope.data.sources.shards.loading import table_of, to_listing


def find(place: Place) -> Found | None:
    """Returns the images of shards, all at once; None where a place holds no shards.

    Raises:
        ConvscopeError: A shard is built to do harm, or no image has a class.
    """
    found = find_shards(place.source)
    if found is None:
        return None
    return Found("shards", place, (), lambda: to_listing(found, table_of(found, False)))
