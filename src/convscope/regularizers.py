"""What `from convscope.regularizers import …` finds: all of `convscope.keras_like.regularizers`."""

from convscope.keras_like.regularizers import *  # noqa: F403
from convscope.keras_like.regularizers import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
