"""What is not read, and what is said of it."""

import struct
import zipfile

import numpy as np

from .building import (
    class_folders,
    first_of,
    image_bytes,
    images,
    labels,
    pickled,
    pixel_csv,
    pixels,
    published,
    touch,
)
from .building import idx_set as write_idx_set


def heic(index):
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes([index]) * 200


def big_header(folder):

    text = b"{'descr': '|u1', 'fortran_order': False, 'shape': (" + b"1," * 40_000 + b")}"
    with zipfile.ZipFile(folder / "d.npz", "w") as archive:
        archive.writestr("x.npy", b"\x93NUMPY\x02\x00" + struct.pack("<I", len(text)) + text)
    return folder / "d.npz"


REFUSED = {
    "pickle": (
        lambda r: pickled(r / "d.pkl"),
        r"is a Python pickle, which can run any code.*np\.savez",
    ),
    "cifar for Python": (
        lambda r: pickled(r / "cifar-10-batches-py" / "data_batch_1").parent,
        r"version of CIFAR for Python.*never opens one.*binary version, cifar-10-binary\.tar\.gz",
    ),
    "mat": (
        lambda r: touch(r / "d.mat", b"MATLAB 5.0 MAT-file"),
        r"MATLAB file.*scipy\.io\.loadmat",
    ),
    "hdf5": (lambda r: touch(r / "d.h5", b"\x89HDF\r\n\x1a\n"), "HDF5 file.*h5py"),
    "rar": (lambda r: touch(r / "d.rar", b"Rar!\x1a\x07"), "RAR archive.*Unpack it"),
    "spreadsheet": (lambda r: touch(r / "d.xlsx", b"PK\x03\x04"), "spreadsheet.*Save it as CSV"),
    "a single image": (lambda r: touch(r / "1.png", image_bytes(0)), "single image.*many images"),
    "unknown": (lambda r: touch(r / "d.xyz", b"hello"), "kind that is not read"),
    "heic only": (
        lambda r: first_of(
            touch(r / "d" / c / f"{i}.HEIC", heic(i)) for c in "ab" for i in range(3)
        ).parents[1],
        r"none of the 6 images can be read, such as a/\d\.HEIC: HEIC.*save it as jpg or png",
    ),
    "names of classes in files": (
        lambda r: images(
            images(r / "d", names=lambda i: f"cat.{i}.png"), names=lambda i: f"dog.{i}.png"
        ),
        r'"cat" \(3 images\), "dog" \(3 images\).*convscope data sort .* SORTED',
    ),
    "images without any class": (
        lambda r: images(r / "d", names=lambda i: f"IMG_{i}.png"),
        r"3 images outside of any class folder.*labels\.csv.*filename and label",
    ),
    "an empty class": (
        lambda r: ((class_folders(r / "d", [""]) / "birds").mkdir(), r / "d")[1],
        r'class "birds" has no readable image.*Add images to "birds", or move it elsewhere',
    ),
    "only validation and test": (
        lambda r: class_folders(r / "d", ["val", "test"]),
        "has no training images, only validation and test.*convscope evaluate MODEL",
    ),
    "several sets of idx": (
        lambda r: first_of(
            write_idx_set(
                r / "d",
                lambda s, k, n=n: f"emnist-{n}-{s}-{k}-idx{3 if k == 'images' else 1}-ubyte",
            )
            for n in ("digits", "letters")
        ),
        "holds 2 sets of IDX files.*Give a file of the one you mean",
    ),
    "idx without labels": (
        lambda r: touch(r / "d" / published("train", "images"), b"\0\0\x08\x03" + bytes(12)).parent,
        "without the other half",
    ),
    "several labels per image": (
        lambda r: (np.savez(r / "d.npz", x=pixels(12), y=np.ones((12, 3))), r / "d.npz")[1],
        "not every row has exactly one 1.*choose one for each",
    ),
    "labels on a scale": (
        lambda r: (np.savez(r / "d.npz", x=pixels(12), y=np.arange(12) / 7), r / "d.npz")[1],
        "the labels are fractions.*measured on a scale",
    ),
    "channels first": (
        lambda r: (
            np.savez(r / "d.npz", x=np.zeros((12, 3, 8, 8), "u1"), y=labels(12)),
            r / "d.npz",
        )[1],
        r"the images are \(12, 3, 8, 8\).*images\.transpose\(0, 2, 3, 1\)",
    ),
    "one class": (
        lambda r: (np.savez(r / "d.npz", x=pixels(12), y=np.zeros(12)), r / "d.npz")[1],
        "all 12 labels are of one class.*at least 2 classes",
    ),
    "a huge header": (big_header, "the head of the array is damaged or far too long"),
    "a row cut short": (
        lambda r: touch(r / "d.csv", pixel_csv(r / "e.csv").read_bytes()[:-9]),
        "row 12 has another number of values than the first one.*cut short",
    ),
    "words among pixels": (
        lambda r: touch(r / "d.csv", pixel_csv(r / "e.csv").read_bytes()[:-3] + b",x\r\n"),
        "holds something other than numbers|another number of values",
    ),
    "no labels in a table": (
        lambda r: pixel_csv(r / "d.csv", with_label=False),
        "has no column of labels",
    ),
    "a run": (
        lambda r: first_of(touch(r / "d" / n) for n in ("run.json", "history.csv")).parent,
        "is a run of convscope, no data",
    ),
    "folders without end": (
        lambda r: images(r.joinpath("d", *["a"] * 150)).parents[149],
        "lies more than 100 folders deep",
    ),
    "a tar that is none": (lambda r: touch(r / "d.tar.gz", b"nonsense"), "cannot be read"),
    "damaged idx": (
        lambda r: (
            touch(
                write_idx_set(r / "d", published) / published("train", "images"),
                b"\0\0\x08\x03" + b"\xff" * 12,
            ).parent
        ),
        "holds fewer bytes after its header. Its header announces 4294967295",
    ),
}
