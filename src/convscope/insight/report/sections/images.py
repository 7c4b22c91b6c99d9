"""What the images themselves say, whichever net is trained on them."""

import numpy as np

from convscope.data.quality.class_counts import count_classes
from convscope.data.quality.giveaways import Giveaway, find_giveaway, is_without_colour
from convscope.data.quality.overlaps import Overlap, find_overlap
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.images import (
    few_finding,
    giveaway_finding,
    imbalance_finding,
    no_colour_finding,
    overlap_finding,
)
from convscope.insight.report.section_blocks import Block, Cell, Paragraph, Table, TileRow, TileRows
from convscope.insight.report.tiles import image_tile, short_name

SHOWN = 8
"""Images shown of a class."""


def write_images(context: Context) -> Content:
    """Returns the section on uneven, small and alike classes, marks and missing colour."""
    words, subject = context.words, context.subject
    train, num_classes = subject.prepared.train, len(subject.class_names)
    counts = count_classes(train.labels, num_classes)
    giveaway = find_giveaway(train, num_classes)
    overlap = find_overlap(subject.judged.probabilities, subject.judged.labels)
    findings = [
        imbalance_finding(context, counts),
        few_finding(context, counts),
        giveaway_finding(context, giveaway),
        overlap_finding(context, overlap),
    ]
    if is_without_colour(train.images):
        findings.append(no_colour_finding(context, len(train)))
    blocks: list[Block] = []
    if giveaway and giveaway.is_strong:
        blocks.append(_marked(context, giveaway))
    if overlap and overlap.is_alike:
        blocks.append(_alike(context, overlap))
    blocks += [_counts(context, counts.counts), Paragraph(words("images.method"), is_note=True)]
    found = [finding for finding in findings if finding]
    return Content(words("images.good"), tuple(blocks), found)


def _counts(context: Context, counts: tuple[int, ...]) -> Table:
    words, names = context.words, context.subject.class_names
    order = np.argsort(-np.array(counts), kind="stable")
    largest = max(*counts, 1)
    rows = tuple(
        (Cell(names[label]), Cell(f"{counts[label]:,}", counts[label] / largest, "right"))
        for label in order
    )
    head = (words("classes.head.name"), words("classes.head.n"))
    basis = context.basis(sum(counts), "train", "images")
    return Table(head, rows, words("images.counts"), basis)


def _marked(context: Context, giveaway: Giveaway) -> TileRows:
    """Returns images of the class that is given away, above some of other classes."""
    words, name = context.words, context.subject.class_names[giveaway.label]
    labels = context.subject.prepared.train.labels
    groups = (
        (name, np.flatnonzero(labels == giveaway.label)),
        (words("images.others"), np.flatnonzero(labels != giveaway.label)),
    )
    caption = words("images.marked", name=name, place=words(f"place.{giveaway.place}"))
    return _rows(context, groups, "train", caption)


def _alike(context: Context, overlap: Overlap) -> TileRows:
    names, labels = context.subject.class_names, context.subject.judged.labels
    groups = tuple(
        (names[label], np.flatnonzero(labels == label)) for label in (overlap.first, overlap.second)
    )
    return _rows(context, groups, context.subject.judged_split, context.words("images.alike"))


def _rows(
    context: Context, groups: tuple[tuple[str, object], ...], split: str, caption: str
) -> TileRows:
    subject = context.subject
    images = subject.prepared.train if split == "train" else subject.judged_images
    rows = []
    for name, members in groups:
        members = np.asarray(members)
        chosen = members[np.linspace(0, len(members) - 1, min(SHOWN, len(members))).astype(int)]
        tiles = []
        for place in chosen:
            file = images.files[place] if images.files else str(place)
            alt = context.words("leakage.alt", split=context.words(f"split.{split}"), name=file)
            tiles.append(image_tile(images.images[place], alt, (short_name(file),)))
        rows.append(TileRow((name,), tuple(tiles)))
    number = sum(len(row.tiles) for row in rows)
    return TileRows(tuple(rows), caption, context.basis(number, split))
