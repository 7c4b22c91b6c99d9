"""What is said of test images: set aside where there are none, refused where nothing trains."""

from collections.abc import Mapping

import numpy as np

from convscope.data.decoded import DecodedSplit
from convscope.errors import ConvscopeError, in_short
from convscope.texts import counted


def no_test_note(test_split: float, seed: int) -> str:
    """Returns the words for images that were set aside as test."""
    return (
        f"there are no test images: {100 * test_split:g} % of each class was set aside as test "
        f"(seed {seed})"
    )


def expect_trained_classes(
    splits: Mapping[str, DecodedSplit], class_names: tuple[str, ...], source: str
) -> None:
    """Checks that every class of the test images has training images.

    Args:
        splits: Images and labels by split; nothing is checked without both `train` and `test`.
        class_names: Name of each class by its index.
        source: What was read, for people.

    Raises:
        ConvscopeError: A class has test images and none to train on.
    """
    if not {"train", "test"} <= set(splits):
        return
    train, test = (splits[name].labels for name in ("train", "test"))
    unknown = np.setdiff1d(test, train)
    if len(unknown):
        number = int(np.isin(test, unknown).sum())
        names = ", ".join(f'"{in_short(class_names[label])}"' for label in unknown[:3])
        more = " …" if len(unknown) > 3 else ""
        raise ConvscopeError(
            f"{source}: no training image has the class of {counted(number, 'test image')}: "
            f"{names}{more}.",
            "Expected training images of every class: a net cannot name what it never saw.",
            "Add training images of these classes, or take their test images out.",
        )
