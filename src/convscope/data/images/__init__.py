"""Folders and zip archives of images: listing, decoding, reading, checking."""

from convscope.data.images.checking import FolderCheck, check_folder
from convscope.data.images.decoding import DecodedFolder, decode_listing
from convscope.data.images.listing import ImageFile, Listing, list_images, looks_like_images
from convscope.data.images.one_image import Probe, UnreadableImage, decode_image, probe_image
from convscope.data.images.reading import each_image, read_images

__all__ = [
    "DecodedFolder",
    "FolderCheck",
    "ImageFile",
    "Listing",
    "Probe",
    "UnreadableImage",
    "check_folder",
    "decode_image",
    "decode_listing",
    "each_image",
    "list_images",
    "looks_like_images",
    "probe_image",
    "read_images",
]
