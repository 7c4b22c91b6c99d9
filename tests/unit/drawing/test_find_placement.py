"""Placements are found by the names that model files hold."""

import pytest

from convscope.drawing import PLACEMENTS, find_placement
from convscope.errors import UnknownNameError


@pytest.mark.parametrize("name", PLACEMENTS)
def test_every_placement_is_found_by_its_name(name):
    assert find_placement(name) is PLACEMENTS[name]


def test_a_placement_that_is_not_known_is_told_with_those_that_are():
    with pytest.raises(UnknownNameError, match=r'"mnsit".*mnist.*kuzushiji.*Did you mean "mnist"'):
        find_placement("mnsit")
