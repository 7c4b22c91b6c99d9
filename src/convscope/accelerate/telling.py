"""What was computed by whom: a line for what is left to Keras, a table at the end if wanted."""

import atexit
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from convscope.texts import counted


@dataclass
class Call:
    """One call of a model's method.

    Attributes:
        method: Such as `"fit"`.
        model: The model's name.
        reason: Why it was left to Keras; empty where it was taken.
        seconds: Time it took.
        depth: Calls that it was made in.
    """

    method: str
    model: str
    reason: str
    seconds: float = 0.0
    depth: int = 0


@dataclass
class Telling:
    """Remembers calls, and tells each reason once.

    Attributes:
        calls: All calls so far, the outermost of each.
        report_at_end: Whether the table is printed when the program ends.
        is_quiet: Whether no line is printed.
        num_batches_left: Batches that Keras computed in the middle of a call that was taken.
    """

    calls: list[Call] = field(default_factory=list)
    report_at_end: bool = False
    is_quiet: bool = False
    num_batches_left: int = 0
    _told: set[str] = field(default_factory=set)
    _depth: int = 0

    def say(self, text: str) -> None:
        """Prints a line to stderr, once."""
        if text not in self._told and not self.is_quiet:
            self._told.add(text)
            print(f"convscope: {text}", file=sys.stderr, flush=True)

    @contextmanager
    def call(self, method: str, model: str, reason: str) -> Iterator[Call]:
        """Takes the time of a call, and says why it is left to Keras if it is.

        Args:
            method: Such as `"fit"`.
            model: The model's name.
            reason: Why it is left; empty where it is taken.
        """
        if reason and not self._depth:
            self.say(f"{method} of {model} is left to Keras: {reason.rstrip('.')}.")
        call = Call(method, model, reason, depth=self._depth)
        if not self._depth:
            self.calls.append(call)
        self._depth += 1
        started = perf_counter()
        try:
            yield call
        finally:
            call.seconds += perf_counter() - started
            self._depth -= 1

    def forget_last(self) -> None:
        """Forgets the last call, which was begun here and goes to Keras after all."""
        if not self._depth:
            self.calls.pop()

    def batch_left(self, reason: str) -> None:
        """Says, once for each reason, why a batch is left to Keras."""
        self.num_batches_left += 1
        self.say(f"a batch is left to Keras: {reason.rstrip('.')}.")

    def table(self) -> str:
        """Returns a table of all calls; equal ones share a line."""
        if not self.calls:
            return "convscope: no call of a Keras model."
        rows: dict[tuple[str, str, str], list[float]] = {}
        for call in self.calls:
            rows.setdefault((call.model, call.method, call.reason), []).append(call.seconds)
        taken = sum(not call.reason for call in self.calls)
        lines = [f"convscope computed {taken} of {counted(len(self.calls), 'call')}:"]
        for (model, method, reason), seconds in rows.items():
            who = f"left to Keras: {reason.rstrip('.')}" if reason else "computed by convscope"
            times = f"{len(seconds)} × " if len(seconds) > 1 else ""
            lines.append(f"  {sum(seconds):8.2f} s  {times}{method} of {model}, {who}")
        return "\n".join(lines)


told = Telling()
"""What this process tells."""


@atexit.register
def _report() -> None:
    if told.report_at_end:
        print(told.table(), file=sys.stderr, flush=True)
