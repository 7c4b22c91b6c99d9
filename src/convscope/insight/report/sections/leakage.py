"""Near-duplicates between and within all splits, and the test accuracy without them."""

from collections import Counter

import numpy as np

from convscope.insight.measures.leakage import Leakage
from convscope.insight.measures.statistics import interval
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.leakage import (
    is_doubtful,
    leakage_finding,
    leakage_sentence,
    num_remaining,
)
from convscope.insight.report.section_blocks import Block, Cell, Paragraph, Table, TileRow, TileRows
from convscope.insight.report.tables import NEAR_DUPLICATES, near_duplicate_rows
from convscope.insight.report.tiles import image_tile, short_name

PAIRS = 7
"""Pairs shown: the closest of every kind, then others evenly from the most alike to the least."""


def write_leakage(context: Context) -> Content:
    """Returns the section on near-duplicates."""
    words, result = context.words, context.leakage
    found = context.duplicates
    finding = leakage_finding(context, result) if result else None
    blocks: list[Block] = []
    if result and result.pairs:
        verdict = "leakage.doubtful" if is_doubtful(result) else "leakage.harmless"
        blocks += [Paragraph(words(verdict)), _accuracies(context, result)]
    if len(found):
        blocks += [_counts(context), _kinds(context), _pairs(context)]
        blocks.append(Paragraph(words("leakage.file", pairs=f"{len(found):,}")))
    if found.num_look_alikes:
        blocks.append(Paragraph(words("leakage.look_alikes", pairs=f"{found.num_look_alikes:,}")))
    blocks.append(Paragraph(_rule(context), is_note=True))
    tables = {NEAR_DUPLICATES: near_duplicate_rows(context)}
    lead = leakage_sentence(context, result) if result else _without_test(context)
    return Content(lead, tuple(blocks), [finding] if finding else [], tables)


def _without_test(context: Context) -> str:
    """Returns how many validation images are near-duplicates where there is no test."""
    is_pair = context.duplicates.images_of("validation", ("train",))
    return context.words(
        "leakage.no_test",
        pairs=f"{int(is_pair.sum()):,}",
        images=context.words.count("validation_image", len(is_pair)),
    )


def _accuracies(context: Context, result: Leakage) -> Table:
    words = context.words
    parts = (
        ("all", result.num_test, result.accuracy),
        ("with_pairs", len(result.pairs), result.accuracy_of_pairs),
        ("without_pairs", num_remaining(result), result.accuracy_without),
    )
    rows = []
    for name, number, accuracy in parts:
        span = "–"
        if number:
            low, high = interval(round(accuracy * number), number)
            span = f"{words.percent(low, number)} – {words.percent(high, number)}"
        texts = (words(f"leakage.{name}"), f"{number:,}", words.percent(accuracy, number), span)
        rows.append(tuple(Cell(text) for text in texts))
    head = tuple(words(f"leakage.head.{name}") for name in ("part", "n", "share", "ci"))
    basis = context.basis(result.num_test, "test", "percent")
    return Table(head, tuple(rows), words("leakage.table"), basis)


def _counts(context: Context) -> Table:
    """Returns how many images of each split have a near-duplicate in each split."""
    words, found = context.words, context.duplicates
    rows = []
    for name, size in zip(found.split_names, found.sizes, strict=True):
        cells = [Cell(words(f"split.{name}")), Cell(f"{size:,}")]
        for other in found.split_names:
            number = int(found.images_of(name, (other,)).sum())
            tone = "wrong" if number and name != other else ""
            cells.append(Cell(f"{number:,}", number / max(size, 1), tone))
        rows.append(tuple(cells))
    of = tuple(words("leakage.head.in", split=words(f"split.{n}")) for n in found.split_names)
    head = (words("leakage.head.split"), words("leakage.head.images"), *of)
    total = sum(found.sizes)
    images = words.count("image", total)
    return Table(head, tuple(rows), words("leakage.counts"), words("leakage.basis", images=images))


def _kinds(context: Context) -> Table:
    words, found = context.words, context.duplicates
    rows = tuple(
        (Cell(words(f"duplicate.{kind}")), Cell(f"{number:,}"))
        for kind, number in Counter(found.kinds).most_common()
    )
    head = (words("leakage.head.kind"), words("leakage.head.pairs"))
    images = words.count("image", sum(found.sizes))
    return Table(head, rows, words("leakage.kinds"), words("leakage.basis", images=images))


def _pairs(context: Context) -> TileRows:
    """Returns pairs side by side, those that cross from the test to what the net has seen first."""
    words, found = context.words, context.duplicates
    crossing = np.concatenate([found.between(seen, "test") for seen in ("train", "validation")])
    crossing = crossing if len(crossing) else np.arange(len(found))
    crossing = crossing[np.argsort(found.differences[crossing], kind="stable")]
    by_kind = {found.kinds[index]: int(index) for index in crossing[::-1]}
    evenly = crossing[np.linspace(0, len(crossing) - 1, PAIRS).astype(int)]
    chosen = list(dict.fromkeys([*by_kind.values(), *map(int, evenly)]))[:PAIRS]
    chosen.sort(key=lambda index: float(found.differences[index]))
    above, below = [], []
    for index in chosen:
        # The later split above: the test image, with the one that the net has seen below it.
        ends = (
            (found.second_split[index], found.second[index], above),
            (found.first_split[index], found.first[index], below),
        )
        for number, place, row in ends:
            name = found.split_names[number]
            part = context.compared[name]
            lines = (
                words(f"duplicate.{found.kinds[index]}")
                if row is above
                else words("leakage.differ", share=f"{100 * found.differences[index]:.0f} %"),
                words(f"split.{name}"),
                short_name(part.name(int(place)), 12),
            )
            alt = words("leakage.alt", split=words(f"split.{name}"), name=part.name(int(place)))
            row.append(image_tile(part.split.images[int(place)], alt, lines))
    rows = (
        TileRow((words("leakage.one"),), tuple(above)),
        TileRow((words("leakage.other"),), tuple(below)),
    )
    images = words.count("image", sum(found.sizes))
    return TileRows(rows, words("leakage.pairs"), words("leakage.basis", images=images))


def _rule(context: Context) -> str:
    """Returns what counts as a near-duplicate in this set, and what was not compared."""
    words, found = context.words, context.duplicates
    way = "series" if found.in_series else "moved" if found.are_moved_found else "simple"
    rule = words("join.sentences", first=words("leakage.rule"), second=words(f"leakage.rule.{way}"))
    parts = [part for part in context.compared.values() if len(part.split) < part.num_images]
    if not parts and found.is_whole:
        return rule
    looked = words.count("image", sum(found.sizes))
    total = words.count("image", sum(part.num_images for part in context.compared.values()))
    part = words("leakage.part", looked=looked, total=total)
    return words("join.sentences", first=rule, second=part)
