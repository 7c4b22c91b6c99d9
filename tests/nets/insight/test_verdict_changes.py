"""Which verdicts changed between two nets, against exact sums."""

from itertools import pairwise
from math import comb

import numpy as np
import pytest

from convscope.errors import ConvscopeError
from convscope.insight.measures.verdict_changes import verdict_changes
from convscope.runs.results import Verdicts

NAMES = ("a", "b")


def verdicts(labels, predicted, images=None, names=NAMES) -> Verdicts:
    images = images or tuple(f"{number}.png" for number in range(len(labels)))
    probabilities = np.eye(len(names), dtype=np.float32)[np.array(predicted)]
    return Verdicts(names, np.array(labels), probabilities, images)


def p_of(gained: int, lost: int) -> float:
    """McNemar's exact test from its definition."""
    number, fewer = gained + lost, min(gained, lost)
    return min(1.0, 2 * sum(comb(number, i) for i in range(fewer + 1)) / 2**number)


@pytest.mark.parametrize(("gained", "lost"), [(14, 3), (3, 14), (1, 0), (0, 0), (6, 6), (9, 1)])
def test_the_test_is_exact(gained, lost):
    labels = [0] * 40
    before = [1] * gained + [0] * lost + [0] * (40 - gained - lost)
    after = [0] * gained + [1] * lost + [0] * (40 - gained - lost)
    changes = verdict_changes(verdicts(labels, before), verdicts(labels, after))
    assert (len(changes.gained), len(changes.lost)) == (gained, lost)
    assert changes.p_value == pytest.approx(p_of(gained, lost))


def test_lists_are_exact_whatever_the_order():
    before = verdicts([0, 1, 0, 1], [0, 0, 1, 0], ("w", "x", "y", "z"))
    after = verdicts([1, 0, 0, 1], [1, 0, 1, 0], ("z", "y", "w", "x"))
    changes = verdict_changes(before, after)
    assert [changes.images[i] for i in changes.gained] == ["z", "y"]
    assert [changes.images[i] for i in changes.lost] == ["w"]
    assert [changes.images[i] for i in changes.both_wrong] == ["x"]
    assert changes.places.tolist() == [[3, 0], [2, 1], [0, 2], [1, 3]]


def test_labels_put_right_in_between_count_for_both():
    before = verdicts([0, 0], [1, 0])
    after = verdicts([1, 0], [1, 0])
    changes = verdict_changes(before, after)
    assert changes.was_right.all()
    assert len(changes.gained) == len(changes.lost) == 0


def test_images_of_one_alone_do_not_count():
    changes = verdict_changes(
        verdicts([0, 0], [0, 1], ("a", "b")), verdicts([0, 0], [0, 0], ("b", "c"))
    )
    assert changes.images == ("b",)
    assert changes.gained.tolist() == [0]


def test_nothing_in_common_is_told():
    with pytest.raises(ConvscopeError, match="other images"):
        verdict_changes(verdicts([0], [0], ("a",)), verdicts([0], [0], ("b",)))


def test_more_one_sided_changes_are_less_like_chance():
    values = [p_of(10 + n, 10 - n) for n in range(11)]
    assert all(more <= fewer for fewer, more in pairwise(values))
