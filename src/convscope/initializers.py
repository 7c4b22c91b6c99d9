"""What `from convscope.initializers import …` finds: all of `convscope.keras_like.initializers`."""

from convscope.keras_like.initializers import *  # noqa: F403
from convscope.keras_like.initializers import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
