"""What `from convscope.preprocessing import …` finds: pictures, changed and read from folders."""

from convscope.keras_like.image_dataset import image_dataset_from_directory
from convscope.missing_names import missing_name
from convscope.preprocessing import image

__all__ = ["image", "image_dataset_from_directory"]

__getattr__ = missing_name(__name__, __all__)
