"""The published data sets as Keras programs load them: two pairs of arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.keras_like.arguments import checked_arguments
from convscope.missing_names import missing_attribute

__all__ = ["cifar10", "digits", "fashion_mnist", "kmnist", "mnist"]

Pair = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True)
class PublishedSet:
    """One data set under the name that Keras gives it.

    Attributes:
        name: convscope's name.
        has_label_column: Whether labels are (number, 1), as Keras has them for CIFAR.
    """

    name: str
    has_label_column: bool = False

    @checked_arguments("load_data()")
    def load_data(self, path: str | None = None) -> tuple[Pair, Pair]:
        """Returns (x_train, y_train), (x_test, y_test).

        Images are uint8 (number, height, width), or (number, height, width, 3) where they have
        colour; labels are uint8 (number,), for `cifar10` (number, 1). What is not in the data
        folder is downloaded.

        Args:
            path: Accepted and not used: the data folder is `$CONVSCOPE_DATA`.

        Raises:
            ConvscopeError: No copy is at hand and none can be downloaded.
        """
        from convscope.data import NO_CORRECTIONS, load_data

        splits = load_data(self.name, corrections=NO_CORRECTIONS).splits
        train, test = (
            self._pair(splits[name].images, splits[name].labels) for name in ("train", "test")
        )
        return train, test

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise missing_attribute("name in a published data set:", name, ["load_data"])

    def _pair(self, images: NDArray[np.uint8], labels: NDArray[np.int64]) -> Pair:
        grey = images.shape[-1] == 1
        classes = labels.astype(np.uint8)
        return (
            np.array(images[..., 0] if grey else images),
            classes[:, np.newaxis] if self.has_label_column else classes,
        )


mnist = PublishedSet("mnist")
fashion_mnist = PublishedSet("fashion-mnist")
kmnist = PublishedSet("kmnist")
cifar10 = PublishedSet("cifar10", has_label_column=True)
digits = PublishedSet("digits")
