"""Long trainings give way: who waits comes first, and they go on behind."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import time

from convscope.errors import ConvscopeError
from convscope.runs.folder import RunFolder
from convscope.runs.live.stopping import request_stop
from convscope.runs.queue import Entry, add_resume, ensure_runner, read_queue
from convscope.studio.classroom.limits import MOST_TURN_S

LOOK_S = 2.0
"""Between two looks at the queue, in s."""


class Turns:
    """Sees to it that a long training keeps nobody waiting for more than `MOST_TURN_S`.

    Args:
        room: The room's folder.
        clock: Returns the UNIX time in s.
    """

    def __init__(self, room: Path, clock: Callable[[], float] = time) -> None:
        self._room, self._clock = room, clock
        self._stopped: dict[str, Entry] = {}
        self._end = Event()

    def look(self) -> None:
        """Asks a long training to stop where another pupil waits; puts it behind those, then."""
        entries = {entry.id: entry for entry in read_queue(self._room)}
        for entry in entries.values():
            if entry.state == "running" and entry.run and self._gives_way(entry, entries):
                request_stop(RunFolder(entry.runs_below(self._room) / entry.run))
                self._stopped[entry.id] = entry
        for number, entry in list(self._stopped.items()):
            now = entries.get(number)
            if now is not None and now.state == "running":
                continue
            del self._stopped[number]
            if now is not None and now.state == "interrupted":
                self._go_on(entry)

    def _gives_way(self, entry: Entry, entries: dict[str, Entry]) -> bool:
        others = any(e.state == "waiting" and e.runs != entry.runs for e in entries.values())
        is_long = self._clock() - entry.began > MOST_TURN_S
        return others and is_long and entry.id not in self._stopped

    def _go_on(self, entry: Entry) -> None:
        try:
            add_resume(self._room, entry.run or "", runs=entry.runs)
            ensure_runner(self._room)
        except ConvscopeError:  # its pupil took it up, or was removed, meanwhile
            return

    def start(self) -> None:
        """Looks again and again, until `end`."""
        Thread(target=self._run, daemon=True).start()

    def end(self) -> None:
        """Looks no more."""
        self._end.set()

    def _run(self) -> None:
        while not self._end.wait(LOOK_S):
            try:
                self.look()
            except (ConvscopeError, OSError):  # the next look may find it whole again
                continue
