"""The check of a data set: counts, sizes, damage, duplicates, and sentences about them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from convscope.data.checking.looks import Looked, Place, Seen, look_at_all
from convscope.data.checking.sentences import Facts, sentences
from convscope.data.dataset import Unreadable
from convscope.data.images.listing import find_problems
from convscope.texts import counted

_MOST_LINES = 10


@dataclass(frozen=True)
class DataCheck:
    """What is in a data set, good and bad.

    Attributes:
        source: What the user typed.
        class_names: Sorted, or in the order of the labels.
        counts: Readable images of each split and class.
        sizes: How many images have each "width×height".
        smallest: (height, width) of the image with the fewest pixels; None without images.
        largest: (height, width) of the image with the most pixels; None without images.
        modes: How many images have each kind of pixel, by Pillow's names.
        unreadable: Images that cannot be decoded, with the reason.
        duplicates: Groups of images of one split and class that have the same pixels.
        contradictions: Groups of images with the same pixels that lie in several classes.
        shared: Groups of images with the same pixels that lie in several splits.
        missing: "class in split" for each class that a split has no image of.
        advice: What a colleague would say on looking over the data, a sentence each.
        errors: Why a net cannot be trained on these data.
        notes: What was decided and left out, in words.
    """

    source: str
    class_names: tuple[str, ...]
    counts: dict[str, dict[str, int]]
    sizes: dict[str, int]
    smallest: tuple[int, int] | None
    largest: tuple[int, int] | None
    modes: dict[str, int]
    unreadable: tuple[Unreadable, ...]
    duplicates: tuple[tuple[str, ...], ...]
    contradictions: tuple[tuple[str, ...], ...]
    shared: tuple[tuple[str, ...], ...]
    missing: tuple[str, ...]
    advice: tuple[str, ...]
    errors: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def num_images(self) -> int:
        """Readable images in all splits."""
        return sum(sum(counts.values()) for counts in self.counts.values())

    @property
    def num_problems(self) -> int:
        """Findings that somebody should look at."""
        groups = (
            self.unreadable,
            self.duplicates,
            self.contradictions,
            self.shared,
            self.missing,
            self.advice,
            self.errors,
        )
        return sum(map(len, groups))

    def to_json(self) -> dict[str, Any]:
        """Returns all findings as JSON data."""
        return {**asdict(self), "num_images": self.num_images, "num_problems": self.num_problems}

    def lines(self) -> list[str]:
        """Returns the findings in words, a line each, the most important problems last."""
        unreadable = [f"{u.path}: {u.reason}" for u in self.unreadable]
        return [
            f"{self.source}: {counted(self.num_images, 'image')} of "
            f"{counted(len(self.class_names), 'class', 'classes')}",
            *self._count_lines(),
            *self._size_lines(),
            *self.notes,
            *_section("The same picture more than once within a class", self.duplicates),
            *_section(
                "The same picture in more than one split, so the test is too easy", self.shared
            ),
            *_section(
                "The same picture in more than one class: whatever a net answers, it is wrong "
                "for one of them",
                self.contradictions,
            ),
            *_section("Classes missing in a split", self.missing),
            *_section("Images that cannot be read; a training leaves them out", unreadable),
            *self.advice,
            *_section("To mend before training", self.errors),
        ]

    def _count_lines(self) -> Iterator[str]:
        for split, counts in self.counts.items():
            name = "images" if split == "all" else split
            shown = list(counts.items())
            each = ", ".join(f"{c} {n:,}" for c, n in shown[:20]) + (" …" if shown[20:] else "")
            yield f"{name}: {sum(counts.values()):,} ({each})"

    def _size_lines(self) -> Iterator[str]:
        if self.smallest is None or self.largest is None:
            return
        common, number = next(iter(self.sizes.items()))
        if len(self.sizes) == 1:
            yield f"size (width×height): all {common} pixels"
        else:
            small, large = (f"{w}×{h}" for h, w in (self.smallest, self.largest))
            yield (
                f"size (width×height): {len(self.sizes):,} different, {small} to {large} pixels, "
                f"most often {common} ({counted(number, 'image')})"
            )
        yield "kinds of pixel: " + ", ".join(f"{m} {n:,}" for m, n in self.modes.items())


def check_data(source: str | Path, *, progress: bool | None = None) -> DataCheck:
    """Looks at every image of whatever can be trained on.

    Duplicates are images with the same decoded pixels, whatever the file's format or name.

    Args:
        source: A data set's name, a folder or a file.
        progress: Whether a bar is shown; None shows it on a terminal.

    Raises:
        ConvscopeError: The source does not exist, is harmful, or holds nothing that is read;
            everything milder is in the result.
    """
    looked = look_at_all(source, progress)
    counts = {split: dict.fromkeys(looked.class_names, 0) for split in looked.splits}
    sizes: Counter[tuple[int, int]] = Counter()
    modes: Counter[str] = Counter()
    unreadable: list[Unreadable] = []
    same: defaultdict[bytes, list[Place]] = defaultdict(list)
    facts = Facts()
    for place, seen in looked.images:
        if isinstance(seen, Unreadable):
            unreadable.append(seen)
            continue
        sizes[seen.size] += 1
        modes[seen.mode] += 1
        counts[place.split][place.class_name] += 1
        same[seen.digest].append(place)
        facts.add(place, seen)
    ordered = sorted(sizes, key=lambda size: size[0] * size[1])
    groups = [group for group in same.values() if len(group) > 1]
    missing = [
        f"{c} in {s}" for s, each in counts.items() if s != "all" for c, n in each.items() if not n
    ]
    return DataCheck(
        source=str(source),
        class_names=looked.class_names,
        counts=counts,
        sizes={f"{width}×{height}": n for (height, width), n in sizes.most_common()},
        smallest=ordered[0] if ordered else None,
        largest=ordered[-1] if ordered else None,
        modes=dict(modes.most_common()),
        unreadable=tuple(unreadable),
        duplicates=tuple(_within(groups)),
        contradictions=tuple(
            tuple(f"{p.path} ({p.class_name})" for p in group)
            for group in groups
            if len({p.class_name for p in group}) > 1
        ),
        shared=tuple(
            tuple(p.path for p in group) for group in groups if len({p.split for p in group}) > 1
        ),
        missing=tuple(missing),
        advice=tuple(sentences(facts, counts, sizes)),
        errors=tuple(_errors(looked, {item.path for item in unreadable})),
        notes=looked.notes,
    )


def _errors(looked: Looked, unreadable: set[str]) -> Iterator[str]:
    if looked.listing is not None:
        readable = tuple(f for f in looked.listing.files if f.path not in unreadable)
        yield from map(str, find_problems(replace(looked.listing, files=readable)))


def _within(groups: list[list[Place]]) -> Iterator[tuple[str, ...]]:
    """Yields the copies within each split and class."""
    for group in groups:
        for split, class_name in sorted({(p.split, p.class_name) for p in group}):
            paths = tuple(p.path for p in group if (p.split, p.class_name) == (split, class_name))
            if len(paths) > 1:
                yield paths


def _section(title: str, items: tuple[Any, ...] | list[str]) -> list[str]:
    """Returns a heading with the number of items and the first few of them."""
    if not items:
        return []
    shown = [i if isinstance(i, str) else " = ".join(i) for i in items[:_MOST_LINES]]
    rest = [f"  … and {len(items) - _MOST_LINES:,} more"] if len(items) > _MOST_LINES else []
    return [f"{title}: {len(items):,}", *(f"  {line}" for line in shown), *rest]


__all__ = ["DataCheck", "Seen", "check_data"]
