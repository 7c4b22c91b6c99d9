"""CIFAR-10 in its binary version, packed or unpacked; the pickled one is never opened."""

import tarfile
from pathlib import Path

import numpy as np

from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.errors import ConvscopeError

SIDE = 32
"""Height and width of every image, in pixels."""

ROW_BYTES = 1 + 3 * SIDE * SIDE
"""A label, then all red, all green, all blue values. Source: Krizhevsky's CIFAR-10 page."""

FOLDER = "cifar-10-batches-bin"
"""What the archive unpacks to."""

CLASS_NAMES = "batches.meta.txt"
"""The file beside the batches with a class name per line."""

MEMBERS = {
    "train": [f"data_batch_{number}.bin" for number in range(1, 6)],
    "test": ["test_batch.bin"],
}


def decode_cifar(
    archive: Path, class_names: tuple[str, ...], _allocate: Allocate | None
) -> Decoded:
    """Reads `cifar-10-binary.tar.gz`.

    Raises:
        ConvscopeError: The archive is damaged or another one.
    """
    found: dict[str, bytes] = {}
    wanted = {name for names in MEMBERS.values() for name in names}
    try:
        with tarfile.open(archive, "r:*") as tar:
            for member in tar:
                name = Path(member.name).name
                if name in wanted and member.isfile() and member.size == 10_000 * ROW_BYTES:
                    content = tar.extractfile(member)
                    assert content is not None
                    found[name] = content.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise _damaged(archive, str(error)) from None
    if missing := sorted(wanted - set(found)):
        raise _damaged(archive, f"{missing[0]} is missing or has another size")
    splits = {
        split: _decode_rows(b"".join(found[name] for name in names))
        for split, names in MEMBERS.items()
    }
    return Decoded(class_names, splits)


def find_batches(path: Path) -> dict[str, list[Path]]:
    """Returns the unpacked batches by split; nothing if there are none.

    Args:
        path: The folder `cifar-10-batches-bin`, the one around it, or a single `.bin` file.
    """
    if path.is_file():
        return {"train": [path]} if path.suffix == ".bin" else {}
    for folder in (path, path / FOLDER):
        batches = {
            split: [folder / name for name in names if (folder / name).is_file()]
            for split, names in MEMBERS.items()
        }
        if any(batches.values()):
            return {split: files for split, files in batches.items() if files}
    return {}


def class_names_file(batches: dict[str, list[Path]]) -> Path | None:
    """Returns the file with the class names that lies beside the batches, if there is one."""
    path = next(iter(batches.values()))[0].with_name(CLASS_NAMES)
    return path if path.is_file() else None


def decode_batches(batches: dict[str, list[Path]], class_names: tuple[str, ...]) -> Decoded:
    """Reads unpacked batches.

    Args:
        batches: Files by split, as `find_batches` returns them.
        class_names: Names in the order of the labels, unless there is a file of them.

    Raises:
        ConvscopeError: A file is empty, cut short or another one, or a label has no name.
    """
    names_file = class_names_file(batches)
    if names_file is not None:
        class_names = tuple(names_file.read_text(encoding="utf-8").split())
    splits = {
        split: _decode_rows(b"".join(_read_batch(path, len(class_names)) for path in files))
        for split, files in batches.items()
    }
    return Decoded(class_names, splits)


def _read_batch(path: Path, num_classes: int) -> bytes:
    content = path.read_bytes()
    if not content or len(content) % ROW_BYTES:
        raise ConvscopeError(
            f"{path} holds {len(content):,} bytes.",
            f"A file of CIFAR-10's binary version holds {ROW_BYTES:,} for every image: a label, "
            f"then {SIDE}×{SIDE} red, green and blue values.",
            "Unpack or copy it again.",
        )
    highest = max(content[::ROW_BYTES])
    if highest >= num_classes:
        raise ConvscopeError(
            f"{path}: a label is {highest}.",
            f"Expected 0 to {num_classes - 1}, one of {num_classes} classes.",
            f"If the classes are your own, name them in {CLASS_NAMES} beside it, one per line.",
        )
    return content


def _decode_rows(content: bytes) -> DecodedSplit:
    """Returns what whole rows hold; the colours of a pixel are brought together."""
    rows = np.frombuffer(content, np.uint8).reshape(-1, ROW_BYTES)
    images = rows[:, 1:].reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1)
    return DecodedSplit(np.ascontiguousarray(images), rows[:, 0].astype(np.int64))


def _damaged(archive: Path, reason: str) -> ConvscopeError:
    return ConvscopeError(
        f"{archive} is cut short or damaged: {reason}.",
        "Expected the binary version of CIFAR-10, five training batches and one of tests.",
        "Delete it, then: convscope data get cifar10",
    )
