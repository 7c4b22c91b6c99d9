"""Small data sets in the forms in which people have them, written below a folder."""

import csv
import gzip
import io
import pickle
import struct
import tarfile
import zipfile
from pathlib import Path
from zlib import crc32

import numpy as np
from PIL import Image

SIDE = 8


def pixels(number, channels=1, seed=0):
    """uint8 (number, 8, 8[, channels])."""
    shape = (number, SIDE, SIDE) if channels == 1 else (number, SIDE, SIDE, channels)
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def labels(number, num_classes=3, first=0):
    return (np.arange(number) % num_classes + first).astype(np.uint8)


def image_bytes(seed, form="PNG"):
    file = io.BytesIO()
    Image.fromarray(pixels(1, 3, seed)[0]).save(file, form)
    return file.getvalue()


def images(folder, number=3, ending="png", form="PNG", first=0, names=None):
    """Writes images; returns their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(number):
        name = names(index) if names else f"{index}.{ending}" if ending else f"{index}"
        seed = crc32(f"{folder.as_posix()[-20:]} {index} {first}".encode())
        (folder / name).write_bytes(image_bytes(seed, form))
    return folder


def class_folders(root, splits, classes=("cats", "dogs"), number=3, **how):
    """Writes `<split>/<class>/*` for each split, "" for none."""
    for split in splits:
        for name in classes:
            images(root / split / name if split else root / name, number, **how)
    return root


def idx_bytes(array):
    head = struct.pack(f">{array.ndim + 1}I", 0x0800 | array.ndim, *array.shape)
    return head + array.astype(np.uint8).tobytes()


def idx_set(folder, names, first=0, num_train=12, num_test=6, packed=False, transposed=False):
    """Writes four IDX files; `names` gives the path for a split and "images" or "labels"."""
    for split, number in (("train", num_train), ("test", num_test)):
        stored = pixels(number, seed=len(split))
        stored = stored.transpose(0, 2, 1) if transposed else stored
        for role, array in (("images", stored), ("labels", labels(number, first=first))):
            path = folder / names(split, role)
            path.parent.mkdir(parents=True, exist_ok=True)
            content = idx_bytes(array)
            path.write_bytes(gzip.compress(content) if packed else content)
    return folder


def published(split, role):
    return (
        f"{'train' if split == 'train' else 't10k'}-{role}-idx{3 if role == 'images' else 1}-ubyte"
    )


def dotted(split, role):
    return published(split, role).replace("-idx", ".idx")


def write_csv(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def pixel_csv(path, number=12, header=True, label_last=False, first=0, channels=1, with_label=True):
    """Writes a row of pixels per image."""
    flat = pixels(number, channels).reshape(number, -1)
    names = [f"pixel{i}" for i in range(flat.shape[1])]
    rows = [names] if header else []
    rows += [row.tolist() for row in flat]
    if with_label:
        given = ["label", *labels(number, first=first).tolist()][0 if header else 1 :]
        for row, value in zip(rows, given, strict=True):
            row.insert(len(row) if label_last else 0, value)
    return write_csv(path, rows)


def cifar_bytes(number, label_bytes=1, num_classes=3):
    planes = pixels(number * 48, seed=3).reshape(number, 3072)
    own = labels(number, num_classes)[:, None].repeat(label_bytes, 1)
    return np.concatenate((own, planes), 1).tobytes()


def zipped(folder, path):
    """Writes a folder as a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder.parent).as_posix())
    return path


def tarred(folder, path, mode):
    with tarfile.open(path, mode) as archive:
        archive.add(folder, folder.name)
    return path


def pickled(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps({b"data": np.zeros((4, 3072), "uint8"), b"labels": [0, 1, 2, 3]}))
    return path


def first_of(made):
    """Returns the first of several things, all of which are made."""
    return list(made)[0]  # noqa: RUF015 - the others have to be made as well


def touch(path: Path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
