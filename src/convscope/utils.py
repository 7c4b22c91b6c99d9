"""What `from convscope.utils import …` finds: all of `convscope.keras_like.utils`."""

from convscope.keras_like.utils import *  # noqa: F403
from convscope.keras_like.utils import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
