"""Who is there, and on which screen: what pages say of themselves on their live channel."""

from dataclasses import dataclass, field
from threading import Lock
from time import time

SCREENS = ("results", "inspect", "train", "data", "collect", "me", "draw", "lessons")
"""What a page may say that it shows: a screen of the studio, or another page."""


@dataclass
class Seen:
    """What is known of one pupil's pages.

    Attributes:
        pages: Pages that are open now.
        screen: The screen that was shown last; empty before.
        at: When something was heard last, UNIX time in s.
    """

    pages: int = 0
    screen: str = ""
    at: float = 0.0


@dataclass
class Presence:
    """Of all pupils, by their id; `version` is another one after every change.

    Attributes:
        version: Counts changes: whoever tells a page about them compares it.
    """

    version: int = 0
    _seen: dict[str, Seen] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, pupil: str) -> Seen:
        """Returns what is known of a pupil."""
        return self._seen.get(pupil, Seen())

    def come(self, pupil: str) -> None:
        """A page of theirs was opened."""
        self._change(pupil, 1, "")

    def go(self, pupil: str) -> None:
        """A page of theirs was closed."""
        self._change(pupil, -1, "")

    def show(self, pupil: str, screen: str) -> None:
        """A page of theirs shows a screen; names that no page has are not kept."""
        if screen in SCREENS:
            self._change(pupil, 0, screen)

    def changed(self) -> None:
        """Something else about the room has changed."""
        with self._lock:
            self.version += 1

    def forget(self, pupil: str) -> None:
        """Removes what is known of a pupil."""
        with self._lock:
            self._seen.pop(pupil, None)
            self.version += 1

    def _change(self, pupil: str, pages: int, screen: str) -> None:
        with self._lock:
            seen = self._seen.setdefault(pupil, Seen())
            before = (seen.pages > 0, seen.screen)
            seen.pages = max(0, seen.pages + pages)
            seen.screen = screen or seen.screen
            seen.at = time()
            if (seen.pages > 0, seen.screen) != before:
                self.version += 1
