"""`last.checkpoint/`: the state to resume from, written between epochs and now and then."""

from time import monotonic

from convscope.engine.training.callbacks import Callback, Logs
from convscope.engine.training.trainer import Trainer
from convscope.engine.training.training_state import load_state, save_state
from convscope.errors import ConvscopeError, clear_errors
from convscope.model_file import read_tensors, write_tensors
from convscope.runs.folder import RunFolder
from convscope.texts import quoted

INTERVAL_S = 30.0
"""Within a long epoch a checkpoint is at most this old, in s."""


class Checkpointer(Callback):
    """Writes the trainer's state after each epoch and every `INTERVAL_S` within one.

    It has to be the last of the callbacks, so that it sees what the others decided.

    Args:
        folder: The run's.
        interval_s: Age of a checkpoint from which a step writes another; None for `INTERVAL_S`.
    """

    def __init__(self, folder: RunFolder, interval_s: float | None = None) -> None:
        self.folder = folder
        self.interval_s = INTERVAL_S if interval_s is None else interval_s
        self._written_at = monotonic()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Writes when the last checkpoint is old."""
        if monotonic() - self._written_at > self.interval_s:
            self.write()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Writes the finished epoch."""
        self.write()

    def write(self) -> None:
        """Writes the state, whole or not at all."""
        try:
            self.folder.checkpoint.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise ConvscopeError(
                f"{self.folder.checkpoint.parent} could not be made: {error.strerror}.",
                "Expected a disk with room for the state of the training.",
                f"Free some space, then: convscope train --resume {quoted(self.folder.path)}",
            ) from error
        write_tensors(self.folder.checkpoint, *save_state(self.model))
        self._written_at = monotonic()


def load_checkpoint(folder: RunFolder, trainer: Trainer) -> bool:
    """Puts a trainer where the run's last checkpoint left off; False if there is none yet."""
    if not folder.checkpoint.is_file():
        return False
    with clear_errors(
        str(folder.checkpoint),
        "Expected the state that this run's training wrote.",
        "Start a new run: the old folder's model.safetensors, if there is one, still works.",
    ):
        load_state(trainer, *read_tensors(folder.checkpoint))
    return True
