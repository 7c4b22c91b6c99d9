"""What a newcomer has lying about: the pictures and folders that the documents' commands name."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import numpy as np
from PIL import Image

from convscope import load_data
from convscope.data import available
from convscope.drawing import render, strokes_from_json
from walk.documents import ROOT

PER_CLASS = {"Training": 120, "Test": 40}
"""Photographs of each fruit that are laid out."""


def real_data() -> Path | None:
    """Returns the folder of real data sets, if there is one."""
    root = os.environ.get("CONVSCOPE_DATA")
    return Path(root).resolve() if root and Path(root).is_dir() else None


def is_here(name: str) -> bool:
    """Tells whether a named data set, or a file of the folder of real data, is on this machine."""
    if any(found.name == name and found.is_present for found in available()):
        return True
    root = real_data()
    return root is not None and (root / name).exists()


def lay_out(folder: Path) -> None:
    """Puts everything into an empty folder, from real data where that is here.

    Single pictures and `scans/` are photographs of drawings. What needs real data that is not
    here stays away; the steps that need it say so.
    """
    for path, make in BELONGINGS.items():
        if not (folder / path).exists():
            make(folder / path)


def _seven(path: Path) -> None:
    _photograph("7_plain", path)


def _scans(folder: Path) -> None:
    for name in _drawings():
        if name[0].isdecimal():
            _photograph(name, folder / f"{name}.png")


def _drawings() -> dict[str, list[list[list[float]]]]:
    drawn = json.loads((ROOT / "tests" / "data" / "drawn_strokes.json").read_text("utf-8"))
    return {drawing["name"]: drawing["strokes"] for drawing in drawn}


def _photograph(name: str, path: Path) -> None:
    """Writes grey ink on grey paper, as a scanner sees it."""
    path.parent.mkdir(exist_ok=True)
    ink = render(strokes_from_json(json.dumps(_drawings()[name])), 200, 9)
    Image.fromarray(230 - (ink * 0.8).astype(np.uint8)).save(path)


def _digits(folder: Path) -> None:
    """Writes digits in class folders, a fifth of the real ones, else the embedded ones."""
    root = real_data()
    archive = root and root / "drawn-digits-1000.zip"
    if archive and archive.is_file():
        _unpack(archive, lambda name: folder / name, every=5)
        return
    split = load_data("digits").splits["test"]
    for index, (image, label) in enumerate(zip(split.images, split.labels, strict=True)):
        path = folder / str(label) / f"{index}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image[..., 0]).save(path)


def _digits_npz(path: Path) -> None:
    data = load_data("digits")
    train, test = data.splits["train"], data.splits["test"]
    np.savez_compressed(
        path,
        x_train=train.images,
        y_train=train.labels,
        x_test=test.images,
        y_test=test.labels,
    )


def _digits_table(path: Path) -> None:
    """Writes a table of pixels, 14×14 so that it stays small."""
    train = load_data("digits").splits["train"]
    pixels = train.images[:, ::2, ::2, 0].reshape(len(train.labels), -1)
    head = ",".join(["label", *(f"pixel{index}" for index in range(pixels.shape[1]))])
    rows = np.column_stack([train.labels, pixels])
    np.savetxt(path, rows, fmt="%d", delimiter=",", header=head, comments="")


def _pets(folder: Path) -> None:
    """Writes pictures whose class is in their name: threes and sevens."""
    for name, drawings in {"three": ("3_round", "3_flat"), "seven": ("7_plain", "7_bar")}.items():
        for number, drawing in enumerate(drawings, 1):
            _photograph(drawing, folder / f"{name}.{number}.png")


def _fruits(folder: Path) -> None:
    root = real_data()
    archive = root and root / "fruits-4.zip"
    if not archive or not archive.is_file():
        return
    counts: dict[tuple[str, str], int] = {}

    def place(name: str) -> Path | None:
        split, kind, file = name.split("/")[-3:]
        counts[split, kind] = counts.get((split, kind), 0) + 1
        if counts[split, kind] > PER_CLASS[split]:
            return None
        return folder / {"Training": "train", "Test": "test"}[split] / kind.lower() / file

    _unpack(archive, place)


def _photos(folder: Path) -> None:
    root = real_data()
    archive = root and root / "flowers-5.zip"
    if archive and archive.is_file():
        _unpack(archive, lambda name: folder / name, every=3)


def _photos_zip(path: Path) -> None:
    root = real_data()
    if root and (root / "flowers-5.zip").is_file():
        copyfile(root / "flowers-5.zip", path)


def _unpack(archive: Path, place: Callable[[str], Path | None], every: int = 1) -> None:
    with ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if not name.endswith("/")]
        for name in names[::every]:
            path = place(name)
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(opened.read(name))


BELONGINGS: dict[str, Callable[[Path], None]] = {
    "seven.png": _seven,
    "seven.jpg": _seven,
    "scans": _scans,
    "my-digits": _digits,
    "digits.npz": _digits_npz,
    "train.csv": _digits_table,
    "pets": _pets,
    "my-fruits": _fruits,
    "photos": _photos,
    "photos.zip": _photos_zip,
}
"""What makes each thing, by its path in the newcomer's folder."""
