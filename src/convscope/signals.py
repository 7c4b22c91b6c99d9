"""Signals that ask a program to end, told to it as Ctrl-C is."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any

ENDING = tuple(
    number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)
"""Besides Ctrl-C: what `kill` and a closed terminal send, where the system knows them."""


class AskedToEnd(KeyboardInterrupt):
    """A signal asked the program to end.

    Attributes:
        number: The signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


@contextmanager
def asked_to_end() -> Iterator[None]:
    """Lets SIGTERM and SIGHUP interrupt what is inside, as Ctrl-C does.

    A signal that is ignored stays ignored (`nohup`), and one that somebody listens to is theirs.

    Raises:
        AskedToEnd: One came.
    """
    if current_thread() is not main_thread():
        yield
        return
    taken = [number for number in ENDING if signal.getsignal(number) == signal.SIG_DFL]

    def interrupt(number: int, _frame: Any) -> None:
        raise AskedToEnd(number)

    for number in taken:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
