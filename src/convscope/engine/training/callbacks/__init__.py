"""What can listen to a training and steer it: the callbacks that Keras users know."""

from convscope.engine.training.callbacks.callback import Callback, Logs, is_overridden, warn
from convscope.engine.training.callbacks.keeping import BestWeights, ModelCheckpoint
from convscope.engine.training.callbacks.learning_rate import (
    LearningRateScheduler,
    ReduceLROnPlateau,
)
from convscope.engine.training.callbacks.logging import CSVLogger, LambdaCallback
from convscope.engine.training.callbacks.stopping import EarlyStopping

__all__ = [
    "BestWeights",
    "CSVLogger",
    "Callback",
    "EarlyStopping",
    "LambdaCallback",
    "LearningRateScheduler",
    "Logs",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "is_overridden",
    "warn",
]
