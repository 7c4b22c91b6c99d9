"""Pictures for a trained net to judge: single files, folders of any depth, archives, data sets."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from convscope.arrays import Image, Images
from convscope.data.dataset import Unreadable
from convscope.data.images.fitting import expect_fit
from convscope.data.images.formats import ENDINGS_FOR_PEOPLE
from convscope.data.images.listing import natural_key
from convscope.data.images.one_image import UnreadableImage, brought_to, decode_image
from convscope.data.loading import load_data
from convscope.data.named_sets import NAMED_SETS
from convscope.data.roots import located
from convscope.data.sources.content import HEAD_BYTES, content_of
from convscope.data.sources.place import PICTURES, Place, find_source, is_archive, read_place
from convscope.errors import ConvscopeError

_DATA_ENDINGS = (".csv", ".tsv", ".bin", ".gz", ".npz", ".npy", ".parquet", ".mat", ".pkl", ".h5")
"""Of files that are no image, whatever their first bytes."""


def read_images(
    sources: str | Path | Sequence[str | Path], image_shape: Sequence[int], *, fit: str = "pad"
) -> tuple[Images, tuple[str, ...], tuple[Unreadable, ...]]:
    """Reads pictures and brings them to the shape that a net takes.

    Args:
        sources: Image files, folders with or without subfolders, archives, or whatever else is read
            as data; one or several.
        image_shape: (height, width, channels) of the net's input.
        fit: `pad`, `crop` or `stretch`.

    Returns:
        Images uint8 (number, height, width, channels), 0–255; the name of each, a path inside its
        folder or archive, or the path as given; and the images that could not be read.

    Raises:
        ConvscopeError: A source does not exist, the net takes no pictures, or nothing readable
            is left.
    """
    expect_fit(fit)
    if len(image_shape) != 3 or image_shape[2] not in (1, 3):
        raise ConvscopeError(
            f"The net takes input of the shape {tuple(image_shape)}.",
            "Expected (height, width, 1) or (height, width, 3) to read pictures for it.",
            "Bring the pictures to this shape in Python and call the model's predict.",
        )
    height, width, channels = image_shape
    images: list[Image] = []
    names: list[str] = []
    unreadable: list[Unreadable] = []
    for name, image in each_image(sources, (height, width), fit, channels):
        if isinstance(image, Unreadable):
            unreadable.append(image)
        else:
            images.append(image)
            names.append(name)
    return np.stack(images), tuple(names), tuple(unreadable)


def each_image(
    sources: str | Path | Sequence[str | Path],
    size: tuple[int, int] | None = None,
    fit: str = "pad",
    channels: int | None = None,
) -> Iterator[tuple[str, Image | Unreadable]]:
    """Yields pictures one by one, so that large ones need not all be in memory.

    Args:
        sources: Image files, folders with or without subfolders, archives, or whatever else is read
            as data; one or several.
        size: (height, width); None keeps each picture's own.
        fit: `pad`, `crop` or `stretch`.
        channels: 1 or 3; None gives 1 for files of grey pixels, else 3.

    Yields:
        The name, a path inside its folder or archive, or the path as given; and the image, uint8
        (height, width, channels), 0–255, or why it cannot be read.

    Raises:
        ConvscopeError: A source does not exist, or, at the end, nothing was readable.
    """
    given = [sources] if isinstance(sources, str | Path) else list(sources)
    num_readable = 0
    unreadable: list[Unreadable] = []
    for source in given:
        for name, content in _contents(source):
            try:
                if isinstance(content, OSError):
                    raise UnreadableImage(content.strerror or str(content))
                if isinstance(content, np.ndarray):
                    yield name, brought_to(content, size, fit, channels)
                else:
                    yield name, decode_image(content, size, fit, channels)
                num_readable += 1
            except UnreadableImage as error:
                unreadable.append(Unreadable(name, error.reason))
                yield name, unreadable[-1]
    if not num_readable:
        raise _nothing_readable(given, unreadable)


def _contents(source: str | Path) -> Iterator[tuple[str, bytes | OSError | Image]]:
    """Yields name and bytes, or pixels, of every image that a source stands for."""
    if str(source) in NAMED_SETS:
        yield from _arrays(source)
        return
    source = located(source)
    path = find_source(source)
    is_data = path.is_dir() or is_archive(path)
    if not is_data:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        kind = content_of(head)
        ends_like_data = path.name.lower().endswith(_DATA_ENDINGS)
        if kind in PICTURES or (kind == "other" and not ends_like_data):
            yield str(source), _read(path)
            return
    place = read_place(source)
    pictures = sorted(place.pictures(), key=lambda f: natural_key(f.path))
    if not pictures and not (is_data and _is_plain(place)):
        yield from _arrays(source)
        return
    for file in pictures:
        try:
            yield file.path, place.read(file.path)
        except OSError as error:
            yield file.path, error


def _is_plain(place: Place) -> bool:
    """Whether a place holds nothing that could be data."""
    return all(file.content == "text" or file.path.endswith(".txt") for file in place.files)


def _arrays(source: str | Path) -> Iterator[tuple[str, Image]]:
    """Yields the images of data that are no image files, named by split and number."""
    data = load_data(source, test_split=0)
    for name, split in data.splits.items():
        for number in range(len(split)):
            yield f"{name}:{number}", np.asarray(split.images[number])


def _read(path: Path) -> bytes | OSError:
    try:
        return path.read_bytes()
    except OSError as error:
        return error


def _nothing_readable(given: list[str | Path], unreadable: list[Unreadable]) -> ConvscopeError:
    where = ", ".join(map(str, given[:3])) + (" …" if len(given) > 3 else "")
    if not unreadable:
        return ConvscopeError(
            f"{where or 'Nothing'}: there is no image.",
            f"Expected image files ({ENDINGS_FOR_PEOPLE}), or a folder or zip archive of them.",
            "Give the path of an image.",
        )
    first = unreadable[0]
    more = f" and {len(unreadable) - 1} more" if len(unreadable) > 1 else ""
    return ConvscopeError(
        f"{first.path}{more} cannot be read: {first.reason}.",
        f"Expected at least one readable image ({ENDINGS_FOR_PEOPLE}).",
        "Open it in an image viewer; save it again as png, or give another one.",
    )
