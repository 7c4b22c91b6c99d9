"""What is set aside for validation, down to sets that hardly have enough."""

import numpy as np
import pytest

from convscope.errors import ConvscopeError
from convscope.runs.preparation import prepare
from convscope.runs.settings import TrainSettings


def prepared(path, num_images, num_classes, share=0.1):
    random = np.random.default_rng(0)
    labels = np.arange(num_images) % num_classes
    images = random.integers(0, 256, (num_images, 9, 7), np.uint8)
    np.savez(
        path,
        x_train=images,
        y_train=labels,
        x_test=images[:num_classes],
        y_test=labels[:num_classes],
    )
    return prepare(TrainSettings(data=str(path), validation_split=share))


@pytest.mark.parametrize(("num_images", "num_classes"), [(10, 10), (11, 10), (20, 10), (5, 3)])
def test_no_side_is_empty_where_classes_have_an_image_or_two(tmp_path, num_images, num_classes):
    found = prepared(tmp_path / "few.npz", num_images, num_classes)
    assert len(found.train) > 0
    assert len(found.validation) > 0
    assert len(found.train) + len(found.validation) == num_images


def test_a_share_that_leaves_nothing_is_refused(tmp_path):
    with pytest.raises(ConvscopeError, match=r"leaves no images on one side\..*more images"):
        prepared(tmp_path / "few.npz", 2, 2, share=0.9)
