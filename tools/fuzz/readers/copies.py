"""Decoded copies in the cache, whose facts are sealed anew after they have been changed."""

import hashlib
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from convscope.data.decoded import FORMAT, Decoded, DecodedSplit, Source, load_decoded
from convscope.texts import to_json_text
from fuzz.mutation import Mutation
from fuzz.reader import Case, Reader

DIGEST = "0" * 64


def _decode(_allocate: Any) -> Decoded:
    splits = {
        name: DecodedSplit(np.zeros((4, 3, 2, 1), np.uint8), np.arange(4) % 2, tuple("abcd"))
        for name in ("train", "test")
    }
    return Decoded(("x", "y"), splits, "pad", (), ("a note",))


SOURCE = Source("a", "a", ["fuzz"], lambda: DIGEST, _decode)


@cache
def _copy() -> Case:
    """Returns a cache with one copy in it, as convscope writes it."""
    before = os.environ["CONVSCOPE_CACHE"]
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["CONVSCOPE_CACHE"] = temporary
        load_decoded(SOURCE, 2**20)
        os.environ["CONVSCOPE_CACHE"] = before
        paths = [path for path in Path(temporary).rglob("*") if path.is_file()]
        return {str(path.relative_to(temporary)): path.read_bytes() for path in paths}


def _make(mutation: Mutation) -> Case:
    case = {name: mutation.content(content, 0.04) for name, content in _copy().items()}
    name = f"{DIGEST}/meta.json"
    text = mutation.json(json.loads(_copy()[name])["content"], 0.8)
    try:
        content = json.loads(text)
        sealed = to_json_text([FORMAT, content], is_sorted=True).encode()
        seal = hashlib.sha256(sealed).hexdigest()
        case[name] = mutation.content(
            to_json_text({"digest": seal, "content": content}).encode(), 0.1
        )
    except (ValueError, TypeError, RecursionError):
        case[name] = text
    return case


def _read(folder: Path) -> None:
    root = Path(os.environ["CONVSCOPE_CACHE"])
    shutil.copytree(folder, root, dirs_exist_ok=True)
    data = load_decoded(SOURCE, 2**20)
    for split in data.splits.values():
        np.bincount(split.labels)
        split.images.mean()


READERS = (Reader("copy", _make, _read),)
