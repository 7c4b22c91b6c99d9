"""What one shard holds, found out once: where its images lie, their labels, what cannot be read.

Every image is decoded for it, so that a training never stumbles over one. The index of a shard is
kept beside the decoded copies of data, and found again by what the system says of the file.
"""

import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convscope.data.file_signature import file_signature
from convscope.data.images.one_image import UnreadableImage, decode_picture
from convscope.data.images.pixels import has_color
from convscope.data.images.progress import progress_bar
from convscope.data.images.workers import map_in_order
from convscope.data.roots import decoded_root
from convscope.data.sources.readable import decode_text, readable_name
from convscope.data.sources.shards.members import BLOCK_BYTES, CutShortError, Sample, samples_of
from convscope.data.sources.streams import MAX_FILE_BYTES
from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.texts import parse_json, to_json_text
from convscope.threads import num_cores

FORMAT = "convscope-shard-index-1"
"""Raise it when shards are read otherwise than before: indices are made anew."""

MOST_TOLD = 20
"""Images of a shard that are named when they are left out; the others are counted."""

LABEL_KEYS = ("cls", "label", "class", "class_name", "category", "class_id", "label_name")
"""Where a table of facts may name the class, the first that is there."""

MOST_LETTERS = 100
"""Of a text that names a class; longer ones are captions."""

_LOOK = (64, 64)
"""Size at which an image is looked at: enough to see whether it can be read and has colours."""

_EXPECTED, _FIX = "Expected an index that convscope wrote.", "It is made anew."


@dataclass(frozen=True)
class ShardIndex:
    """The readable, labelled images of one shard, in the order of the file.

    Attributes:
        places: Where images begin, in blocks of 512 bytes, uint32 (number,).
        sizes: Their bytes, uint32 (number,).
        labels: Indices into `texts`, int32 (number,).
        texts: What the labels say, each once.
        shape: (height, width) of all images; None if they differ.
        has_color: Whether a pixel of any image is other than grey.
        left_out: (name, reason) of images that cannot be used, some of them.
        num_left_out: How many there are, by reason.
        sha256: Of the file, hexadecimal.
    """

    places: NDArray[np.uint32]
    sizes: NDArray[np.uint32]
    labels: NDArray[np.int32]
    texts: tuple[str, ...]
    shape: tuple[int, int] | None
    has_color: bool
    left_out: tuple[tuple[str, str], ...]
    num_left_out: dict[str, int]
    sha256: str

    def __len__(self) -> int:
        return len(self.places)


def read_indices(
    paths: list[Path], shown: list[str], progress: bool | None = None
) -> list[ShardIndex]:
    """Returns the index of every shard; those that are not known yet are made on every core.

    What was made before an interruption is not made again.

    Args:
        paths: The shards.
        shown: What they are called in errors.
        progress: Whether a bar is shown; None shows it on a terminal.

    Raises:
        ConvscopeError: A shard is built to do harm, or cannot be read.
    """
    root = decoded_root() / "shards"
    with suppress(OSError):
        root.mkdir(parents=True, exist_ok=True)
    homes = [root / f"{_signature(path)}.json" for path in paths]
    found = [_read(home) for home in homes]
    missing = [number for number, index in enumerate(found) if index is None]
    if missing:
        tasks = [(paths[number], shown[number]) for number in missing]
        workers = min(num_cores(), len(missing))
        workers = workers if sum(path.stat().st_size for path, _ in tasks) > 2**25 else 1
        with progress_bar("Looking through shards", len(missing), progress) as advance:
            for number, index in zip(
                missing, map_in_order(make_index, tasks, workers), strict=True
            ):
                found[number] = index
                with suppress(ConvscopeError):  # without a place to keep it, it is made anew
                    write_atomically(homes[number], _to_text(index))
                advance(1)
    return [index for index in found if index is not None]


def forget_index(path: Path) -> None:
    """Lets the next start look through a shard anew."""
    with suppress(OSError):
        (decoded_root() / "shards" / f"{_signature(path)}.json").unlink()


