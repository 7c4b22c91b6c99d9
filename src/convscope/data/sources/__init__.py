"""Every form in which people have data: what finds it, reads it and checks it, and one table."""

from convscope.data.sources.found import Found
from convscope.data.sources.place import find_source, is_archive, read_place
from convscope.data.sources.table_of_sources import SOURCES, SourceKind, find_data

__all__ = [
    "SOURCES",
    "Found",
    "SourceKind",
    "find_data",
    "find_source",
    "is_archive",
    "read_place",
]
