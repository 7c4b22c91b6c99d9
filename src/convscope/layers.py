"""What `from convscope.layers import …` finds: all of `convscope.keras_like.layers`."""

from convscope.keras_like.layers import *  # noqa: F403
from convscope.keras_like.layers import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
