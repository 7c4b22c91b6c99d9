"""Near-duplicates between training and test images, and the accuracy without them."""

import numpy as np

from convscope.data import Split
from convscope.insight.measures.leakage import MOST_DIFFERENCE, SIDE, Leakage, find_leakage
from convscope.insight.measures.statistics import LEVEL, compare_shares, interval
from convscope.insight.report.blocks import Block, Cell, Chart, Paragraph, Table, TileRow, TileRows
from convscope.insight.report.charts import differences_chart
from convscope.insight.report.context import Content, Context, Unavailable
from convscope.insight.report.rules.leakage import (
    is_doubtful,
    leakage_finding,
    leakage_sentence,
    num_remaining,
)
from convscope.insight.report.subject import spread
from convscope.insight.report.tiles import image_tile, short_name

PAIRS = 8
"""Pairs shown, evenly from the most alike to the least."""


def write_leakage(context: Context) -> Content:
    """Returns the section on near-duplicates.

    Raises:
        Unavailable: There are no test images.
    """
    words, subject = context.words, context.subject
    if subject.prepared.data.test is None:
        raise Unavailable(words("leakage.no_test"))
    train = spread(subject.prepared.train, context.effort.leakage_train)
    test = spread(subject.prepared.data.test, context.effort.leakage_test)
    result = find_leakage(subject.classifier, train, test)
    finding = leakage_finding(context, result)
    blocks: list[Block] = [_table(context, result)]
    if result.pairs:
        verdict = "leakage.doubtful" if is_doubtful(result) else "leakage.harmless"
        blocks = [Paragraph(words(verdict)), *blocks, _pairs(context, result, train, test)]
    texts = {
        "difference": words("leakage.difference"),
        "images": words("leakage.images"),
    }
    chart = differences_chart(result, MOST_DIFFERENCE, texts)
    blocks.append(Chart(chart, words("leakage.chart"), context.basis(len(test), unit="images")))
    blocks += _validation(context, train)
    rule = words("leakage.rule", percent=f"{100 * MOST_DIFFERENCE:g}", side=SIDE)
    is_part = len(train) < len(subject.prepared.train) or len(test) < len(
        subject.prepared.data.test
    )
    if is_part:
        part = words("leakage.part", test=f"{len(test):,}", train=f"{len(train):,}")
        rule = words("join.sentences", first=rule, second=part)
    blocks.append(Paragraph(rule, is_note=True))
    return Content(leakage_sentence(context, result), tuple(blocks), [finding] if finding else [])


def _table(context: Context, result: Leakage) -> Table:
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


def _pairs(context: Context, result: Leakage, train: Split, test: Split) -> TileRows:
    words = context.words
    places = np.linspace(0, len(result.pairs) - 1, min(PAIRS, len(result.pairs)))
    shown = [result.pairs[int(place)] for place in places]
    of_test, of_train = [], []
    for pair in shown:
        share = f"{100 * pair.difference:.1f} %"
        name = short_name(test.files[pair.test] if test.files else str(pair.test))
        lines = (words("leakage.differ", share=share), name)
        of_test.append(image_tile(test.images[pair.test], words("leakage.alt_test"), lines))
        name = short_name(train.files[pair.train] if train.files else str(pair.train))
        label = context.subject.class_names[train.labels[pair.train]]
        of_train.append(
            image_tile(train.images[pair.train], words("leakage.alt_train"), (label, name))
        )
    rows = (
        TileRow((words("split.test"),), tuple(of_test)),
        TileRow((words("split.train"),), tuple(of_train)),
    )
    basis = context.basis(len(result.pairs), "test")
    return TileRows(rows, words("leakage.pairs"), basis)


def _validation(context: Context, train: Split) -> list[Block]:
    """Returns how many validation images are near-duplicates too, if any: why they are easy."""
    words, subject = context.words, context.subject
    own = find_leakage(subject.classifier, train, subject.prepared.validation)
    if not own.pairs:
        return []
    sentence = words(
        "leakage.validation",
        pairs=f"{len(own.pairs):,}",
        images=words.count("image", own.num_test),
        share=words.percent(own.share),
    )
    num_pairs, others = len(own.pairs), own.num_test - len(own.pairs)
    if not others:
        return [Paragraph(sentence)]
    right = round(own.accuracy_of_pairs * num_pairs), round(own.accuracy_without * others)
    if compare_shares(right[0], num_pairs, right[1], others).p_value > LEVEL:
        return [Paragraph(sentence)]
    why = words(
        "leakage.validation_why",
        with_them=words.percent(own.accuracy_of_pairs),
        without=words.percent(own.accuracy_without),
        accuracy=words.percent(own.accuracy),
    )
    return [Paragraph(words("join.sentences", first=sentence, second=why))]
