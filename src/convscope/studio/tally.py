"""How much lies in the folders of a collection, read again only where a folder has changed.

A folder's time of change moves whenever something is added to it or taken away, whoever does it.
So an image that is added costs the same in a collection of ten and of ten thousand.
"""

import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from os import scandir
from pathlib import Path
from threading import Lock

IMAGE_FILE = re.compile(r"(\d{4,9})\.(png|jpg|webp)")
"""Names of images, whose numbers tell their order."""

MOST_KEPT = 512
"""Folders that are remembered."""

SETTLED_NS = 50_000_000
"""So long after a change, in ns, the next one gets another time from every system's clock."""


@dataclass(frozen=True)
class Tally:
    """What lies in one folder.

    Attributes:
        changed_ns: The folder's time of change when it was read, in ns.
        images: Number of images.
        bytes: Their sizes together.
        highest: Largest number of an image, 0 without any.
        latest: The name of that image, empty without any.
    """

    changed_ns: int
    images: int
    bytes: int
    highest: int
    latest: str = ""

    def plus(self, changed_ns: int, name: str, num_bytes: int) -> "Tally":
        """Returns what it is after one more image, whose number is the highest.

        Args:
            changed_ns: The folder's time of change now, in ns.
            name: The image's file.
            num_bytes: Its size.
        """
        return Tally(changed_ns, self.images + 1, self.bytes + num_bytes, number_of(name), name)


_kept: OrderedDict[Path, Tally] = OrderedDict()
_lock = Lock()


def tally(folder: Path) -> Tally:
    """Returns what lies in a folder, from memory where it is as it was."""
    changed_ns = folder.stat().st_mtime_ns
    with _lock:
        known = _kept.get(folder.absolute())
    if known is not None and known.changed_ns == changed_ns:
        return known
    sizes: dict[str, int] = {}
    with scandir(folder) as entries:
        for entry in entries:
            if IMAGE_FILE.fullmatch(entry.name):
                sizes[entry.name] = entry.stat().st_size
    latest = max(sizes, key=number_of, default="")
    highest = number_of(latest) if latest else 0
    found = Tally(changed_ns, len(sizes), sum(sizes.values()), highest, latest)
    if time.time_ns() - changed_ns < SETTLED_NS:
        return found
    return _keep(folder, found)


def number_of(name: str) -> int:
    """Returns the number in the name of an image's file."""
    return int(name.partition(".")[0])


def forget(folder: Path) -> None:
    """Has a folder read again: it was changed here, perhaps twice within a tick of the clock."""
    with _lock:
        _kept.pop(folder.absolute(), None)


def note_added(folder: Path, before: Tally, name: str, num_bytes: int) -> None:
    """Remembers an image that was just added, so that the folder need not be read for it.

    Args:
        folder: Where it lies.
        before: What `tally` said; nobody else may have changed the folder since.
        name: The image's file; its number is the highest.
        num_bytes: Its size.
    """
    _keep(folder, before.plus(folder.stat().st_mtime_ns, name, num_bytes))


def _keep(folder: Path, found: Tally) -> Tally:
    with _lock:
        _kept[folder.absolute()] = found
        _kept.move_to_end(folder.absolute())
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found
