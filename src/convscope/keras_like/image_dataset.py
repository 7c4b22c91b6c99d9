"""A folder of images as Keras programs read it: batches of floats, with class names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Image, Images
from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.numbers import Numbers
from convscope.keras_like.resizing import (
    INTERPOLATIONS,
    cropped_to_aspect,
    padded_to_aspect,
    resize,
)
from convscope.keras_like.seeds import draw_seed
from convscope.missing_names import MissingNameError
from convscope.texts import counted

if TYPE_CHECKING:
    from convscope.data.images.listing import ImageFile, Listing

LABEL_MODES = ("int", "categorical", "binary", None)
CHANNELS = {"rgb": 3, "grayscale": 1}
SUBSETS = ("training", "validation", "both")


@dataclass(frozen=True)
class ImageDataset:
    """Labelled images in memory, in batches.

    Attributes:
        images: uint8 (number, height, width, channels), 0–255.
        labels: int64 (number,), or float32 (number, classes) or (number, 1); None for none.
        class_names: One name per class, in the order of the labels.
        file_paths: Where each image comes from.
        batch_size: Images per batch; the last batch may be short.
        is_shuffled: Whether training takes them in a new order every epoch.
        functions: What `map` was given: each makes another batch of a batch.
    """

    images: Images
    labels: NDArray[Any] | None
    class_names: list[str]
    file_paths: list[str]
    batch_size: int
    is_shuffled: bool
    functions: tuple[Callable[..., Any], ...] = ()

    @property
    def comes_in_batches(self) -> bool:
        """Whether functions have to be called on every batch."""
        return bool(self.functions)

    def __len__(self) -> int:
        return -(-len(self.images) // self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        order = np.arange(len(self.images))
        if self.is_shuffled:  # anew in every pass, as in Keras
            order = np.random.default_rng(draw_seed()).permutation(order)
        for start in range(0, len(self.images), self.batch_size):
            rows = order[start : start + self.batch_size]
            images = np.asarray(self.images[rows], np.float32).view(Numbers)
            yield self._mapped(images, rows)

    def _mapped(self, images: NDArray[Any], rows: NDArray[Any]) -> Any:
        batch: Any = images
        if self.labels is not None:
            batch = images, self.labels[rows].view(Numbers)
        for function in self.functions:
            batch = function(*batch) if isinstance(batch, tuple) else function(batch)
        return batch

    def take(self, count: int) -> "ImageDataset":
        """Returns the first `count` batches."""
        return self._part(slice(0, count * self.batch_size))

    def skip(self, count: int) -> "ImageDataset":
        """Returns all but the first `count` batches."""
        return self._part(slice(count * self.batch_size, None))

    def _part(self, rows: slice) -> "ImageDataset":
        labels = None if self.labels is None else self.labels[rows]
        return replace(
            self, images=self.images[rows], labels=labels, file_paths=self.file_paths[rows]
        )

    def cache(self, filename: str = "") -> "ImageDataset":
        """Returns the same data set: it is in memory already."""
        return self

    def prefetch(self, buffer_size: int | None = None) -> "ImageDataset":
        """Returns the same data set: it is in memory already."""
        return self

    def repeat(self, count: int | None = None) -> "ImageDataset":
        """Returns the same data set: every epoch takes all of it, however often.

        Args:
            count: Accepted and not used.
        """
        return self

    def shuffle(
        self,
        buffer_size: int,
        seed: int | None = None,
        reshuffle_each_iteration: bool | None = None,
    ) -> "ImageDataset":
        """Returns the data set in a new order for every pass.

        Args:
            buffer_size: Accepted and not used: all of it is mixed.
            seed: Accepted and not used: `utils.set_random_seed` makes orders repeat.
            reshuffle_each_iteration: Accepted and not used: every pass has an order of its own.
        """
        return replace(self, is_shuffled=True)

    @checked_arguments("map()", {"deterministic": (None, True, False), "name": None})
    def map(
        self, map_func: Callable[..., Any], num_parallel_calls: int | None = None
    ) -> "ImageDataset":
        """Returns the data set with a function that is called on every batch, anew in every pass.

        What happens to images before a net is not saved with it: layers in the net are.

        Args:
            map_func: From (images, labels), or images where there are no labels, to such; it works
                on NumPy arrays, and may call layers and nets on them.
            num_parallel_calls: Accepted and not used.

        Raises:
            ConvscopeError: No function.
        """
        if not callable(map_func):
            raise ConvscopeError(
                f"map(): received {in_short(map_func)}.",
                "Expected a function of (images, labels).",
                "Write for example dataset.map(lambda x, y: (x / 255, y)).",
            )
        return replace(self, functions=(*self.functions, map_func))

    def __getattr__(self, name: str) -> Any:
        known = [
            *("cache", "class_names", "file_paths", "map", "prefetch", "repeat", "shuffle"),
            *("skip", "take"),
        ]
        if name.startswith("_"):
            raise AttributeError(name)
        raise MissingNameError("method of an image data set:", name, known)


@checked_arguments(
    "image_dataset_from_directory()",
    {
        "class_names": None,
        "data_format": (None, "channels_last"),
        "follow_links": False,
        "format": None,
        "labels": "inferred",
    },
)
def image_dataset_from_directory(
    directory: str,
    label_mode: str | None = "int",
    color_mode: str = "rgb",
    batch_size: int = 32,
    image_size: tuple[int, int] = (256, 256),
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    verbose: bool = True,
    interpolation: str = "bilinear",
) -> ImageDataset | tuple[ImageDataset, ImageDataset]:
    """Reads a folder with one subfolder per class.

    The same seed and split set the same files aside as Keras does.

    Args:
        directory: The folder.
        label_mode: `"int"` for class indices, `"categorical"` for one column per class,
            `"binary"` for one column (two classes), None for no labels.
        color_mode: `"rgb"` or `"grayscale"`.
        batch_size: Images per batch.
        image_size: (height, width) that all images are brought to.
        shuffle: Whether the images are taken in a random order; else by class and file name.
        seed: The order follows from it.
        validation_split: Share of the images set aside, above 0 and below 1.
        subset: `"training"`, `"validation"`, or `"both"` for two data sets.
        crop_to_aspect_ratio: Whether other proportions are cropped; else they are stretched.
        pad_to_aspect_ratio: Whether other proportions get a margin; else they are stretched.
        verbose: Whether to print how many images there are.
        interpolation: How sizes are changed: `"bilinear"`, `"nearest"`, `"bicubic"`, `"area"`,
            `"lanczos3"`, `"lanczos5"`, `"gaussian"` or `"mitchellcubic"`, without antialiasing, as
            in Keras; but values are rounded to whole ones.

    Raises:
        ConvscopeError: No such folder, no images, or arguments that do not fit together.
    """
    _check_split(validation_split, subset, shuffle, seed)
    shape = crop_to_aspect_ratio, pad_to_aspect_ratio
    images, indices, class_names, files = _read(
        directory, image_size, shape, interpolation.lower(), color_mode
    )
    labels = _labels(indices, label_mode, len(class_names))
    order = list(range(len(files)))
    if shuffle:
        np.random.RandomState(seed).shuffle(order)
    parts = _parts(order, validation_split, subset)
    sets = [
        ImageDataset(
            images[part],
            None if labels is None else labels[part],
            class_names,
            [str(Path(directory) / files[index]) for index in part],
            batch_size,
            shuffle,
        )
        for part in parts
    ]
    if verbose:
        counts = " and ".join(f"{len(part):,}" for part in parts)
        found = f"{counted(len(files), 'image')} of {counted(len(class_names), 'class', 'classes')}"
        print(f"{directory}: {found}; using {counts}.")
    return sets[0] if len(sets) == 1 else (sets[0], sets[1])


def _read(
    directory: str,
    image_size: Sequence[int],
    shape: tuple[bool, bool],
    interpolation: str,
    color_mode: str,
) -> tuple[Images, NDArray[np.int64], list[str], list[str]]:
    """Returns images, class indices, class names and files, by class, folder and file name."""
    if color_mode not in CHANNELS:
        raise UnknownNameError("color_mode", color_mode, CHANNELS)
    if interpolation not in INTERPOLATIONS:
        raise UnknownNameError("interpolation", interpolation, INTERPOLATIONS)
    listing = _listing(directory)
    files = sorted(listing.files, key=lambda file: file.path.rpartition("/")[::2])
    size = (int(image_size[0]), int(image_size[1]))
    images = np.empty((len(files), *size, CHANNELS[color_mode]), np.uint8)
    for index, file in enumerate(files):
        pixels = _pixels(listing, file, CHANNELS[color_mode])
        if shape[0]:
            pixels = cropped_to_aspect(pixels, size)
        elif shape[1]:
            pixels = padded_to_aspect(pixels, size)
        images[index] = resize(pixels, size, interpolation)
    labels = np.array([listing.class_names.index(file.class_name) for file in files], np.int64)
    return images, labels, list(listing.class_names), [file.path for file in files]


def _listing(directory: str) -> "Listing":
    """Returns the images of a folder, unread.

    Raises:
        ConvscopeError: No folder with one subfolder per class.
    """
    from convscope.data.images.listing import Listing
    from convscope.data.loading import find_or_explain

    listing = find_or_explain(directory).load()
    if not isinstance(listing, Listing) or not listing.files:
        raise ConvscopeError(
            f"image_dataset_from_directory(): {directory} holds no image that has a class.",
            "Expected a folder with one subfolder of images per class.",
            "Data of another form are read by convscope.load_data().",
        )
    return listing


def _pixels(listing: "Listing", file: "ImageFile", channels: int) -> Image:
    """Returns an image in its own size, uint8 (height, width, channels).

    Raises:
        ConvscopeError: It cannot be read.
    """
    from convscope.data.images.one_image import UnreadableImage, decode_image

    try:
        return decode_image(listing.read_bytes(file), None, channels=channels)
    except (OSError, UnreadableImage) as error:
        reason = getattr(error, "reason", None) or error
        raise ConvscopeError(
            f"image_dataset_from_directory(): {listing.source}/{file.path}: {reason}.",
            "Expected an image that can be read.",
            "Mend the file, or take it out of the folder.",
        ) from None


def _labels(
    indices: NDArray[np.int64], label_mode: str | None, num_classes: int
) -> NDArray[Any] | None:
    if label_mode not in LABEL_MODES:
        raise UnknownNameError("label_mode", label_mode, [str(mode) for mode in LABEL_MODES])
    if label_mode is None:
        return None
    if label_mode == "categorical":
        return np.eye(num_classes, dtype=np.float32)[indices]
    if label_mode == "int":
        return indices
    if num_classes != 2:
        raise ConvscopeError(
            f'label_mode="binary" with {num_classes} classes.',
            "Expected two classes.",
            'Give label_mode="int".',
        )
    return indices[:, np.newaxis].astype(np.float32)


def _check_split(
    validation_split: float | None, subset: str | None, shuffle: bool, seed: int | None
) -> None:
    if subset is not None and subset not in SUBSETS:
        raise UnknownNameError("subset", subset, SUBSETS)
    if validation_split is None and subset is None:
        return
    if validation_split is None or subset is None or not 0 < validation_split < 1:
        raise ConvscopeError(
            f"validation_split={validation_split!r}, subset={subset!r}.",
            f"Expected a share between 0 and 1 together with one of {', '.join(SUBSETS)}.",
            'Give for example validation_split=0.2, subset="training", seed=1.',
        )
    if shuffle and seed is None:
        raise ConvscopeError(
            "validation_split with shuffle=True and without a seed.",
            "Without one, training and validation images would overlap.",
            "Give the same seed to both calls, such as seed=1.",
        )


def _parts(order: list[int], validation_split: float | None, subset: str | None) -> list[list[int]]:
    """Returns the indices of each data set wanted; validation is the last part, as in Keras."""
    if validation_split is None:
        return [order]
    begin = len(order) - int(validation_split * len(order))
    parts = {"training": [order[:begin]], "validation": [order[begin:]]}
    return [order[:begin], order[begin:]] if subset == "both" else parts[str(subset)]
