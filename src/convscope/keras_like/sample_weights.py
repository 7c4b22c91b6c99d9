"""How much each image counts: from weights of classes and of samples to one number per image."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, in_short


def weights_of(
    title: str, labels: Any, sample_weight: Any = None, class_weight: Any = None
) -> NDArray[np.float32] | None:
    """Returns how much each image counts in the loss, float32 (number,); None for 1 each.

    Args:
        title: How errors call the method, such as `"fit()"`.
        labels: Class indices (number,) or (number, 1), or one column per class.
        sample_weight: A number of at least 0 per image, or None.
        class_weight: A number of at least 0 by class index, or None; classes left out count 1.

    Raises:
        ConvscopeError: Not one number per image, a class that is none, or a number below 0.
    """
    if sample_weight is None and class_weight is None:
        return None
    weights = np.ones(len(labels), np.float32)
    if sample_weight is not None:
        weights = _of_samples(title, sample_weight, len(labels))
    if class_weight is not None:
        weights = weights * _of_classes(title, class_weight, np.asarray(labels))
    return weights


def _of_samples(title: str, sample_weight: Any, number: int) -> NDArray[np.float32]:
    given = np.asarray(sample_weight)
    if given.ndim == 2 and given.shape[1] == 1:
        given = given[:, 0]
    if given.dtype.kind not in "buif" or given.shape != (number,) or not _are_fine(given):
        raise ConvscopeError(
            f"{title}: sample_weight is {given.dtype} of shape {given.shape}.",
            f"Expected a number of at least 0 for each of {number} images.",
            "Give a NumPy array, for example np.where(y == 3, 2.0, 1.0).",
        )
    return given.astype(np.float32)


def _of_classes(title: str, class_weight: Any, labels: NDArray[Any]) -> NDArray[np.float32]:
    fix = "Write for example class_weight={0: 1.0, 1: 2.5}."
    if not isinstance(class_weight, Mapping):
        expected = "Expected a dictionary: a number of at least 0 by class index."
        raise ConvscopeError(f"{title}: class_weight={in_short(class_weight)}.", expected, fix)
    is_one_hot = labels.ndim == 2 and labels.shape[1] > 1
    classes = labels.argmax(1) if is_one_hot else labels.reshape(len(labels)).astype(np.int64)
    count = max(labels.shape[1] if is_one_hot else int(classes.max(initial=0)) + 1, 2)
    by_class = np.ones(count, np.float32)
    for index, weight in class_weight.items():
        is_class = isinstance(index, int | np.integer) and index >= 0
        if not is_class or isinstance(weight, str) or not _are_fine(np.asarray(weight)):
            raise ConvscopeError(
                f"{title}: class_weight has {in_short(index)}: {in_short(weight)}.",
                "Expected a number of at least 0 by class index, from 0 on.",
                fix,
            )
        if index < count:
            by_class[index] = weight
    return by_class[classes]


def _are_fine(weights: NDArray[Any]) -> bool:
    return weights.dtype.kind in "buif" and bool(
        np.isfinite(weights).all() and (weights >= 0).all()
    )
