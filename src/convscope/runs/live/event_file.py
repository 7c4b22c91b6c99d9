"""Appending to `events.jsonl`, and keeping it small."""

from collections import Counter
from math import inf
from secrets import token_hex
from time import time

from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.runs.live.kinds import PLACED, Event, series_of, that_hold
from convscope.runs.live.reading import FILE, read_all
from convscope.texts import to_json_text

MOST_BYTES = 500_000
"""Size of all events of one series (a kind, of one layer) from which they are thinned out."""


class EventFile:
    """The events of a run, as its training writes them.

    Args:
        folder: The run; what an earlier process wrote is gone on with.

    Raises:
        OSError: The file cannot be read or written.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder, self._path = folder, folder.events
        self._sizes: Counter[tuple[str, str]] = Counter()
        self._limits: dict[tuple[str, str], int] = {}
        events, offset = read_all(folder)
        if not self._path.is_file() or not offset.byte:
            self._path.write_bytes(_head())
        elif self._path.stat().st_size > offset.byte:
            with self._path.open("ab") as file:
                file.write(b"\n")  # behind a line that its writer did not finish
        for event in events:
            self._count(event, len(_line(event)))

    def append(self, *events: Event) -> None:
        """Adds events that happen now, in one write.

        Args:
            events: Without `at`.

        Raises:
            OSError: The disk is full, or the file cannot be written any more.
        """
        now = round(time(), 3)
        dated = [{"kind": event["kind"], "at": now, **event} for event in events]
        lines = [_line(event) for event in dated]
        with self._path.open("ab") as file:
            file.write(b"".join(lines))
        series = {self._count(e, len(line)) for e, line in zip(dated, lines, strict=True)}
        for each in sorted(series):
            if self._sizes[each] > self._limits.get(each, MOST_BYTES):
                self._thin(each)

    def _count(self, event: Event, size: int) -> tuple[str, str]:
        series = series_of(event)
        if series[0] in PLACED:
            self._sizes[series] += size
        return series

    def _thin(self, series: tuple[str, str]) -> None:
        """Writes the file anew with at most half of a series."""
        events = that_hold(read_all(self._folder)[0])
        places = thinned([event["step"] for event in events if series_of(event) == series])
        kept = [e for e in events if series_of(e) != series or e["step"] in places]
        lines = [_line(event) for event in kept]
        try:
            write_atomically(self._path, _head() + b"".join(lines))
        except ConvscopeError:
            # No room for both files, or on Windows somebody reads: it is tried again later.
            self._limits[series] = self._sizes[series] + MOST_BYTES // 4
            return
        self._limits.pop(series, None)
        self._sizes.clear()
        for event, line in zip(kept, lines, strict=True):
            self._count(event, len(line))


def thinned(places: list[int]) -> set[int]:
    """Returns about half of some places, evenly spread over all of the way; the ends stay.

    Example:
        >>> sorted(thinned([0, 10, 20, 30, 40, 41, 42, 43, 44, 45, 46]))
        [0, 10, 20, 30, 40, 46]
    """
    if len(places) < 3:
        return set(places[-1:])
    distance = 2 * (places[-1] - places[0]) / len(places)
    kept, last = set(), -inf
    for place in places:
        if place - last >= distance:
            kept.add(place)
            last = place
    return kept | {places[-1]}


def _line(event: Event) -> bytes:
    return to_json_text(event).encode() + b"\n"


def _head() -> bytes:
    return _line({"kind": FILE, "at": round(time(), 3), "id": token_hex(8)})
