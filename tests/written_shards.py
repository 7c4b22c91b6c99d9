"""Shards for tests: small pictures whose class can be seen, in tar files as others write them."""

import io
import tarfile

import numpy as np
from PIL import Image


def picture(label: int, number: int, side: int = 12, form: str = "PNG") -> bytes:
    """Returns an image file: a bright bar whose place tells the class, and noise."""
    random = np.random.default_rng([label, number])
    pixels = random.integers(0, 90, (side, side, 3), np.uint8)
    pixels[:, 3 * label : 3 * label + 3] += np.uint8(120)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, form)
    return stream.getvalue()


def write_tar(path, members):
    """Writes (name, bytes) or TarInfo one behind the other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
                continue
            name, content = member
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def samples(first: int, count: int, num_classes: int = 3, side: int = 12):
    """Returns members of so many samples, a picture and its class each."""
    members = []
    for number in range(first, first + count):
        label = number % num_classes
        members += [
            (f"{number:06d}.png", picture(label, number, side)),
            (f"{number:06d}.cls", str(label).encode()),
        ]
    return members


def write_set(folder, counts: dict[str, list[int]], num_classes: int = 3, side: int = 12):
    """Writes shards of some sizes for each split, such as `{"train": [10, 7], "test": [5]}`."""
    first = 0
    for split, sizes in counts.items():
        for number, size in enumerate(sizes):
            write_tar(folder / f"{split}-{number:06d}.tar", samples(first, size, num_classes, side))
            first += size
    return folder
