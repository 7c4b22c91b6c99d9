"""A whole listing to arrays, ready to train on: one size, one colour, every core at work."""

import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Image, Images, Labels, Shape3
from convscope.data.dataset import Unreadable
from convscope.data.images.fitting import expect_fit
from convscope.data.images.layout import FITTED_SPLITS, class_folder, too_few_images
from convscope.data.images.listing import ImageFile, Listing
from convscope.data.images.one_image import (
    Probe,
    UnreadableImage,
    decode_image,
    decode_picture,
    probe_image,
)
from convscope.data.images.pixels import has_color
from convscope.data.images.workers import map_in_order, num_cores
from convscope.errors import ConvscopeError, UnknownNameError

__all__ = [
    "DecodedFolder",
    "Probe",
    "UnreadableImage",
    "decode_image",
    "decode_listing",
    "probe_image",
]

COLORS = ("auto", "grey", "rgb")
"""`auto` is grey if no pixel of any image is coloured."""

DEFAULT_SIZE = (128, 128)
"""(height, width) of images that come in several sizes, or larger than `MAX_COMMON_SIZE`."""

MAX_COMMON_SIZE = 256
"""Pixels per side up to which the images' common size is kept."""

_NUM_SAMPLES = 64
_CHUNK_IMAGES = 256
_CHUNK_BYTES = 8 * 2**20
_MIN_IMAGES_FOR_WORKERS = 4000
_MIN_BYTES_FOR_WORKERS = 32 * 2**20
"""Below both, starting workers (half a second) takes longer than they save."""

Allocate = Callable[[str, tuple[int, ...]], NDArray[np.uint8]]
"""Gets a split and a shape, returns an array to be filled: in memory or mapped to a file."""


