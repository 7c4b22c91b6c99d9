"""What a page is told besides its model."""

import numpy as np
import pytest

from convscope.errors import UnknownNameError
from convscope.interchange.page_settings import PageSettings, choose_examples


def test_an_unknown_language_is_named():
    with pytest.raises(UnknownNameError, match=r'Unknown language "jp". Known: en, ja.'):
        PageSettings("digits", "jp")


def test_without_images_there_are_no_examples():
    assert PageSettings("digits").to_json() == {"name": "digits", "language": "", "examples": None}


@pytest.mark.parametrize(("number", "expected"), [(6, [0, 0, 1, 1, 2, 2]), (3, [0, 1, 2])])
def test_examples_are_the_first_of_every_class(number, expected):
    labels = np.array([2, 0, 1, 0, 1, 2, 0, 1, 2])
    images = np.arange(9, dtype=np.uint8).reshape(9, 1, 1, 1)
    chosen, chosen_labels = choose_examples(images, labels, number)
    assert chosen_labels.tolist() == expected
    assert chosen.ravel()[:2].tolist() == ([1, 3] if number == 6 else [1, 2])


def test_never_more_examples_than_asked_for():
    labels = np.arange(50)
    chosen, _ = choose_examples(np.zeros((50, 2, 2, 1), np.uint8), labels, 7)
    assert len(chosen) == 7
