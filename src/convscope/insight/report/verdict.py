"""The review in three sentences: how good, what to mind, what to do next."""

import numpy as np

from convscope.insight.report.context import Context
from convscope.insight.report.findings import Advice, Finding
from convscope.insight.report.statistics import interval

WORTH_NAMING = 0.12
"""Weight from which a finding is named in the verdict, 0–1."""


def three_sentences(
    context: Context, findings: list[Finding], advice: list[Advice]
) -> tuple[str, str, str]:
    """Returns the verdict.

    Args:
        context: The run and the reader's language.
        findings: The weightiest first.
        advice: The most important first.
    """
    words = context.words
    named = [finding for finding in findings if finding.weight >= WORTH_NAMING]
    weakness = _weakness(named, advice) or words("verdict.no_weakness")
    todo = words("verdict.next", short=advice[0].short) if advice else words("verdict.next_none")
    return _accuracy(context), weakness, todo


def _weakness(named: list[Finding], advice: list[Advice]) -> str:
    """Returns the weightiest finding; where one is the reason for the first advice, that one."""
    reason = advice[0].reason if advice else ""
    sentences = [finding.sentence for finding in named]
    return reason if reason in sentences else next(iter(sentences), "")


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
