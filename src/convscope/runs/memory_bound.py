"""`--memory`: what each process of a training may have in all, and that it is kept."""

from collections.abc import Sequence
from dataclasses import replace

from convscope.data.memory import memory_of_machine, most_resident_bytes
from convscope.data.sources.shards.finding import find_shards
from convscope.engine.training.callbacks import Callback, Logs, warn
from convscope.errors import ConvscopeError
from convscope.runs.settings import TrainSettings

ROOM_BYTES = 100_000_000
"""What a small net and its batches need beside Python and torch, at least."""

_LOOKS_EVERY = 16
"""Steps between two looks at the memory: a look takes some 50 µs."""


def with_memory(settings: TrainSettings) -> TrainSettings:
    """Returns the settings with the memory that decides whether images of shards are streamed.

    It is settled once, so that a run that is resumed on another machine reads as before.
    """
    if settings.memory is not None or find_shards(settings.data) is None:
        return settings
    return replace(settings, memory=memory_of_machine())


def check_memory(settings: TrainSettings) -> None:
    """Checks, before a training loads anything, that there is room for one.

    Raises:
        ConvscopeError: Python and torch alone take more than is allowed.
    """
    taken = most_resident_bytes() or 0
    if settings.memory is not None and taken + ROOM_BYTES > settings.memory:
        raise ConvscopeError(
            f"--memory: received {settings.memory / 1e6:,.0f} MB.",
            f"Python and torch take {taken / 1e6:,.0f} MB before the first image.",
            f"Give --memory {-(-(taken + 2 * ROOM_BYTES) // 10**7) * 10}MB or more.",
        )


def memory_callbacks(settings: TrainSettings) -> list[Callback]:
    """Returns what watches the memory of this process, where somebody has set a bound."""
    return [] if settings.memory is None else [MemoryWatch(settings.memory)]


def tell_of_excess(settings: TrainSettings, listeners: Sequence[Callback]) -> None:
    """Warns, once everything is written, where this process has had more than allowed."""
    taken = most_resident_bytes()
    if settings.memory is not None and taken is not None and taken > settings.memory:
        warn(
            listeners,
            f"Judging images and writing the report took {taken / 1e6:,.0f} MB, --memory allows "
            f"{settings.memory / 1e6:,.0f} MB. The run is whole.",
        )


class MemoryWatch(Callback):
    """Ends the training where this process has had more memory than allowed.

    Args:
        max_bytes: Of the process in all.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Looks now and then, and after each of the first steps, which need the most."""
        if batch < _LOOKS_EVERY or batch % _LOOKS_EVERY == 0:
            self.look()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Looks after the validation images."""
        self.look()

    def look(self) -> None:
        """Compares the most that this process has had with what is allowed.

        Raises:
            ConvscopeError: It is more.
        """
        taken = most_resident_bytes()
        if taken is not None and taken > self.max_bytes:
            raise ConvscopeError(
                f"A process of the training has taken {taken / 1e6:,.0f} MB, "
                f"--memory allows {self.max_bytes / 1e6:,.0f} MB.",
                "Expected a net and batches that fit: images are read a batch at a time already.",
                f"Train anew with a smaller --batch-size or --size, or with "
                f"--memory {-(-taken * 12 // 10**8) * 10}MB.",
            )
