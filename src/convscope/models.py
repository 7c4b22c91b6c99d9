"""What `from convscope.models import …` finds: all of `convscope.keras_like.models`."""

from convscope.keras_like.models import *  # noqa: F403
from convscope.keras_like.models import __all__
from convscope.missing_names import missing_name

__getattr__ = missing_name(__name__, __all__)
