"""CIFAR-10 in its binary version; the pickled one is never opened."""

import tarfile
from pathlib import Path

import numpy as np

from convscope.data.decoded import Allocate, Decoded, DecodedSplit
from convscope.errors import ConvscopeError

ROW_BYTES = 1 + 3 * 32 * 32
"""A label, then all red, all green, all blue values. Source: Krizhevsky's CIFAR-10 page."""

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
    splits = {}
    for split, names in MEMBERS.items():
        rows = np.frombuffer(b"".join(found[n] for n in names), np.uint8).reshape(-1, ROW_BYTES)
        images = rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        splits[split] = DecodedSplit(np.ascontiguousarray(images), rows[:, 0].astype(np.int64))
    return Decoded(class_names, splits)


def _damaged(archive: Path, reason: str) -> ConvscopeError:
    return ConvscopeError(
        f"{archive} is cut short or damaged: {reason}.",
        "Expected the binary version of CIFAR-10, five training batches and one of tests.",
        "Delete it, then: convscope data get cifar10",
    )
