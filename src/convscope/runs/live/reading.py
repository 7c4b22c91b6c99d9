"""Following `events.jsonl` while it is written, by whoever knows nothing of the training."""

import json
from dataclasses import dataclass

from convscope.runs.folder import RunFolder
from convscope.runs.live.kinds import Event

MOST_AT_ONCE = 1 << 24
"""Bytes read in one call; the next one goes on behind them."""

FILE = "file"
"""Kind of the first line, which names the file's content: thinned out, it gets another `id`."""

_MOST_OF_HEAD = 200


@dataclass(frozen=True)
class Offset:
    """How far a reader has come.

    Attributes:
        byte: Behind the last whole line.
        file: The `id` of what was read; empty before anything was.
        is_rewritten: The file was written anew since: what was read with this offset is all from
            its start, and what was read before is to be forgotten.
    """

    byte: int = 0
    file: str = ""
    is_rewritten: bool = False


START = Offset()
"""Where a reader begins."""


def read_events(folder: RunFolder, offset: Offset = START) -> tuple[list[Event], Offset]:
    """Returns the events behind an offset, and where to go on.

    A last line that is only half written waits for the next call; damaged lines are left out, and
    so are lines that are no event. `kinds.that_hold` says which events count.

    Args:
        folder: The run.
        offset: What the last call returned.
    """
    try:
        with folder.events.open("rb") as file:
            name = _name_of(file.readline(_MOST_OF_HEAD))
            size = file.seek(0, 2)
            is_same = name == offset.file and size >= offset.byte
            start = offset.byte if is_same else 0
            file.seek(start)
            content = file.read(MOST_AT_ONCE)
    except OSError:  # not begun, or taken away
        return [], Offset(is_rewritten=bool(offset.file))
    end = content.rfind(b"\n") + 1
    if not end and len(content) == MOST_AT_ONCE:
        end = len(content)  # no line is that long
    events = [event for line in content[:end].splitlines() if (event := _parse(line))]
    if not start + end:
        return events, Offset(is_rewritten=bool(offset.file))  # not even the first line is whole
    return events, Offset(start + end, name, bool(offset.file) and not is_same)


def read_all(folder: RunFolder) -> tuple[list[Event], Offset]:
    """Returns all events, and where to go on."""
    events, offset = read_events(folder)
    while True:
        more, following = read_events(folder, offset)
        events = more if following.is_rewritten else events + more
        if following.byte == offset.byte:
            return events, following
        offset = following


def _parse(line: bytes) -> Event | None:
    """Returns the event of a line; None where there is none."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_event = isinstance(event, dict) and isinstance(event.get("kind"), str)
    return event if is_event and event["kind"] != FILE else None


def _name_of(line: bytes) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return "none"
