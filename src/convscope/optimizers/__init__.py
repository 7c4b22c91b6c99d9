"""What `from convscope.optimizers import …` finds: all of `convscope.keras_like.optimizers`."""

from convscope.keras_like.optimizers import *  # noqa: F403
from convscope.keras_like.optimizers import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
