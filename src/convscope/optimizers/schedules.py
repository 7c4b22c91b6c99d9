"""What `from convscope.optimizers.schedules import …` finds: all of `keras_like.schedules`."""

from convscope.keras_like.schedules import *  # noqa: F403
from convscope.keras_like.schedules import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