def make_index(task: tuple[Path, str]) -> ShardIndex:
    """Looks through a shard: decodes every image, reads every label.

    Args:
        task: The tar file, and what it is called in errors.
    """
    path, shown = task
    rows: list[tuple[int, int, int]] = []
    codes: dict[str, int] = {}
    shapes: set[tuple[int, int]] = set()
    told: list[tuple[str, str]] = []
    counts: Counter[str] = Counter()
    is_colored = False

    def leave_out(name: str, reason: str) -> None:
        counts[reason] += 1
        if len(told) < MOST_TOLD:
            told.append((name, reason))

    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for sample in _until_cut(path, shown, partial(leave_out, "")):
                if sample.image is None:
                    leave_out(sample.key, "no image under this key")
                    continue
                name, place, size = sample.image
                text = label_of(sample)
                if text is None:
                    leave_out(name, _no_label(sample))
                    continue
                try:
                    if size > MAX_FILE_BYTES:
                        raise UnreadableImage(f"larger than {MAX_FILE_BYTES:,} bytes")
                    file.seek(place)
                    picture = decode_picture(file.read(size), _LOOK, "stretch")
                except UnreadableImage as error:
                    leave_out(name, error.reason)
                    continue
                shapes.add(picture.original_size)
                is_colored = is_colored or (
                    picture.image.mode != "L" and has_color(picture.pixels())
                )
                rows.append((place // BLOCK_BYTES, size, codes.setdefault(text, len(codes))))
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ConvscopeError(
            f"{shown} cannot be read: {error.strerror or error}.",
            "Expected a tar file that you may read.",
            "Change its permissions, or copy it again.",
        ) from error
    table = np.array(rows, np.int64).reshape(-1, 3)
    return ShardIndex(
        table[:, 0].astype(np.uint32),
        table[:, 1].astype(np.uint32),
        table[:, 2].astype(np.int32),
        tuple(codes),
        shapes.pop() if len(shapes) == 1 else None,
        is_colored,
        tuple(told),
        dict(counts),
        sha256,
    )


def label_of(sample: Sample) -> str | None:
    """Returns what a sample says of its class, or None.

    A `.cls` file counts before the `label` or `class` of a `.json`, that before a short `.txt`.
    """
    if "cls" in sample.labels:
        return _text(sample.labels["cls"])
    if "json" in sample.labels:
        try:
            facts = parse_json(sample.labels["json"], "", "", "")
        except (ConvscopeError, RecursionError):
            facts = None
        values = facts if isinstance(facts, dict) else {}
        for key in LABEL_KEYS:
            value = values.get(key)
            if isinstance(value, str | int) and not isinstance(value, bool):
                return _text(str(value).encode("utf-8", "replace"))
    return _text(sample.labels["txt"]) if "txt" in sample.labels else None


def _text(content: bytes) -> str | None:
    text = readable_name(decode_text(content[: 8 * MOST_LETTERS]).strip())
    return text if 0 < len(text) <= MOST_LETTERS and "\n" not in text else None


def _no_label(sample: Sample) -> str:
    if sample.has_pickle:
        return "its label is a pickle, which could run code: not opened"
    return "a label that names no class" if sample.labels else "no label under its key"


def _until_cut(path: Path, shown: str, leave_out: "partial[None]") -> Iterator[Sample]:
    """Yields samples up to where a shard ends, or becomes something else."""
    number = 0
    try:
        for sample in samples_of(path, shown):
            number += 1
            yield sample
    except CutShortError as error:
        leave_out(f"the rest of the shard, after {number:,} samples: {error}")


def _signature(path: Path) -> str:
    text = to_json_text([FORMAT, *file_signature(path)])
    return hashlib.sha256(text.encode()).hexdigest()


def _to_text(index: ShardIndex) -> bytes:
    arrays = {name: getattr(index, name).tolist() for name in ("places", "sizes", "labels")}
    content = {
        **arrays,
        "texts": index.texts,
        "shape": index.shape,
        "has_color": index.has_color,
        "left_out": index.left_out,
        "num_left_out": index.num_left_out,
        "sha256": index.sha256,
    }
    body = to_json_text(content)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps({"format": FORMAT, "digest": digest, "content": body}).encode()


def _read(home: Path) -> ShardIndex | None:
    """Returns an index that was kept; None where there is none, or it is damaged."""
    try:
        sealed = parse_json(home.read_bytes(), home.name, _EXPECTED, _FIX)
        body = sealed["content"]
        if sealed["format"] != FORMAT:
            return None
        if sealed["digest"] != hashlib.sha256(body.encode()).hexdigest():
            return None
        content = parse_json(body, home.name, _EXPECTED, _FIX)
        shape = content["shape"]
        return ShardIndex(
            np.array(content["places"], np.uint32),
            np.array(content["sizes"], np.uint32),
            np.array(content["labels"], np.int32),
            tuple(content["texts"]),
            None if shape is None else (shape[0], shape[1]),
            bool(content["has_color"]),
            tuple((name, reason) for name, reason in content["left_out"]),
            dict(content["num_left_out"]),
            content["sha256"],
        )
    except (OSError, ConvscopeError, KeyError, TypeError, AttributeError, ValueError, IndexError):
        return None
