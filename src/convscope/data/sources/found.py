"""What a source says when it recognises its kind of data."""

from collections.abc import Callable
from dataclasses import dataclass

from convscope.data.images.listing import Listing
from convscope.data.sources.arrays import Arrays
from convscope.data.sources.place import FoundFile, Place


@dataclass(frozen=True)
class Found:
    """Data of one kind, recognised but not yet read.

    Attributes:
        kind: Name of the kind, a key of `SOURCES`.
        place: Where it lies.
        files: The files that it is read from; none for a listing, which knows its own.
        load: Reads headers and labels: arrays whose images flow later, or a listing of images.
        variant: What else decides how the files are read.
    """

    kind: str
    place: Place
    files: tuple[FoundFile, ...]
    load: Callable[[], Arrays | Listing]
    variant: str = ""
