"""A whole listing to arrays, ready to train on: one size, one colour, every core at work."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Images, Labels, Shape3
from convscope.data.dataset import Unreadable
from convscope.data.images.chunk_decoding import DecodedChunk, Plan, decode_chunk
from convscope.data.images.fitting import expect_fit
from convscope.data.images.formats import ENDINGS_FOR_PEOPLE
from convscope.data.images.listing import FITTED_SPLITS, ImageFile, Listing, too_few_images
from convscope.data.images.one_image import (
    Probe,
    UnreadableImage,
    decode_image,
    probe_image,
)
from convscope.data.images.pixels import has_color
from convscope.data.images.progress import progress_bar
from convscope.data.images.rows import FileRows, close_gaps, rows_of
from convscope.data.images.workers import map_contents, num_workers_for
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


def decode_listing(
    listing: Listing,
    *,
    size: tuple[int, int] | None,
    fit: str,
    color: str,
    strict: bool,
    allocate: Allocate,
    progress: bool | None,
    is_to_train: bool = True,
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
        is_to_train: Whether every class needs enough readable images to be trained on.

    Raises:
        ConvscopeError: An option is unknown, nothing is readable, a class has too few readable
            images, or `strict` and an image is unreadable.
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
            notes = [*notes, default_size_note(fit)]
        if decoded.has_color:
            plan = replace(plan, channels=3, is_grey_assumed=False)
    if is_to_train:
        _expect_enough(listing, decoded)
    elif not any(len(labels) for _, labels, _ in decoded.splits.values()):
        raise _nothing_readable(listing, decoded.unreadable)
    return replace(decoded, notes=(*listing.notes, *notes))


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
        notes = [default_size_note(fit)]
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
    with progress_bar("Decoding images", len(listing.files), progress) as advance:
        for split in sorted({file.split for file in listing.files}):
            files = [file for file in listing.files if file.split == split]
            images = allocate(split, (len(files), *shape))
            rows = rows_of(images)
            work = partial(decode_chunk, plan=plan, rows=rows)
            num_workers = num_workers_for(listing) if isinstance(rows, FileRows) else 1
            reasons: list[str | None] = []
            for group, decoded in map_contents(listing, files, work, num_workers):
                if decoded.has_other_size or decoded.has_color:
                    return decoded
                reasons += decoded.reasons
                if strict and any(decoded.reasons):
                    raise _strict_error(listing, _unreadable(files, reasons)[0])
                advance(len(group))
            unreadable += _unreadable(files, reasons)
            readable = [number for number, reason in enumerate(reasons) if reason is None]
            close_gaps(rows, readable)
            kept = [files[number] for number in readable]
            labels = np.array([index[file.class_name] for file in kept], np.int64)
            paths = tuple(file.path for file in kept)
            filled = images if len(kept) == len(files) else images[: len(kept)]
            splits[split] = (filled, labels, paths)
    return DecodedFolder((*plan.size, plan.channels), splits, tuple(unreadable), ())


def _unreadable(files: list[ImageFile], reasons: list[str | None]) -> list[Unreadable]:
    """Returns those of the files that there is a reason for."""
    return [
        Unreadable(file.path, reason)
        for file, reason in zip(files, reasons, strict=False)
        if reason is not None
    ]


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
        if decoded.unreadable and not sum(total.values()):
            raise _nothing_readable(listing, decoded.unreadable)
        own = {file.path for file in listing.files if file.class_name == name}
        reason = next((f"{u.path} ({u.reason})" for u in decoded.unreadable if u.path in own), "")
        raise too_few_images(listing, name, fitted[number], reason)


def _nothing_readable(listing: Listing, unreadable: tuple[Unreadable, ...]) -> ConvscopeError:
    first = unreadable[0]
    return ConvscopeError(
        f"{listing.source}: none of the {len(unreadable):,} images can be read, such as "
        f"{first.path}: {first.reason}.",
        f"Expected readable images ({ENDINGS_FOR_PEOPLE}).",
        "Save them again as jpg or png.",
    )


def _strict_error(listing: Listing, item: Unreadable) -> ConvscopeError:
    return ConvscopeError(
        f"{listing.source}: {item.path} cannot be read: {item.reason}.",
        "With --strict every image has to be readable.",
        "Mend or remove it, or leave --strict out.",
    )


def default_size_note(fit: str) -> str:
    """Returns what is said where nobody chose a size and the images have no common one."""
    height, width = DEFAULT_SIZE
    return (
        f"The images come in several sizes or are large: brought to {height}×{width} ({fit}). "
        "Choose with --size and --fit."
    )
