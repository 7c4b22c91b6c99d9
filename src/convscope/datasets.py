"""What `from convscope.datasets import …` finds: all of `convscope.keras_like.datasets`."""

from convscope.keras_like.datasets import *  # noqa: F403
from convscope.keras_like.datasets import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
