"""Evidence of several kinds is weighed, and every proposal says why it is made."""

import numpy as np

from convscope.data.quality.evidence import Evidence, from_features, logarithms, together
from convscope.data.quality.proposals import propose

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
