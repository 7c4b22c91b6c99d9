"""Tiny images written to disk."""

import zipfile
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from convscope.data.images import find_problems
from convscope.data.sources import find_data


def list_images(source):
    """Returns the listing of a source that can be trained on."""
    listing = find_data(source).load()
    for problem in find_problems(listing):
        raise problem
    return listing


def encoded(pixels, file_format="PNG", **options):
    """Returns the bytes of an image file; pixels is an array or a Pillow image."""
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    file = BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def picture(seed, height=5, width=7, channels=3):
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def write(root, files):
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return root


def write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def two_classes(prefix="", number=3, first_seed=0):
    """Returns images of the classes "cat" and "dog"."""
    return {
        f"{prefix}{name}/{i}.png": encoded(picture(first_seed + 100 * k + i))
        for k, name in enumerate(["cat", "dog"])
        for i in range(number)
    }


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "pets", two_classes())


@pytest.fixture
def split_folder(tmp_path):
    files = two_classes("train/") | two_classes("test/", 2, first_seed=50)
    return write(tmp_path / "pets", files)
