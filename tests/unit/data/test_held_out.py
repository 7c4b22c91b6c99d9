"""Classes that only test images have are refused, whatever the files are."""

import numpy as np
import pytest
from idx_files import idx_bytes, write_idx

from convscope.data import load_data
from convscope.errors import ConvscopeError

IMAGES = np.zeros((6, 4, 4), np.uint8)
LABELS = np.array([0, 1, 2, 0, 1, 2])


def npz(tmp_path, **more):
    path = tmp_path / "a.npz"
    np.savez(path, x_train=IMAGES, y_train=LABELS, x_test=IMAGES, **more)
    return path


def test_refuses_classes_that_only_test_images_have_in_npz(tmp_path):
    path = npz(tmp_path, y_test=[0, 1, 5, 5, 4, 0], class_names=list("abcdef"))
    text = r'a\.npz: no training image has the class of 3 test images: "e", "f"\. .*Add'
    with pytest.raises(ConvscopeError, match=text):
        load_data(path)


def test_refuses_classes_that_only_test_images_have_in_idx_files(tmp_path):
    folder = write_idx(tmp_path / "a", compress=False)
    labels = np.arange(10, dtype=np.uint8)
    (folder / "t10k-labels-idx1-ubyte").write_bytes(idx_bytes(labels))
    with pytest.raises(ConvscopeError, match=r'class of 6 test images: "4", "5", "6" …'):
        load_data(folder)


def test_classes_without_test_images_are_kept_and_those_without_any_left_out(tmp_path):
    data = load_data(npz(tmp_path, y_test=[0] * 6, class_names=list("abcd")))
    assert data.class_names == tuple("abc")
    assert "No image is of these classes, which are left out: d." in data.notes
