"""Evidence of several kinds is weighed, and every proposal says why it is made."""

import numpy as np
import pytest

from bars import bars
from convscope.data.quality.evidence import (
    Evidence,
    from_features,
    from_looks,
    logarithms,
    together,
)
from convscope.data.quality.proposals import propose
from convscope.data.quality.standing_apart import chances_apart

NUMBER = 240


def clusters(spread: float = 0.3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Returns features of three classes, right labels, labels of which some are wrong, which."""
    random = np.random.default_rng(3)
    right = random.integers(0, 3, NUMBER)
    features = np.eye(3, 8)[right] + spread * random.normal(size=(NUMBER, 8))
    wrong = random.permutation(NUMBER)[:10]
    labels = right.copy()
    labels[wrong] = (labels[wrong] + 1) % 3
    return features.astype(np.float32), right, labels, wrong


def test_evidence_that_tells_nothing_changes_nothing():
    features, right, labels, _ = clusters()
    told = from_features("borrowed", features, labels, 3)
    noise = np.random.default_rng(4).normal(size=(NUMBER, 3)).astype(np.float32)
    alone = together([told], labels).argmax(1) == right
    both = together([told, Evidence("noise", noise)], labels).argmax(1) == right
    assert alone.mean() > 0.97
    assert both.mean() > alone.mean() - 0.02


def test_two_kinds_that_each_tell_a_little_tell_more_together():
    features, right, labels, _ = clusters(0.8)
    kinds = [from_features(str(i), features[:, i::2], labels, 3) for i in range(2)]
    each = [(logarithms(kind.scores[None], labels).argmax(1) == right).mean() for kind in kinds]
    assert (together(kinds, labels).argmax(1) == right).mean() > max(each)


def test_the_scale_of_scores_does_not_matter():
    features, _, labels, _ = clusters()
    told = from_features("borrowed", features, labels, 3)
    large = Evidence("large", 1000 * told.scores)
    np.testing.assert_allclose(together([told], labels), together([large], labels), atol=1e-3)


def test_wrong_labels_come_first_with_their_class_and_reasons():
    features, right, labels, wrong = clusters()
    told = from_features("borrowed", features, labels, 3)
    found = propose([told], labels, 12).listed
    first = found[: len(wrong)]
    assert len({each.image for each in first} & set(wrong.tolist())) >= 9
    for each in first:
        if each.image not in wrong:
            continue
        assert each.proposed == right[each.image]
        assert each.chance > 0.5
        (reason,) = each.reasons
        assert (reason.by, reason.says) == ("borrowed", each.proposed)
        assert reason.margin > 0.2
        assert each.neighbours == 10
        assert each.like_proposed > each.like_label
        assert (labels[each.alike] == each.proposed).all()
        assert each.image not in each.alike


def test_an_image_alone_is_not_likely_wrong():
    for number in (0, 1):
        labels = np.zeros(number, np.int64)
        told = from_features("looks", np.zeros((number, 4), np.float32), labels, 3)
        assert all(each.chance < 0.1 for each in propose([told], labels, 5).listed)


@pytest.mark.parametrize("seed", [0, 2])
def test_labels_that_contradict_where_all_images_are_clear_are_likely_wrong(seed):
    images, right = bars(300, seed)
    wrong = np.random.default_rng(2).permutation(300)[:12]
    labels = right.copy()
    labels[wrong] = (labels[wrong] + 1) % 3
    told = [propose([from_looks(images, each, 3)], each, 60).listed for each in (labels, right)]
    likely, without = ({each.image for each in t if each.chance >= 0.5} for t in told)
    assert likely <= set(wrong.tolist())
    assert len(likely) >= 10
    assert not without


@pytest.mark.parametrize("spread", [0.6, 1.0, 2.0])
def test_hard_images_do_not_stand_apart(spread):
    said = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        scores = spread * random.normal(size=(400, 4)) + np.eye(4)[random.integers(0, 4, 400)]
        shares = np.exp(3 * scores)
        shares /= shares.sum(1, keepdims=True)
        labels = (shares.cumsum(1) > random.random((400, 1))).argmax(1)
        said += (chances_apart(scores, labels) >= 0.5).any()
    assert said <= 1
