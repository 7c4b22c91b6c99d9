"""What `from convscope.callbacks import …` finds: all of `convscope.keras_like.callbacks`."""

from convscope.keras_like.callbacks import *  # noqa: F403
from convscope.keras_like.callbacks import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
