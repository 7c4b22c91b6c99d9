"""What stays open between two questions: images of runs and data sets, shared by whoever asks."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Thing = TypeVar("Thing")

MOST_OPEN = 6
"""Things that stay open; what was asked for longest ago is closed."""


class Opened:
    """Opens each thing once, even when several people ask at the same time.

    Whoever asks for something else does not wait meanwhile.

    Args:
        most: Things that stay open.
    """

    def __init__(self, most: int = MOST_OPEN) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._opening: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, opened: Callable[[], Thing]) -> Thing:
        """Returns what is kept under a key; opens it where it is not.

        Args:
            key: Another one for everything that differs.
            opened: Opens it; what it raises is raised here, and nothing is kept.
        """
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
            own = self._opening.setdefault(key, Lock())
        with own:
            with self._lock:
                if key in self._things:
                    return self._things[key]
            try:
                thing = opened()
            finally:
                with self._lock:
                    self._opening.pop(key, None)
            with self._lock:
                self._things[key] = thing
                while len(self._things) > self._most:
                    self._things.popitem(last=False)
            return thing
