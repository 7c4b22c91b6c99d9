"""The nets: `Sequential`, and those in files."""

from convscope.keras_like.saving import load_model
from convscope.keras_like.sequential import Sequential

__all__ = ["Sequential", "load_model"]
