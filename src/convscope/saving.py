"""What `from convscope.saving import …` finds: how files become nets."""

from convscope.keras_like.saving import load_model
from convscope.missing_names import missing_name

__all__ = ["load_model"]

__getattr__ = missing_name(__name__, __all__)
