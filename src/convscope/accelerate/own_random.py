"""Random numbers that follow from the program's NumPy seed, and leave its own numbers as they are.

On TensorFlow and PyTorch, Keras shuffles without NumPy's random numbers: a program that draws some
after a training has to get the same ones as without us.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


class OwnRandom:
    """Lends NumPy's global random numbers a state of our own.

    It begins with the program's state, and begins anew whenever that has moved.
    """

    def __init__(self) -> None:
        self._state: Any = None
        self._seen: bytes = b""

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """Returns what a function returns that draws NumPy's global random numbers."""
        kept: Any = np.random.get_state()
        seen = kept[1].tobytes() + bytes(str(kept[2:]), "ascii")
        if seen == self._seen:
            np.random.set_state(self._state)
        self._seen = seen
        try:
            return function(*arguments)
        finally:
            self._state = np.random.get_state()
            np.random.set_state(kept)

    def seed(self) -> int:
        """Returns a new seed."""
        return self.call(lambda: int(np.random.randint(2**31)))


own_random = OwnRandom()
"""That of this process."""
