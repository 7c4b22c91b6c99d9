"""Images with labels: named sets, folders and files of the user's, downloads, checks."""

from convscope.data.checking import DataCheck, check_data
from convscope.data.dataset import DataSet, Split, Unreadable
from convscope.data.download import get
from convscope.data.loading import DataSetInfo, available, load_data
from convscope.data.named_sets import NAMED_SETS, NamedSet
from convscope.data.reading import each_image, read_images
from convscope.data.sources import SOURCES
from convscope.data.split import stratified_split, validation_split

__all__ = [
    "NAMED_SETS",
    "SOURCES",
    "DataCheck",
    "DataSet",
    "DataSetInfo",
    "NamedSet",
    "Split",
    "Unreadable",
    "available",
    "check_data",
    "each_image",
    "get",
    "load_data",
    "read_images",
    "stratified_split",
    "validation_split",
]
