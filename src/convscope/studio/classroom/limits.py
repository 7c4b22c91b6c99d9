"""How much one pupil may ask for, so that all others are served as well."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from convscope.errors import ConvscopeError

MOST_PUPILS = 60
"""Pupils of a room."""

MOST_BYTES = 200_000_000
"""Of all that one pupil keeps: drawings, photographs, runs."""

MOST_IMAGE_BYTES = 8_000_000
"""Of one image that a pupil sends."""

MOST_COLLECTIONS = 20
"""Collections of one pupil."""

MOST_TRAININGS = 3
"""Trainings of one pupil that wait or run."""

MOST_TURN_S = 180.0
"""Time of a training, in s, after which others who wait come first; it goes on behind them."""

MOST_PARAMETERS = 3_000_000
"""Weights of a net that a pupil puts together."""

MOST_MULTIPLY_ADDS = 200_000_000
"""Of such a net, for one image."""

MOST_SIDE = 128
"""Rows or columns that a pupil has images brought to for a training."""

MOST_LIVE = 8
"""Live connections of one pupil: two for each page that is open."""

MOST_AT_ONCE = 4
"""Questions of one pupil that are answered at the same time; others wait."""

ASKED_PER_S, ASKED_AT_ONCE = 40.0, 400.0
"""Questions of one pupil: for long, and in a burst. A page of small pictures asks sixty."""

MOST_WAIT_S = 10.0
"""Time for which a question is kept waiting rather than refused, in s."""

MOST_WRONG_CODES, WRONG_CODES_S = 12.0, 60.0
"""Wrong codes from one address, and the time in s in which as many become possible again."""


class Rate:
    """Lets so much through in a second, and a burst after a rest.

    Args:
        per_s: For long.
        at_once: After a rest.
        clock: Returns the time in s.
    """

    def __init__(
        self, per_s: float, at_once: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self._per_s, self._at_once, self._clock = per_s, at_once, clock
        self._left, self._at = at_once, clock()

    def wait_s(self, most: float = 0.0) -> float | None:
        """Takes one, and returns in how many s its turn comes; None, and takes none, where later.

        Args:
            most: The longest wait that is accepted, in s.
        """
        now = self._clock()
        self._left = min(self._at_once, self._left + (now - self._at) * self._per_s)
        self._at = now
        wait = max(0.0, (1.0 - self._left) / self._per_s)
        if wait > most:
            return None
        self._left -= 1.0
        return wait


def bytes_in(folder: Path) -> int:
    """Returns the bytes of all files of a folder."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # removed meanwhile
            continue
    return total


def expect_room_for(folder: Path, num_bytes: int) -> None:
    """Checks that a pupil may keep so much more.

    Raises:
        ConvscopeError: It would be too much.
    """
    used = bytes_in(folder)
    if used + num_bytes > MOST_BYTES:
        raise ConvscopeError(
            f"What you keep has {used // 1_000_000:,} MB, and this {max(1, num_bytes // 1_000_000)}"
            " MB more.",
            f"Expected at most {MOST_BYTES // 1_000_000:,} MB for each pupil.",
            "Everything so far is kept. Ask the teacher, or begin anew on your own page.",
        )
