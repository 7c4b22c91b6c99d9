"""Shards: tar files of images with labels, and what stands beside them."""

import io
import tarfile
from pathlib import Path

import numpy as np

from convscope.data import load_data
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader
from fuzz.readers.pictures import make_picture


def _make_shards(mutation: Mutation) -> Case:
    case: Case = {}
    for shard in range(2):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w") as tar:
            for number in range(6):
                _, content = make_picture(Mutation(mutation.random, 0.1))
                label = mutation.content(str(number % 2).encode(), 0.05)
                ending = mutation.choice("cls", ("txt", "json", "pyd", "pth"), 0.1)
                if ending == "json":
                    label = mutation.json({"label": number % 2, "caption": "a"}, 0.5)
                for end, own in (("png", content), (ending, label)):
                    entry = tarfile.TarInfo(mutation.name(f"{number}.{end}", 0.03))
                    entry.size = len(own)
                    entry.type = mutation.choice(
                        tarfile.REGTYPE,
                        (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.XHDTYPE, b"L", b"S", b"7"),
                        0.02,
                    )
                    tar.addfile(entry, io.BytesIO(own))
        case[f"train-{shard}.tar"] = mutation.content(file.getvalue(), 0.3)
    if mutation.happens(0.5):
        description = {
            "format": "convscope-shards-1",
            "class_names": ["a", "b"],
            "shards": [{"name": "train-0.tar", "images": 6}],
        }
        case["dataset.json"] = mutation.json(description, 0.5)
    if mutation.happens(0.2):
        case["classes.txt"] = mutation.content(b"a\nb\n", 0.5)
    if mutation.happens(0.2):
        index = {"wids_version": 1, "shardlist": [{"url": "train-1.tar", "nsamples": 6}]}
        case["index.json"] = mutation.json(index, 0.5)
    return case


def _read_shards(folder: Path) -> None:
    data = load_data(folder, size=(8, 8), max_memory_bytes=1, progress=False)
    for split in data.splits.values():
        split.images[np.arange(len(split))]
        if split.files is not None:
            list(split.files)


READERS = (Reader("shards", _make_shards, _read_shards),)
