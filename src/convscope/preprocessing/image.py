"""What `from convscope.preprocessing.image import …` finds."""

from convscope.keras_like.image_dataset import image_dataset_from_directory
from convscope.keras_like.image_generator.generator import ImageDataGenerator
from convscope.keras_like.pictures import array_to_img, img_to_array, load_img, save_img
from convscope.missing_names import missing_name

__all__ = [
    "ImageDataGenerator",
    "array_to_img",
    "image_dataset_from_directory",
    "img_to_array",
    "load_img",
    "save_img",
]

__getattr__ = missing_name(__name__, __all__)
