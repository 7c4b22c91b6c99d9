"""Images as arrays: npz, npy, IDX, CIFAR's binary version, CSV, a named set put there by hand."""

import gzip
import io
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path
from struct import pack
from typing import Any

import numpy as np

from convscope.data import load_data
from convscope.errors import ConvscopeError
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader
from fuzz.readers.run_folders import table_bytes

DTYPES = (
    "|u1",
    "<i8",
    ">i4",
    "<f4",
    "<f8",
    "<f2",
    "|b1",
    "<c8",
    "|S3",
    "<U2",
    "|O",
    "<M8[s]",
    "V5",
)
NUM = 10


def _npy(array: Any, mutation: Mutation) -> bytes:
    """Returns an `.npy` file whose header may not tell the truth."""
    shape = tuple(mutation.number(size, share=0.04) for size in array.shape)
    header: Any = {
        "descr": mutation.choice(array.dtype.str, DTYPES, 0.06),
        "fortran_order": mutation.choice(False, (True, 1, "no"), 0.03),
        "shape": mutation.choice(shape, (shape[:-1], (), (*shape, 1), list(shape), "x", -1), 0.05),
    }
    if mutation.happens(0.02):
        header = mutation.random.choice(
            ("[" * 500, "__import__('os')", "{}", "1" * 20_000, "0" * 99)
        )
    text = str(header).encode("latin-1")
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    length = pack("<H", mutation.number(len(text), bits=16, share=0.03))
    version = mutation.choice(b"\1\0", (b"\2\0", b"\3\0", b"\0\0", b"\xff\xff"), 0.03)
    return mutation.content(b"\x93NUMPY" + version + length + text + array.tobytes(), 0.1)


def utf8(name: str) -> str:
    """Returns a name that an archive can be written with."""
    return name.encode("utf-8", "replace").decode()


def _arrays(mutation: Mutation) -> tuple[Any, Any]:
    labels = np.arange(NUM) % 2
    if mutation.happens():
        labels[0] = mutation.number(1, share=1.0) % 2**63
    images = np.zeros((NUM, 4, 3), mutation.choice("u1", ("f4", "i8", "?", "f2"), 0.1))
    if mutation.happens():
        with np.errstate(all="ignore"):
            images[0, 0, 0] = np.float64(mutation.random.choice((-1, 1, 300, 7)))
    if images.dtype.kind == "f" and mutation.happens(0.5):
        images[0, 0, 0] = mutation.random.choice((np.nan, np.inf, -np.inf))
    return images, labels.astype(mutation.choice("i8", ("u1", "i4", "f4", "u8"), 0.1))


def _make_npz(mutation: Mutation) -> Case:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for split in ("train", "test"):
            images, labels = _arrays(mutation)
            for name, array in (("x", images), ("y", labels)):
                entry = zipfile.ZipInfo(f"{name}_{split}.npy")
                entry.filename = utf8(mutation.name(entry.filename, 0.02))
                entry.compress_type = mutation.choice(0, (8, 12, 14), 0.1)
                archive.writestr(entry, _npy(array, mutation))
    return {"a.npz": mutation.content(file.getvalue(), 0.15)}


def _make_npy(mutation: Mutation) -> Case:
    case = {}
    for split in ("train", "test"):
        images, labels = _arrays(mutation)
        case[f"x_{split}.npy"] = _npy(images, mutation)
        case[f"y_{split}.npy"] = _npy(labels, mutation)
    return case


def idx_case(mutation: Mutation, is_packed: bool) -> Case:
    """Returns IDX files of train and test images and labels."""
    case = {}
    for stem in ("train", "t10k"):
        images, labels = np.zeros((NUM, 4, 3), "u1"), np.arange(NUM, dtype="u1") % 2
        if mutation.happens():
            labels[0] = mutation.number(1, 8, 1.0)
        for kind, array in (
            (f"{stem}-images-idx3-ubyte", images),
            (f"{stem}-labels-idx1-ubyte", labels),
        ):
            magic = mutation.choice(
                0x0800 | array.ndim, (0x0D03, 0x0B01, 0, 0x08FF, 0xFFFFFFFF), 0.03
            )
            sizes = [mutation.number(size, 32, 0.04) for size in array.shape]
            content = pack(f">{1 + len(sizes)}I", magic, *sizes) + array.tobytes()
            content = mutation.content(content, 0.1)
            if is_packed:
                packed = mutation.content(gzip.compress(content, 1, mtime=0), 0.1)
                case[f"{kind}.gz"] = packed * (2 if mutation.happens(0.02) else 1)
            else:
                case[kind] = content
    return case


def _make_cifar(mutation: Mutation) -> Case:
    case = {}
    for name in ("data_batch_1.bin", "test_batch.bin"):
        rows = [bytes([mutation.number(n % 2, 8, 0.02)]) + bytes(3072) for n in range(4)]
        case[name] = mutation.content(b"".join(rows), 0.2)
    if mutation.happens(3):
        names = b"\n".join(mutation.name(n, 0.1).encode("utf-8", "surrogateescape") for n in "abc")
        case["batches.meta.txt"] = mutation.content(names, 0.3)
    return case


def _make_csv(mutation: Mutation) -> Case:
    names = ["label", *(f"pixel{n}" for n in range(16))]
    rows = [[n % 2, *range(16)] for n in range(NUM)]
    return {"train.csv": table_bytes([names, *rows], mutation)}


def _read_npz(folder: Path) -> None:
    load_data(folder / "a.npz", progress=False)


def _read_folder(folder: Path) -> None:
    load_data(folder, progress=False)


def _make_named(mutation: Mutation) -> Case:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name in ("data_batch_1.bin", "test_batch.bin"):
            entry = tarfile.TarInfo(mutation.name(f"cifar-10-batches-bin/{name}"))
            entry.size = 3073
            archive.addfile(entry, io.BytesIO(bytes(3073)))
    packed = mutation.content(file.getvalue(), 0.5)
    idx = {f"kmnist/{name}": content for name, content in idx_case(mutation, True).items()}
    return {**idx, "cifar10/cifar-10-binary.tar.gz": packed}


def _read_named(_folder: Path) -> None:
    with suppress(ConvscopeError):
        load_data("kmnist", progress=False, download=False)
    load_data("cifar10", progress=False, download=False)


READERS = (
    Reader("npz", _make_npz, _read_npz),
    Reader("npy", _make_npy, _read_folder),
    Reader("idx", lambda mutation: idx_case(mutation, False), _read_folder),
    Reader("idx.gz", lambda mutation: idx_case(mutation, True), _read_folder),
    Reader("cifar", _make_cifar, _read_folder),
    Reader("csv", _make_csv, _read_folder),
    Reader("named", _make_named, _read_named),
)
