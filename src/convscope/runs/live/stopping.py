"""Asking a training to stop by a file in its run: without signals, from whatever process."""

from time import monotonic

from convscope.engine.training.callbacks import Callback, Logs
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder

LOOK_EVERY_S = 0.3
"""Time from one look for a request to the next, in s."""


def request_stop(folder: RunFolder) -> None:
    """Asks the training of a run to end after its step, as Ctrl-C does; it can be resumed.

    It does so within `LOOK_EVERY_S` and a step, or after its last step not at all: then it is
    finished.

    Raises:
        ConvscopeError: Nobody trains it, or its folder cannot be written.
    """
    if not folder.is_being_written():
        raise ConvscopeError(
            f"{folder.path} is not being trained.",
            "Expected a run that a process is writing.",
            "There is nothing to stop.",
        )
    write_atomically(folder.stop_request, b"")


def forget_requests(folder: RunFolder) -> None:
    """Removes a request that an earlier training did not come to see."""
    folder.stop_request.unlink(missing_ok=True)


class StopRequests(Callback):
    """Ends the training after the step when it is asked for.

    Args:
        folder: The run.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder, self._looked_at = folder, monotonic()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Looks for a request, now and then."""
        now = monotonic()
        if now - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = now
        if self._folder.stop_request.exists():
            self.model.interrupted = True
