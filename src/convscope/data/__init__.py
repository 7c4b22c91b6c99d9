"""Images with labels: named sets, folders and files of the user's, downloads, checks."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from convscope.missing_names import missing_attribute

if TYPE_CHECKING:
    from convscope.data.checking import DataCheck, check_data
    from convscope.data.corrections import (
        NO_CORRECTIONS,
        Correction,
        Corrections,
        corrections_from_csv,
        corrections_path,
        image_names,
        images_hash,
        read_corrections,
        write_corrections,
    )
    from convscope.data.dataset import DataSet, Split, Unreadable
    from convscope.data.download import get
    from convscope.data.loading import DataSetInfo, available, load_data
    from convscope.data.named_sets import NAMED_SETS, NamedSet
    from convscope.data.reading import each_image, read_images
    from convscope.data.sources import SOURCES
    from convscope.data.split import stratified_split, validation_split

AUTOTUNE = -1
"""What Keras programs give `prefetch` and `num_parallel_calls`, as `tf.data.AUTOTUNE`."""

__all__ = [
    "AUTOTUNE",
    "NAMED_SETS",
    "NO_CORRECTIONS",
    "SOURCES",
    "Correction",
    "Corrections",
    "DataCheck",
    "DataSet",
    "DataSetInfo",
    "NamedSet",
    "Split",
    "Unreadable",
    "available",
    "check_data",
    "corrections_from_csv",
    "corrections_path",
    "each_image",
    "get",
    "image_names",
    "images_hash",
    "load_data",
    "read_corrections",
    "read_images",
    "stratified_split",
    "validation_split",
    "write_corrections",
]

_HOMES = {
    "checking": ("DataCheck", "check_data"),
    "corrections": (
        "NO_CORRECTIONS",
        "Correction",
        "Corrections",
        "corrections_from_csv",
        "corrections_path",
        "image_names",
        "images_hash",
        "read_corrections",
        "write_corrections",
    ),
    "dataset": ("DataSet", "Split", "Unreadable"),
    "download": ("get",),
    "loading": ("DataSetInfo", "available", "load_data"),
    "named_sets": ("NAMED_SETS", "NamedSet"),
    "reading": ("each_image", "read_images"),
    "sources": ("SOURCES",),
    "split": ("stratified_split", "validation_split"),
}
"""Names by the module where they live; nothing is imported before it is used."""


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    raise missing_attribute(f"name in {__name__}:", name, __all__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
