"""What `from convscope.metrics import …` finds: all of `convscope.keras_like.metrics`."""

from convscope.keras_like.arguments import missing_name
from convscope.keras_like.metrics import *  # noqa: F403
from convscope.keras_like.metrics import __all__

__getattr__ = missing_name(__name__, __all__)
