"""What `from convscope.backend import …` finds: all of `convscope.keras_like.backend`."""

from convscope.keras_like.backend import *  # noqa: F403
from convscope.keras_like.backend import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
