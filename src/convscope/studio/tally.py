"""How much lies in the folders of a collection, read again only where a folder has changed.

A folder's time of change moves whenever something is added to it or taken away, whoever does it.
So an image that is added costs the same in a collection of ten and of ten thousand.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass
from os import scandir
from pathlib import Path
from threading import Lock

IMAGE_FILE = re.compile(r"(\d{4,9})\.(png|jpg|webp)")
"""Names of images, whose numbers tell their order."""

MOST_KEPT = 512
"""Folders that are remembered."""


@dataclass(frozen=True)
class Tally:
    """What lies in one folder.

    Attributes:
        changed_ns: The folder's time of change when it was read, in ns.
        images: Number of images.
        bytes: Their sizes together.
        highest: Largest number of an image, 0 without any.
    """

    changed_ns: int
    images: int
    bytes: int
    highest: int

    def plus(self, changed_ns: int, number: int, num_bytes: int) -> "Tally":
        """Returns what it is after one more image.

        Args:
            changed_ns: The folder's time of change now, in ns.
            number: The image's.
            num_bytes: Its size.
        """
        return Tally(changed_ns, self.images + 1, self.bytes + num_bytes, max(self.highest, number))


_kept: OrderedDict[Path, Tally] = OrderedDict()
_lock = Lock()


def tally(folder: Path) -> Tally:
    """Returns what lies in a folder, from memory where it is as it was."""
    changed_ns = folder.stat().st_mtime_ns
    with _lock:
        known = _kept.get(folder.absolute())
    if known is not None and known.changed_ns == changed_ns:
        return known
    sizes: list[int] = []
    highest = 0
    with scandir(folder) as entries:
        for entry in entries:
            if found := IMAGE_FILE.fullmatch(entry.name):
                sizes.append(entry.stat().st_size)
                highest = max(highest, int(found[1]))
    return _keep(folder, Tally(changed_ns, len(sizes), sum(sizes), highest))


def note_added(folder: Path, before: Tally, number: int, num_bytes: int) -> None:
    """Remembers an image that was just added, so that the folder need not be read for it.

    Args:
        folder: Where it lies.
        before: What `tally` said; nobody else may have changed the folder since.
        number: The image's.
        num_bytes: Its size.
    """
    _keep(folder, before.plus(folder.stat().st_mtime_ns, number, num_bytes))


def _keep(folder: Path, found: Tally) -> Tally:
    with _lock:
        _kept[folder.absolute()] = found
        _kept.move_to_end(folder.absolute())
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
