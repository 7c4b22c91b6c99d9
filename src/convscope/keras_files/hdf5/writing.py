"""Texts and arrays to an HDF5 file, as Keras lays it out."""

import io
from typing import Any

import numpy as np

from convscope.keras_files.hdf5.content import Content

HEADER_LIMIT = 64_512
"""Bytes of one attribute; a longer list of texts is written in numbered parts, as Keras does."""


def hdf5_bytes(content: Content) -> bytes:
    """Returns an HDF5 file in memory.

    Args:
        content: Attributes of a group that has no arrays make an empty group.
    """
    import h5py

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        for group, attributes in content.attributes.items():
            place = file.require_group(group) if group else file
            for name, texts in attributes.items():
                _write_texts(place, name, texts)
        for path, array in content.arrays.items():
            file.create_dataset(path, data=array, track_times=False)
    return memory.getvalue()


def _write_texts(place: Any, name: str, texts: list[str]) -> None:
    encoded = [text.encode() for text in texts]
    if len(encoded) == 1 and not name.endswith("_names"):
        place.attrs[name] = encoded[0]
        return
    number = 1
    values = np.asarray(encoded) if encoded else np.zeros(0, "S1")
    while any(part.nbytes > HEADER_LIMIT for part in np.array_split(values, number)):
        number += 1
    if number == 1:
        place.attrs[name] = values
    else:
        for index, part in enumerate(np.array_split(values, number)):
            place.attrs[f"{name}{index}"] = part
