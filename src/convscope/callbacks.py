"""What `from convscope.callbacks import …` finds: all of `convscope.keras_like.callbacks`."""

from convscope.keras_like.arguments import missing_name
from convscope.keras_like.callbacks import *  # noqa: F403
from convscope.keras_like.callbacks import __all__

__getattr__ = missing_name(__name__, __all__)
