"""Batches without end, each image of them changed anew."""

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError
from convscope.keras_like.batches import PyDataset
from convscope.keras_like.image_generator.files import Found
from convscope.keras_like.pictures import CHANNELS, expect_known, img_to_array, load_img

if TYPE_CHECKING:
    from convscope.keras_like.image_generator.generator import ImageDataGenerator


@dataclass(frozen=True)
class Reading:
    """How pictures of all sizes are brought to one form; see `load_img`."""

    color_mode: str
    target_size: tuple[int, int]
    interpolation: str
    keep_aspect_ratio: bool

    def __post_init__(self) -> None:
        expect_known(self.color_mode, self.interpolation)


class EndlessBatches(PyDataset, ABC):
    """Batches by number, and one after the other by `next`.

    Orders and changes come from `numpy.random`, which a seed sets anew for every batch, as in
    Keras: the same seed gives the same batches.

    Args:
        number: Images of a pass.
        batch_size: Of each batch; the last of a pass may be short.
        shuffle: Whether every pass has an order of its own.
        seed: None for the next numbers.

    Raises:
        ConvscopeError: A batch size below 1.
    """

    def __init__(self, number: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        super().__init__()
        if not isinstance(batch_size, int | np.integer) or batch_size < 1:
            raise ConvscopeError(
                f"batch_size={batch_size!r}.", "Expected a number from 1.", "Give batch_size=32."
            )
        self.n, self.batch_size, self.shuffle, self.seed = number, batch_size, shuffle, seed
        self.batch_index = self.total_batches_seen = 0
        self._order: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return -(-self.n // self.batch_size)

    def __getitem__(self, index: int) -> Any:
        if not 0 <= index < len(self):
            raise IndexError(f"Batch {index} of {len(self)}.")
        self._set_seed()
        if self._order is None:
            self.on_epoch_end()
        return self._taken(index)

    def __iter__(self) -> "EndlessBatches":
        return self

    def __next__(self) -> Any:
        if not self.n:
            raise StopIteration
        self._set_seed()
        if self.batch_index == 0:
            self.on_epoch_end()
        index = self.batch_index
        self.batch_index = (index + 1) % len(self)
        return self._taken(index)

    next = __next__

    def reset(self) -> None:
        """Lets `next` begin a pass."""
        self.batch_index = 0

    def on_epoch_end(self) -> None:
        """Takes a new order."""
        self._order = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def _set_seed(self) -> None:
        if self.seed is not None:
            np.random.seed(self.seed + self.total_batches_seen)
        self.total_batches_seen += 1

    def _taken(self, index: int) -> Any:
        assert self._order is not None
        return self._batch(self._order[self.batch_size * index : self.batch_size * (index + 1)])

    @abstractmethod
    def _batch(self, rows: NDArray[np.int64]) -> Any:
        """Returns some images, with what belongs to them."""


class ArrayBatches(EndlessBatches):
    """Batches of arrays.

    Args:
        generator: What changes images.
        x: float32 (number, height, width, channels).
        y: Labels, (number, …); None for none.
        sample_weight: How much each image counts; None for alike.
        rest: Batch size, shuffle and seed.
    """

    def __init__(
        self,
        generator: "ImageDataGenerator",
        x: NDArray[np.float32],
        y: NDArray[Any] | None,
        sample_weight: NDArray[Any] | None,
        *rest: Any,
    ) -> None:
        super().__init__(len(x), *rest)
        self.image_data_generator = generator
        self.x, self.y, self.sample_weight = x, y, sample_weight

    def _batch(self, rows: NDArray[np.int64]) -> Any:
        images = np.zeros((len(rows), *self.x.shape[1:]), np.float32)
        for place, row in enumerate(rows):
            images[place] = self.image_data_generator.made_of(self.x[row])
        if self.y is None:
            return images
        if self.sample_weight is None:
            return images, self.y[rows]
        return images, self.y[rows], self.sample_weight[rows]


class FileBatches(EndlessBatches):
    """Batches of picture files, read when they are needed.

    Args:
        generator: What changes images.
        found: The files and their classes.
        labels: Of every file, (number, …); `"input"` for the images themselves, None for none.
        reading: How pictures are brought to one form.
        rest: Batch size, shuffle and seed.

    Attributes:
        class_indices: Number of each class name.
        classes: Class of each file, int32 (number,).
        filenames: Below the folder.
        image_shape: (height, width, channels).
    """

    def __init__(
        self,
        generator: "ImageDataGenerator",
        found: Found,
        labels: NDArray[Any] | str | None,
        reading: Reading,
        *rest: Any,
    ) -> None:
        super().__init__(len(found.paths), *rest)
        self.image_data_generator = generator
        self._found, self._labels, self._reading = found, labels, reading
        self.target_size, self.color_mode = tuple(reading.target_size), reading.color_mode
        self.image_shape = (*self.target_size, CHANNELS[reading.color_mode])
        self.samples = self.n
        self.class_indices = {name: index for index, name in enumerate(found.class_names)}
        self.num_classes = len(found.class_names)
        self.classes = self.labels = found.classes
        self.filenames, self.filepaths = list(found.names), [str(path) for path in found.paths]

    def _batch(self, rows: NDArray[np.int64]) -> Any:
        images = np.zeros((len(rows), *self.image_shape), np.float32)
        for place, row in enumerate(rows):
            picture = load_img(self.filepaths[row], **asdict(self._reading))
            images[place] = self.image_data_generator.made_of(img_to_array(picture))
        if self._labels is None:
            return images
        labels = images.copy() if isinstance(self._labels, str) else self._labels[rows]
        weights = self._found.weights
        return (images, labels) if weights is None else (images, labels, weights[rows])
