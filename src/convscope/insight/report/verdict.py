"""The review in three sentences: how good, what to mind, what to do next."""

from collections.abc import Sequence

import numpy as np

from convscope.insight.measures.statistics import interval
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding
from convscope.insight.report.rules.leakage import num_remaining


def three_sentences(
    context: Context, said: Sequence[Finding], advice: Sequence[Advice]
) -> tuple[str, str, str]:
    """Returns the verdict.

    Args:
        context: The run and the reader's language.
        said: The findings that chance leaves, those with most at stake first.
        advice: In the same order.
    """
    words = context.words
    weakness = said[0].sentence if said else words("verdict.no_weakness")
    todo = words("verdict.next", short=advice[0].short) if advice else words("verdict.next_none")
    return _accuracy(context), weakness, todo


def _accuracy(context: Context) -> str:
    """Returns how many images are judged right, how sure that is, and what guessing would give."""
    words, subject = context.words, context.subject
    judged = subject.judged
    number = len(judged.labels)
    right = int((judged.predicted == judged.labels).sum())
    low, high = interval(right, number)
    baseline = np.bincount(judged.labels).max() / number
    key = _claim(context)
    return words(
        key,
        run=subject.record.name,
        right=f"{right:,}",
        images=words.count(f"{subject.judged_split}_image", number),
        accuracy=words.percent(judged.accuracy, number),
        low=words.percent(low, number),
        high=words.percent(high, number),
        baseline=words.percent(baseline),
        **_without_seen(context),
    )


def _claim(context: Context) -> str:
    """Returns which sentence is true: that the images are new is said only if none was seen."""
    if context.leakage is None:
        return "verdict.accuracy_validation"
    if not context.leakage.pairs:
        return "verdict.accuracy"
    return "verdict.accuracy_seen" if num_remaining(context.leakage) else "verdict.all_seen"


def _without_seen(context: Context) -> dict[str, str]:
    """Returns the accuracy on images without a near-duplicate among those seen, with interval."""
    words, result = context.words, context.leakage
    if result is None or not result.pairs:
        return {}
    values = {"seen": f"{len(result.pairs):,}"}
    remaining = num_remaining(result)
    if remaining:
        low, high = interval(round(result.accuracy_without * remaining), remaining)
        values |= {
            "remaining": f"{remaining:,}",
            "without": words.percent(result.accuracy_without, remaining),
            "without_low": words.percent(low, remaining),
            "without_high": words.percent(high, remaining),
        }
    return values