@dataclass(frozen=True)
class DecodedFolder:
    """All readable images of a listing.

    Attributes:
        image_shape: (height, width, channels).
        splits: Of each split: images uint8 (number, height, width, channels), 0–255; labels
            int64 (number,), indices into the listing's class names; the images' paths.
        unreadable: Images that were left out.
        notes: Decisions that were taken on the way, in words.
    """

    image_shape: Shape3
    splits: dict[str, tuple[Images, Labels, tuple[str, ...]]]
    unreadable: tuple[Unreadable, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What every image is brought to, and what was assumed from a sample.

    Attributes:
        size: (height, width).
        fit: How pictures get there.
        channels: 1 or 3.
        is_size_assumed: Whether the size was chosen because all samples have it.
        is_grey_assumed: Whether grey was chosen because all samples are grey.
    """

    size: tuple[int, int]
    fit: str
    channels: int
    is_size_assumed: bool
    is_grey_assumed: bool


@dataclass(frozen=True)
class Chunk:
    """Images that one worker decodes in one go; a content is bytes, or why there are none."""

    plan: Plan
    contents: list[bytes | str]


@dataclass(frozen=True)
class DecodedChunk:
    """What came of a chunk.

    Attributes:
        images: uint8 (number of readable, height, width, channels).
        reasons: Per content None, or why it is unreadable.
        has_other_size: Whether an image contradicts the assumed size.
        has_color: Whether an image contradicts the assumed grey.
    """

    images: Images
    reasons: list[str | None]
    has_other_size: bool
    has_color: bool


def decode_listing(
    listing: Listing,
    *,
    size: tuple[int, int] | None,
    fit: str,
    color: str,
    strict: bool,
    allocate: Allocate,
    progress: bool | None,
) -> DecodedFolder:
    """Decodes all images of a listing in parallel.

    What is not given is chosen from a sample, and checked on every image while decoding; should
    an image contradict, decoding begins anew.

    Args:
        listing: What to decode; may be divided into splits by the caller.
        size: (height, width); None keeps the images' common size up to 256 pixels per side, and
            otherwise takes 128×128.
        fit: `pad`, `crop` or `stretch`.
        color: `auto`, `grey` or `rgb`.
        strict: Whether an unreadable image is an error; otherwise it is left out and listed.
        allocate: Called with a split and the shape of all its listed images. If some are
            unreadable, a shorter view of the array comes back. Called again for a split when
            decoding begins anew: then only the last array counts.
        progress: Whether a bar is shown; None shows it on a terminal.

    Raises:
        ConvscopeError: An option is unknown, a class has too few readable images, or `strict`
            and an image is unreadable.
    """
    expect_fit(fit)
    if color not in COLORS:
        raise UnknownNameError("color", color, COLORS)
    plan, notes = _make_plan(listing, size, fit, color)
    while True:
        decoded = _decode(listing, plan, strict, allocate, progress)
        if isinstance(decoded, DecodedFolder):
            break
        if decoded.has_other_size:
            plan = replace(plan, size=DEFAULT_SIZE, is_size_assumed=False)
            notes = [*notes, _default_size_note(fit)]
        if decoded.has_color:
            plan = replace(plan, channels=3, is_grey_assumed=False)
    _expect_enough(listing, decoded)
    return replace(decoded, notes=(*listing.notes, *notes))


def decode_chunk(chunk: Chunk) -> DecodedChunk:
    """Decodes images one after the other; runs in a worker."""
    plan = chunk.plan
    images: list[Image] = []
    reasons: list[str | None] = []
    has_other_size = any_color = False
    # Half-broken files make Pillow warn; what is wrong with them is reported as a reason.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in chunk.contents:
            if isinstance(content, str):
                reasons.append(content)
                continue
            try:
                picture = decode_picture(content, plan.size, plan.fit)
                images.append(picture.pixels(plan.channels))
                reasons.append(None)
            except UnreadableImage as error:
                reasons.append(error.reason)
                continue
            if plan.is_size_assumed:
                has_other_size |= picture.original_size != plan.size
            if plan.is_grey_assumed:
                any_color |= has_color(picture.pixels())
    stacked = np.stack(images) if images else np.empty((0, *plan.size, plan.channels), np.uint8)
    return DecodedChunk(stacked, reasons, has_other_size, any_color)


def _make_plan(
    listing: Listing, size: tuple[int, int] | None, fit: str, color: str
) -> tuple[Plan, list[str]]:
    step = max(1, len(listing.files) // _NUM_SAMPLES)
    sizes: set[tuple[int, int]] = set()
    is_grey = color != "rgb"
    for file in listing.files[::step]:
        if size is not None and (color != "auto" or not is_grey):
            break
        try:
            content = listing.read_bytes(file)
            probe = probe_image(content)
            sizes.add((probe.height, probe.width))
            if color == "auto" and is_grey and probe.mode != "L":
                is_grey = not has_color(decode_image(content, (32, 32)))
        except (OSError, UnreadableImage):
            continue
    notes: list[str] = []
    is_common = size is None and len(sizes) == 1 and max(max(s) for s in sizes) <= MAX_COMMON_SIZE
    if size is None and not is_common:
        notes = [_default_size_note(fit)]
    chosen = size or (next(iter(sizes)) if is_common else DEFAULT_SIZE)
    return Plan(chosen, fit, 1 if is_grey else 3, is_common, is_grey and color == "auto"), notes


def _decode(
    listing: Listing, plan: Plan, strict: bool, allocate: Allocate, progress: bool | None
) -> DecodedFolder | DecodedChunk:
    """Decodes every split; returns the chunk that contradicts the plan if one does."""
    shape = (*plan.size, plan.channels)
    index = {name: number for number, name in enumerate(listing.class_names)}
    splits: dict[str, tuple[Images, Labels, tuple[str, ...]]] = {}
    unreadable: list[Unreadable] = []
    is_large = (
        len(listing.files) >= _MIN_IMAGES_FOR_WORKERS
        or sum(file.size_bytes for file in listing.files) >= _MIN_BYTES_FOR_WORKERS
    )
    num_workers = num_cores() if is_large else 1
    with _progress_bar(len(listing.files), progress) as advance:
        for split in sorted({file.split for file in listing.files}):
            files = [file for file in listing.files if file.split == split]
            images = allocate(split, (len(files), *shape))
            kept: list[ImageFile] = []
            groups = list(_group(files))
            chunks = (Chunk(plan, [_content(listing, f) for f in group]) for group in groups)
            results = map_in_order(decode_chunk, chunks, num_workers)
            for group, decoded in zip(groups, results, strict=True):
                if decoded.has_other_size or decoded.has_color:
                    return decoded
                # Rows are filled without a gap, whatever is unreadable.
                images[len(kept) : len(kept) + len(decoded.images)] = decoded.images
                for file, reason in zip(group, decoded.reasons, strict=True):
                    if reason is None:
                        kept.append(file)
                    else:
                        unreadable.append(Unreadable(file.path, reason))
                        if strict:
                            raise _strict_error(listing, unreadable[0])
                advance(len(group))
            labels = np.array([index[file.class_name] for file in kept], np.int64)
            paths = tuple(file.path for file in kept)
            filled = images if len(kept) == len(files) else images[: len(kept)]
            splits[split] = (filled, labels, paths)
    return DecodedFolder((*plan.size, plan.channels), splits, tuple(unreadable), ())


def _group(files: list[ImageFile]) -> Iterator[list[ImageFile]]:
    """Yields runs of files that make a worker's task: neither too many nor too large."""
    group: list[ImageFile] = []
    size_bytes = 0
    for file in files:
        group.append(file)
        size_bytes += file.size_bytes
        if len(group) >= _CHUNK_IMAGES or size_bytes >= _CHUNK_BYTES:
            yield group
            group, size_bytes = [], 0
    if group:
        yield group


def _content(listing: Listing, file: ImageFile) -> bytes | str:
    """Returns a file's bytes, or why there are none."""
    try:
        return listing.read_bytes(file)
    except OSError as error:
        return error.strerror or str(error)


def _expect_enough(listing: Listing, decoded: DecodedFolder) -> None:
    """Checks that every class kept enough images to train on and to test with."""
    fitted: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for split, (_, labels, _) in decoded.splits.items():
        counts = Counter(labels.tolist())
        total.update(counts)
        if split in FITTED_SPLITS:
            fitted.update(counts)
    for number, name in enumerate(listing.class_names):
        if fitted[number] and total[number] >= 2:
            continue
        own = [f for f in listing.files if f.class_name == name and f.split in FITTED_SPLITS]
        raise too_few_images(listing.source, name, fitted[number], class_folder(own[0]))


def _strict_error(listing: Listing, item: Unreadable) -> ConvscopeError:
    return ConvscopeError(
        f"{listing.source}: {item.path} cannot be read: {item.reason}.",
        "With --strict every image has to be readable.",
        "Mend or remove it, or leave --strict out.",
    )


def _default_size_note(fit: str) -> str:
    height, width = DEFAULT_SIZE
    return (
        f"The images come in several sizes or are large: brought to {height}×{width} ({fit}). "
        "Choose with --size and --fit."
    )


@contextmanager
def _progress_bar(total: int, progress: bool | None) -> Iterator[Callable[[int], None]]:
    """Shows how many images are decoded and the time left, on standard error."""
    if not (sys.stderr.isatty() if progress is None else progress):
        yield lambda number: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("Decoding images"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda number: bar.advance(task, number)
