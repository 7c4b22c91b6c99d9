"""What `from convscope.losses import …` finds: all of `convscope.keras_like.losses`."""

from convscope.keras_like.losses import *  # noqa: F403
from convscope.keras_like.losses import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
