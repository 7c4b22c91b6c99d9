"""Keras' variables while our engine trains: they are up to date whenever somebody looks.

A watched variable belongs to a subclass of its class for a while, in which `_value`, the one
attribute behind every access, first takes over what the engine has. Who looked may have changed
it, so that the engine asks it before its next step.
"""

import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import numpy as np

from convscope.accelerate.backends import Array, Backend

_LINK = "_convscope_link"


class Clock:
    """Counts the changes of values that change together."""

    def __init__(self) -> None:
        self.now = 0


class Link:
    """One variable and its twin in the engine.

    Args:
        variable: Keras' variable.
        read: Returns the engine's value as Keras has it.
        write: Puts Keras' value into the engine.
        clock: Counts how often the engine changed its value.
    """

    def __init__(
        self,
        variable: Any,
        read: Callable[[], Array],
        write: Callable[[Array], None],
        clock: Clock,
    ) -> None:
        self.variable, self.read, self.write, self.clock = variable, read, write, clock
        self.seen = clock.now
        self.mirror: Mirror | None = None
        self.before: Link | None = None
        self._stamp: Any = None

    def look(self) -> None:
        """Brings the variable up to date, and remembers that somebody has it."""
        mirror = self.mirror
        assert mirror is not None
        with mirror.lock:
            self.update(mirror.backend)
            mirror.touched[id(self)] = self

    def update(self, backend: Backend) -> None:
        """Brings the variable up to date."""
        if self.seen != self.clock.now:
            self.seen = self.clock.now
            self._stamp = backend.write(vars(self.variable), self.read())

    def fetch(self, backend: Backend, anyway: bool = False) -> None:
        """Gives the engine the variable's value, unless it has it already.

        Args:
            backend: What holds the value.
            anyway: Whether the engine may have another value by now, without its clock.
        """
        attributes = vars(self.variable)
        is_known = self._stamp is not None and self.seen == self.clock.now and not anyway
        if is_known and backend.is_same(attributes, self._stamp):
            return
        self.write(backend.read(attributes))
        self.seen = self.clock.now
        self._stamp = backend.stamp(attributes)

    def forget(self) -> None:
        """Forgets what the engine has, so that the variable's value is fetched."""
        self._stamp = None

    def fetch_change(self, backend: Backend) -> None:
        """Gives the engine a value that somebody may have put into the variable."""
        attributes = vars(self.variable)
        if self.seen != self.clock.now:  # the engine's is newer than what was looked at
            return
        if self._stamp is not None and backend.is_same(attributes, self._stamp):
            return
        values = backend.read(attributes)
        if not np.array_equal(values, self.read()):
            self.write(values)
        self._stamp = backend.stamp(attributes)

    def replace(self, value: Any) -> None:
        """Takes a new value of the variable as newer than the engine's."""
        mirror = self.mirror
        assert mirror is not None
        with mirror.lock:
            vars(self.variable)["_value"] = value
            self.seen, self._stamp = self.clock.now, None
            mirror.touched[id(self)] = self


class Mirror:
    """All variables of a training that the engine changes or reads.

    Args:
        backend: What holds Keras' values.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.touched: dict[int, Link] = {}
        self.lock = threading.RLock()
        self._links: list[Link] = []

    def watch(self, links: Iterable[Link]) -> None:
        """Gives the engine Keras' values, and watches the variables from now on."""
        for link in links:
            attributes = vars(link.variable)
            link.before = attributes.get(_LINK)
            if link.before is not None:
                link.before.look()
            link.mirror = self
            link.fetch(self.backend)
            if link.before is None:
                link.variable.__class__ = _watched(type(link.variable))
            attributes[_LINK] = link
            self._links.append(link)

    def settle(self) -> None:
        """Gives the engine what somebody may have changed."""
        if not self.touched:
            return
        with self.lock:
            touched, self.touched = self.touched, {}
            for link in touched.values():
                link.fetch_change(self.backend)

    def fetch(self) -> None:
        """Gives the engine all of Keras' values, whatever it has."""
        with self.lock:
            self.touched = {}
            for link in self._links:
                link.fetch(self.backend, anyway=True)

    def update(self) -> None:
        """Brings all variables up to date."""
        with self.lock:
            for link in self._links:
                link.update(self.backend)

    def close(self) -> None:
        """Brings all variables up to date and no longer watches them."""
        self.update()
        for link in self._links:
            attributes = vars(link.variable)
            if link.before is not None:
                attributes[_LINK] = link.before
                link.before.seen = link.before.clock.now
                outer = link.before.mirror
                assert outer is not None
                outer.touched[id(link.before)] = link.before
            else:
                link.variable.__class__ = type(link.variable).__mro__[1]
                del attributes[_LINK]
        self._links = []


@cache
def _watched(kind: type) -> type:
    """Returns the subclass of variables that are watched."""

    def get(self: Any) -> Any:
        vars(self)[_LINK].look()
        return vars(self)["_value"]

    def put(self: Any, value: Any) -> None:
        vars(self)[_LINK].replace(value)

    names = {"_value": property(get, put), "__module__": kind.__module__}
    return type(kind.__name__, (kind,), {**names, "__qualname__": kind.__qualname__})
