"""Setting images aside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convscope.data import Split, stratified_split, validation_split
from convscope.data.split import stratified_indices
from convscope.errors import ConvscopeError


def test_the_last_tenth_as_keras_counts():
    assert validation_split(60_000, 0.1) == 54_000
    assert validation_split(7_011, 0.2) == 5_608


@given(
    counts=st.lists(st.integers(2, 30), min_size=1, max_size=6),
    fraction=st.floats(0.05, 0.95),
    seed=st.integers(0, 5),
)
def test_every_class_is_on_both_sides_in_its_share(counts, fraction, seed):
    labels = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(counts)), counts))
    stay, aside = stratified_indices(labels, fraction, seed)
    assert sorted([*stay, *aside]) == list(range(len(labels)))
    assert (np.diff(stay) > 0).all()
    for label, count in enumerate(counts):
        number = int((labels[aside] == label).sum())
        assert 1 <= number <= count - 1
        assert abs(number - count * fraction) <= 1
    again = stratified_indices(labels, fraction, seed)
    np.testing.assert_array_equal(aside, again[1])


def test_files_go_along():
    images = np.arange(6, dtype=np.uint8).reshape(6, 1, 1, 1)
    split = Split(images, np.array([0, 0, 0, 1, 1, 1]), tuple("abcdef"))
    stay, aside = stratified_split(split, 0.34, 0)
    for part in (stay, aside):
        assert part.files is not None
        assert [images[ord(f) - 97].item() for f in part.files] == part.images.ravel().tolist()


@pytest.mark.parametrize("fraction", [0.0, 1.0, -1.0])
def test_refuses_no_share(fraction):
    with pytest.raises(ConvscopeError, match="cannot be set aside"):
        stratified_indices(np.array([0, 1]), fraction, 0)
