"""Whether the test images are new to the net."""

import numpy as np

from convscope.insight.measures.leakage import Leakage
from convscope.insight.measures.statistics import compare_shares, interval
from convscope.insight.report.commands import train_command
from convscope.insight.report.context import Context
from convscope.insight.report.findings import TESTED_AT, Advice, Evidence, Finding

SOME = 0.01
"""Share of test images with a near-duplicate that is worth a word, 0–1."""

MANY = 0.05
"""Share from which the test accuracy is in doubt if it differs without them, 0–1."""

TOO_FEW = 30
"""Remaining test images below which an accuracy means nothing."""


def num_remaining(result: Leakage) -> int:
    """Returns how many test images have no near-duplicate."""
    return result.num_test - len(result.pairs)


def is_doubtful(result: Leakage) -> bool:
    """Returns whether the accuracy on all test images cannot be taken at its word.

    That it flatters is a claim that chance could make, so the test has the level of every other.
    """
    if result.share < MANY:
        return False
    remaining = num_remaining(result)
    if remaining < TOO_FEW:
        return True
    of_pairs = round(result.accuracy_of_pairs * len(result.pairs))
    others = round(result.accuracy_without * remaining)
    return compare_shares(of_pairs, len(result.pairs), others, remaining).p_value <= TESTED_AT


def leakage_sentence(context: Context, result: Leakage) -> str:
    """Returns how much of the test the net has all but seen, and what remains without that."""
    words = context.words
    if not result.pairs:
        return words("leakage.none", images=words.count("image", result.num_test))
    found = words(
        "leakage.some",
        pairs=f"{len(result.pairs):,}",
        images=words.count("image", result.num_test),
        share=words.percent(result.share),
    )
    return words("join.sentences", first=found, second=remaining_sentence(context, result))


def remaining_sentence(context: Context, result: Leakage) -> str:
    """Returns the accuracy on images with and without a near-duplicate, or that none are left."""
    words, remaining = context.words, num_remaining(result)
    with_them = words.percent(result.accuracy_of_pairs)
    if not remaining:
        return words("leakage.nothing_left", with_them=with_them)
    if remaining < TOO_FEW:
        images = words.count("image", remaining)
        return words("leakage.too_few", with_them=with_them, images=images)
    low, high = interval(round(result.accuracy_without * remaining), remaining)
    number = len(result.pairs)
    low_with, high_with = interval(round(result.accuracy_of_pairs * number), number)
    return words(
        "leakage.without",
        with_them=with_them,
        without=words.percent(result.accuracy_without),
        images=words.count("image", remaining),
        low=words.percent(low),
        high=words.percent(high),
        low_with=words.percent(low_with),
        high_with=words.percent(high_with),
    )


def leakage_finding(context: Context, result: Leakage) -> Finding | None:
    """Returns a finding if test images are near-duplicates of training images."""
    if result.share < SOME and not result.num_copies:
        return None
    words, record = context.words, context.subject.record
    sentence = leakage_sentence(context, result)
    evidence = Evidence(result.num_test)
    if not is_doubtful(result):
        return Finding("leakage", sentence, evidence)
    commands = (train_command(record),)
    advice = Advice(
        words("advice.split_by_object"),
        words("advice.split_by_object.short"),
        sentence,
        commands,
        "leakage",
    )
    lost = result.accuracy - np.nan_to_num(result.accuracy_without)
    return Finding("leakage", sentence, evidence, float(lost), advice)
