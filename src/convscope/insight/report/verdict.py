"""The review in three sentences: how good, what to mind, what to do next."""

from collections.abc import Sequence

import numpy as np

from convscope.insight.measures.statistics import interval
from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding


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
    key = "verdict.accuracy" if subject.test is not None else "verdict.accuracy_validation"
    return words(
        key,
        run=subject.record.name,
        right=f"{right:,}",
        images=words.count(f"{subject.judged_split}_image", number),
        accuracy=words.percent(judged.accuracy, number),
        low=words.percent(low, number),
        high=words.percent(high, number),
        baseline=words.percent(baseline),
    )
