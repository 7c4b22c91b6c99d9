"""Image files to pixels: listing, decoding, one size and colour for all."""

from convscope.data.images.decoding import DecodedFolder, decode_listing
from convscope.data.images.listing import ImageFile, Listing, find_problems
from convscope.data.images.one_image import Probe, UnreadableImage, decode_image, probe_image

__all__ = [
    "DecodedFolder",
    "ImageFile",
    "Listing",
    "Probe",
    "UnreadableImage",
    "decode_image",
    "decode_listing",
    "find_problems",
    "probe_image",
]
