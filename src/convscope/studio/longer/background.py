"""Work that goes on beside the server: one piece at a time, which tells how far it is."""

import traceback
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.texts import parse_json, to_json_text

Work = Callable[[Callable[[float], None]], None]
"""Computes something and keeps it; is given what to tell how much is done, 0–1."""

MOST_KEPT = 64
"""Pieces of work that are remembered once they have ended."""

KEPT = ".kept"
"""Where results lie, in the folder of all runs."""


@dataclass
class Piece:
    """A piece of work.

    Attributes:
        done: How much of it, 0–1; stays 0 while it waits.
        error: Why it failed, as JSON; None where it did not.
        has_ended: Whether it is over, well or not.
    """

    done: float = 0.0
    error: dict[str, str] | None = None
    has_ended: bool = False


class Background:
    """Pieces of work by key."""

    def __init__(self) -> None:
        """Begins without any."""
        self._pieces: dict[Hashable, Piece] = {}
        self._lock = Lock()
        self._turn = Lock()

    def ask(self, key: Hashable, work: Work) -> dict[str, Any]:
        """Returns how a piece of work stands, as the page is told; it begins unless it goes on.

        Args:
            key: What it is about: all that the result depends on.
            work: What to do, in a thread of its own.

        Raises:
            ConvscopeError: It has failed. Whoever asks after that has it begin again.
        """
        with self._lock:
            piece = self._pieces.get(key)
            is_new = piece is None or (piece.has_ended and piece.error is None)
            if piece is None or is_new:
                piece = self._pieces[key] = Piece()
                self._forget_old()
        if is_new:
            Thread(target=self._do, args=(piece, work), daemon=True).start()
        if piece.error is not None:
            with self._lock:
                self._pieces.pop(key, None)
            raise ConvscopeError(*(piece.error[name] for name in ("error", "expected", "fix")))
        # What it has kept is found when somebody asks for it the next time.
        return {"state": "working", "done": round(piece.done, 3)}

    def _forget_old(self) -> None:
        ended = [key for key, piece in self._pieces.items() if piece.has_ended]
        for key in ended[: max(0, len(self._pieces) - MOST_KEPT)]:
            del self._pieces[key]

    def _do(self, piece: Piece, work: Work) -> None:
        def tell(done: float) -> None:
            piece.done = done

        with self._turn:  # Two at once would take each other's time, and twice the memory.
            try:
                work(tell)
            except ConvscopeError as error:
                piece.error = error.as_json()
            except Exception as error:
                piece.error = ConvscopeError(
                    f"The work beside the server failed: {error!r}.",
                    "This is a bug of convscope, not of yours.",
                    "Please report it with what the terminal shows.",
                ).as_json()
                traceback.print_exc()
            piece.has_ended = True


BESIDE = Background()
"""What all studios of this process have begun."""


def kept(path: Path) -> Any:
    """Returns a result that was kept, None where there is none or it is damaged."""
    try:
        return parse_json(path.read_bytes(), str(path), "Expected a result.", "Remove it.")
    except (OSError, ConvscopeError):
        return None


def keep(path: Path, result: Any) -> None:
    """Keeps a result in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, to_json_text(result).encode())
