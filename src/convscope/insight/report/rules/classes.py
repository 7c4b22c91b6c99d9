"""Which class the net finds worst, and which mistake it makes more often than chance would."""

import numpy as np

from convscope.insight.measures.confusion import ConfusedPair, Confusion
from convscope.insight.measures.statistics import (
    compare_shares,
    images_for_share,
    interval,
    of_several,
    p_at_least,
)
from convscope.insight.report.commands import explain_command, train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding

LOW_RECALL = 0.05
"""How far below the other classes' a class's recall has to lie to be called weak, 0–1."""

PLANNED_RECALL = 0.1
"""How far below it has to lie for the images that are called enough to tell, 0–1."""


def pair_anchor(pair: ConfusedPair) -> str:
    """Returns the name of the row that shows a pair's images."""
    return f"pair-{pair.right}-{pair.verdict}"


def class_finding(context: Context) -> Finding | None:
    """Returns whether one class is found worse than the others; None with fewer than two classes.

    Every class is compared with all others together, by Fisher's exact test.
    """
    confusion = context.confusion
    sizes = confusion.counts.sum(1)
    found = np.diag(confusion.counts)
    present = np.flatnonzero(sizes)
    if len(present) < 2:
        return None
    total, right = int(sizes.sum()), int(found.sum())
    gaps = {
        int(c): compare_shares(
            right - int(found[c]), total - int(sizes[c]), int(found[c]), int(sizes[c])
        )
        for c in present
    }
    weakest = min(gaps, key=lambda c: (gaps[c].p_value, -gaps[c].estimate))
    gap, size = gaps[weakest], int(sizes[weakest])
    others = (right - int(found[weakest])) / (total - size)
    level = TESTED_AT / len(present)
    needed = images_for_share(max(others - PLANNED_RECALL, 0.0), others, level) if others else 0
    evidence = Evidence(
        total,
        of_several([gap.p_value for gap in gaps.values()]),
        gap.estimate,
        gap.low,
        gap.high,
        gap.estimate >= LOW_RECALL,
        needed * len(present),
    )
    pair = _main_pair(confusion, weakest)
    if pair is None:  # nothing of it is mistaken, so nothing could be said
        return Finding("class", "", evidence)
    words, names = context.words, context.subject.class_names
    low, high = interval(int(found[weakest]), size)
    sentence = words(
        "classes.weak",
        name=names[weakest],
        recall=words.percent(int(found[weakest]) / size),
        low=words.percent(low),
        high=words.percent(high),
        images=words.count("image", size),
        others=words.percent(others),
        verdict=names[pair.verdict],
        share=words.percent(pair.share),
        split=context.split,
    )
    at_stake = gap.estimate * size / total
    return Finding("class", sentence, evidence, at_stake, _look_at(context, pair, sentence))


def pair_finding(context: Context) -> Finding | None:
    """Returns whether one mistake is made more often than its share; None without mistakes.

    If all classes were equally good and mistakes went everywhere alike, each mistake would fall on
    a pair of classes in proportion to the right class's images.
    """
    confusion = context.confusion
    if not confusion.pairs:
        return None
    sizes = confusion.counts.sum(1)
    total, num_classes = int(sizes.sum()), len(sizes)
    wrong = total - int(confusion.counts.trace())
    shares = {id(p): sizes[p.right] / total / (num_classes - 1) for p in confusion.pairs}
    chances = {id(p): p_at_least(p.count, wrong, shares[id(p)]) for p in confusion.pairs}
    pair = min(confusion.pairs, key=lambda p: (chances[id(p)], -p.count))
    possible = int((sizes > 0).sum()) * (num_classes - 1)
    expected = wrong * float(shares[id(pair)])
    low, high = interval(pair.count, int(sizes[pair.right]))
    evidence = Evidence(
        total,
        min(1.0, possible * chances[id(pair)]),
        pair.share,
        low,
        high,
    )
    words, names = context.words, context.subject.class_names
    sentence = words(
        "confusion.main_pair",
        right=names[pair.right],
        verdict=names[pair.verdict],
        images=words.count("image", pair.count),
        share=words.percent(pair.share),
        low=words.percent(low),
        high=words.percent(high),
        expected=f"{expected:.1f}",
    )
    at_stake = (pair.count - expected) / total
    return Finding("pair", sentence, evidence, at_stake, _look_at(context, pair, sentence))


def _main_pair(confusion: Confusion, right: int) -> ConfusedPair | None:
    return next((pair for pair in confusion.pairs if pair.right == right), None)


def _look_at(context: Context, pair: ConfusedPair, reason: str) -> Advice:
    """Returns the advice to look at a pair's images, and to add some where that can be done."""
    words, subject = context.words, context.subject
    values = {
        "right": subject.class_names[pair.right],
        "verdict": subject.class_names[pair.verdict],
        "data": subject.record.data["source"],
    }
    commands: tuple[str, ...] = ()
    how = "look"
    if subject.is_folder:
        how, commands = "add_images", (train_command(subject.record),)
    elif subject.test is not None:
        data = subject.record.settings["data"]
        commands = (explain_command(subject.folder.path, data, int(pair.indices[0])),)
    return Advice(
        words(f"advice.{how}", **values),
        words(f"advice.{how}.short", **values),
        reason,
        commands,
        pair_anchor(pair),
    )
