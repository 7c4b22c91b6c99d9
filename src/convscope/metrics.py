"""What `from convscope.metrics import …` finds: all of `convscope.keras_like.metrics`."""

from convscope.keras_like.metrics import *  # noqa: F403
from convscope.keras_like.metrics import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
