"""What `from convscope.models import …` finds: all of `convscope.keras_like.models`."""

from convscope.keras_like.arguments import missing_name
from convscope.keras_like.models import *  # noqa: F403
from convscope.keras_like.models import __all__

__getattr__ = missing_name(__name__, __all__)
