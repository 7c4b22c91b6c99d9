"""What is taken for what: the matrix, and the images behind its most important cells."""

from convscope.insight.measures.confusion import Confusion
from convscope.insight.measures.mistakes import judged_images
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.classes import pair_anchor, pair_finding
from convscope.insight.report.section_blocks import (
    Block,
    Cell,
    Heading,
    Paragraph,
    Table,
    TileRow,
    TileRows,
)
from convscope.insight.report.tiles import judged_tile

MOST_CLASSES = 26
"""Classes up to which the matrix is a table that can be read."""

PAIRS = 6
"""Pairs whose images are shown."""

IMAGES = 8
"""Images shown of a pair."""


def write_confusion(context: Context) -> Content:
    """Returns the section on what is taken for what."""
    words, confusion = context.words, context.confusion
    finding = pair_finding(context)
    if finding is None:
        total = words.count("image", int(confusion.counts.sum()))
        lead = words("confusion.perfect", images=total, split=context.split)
        return Content(lead, (_matrix(context, confusion),))
    wrong = int(confusion.counts.sum() - confusion.counts.trace())
    lead = words(
        "confusion.spread",
        wrong=f"{wrong:,}",
        images=words.count("image", int(confusion.counts.sum())),
        split=context.split,
    )
    blocks: list[Block] = []
    if len(confusion.class_names) <= MOST_CLASSES:
        blocks.append(_matrix(context, confusion))
    else:
        blocks.append(Paragraph(words("confusion.too_many", number=MOST_CLASSES), is_note=True))
    blocks.append(Heading(words("confusion.pairs"), "pairs"))
    blocks.append(_pairs(context, confusion))
    return Content(lead, tuple(blocks), [finding])


def _matrix(context: Context, confusion: Confusion) -> Table:
    words, counts, names = context.words, confusion.counts, confusion.class_names
    anchors = {(p.right, p.verdict): pair_anchor(p) for p in confusion.pairs[:PAIRS]}
    sizes = counts.sum(1).clip(1)
    largest = max((pair.share for pair in confusion.pairs), default=1.0)
    rows = []
    for row, name in enumerate(names):
        cells = [Cell(name)]
        for column in range(len(names)):
            count = int(counts[row, column])
            share = count / int(sizes[row])
            tone = "right" if row == column else "wrong"
            tint = share if row == column else share / largest
            anchor = anchors.get((row, column), "")
            cells.append(Cell(f"{count:,}" if count else "", tint, tone if count else "", anchor))
        rows.append(tuple(cells))
    return Table(
        names,
        tuple(rows),
        words("confusion.caption"),
        context.basis(unit="images"),
        is_matrix=True,
        corner=words("confusion.corner"),
    )


def _pairs(context: Context, confusion: Confusion) -> TileRows:
    words, subject = context.words, context.subject
    rows = []
    for pair in confusion.pairs[:PAIRS]:
        shown = judged_images(subject.judged, pair.indices[:IMAGES])
        label = (
            words(
                "confusion.pair",
                right=confusion.class_names[pair.right],
                verdict=confusion.class_names[pair.verdict],
            ),
            words("confusion.times", number=pair.count, share=words.percent(pair.share)),
        )
        tiles = [judged_tile(context, j, subject.judged_images.images[j.index]) for j in shown]
        rows.append(TileRow(label, tuple(tiles), pair_anchor(pair)))
    return TileRows(tuple(rows), words("confusion.pairs_caption"), context.basis())
