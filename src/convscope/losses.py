"""What `from convscope.losses import …` finds: all of `convscope.keras_like.losses`."""

from convscope.keras_like.arguments import missing_name
from convscope.keras_like.losses import *  # noqa: F403
from convscope.keras_like.losses import __all__

__getattr__ = missing_name(__name__, __all__)
