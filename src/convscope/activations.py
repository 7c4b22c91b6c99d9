"""What `from convscope.activations import …` finds: all of `convscope.keras_like.activations`."""

from convscope.keras_like.activations import *  # noqa: F403
from convscope.keras_like.activations import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
