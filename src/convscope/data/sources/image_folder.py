"""Images in class folders, in a folder or an archive."""

from convscope.data.images.listing import Listing
from convscope.data.sources.folder.layout import find_layout
from convscope.data.sources.found import Found
from convscope.data.sources.place import Place


def find(place: Place) -> Found | None:
    """Returns the images of a place, sorted by folders.

    Raises:
        ConvscopeError: Images lie outside of any class folder.
    """
    if (place.path.is_file() and not place.is_archive) or not place.pictures():
        return None
    listing: Listing = find_layout(place)
    return Found("folder", place, (), lambda: listing)
