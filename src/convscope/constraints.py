"""What `from convscope.constraints import …` finds: all of `convscope.keras_like.constraints`."""

from convscope.keras_like.constraints import *  # noqa: F403
from convscope.keras_like.constraints import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
