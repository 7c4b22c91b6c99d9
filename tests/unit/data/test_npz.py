"""`.npz` files: layouts that are accepted, and what is refused with which words."""

import numpy as np
import pytest

from convscope.data import load_data
from convscope.errors import ConvscopeError

IMAGES = np.arange(12 * 4 * 4, dtype=np.uint8).reshape(12, 4, 4)
LABELS = np.arange(12) % 3


def save(path, **arrays):
    np.savez(path, **arrays)
    return path


def test_reads_keras_names(tmp_path):
    path = save(tmp_path / "a.npz", x_train=IMAGES, y_train=LABELS, x_test=IMAGES, y_test=LABELS)
    data = load_data(path)
    assert data.name == "a"
    assert data.train.images.shape == (12, 4, 4, 1)
    np.testing.assert_array_equal(data.train.images[..., 0], IMAGES)


def test_reads_class_names_columns_and_floats(tmp_path):
    path = save(
        tmp_path / "a.npz",
        x=(IMAGES / 255).astype(np.float32)[..., None],
        y=np.eye(3)[LABELS],
        class_names=np.array(["a", "b", "c"]),
    )
    # Labels as one column per class are whole numbers only after taking the largest.
    data = load_data(path)
    assert data.class_names == ("a", "b", "c")
    assert data.test is not None
    assert len(data.train) + len(data.test) == 12
    assert data.train.images.max() > 100


@pytest.mark.parametrize(
    ("arrays", "text"),
    [
        ({"x_train": np.array([{}], object), "y_train": LABELS}, "holds Python objects"),
        ({"pictures": IMAGES}, "holds the arrays pictures.*x_train and y_train"),
        ({"x_test": IMAGES, "y_test": LABELS}, "holds the arrays x_test, y_test"),
        ({"x_train": IMAGES, "y_train": LABELS[:5]}, r"train images \(12, 4, 4\) uint8 and labels"),
        ({"x_train": IMAGES, "y_train": LABELS / 2}, "float64"),
        ({"x_train": IMAGES * -1.0, "y_train": LABELS}, "the images lie between"),
        (
            {"x_train": IMAGES, "y_train": LABELS, "class_names": np.array(["a", "b"])},
            "a label is 2.*there are 2 names",
        ),
    ],
)
def test_refuses(tmp_path, arrays, text):
    with pytest.raises(ConvscopeError, match=text):
        load_data(save(tmp_path / "a.npz", **arrays))


def test_refuses_what_is_no_npz(tmp_path):
    path = tmp_path / "a.npz"
    path.write_text("hello")
    with pytest.raises(ConvscopeError, match=r"is not a whole \.npz file"):
        load_data(path)
    whole = save(tmp_path / "b.npz", x_train=IMAGES, y_train=LABELS)
    whole.write_bytes(whole.read_bytes()[:200])
    with pytest.raises(ConvscopeError, match=r"is not a whole \.npz file"):
        load_data(whole)
