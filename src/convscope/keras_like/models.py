"""The nets: `Model`, `Sequential`, and those in files."""

from convscope.keras_like.model import Model
from convscope.keras_like.saving import clone_model, load_model
from convscope.keras_like.sequential import Sequential

__all__ = ["Model", "Sequential", "clone_model", "load_model"]
