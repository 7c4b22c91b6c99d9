"""The callbacks as Keras programs write them: the engine's, with checked arguments."""

from functools import wraps
from pathlib import Path
from typing import Any

from convscope.engine.training import callbacks as engine
from convscope.engine.training.callbacks import Callback, LambdaCallback
from convscope.engine.training.callbacks.callback import Logs
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.saving import (
    WEIGHTS_ENDINGS,
    WHOLE_ENDINGS,
    expect_ending,
    expect_savable,
    make_folder,
)

__all__ = [
    "CSVLogger",
    "Callback",
    "EarlyStopping",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "TerminateOnNaN",
]


class EarlyStopping(engine.EarlyStopping):
    """Stops when the watched value has not improved for `patience` epochs."""

    __doc__ = engine.EarlyStopping.__doc__
    __init__ = checked_arguments("EarlyStopping()")(engine.EarlyStopping.__init__)


class ModelCheckpoint(engine.ModelCheckpoint):
    """Saves the model after every epoch, or after every best one."""

    __doc__ = engine.ModelCheckpoint.__doc__

    @checked_arguments("ModelCheckpoint()", {"initial_value_threshold": None})
    @wraps(engine.ModelCheckpoint.__init__)
    def __init__(self, filepath: str | Path, *args: Any, **kwargs: Any) -> None:
        super().__init__(filepath, *args, **kwargs)
        endings = WEIGHTS_ENDINGS if self.save_weights_only else WHOLE_ENDINGS
        expect_ending("ModelCheckpoint()", filepath, endings)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Checks that the net can be written so, and makes a folder that has a fixed name."""
        super().on_train_begin(logs)
        if not self.save_weights_only:
            expect_savable("ModelCheckpoint()", self.filepath, self.model)
        if "{" not in str(Path(self.filepath).parent):
            make_folder(self.filepath)


class CSVLogger(engine.CSVLogger):
    """Writes a row per epoch to a CSV file."""

    __doc__ = engine.CSVLogger.__doc__
    __init__ = checked_arguments("CSVLogger()")(engine.CSVLogger.__init__)


class ReduceLROnPlateau(engine.ReduceLROnPlateau):
    """Multiplies the learning rate by `factor` when the watched value stands still."""

    __doc__ = engine.ReduceLROnPlateau.__doc__
    __init__ = checked_arguments("ReduceLROnPlateau()")(engine.ReduceLROnPlateau.__init__)


class LearningRateScheduler(engine.LearningRateScheduler):
    """Sets the learning rate before each epoch."""

    __doc__ = engine.LearningRateScheduler.__doc__
    __init__ = checked_arguments("LearningRateScheduler()")(engine.LearningRateScheduler.__init__)


class TerminateOnNaN(Callback):
    """Ends a training whose loss became infinite or not a number, without an error.

    The history has the epochs that were finished; the weights are those of the last step.
    """
