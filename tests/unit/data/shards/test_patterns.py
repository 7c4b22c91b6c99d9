"""Brace patterns: what they stand for, and what is refused."""

import pytest

from convscope.data.sources.shards.patterns import expand, is_pattern
from convscope.errors import ConvscopeError


def test_ranges_keep_their_zeros_and_lists_are_alternatives():
    assert expand("s/train-{000009..000011}.tar") == tuple(
        f"s/train-0000{n}.tar" for n in ("09", "10", "11")
    )
    assert expand("{a,b}-{1..2}") == ("a-1", "a-2", "b-1", "b-2")
    assert expand("{9..11}.tar") == ("9.tar", "10.tar", "11.tar")
    assert not is_pattern("photos/{mine}/")
    assert is_pattern("{0..3}.tar")


@pytest.mark.parametrize("pattern", ["{5..2}.tar", "{0..99999999}.tar", "{0..999}{0..999}.tar"])
def test_what_counts_backwards_or_too_far_is_refused(pattern):
    with pytest.raises(ConvscopeError, match="pattern"):
        expand(pattern)
