"""All kinds of data that are read, in the order in which they are looked for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from convscope.data.sources import (
    cifar_binary,
    csv_labels,
    csv_pixels,
    idx,
    image_folder,
    npy,
    parquet,
)
from convscope.data.sources.folder.layout import no_image
from convscope.data.sources.found import Found
from convscope.data.sources.no_data import what_else
from convscope.data.sources.place import PICTURES, Place, read_place
from convscope.data.sources.refused import EXPECTED, refuse
from convscope.data.sources.shards import source as shards
from convscope.errors import ConvscopeError, clear_errors


@dataclass(frozen=True)
class SourceKind:
    """A kind of data.

    Attributes:
        name: What the code calls it.
        title: What people call it.
        looks_like: Paths that are such data, the usual one first.
        explanation: What is read and how, in a sentence or two.
        find: Returns such data in a place, or None.
    """

    name: str
    title: str
    looks_like: tuple[str, ...]
    explanation: str
    find: Callable[[Place], Found | None]


SOURCES: dict[str, SourceKind] = {
    kind.name: kind
    for kind in (
        SourceKind(
            "shards",
            "shards of WebDataset",
            (
                "train-000000.tar, train-000001.tar, …, test-000000.tar, …",
                "shards/train-{000000..000011}.tar",
                "00000.tar, 00001.tar, … of img2dataset",
            ),
            "Tar files with an image and its class under one key: `1.jpg` and `1.cls`, `1.txt`, or "
            "`label` in `1.json`; `classes.txt` or `dataset.json` names the classes. What memory "
            "has no room for is read in a stream: [large sets](large-sets.md).",
            shards.find,
        ),
        SourceKind(
            "idx",
            "IDX files",
            (
                "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-…",
                "train-images.idx3-ubyte, …",
                "MNIST/raw/train-images-idx3-ubyte, …",
                "emnist-letters-train-images-idx3-ubyte.gz, …",
            ),
            "The format of MNIST, with or without .gz, in any folder below. Files of EMNIST are "
            "stored with rows and columns exchanged and are turned back; those of its letters "
            "begin at 1. Where several sets lie side by side, give one of the files.",
            idx.find,
        ),
        SourceKind(
            "npy",
            "NumPy arrays",
            (
                "data.npz with x_train, y_train, x_test, y_test",
                "pathmnist.npz with train_images, train_labels, val_…, test_…",
                "kmnist-train-imgs.npz, kmnist-train-labels.npz, …",
                "x_train.npy, y_train.npy, …",
            ),
            "Images (number, height, width), with 1 or 3 channels last, or flat rows of square "
            "images; 0–255, or floats 0–1. Labels are whole numbers or names, one per image, or "
            "rows with a single 1. An array class_names names the classes. Without arrays for "
            "test, x and y are enough.",
            npy.find,
        ),
        SourceKind(
            "cifar",
            "CIFAR's binary version",
            (
                "cifar-10-binary.tar.gz",
                "cifar-10-batches-bin/data_batch_1.bin, …",
                "cifar-100-binary/train.bin, test.bin",
            ),
            "Packed or unpacked; batches.meta.txt or fine_label_names.txt names the classes. The "
            "version for Python is made of pickles and refused.",
            cifar_binary.find,
        ),
        SourceKind(
            "parquet",
            "Parquet files",
            ("data/train-00000-of-00001.parquet, data/test-00000-of-00001.parquet",),
            "As Hugging Face hands them out: a column of image files as bytes, and one of labels. "
            'Needs pip install "convscope[parquet]".',
            parquet.find,
        ),
        SourceKind(
            "labels",
            "a table of labels beside images",
            (
                "labels.csv with filename,label and images/1.png, …",
                "train.csv with id_code,diagnosis and train_images/0a1b.png, …",
            ),
            "A column names the images, with or without folder and ending; another one the "
            "classes, under any usual name, or one column of 0 and 1 per class. A column such as "
            "split tells training from test. Where folders say the same, their names are taken.",
            csv_labels.find,
        ),
        SourceKind(
            "csv",
            "tables of pixels",
            (
                "train.csv with label,pixel0,pixel1,…",
                "fashion-mnist_train.csv, fashion-mnist_test.csv",
                "fer2013.csv with emotion,pixels,Usage",
            ),
            "A row per image; square, grey or with red, green and blue for each pixel in turn. The "
            "label stands in any column; without names of columns it is the first.",
            csv_pixels.find,
        ),
        SourceKind(
            "folder",
            "images in class folders",
            (
                "train/apple/1.jpg, train/pear/1.jpg, test/apple/2.jpg, …",
                "apple/1.jpg, pear/1.jpg, …",
                "Training Set/apple/1.jpg, …, Test Set/…",
            ),
            "In a folder, or a .zip, .tar, .tar.gz of one. What is an image is decided by its "
            "content, whatever its name. Splits are known by their names in many languages; "
            "without test images a fifth of each class is set aside.",
            image_folder.find,
        ),
    )
}
"""Messages, documents and tests are made from this table."""


def find_data(source: str | Path) -> Found:
    """Returns what a path holds: the one function behind every command that takes data.

    Raises:
        ConvscopeError: Nothing that is read; the text says what was seen and what to do.
    """
    place = read_place(source)
    if place.path.is_dir() and (what := what_else([p.name for p in place.path.iterdir()])):
        raise ConvscopeError(
            f"{source} is {what}, no data.", EXPECTED, "Give the data's own folder or file."
        )
    with clear_errors(place.source, EXPECTED, "Copy or download it again."):
        for kind in SOURCES.values():
            if (found := kind.find(place)) is not None:
                return found
    raise _nothing(place)


def _nothing(place: Place) -> ConvscopeError:
    if (refusal := refuse(place)) is not None:
        return refusal
    if place.path.is_dir() or place.is_archive:
        return no_image(place)
    file = place.files[0]
    if file.content in PICTURES:
        return ConvscopeError(
            f"{place.source} is a single image.",
            "Expected many images in one folder per class.",
            "Give the folder that the class folders are in; to have one image judged: convscope "
            f"predict MODEL {place.source}",
        )
    if file.name.lower().endswith(".npz"):
        return ConvscopeError(
            f"{place.source} is not a whole .npz file.",
            "Expected one that np.savez wrote.",
            "Copy it again, or save it again with np.savez(path, x_train=…, y_train=…).",
        )
    return ConvscopeError(
        f"{place.source} is a file of a kind that is not read.",
        EXPECTED,
        "Give the folder that the images are in, or save them in one of these forms.",
    )
