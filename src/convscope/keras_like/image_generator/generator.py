"""`ImageDataGenerator`: images changed at random, batch by batch, while a net is trained."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.image_generator.batches import ArrayBatches, FileBatches, Reading
from convscope.keras_like.image_generator.files import in_folder, in_table, with_labels
from convscope.keras_like.image_generator.normalizing import Normalizing
from convscope.keras_like.image_generator.transforms import FILL_MODES, UNCHANGED, transformed

_ACCEPTED = {"data_format": (None, "channels_last"), "dtype": (None, "float32")}


class ImageDataGenerator:
    """Batches of images that are turned, moved, zoomed and mirrored at random.

    Newer programs have layers for it: `RandomFlip`, `RandomRotation`, which are saved with the
    net. The numbers come from `numpy.random`, in the order in which Keras takes them: the same
    seed gives the same images.

    Args:
        featurewise_center: Whether the mean of every channel becomes 0; `fit` finds it.
        samplewise_center: Whether the mean of every image becomes 0.
        featurewise_std_normalization: Whether channels are divided by their deviation.
        samplewise_std_normalization: Whether images are divided by their deviation.
        zca_whitening: Whether pixels are made independent of each other; `fit` finds how.
        zca_epsilon: Keeps that from dividing by 0.
        rotation_range: Largest angle, in degrees.
        width_shift_range: Largest shift: below 1 a share of the side, an integer in pixels; a list
            to choose from.
        height_shift_range: The same for the other side.
        brightness_range: (darkest, brightest) factor.
        shear_range: Largest angle of shearing, in degrees.
        zoom_range: Largest zoom z, for 1 − z to 1 + z, or (lower, upper).
        channel_shift_range: Largest value added to all pixels.
        fill_mode: What is outside the image: `"nearest"`, `"constant"`, `"reflect"` or `"wrap"`.
        cval: The value outside for `"constant"`.
        horizontal_flip: Whether half of the images are mirrored.
        vertical_flip: Whether half of them are put upside down.
        rescale: What values are multiplied by, such as 1 / 255.
        preprocessing_function: Of an image, after it was changed and before `rescale`.
        validation_split: Share of the images for `subset="validation"`.
        interpolation_order: Of the splines between pixels, 0 to 5.

    Raises:
        ConvscopeError: Arguments out of their range.
    """

    @checked_arguments("ImageDataGenerator()", _ACCEPTED)
    def __init__(
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = 1e-6,
        rotation_range: float = 0,
        width_shift_range: float | Sequence[float] = 0.0,
        height_shift_range: float | Sequence[float] = 0.0,
        brightness_range: Sequence[float] | None = None,
        shear_range: float = 0.0,
        zoom_range: float | Sequence[float] = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Callable[[NDArray[Any]], NDArray[Any]] | None = None,
        validation_split: float = 0.0,
        interpolation_order: int = 1,
    ) -> None:
        if fill_mode not in FILL_MODES:
            raise UnknownNameError("fill_mode", fill_mode, FILL_MODES)
        if not 0 <= validation_split < 1:
            raise _wrong("validation_split", validation_split, "a share from 0 to below 1", 0.2)
        if isinstance(zoom_range, int | float):
            zoom_range = 1 - zoom_range, 1 + zoom_range
        self.zoom_range = _pair("zoom_range", zoom_range, "a number, or a lower and an upper one")
        self.brightness_range = brightness_range
        if brightness_range is not None:
            _pair("brightness_range", brightness_range, "two factors")
        self.rotation_range, self.shear_range = rotation_range, shear_range
        self.width_shift_range, self.height_shift_range = width_shift_range, height_shift_range
        self.channel_shift_range = channel_shift_range
        self.fill_mode, self.cval, self.interpolation_order = fill_mode, cval, interpolation_order
        self.horizontal_flip, self.vertical_flip = horizontal_flip, vertical_flip
        self.validation_split = validation_split
        self._normalizing = Normalizing(
            function=preprocessing_function,
            rescale=rescale,
            centers_each=samplewise_center or samplewise_std_normalization,
            scales_each=samplewise_std_normalization,
            centers=featurewise_center or featurewise_std_normalization or zca_whitening,
            scales=featurewise_std_normalization and not zca_whitening,
            whitens=zca_whitening,
            epsilon=zca_epsilon,
        )

    @property
    def mean(self) -> NDArray[Any] | None:
        """Of every channel, (1, 1, channels), as `fit` found it."""
        return self._normalizing.mean

    @property
    def std(self) -> NDArray[Any] | None:
        """The deviation of every channel, (1, 1, channels), as `fit` found it."""
        return self._normalizing.std

    @checked_arguments("fit()")
    def fit(
        self, x: ArrayLike, augment: bool = False, rounds: int = 1, seed: int | None = None
    ) -> None:
        """Finds what images are like, for `featurewise_center` and its kin.

        Args:
            x: (number, height, width, channels).
            augment: Whether to look at changed images.
            rounds: How often each is changed then.
            seed: The changes follow from it.

        Raises:
            ConvscopeError: Another shape.
        """
        images = images_of("fit()", x)
        if seed is not None:
            np.random.seed(seed)
        if self._normalizing.rescale:
            images = images * np.float32(self._normalizing.rescale)
        if augment:
            again = [self.random_transform(image) for _ in range(rounds) for image in images]
            images = np.stack(again)
        self._normalizing.fit(images)

    @checked_arguments(
        "flow()", {"save_to_dir": None, "save_prefix": "", "save_format": ("png", "jpeg", "jpg")}
    )
    def flow(
        self,
        x: ArrayLike,
        y: ArrayLike | None = None,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: ArrayLike | None = None,
        seed: int | None = None,
        ignore_class_split: bool = False,
        subset: str | None = None,
    ) -> ArrayBatches:
        """Returns batches of arrays, without end.

        Args:
            x: (number, height, width, channels).
            y: Labels, (number, …); None for none.
            batch_size: Images of a batch.
            shuffle: Whether every pass has an order of its own.
            sample_weight: How much each image counts; None for alike.
            seed: Orders and changes follow from it.
            ignore_class_split: Whether the parts of a split may lack a class.
            subset: `"validation"` for the first images, `"training"` for the others, by
                `validation_split`.

        Raises:
            ConvscopeError: Arrays of other shapes, or of different lengths.
        """
        images = images_of("flow()", x)
        parts: dict[str, Any] = {"y": y, "sample_weight": sample_weight}
        arrays = {name: None if part is None else np.asarray(part) for name, part in parts.items()}
        for name, part in arrays.items():
            if part is not None and len(part) != len(images):
                raise ConvscopeError(
                    f"flow(): {len(images)} images, and {name} of {len(part)}.",
                    "Expected as many of both.",
                    f"Give the {name} of these images.",
                )
        rows = self._rows(len(images), subset)
        labels = arrays["y"]
        if subset is not None and labels is not None and not ignore_class_split:
            _expect_same_classes(labels, self._split(len(images)))
        chosen = [None if part is None else part[rows] for part in arrays.values()]
        return ArrayBatches(self, images[rows], *chosen, batch_size, shuffle, seed)

    @checked_arguments(
        "flow_from_directory()",
        {
            "follow_links": False,
            "save_to_dir": None,
            "save_prefix": "",
            "save_format": ("png", "jpeg", "jpg"),
        },
    )
    def flow_from_directory(
        self,
        directory: str,
        target_size: tuple[int, int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
    ) -> FileBatches:
        """Returns batches of the pictures in a folder with one subfolder per class, without end.

        Args:
            directory: The folder.
            target_size: (height, width) that all are brought to.
            color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
            classes: The subfolders, in the order of the classes; None for all, by name.
            class_mode: `"categorical"` for a column per class, `"sparse"` or `"binary"` for class
                indices, `"input"` for the images themselves, None for no labels.
            batch_size: Images of a batch.
            shuffle: Whether every pass has an order of its own; else by class and name.
            seed: Orders and changes follow from it.
            subset: `"validation"` for the first pictures of every class, `"training"` for the
                others, by `validation_split`.
            interpolation: How sizes are changed: `"nearest"`, `"bilinear"`, `"bicubic"`, `"box"`,
                `"hamming"` or `"lanczos"`.
            keep_aspect_ratio: Whether other proportions are cropped; else they are stretched.

        Raises:
            ConvscopeError: No such folder, or unknown words.
        """
        found = in_folder(directory, classes, lambda number: self._rows(number, subset))
        names = f"{len(found.class_names)} classes."
        print(f"Found {len(found.paths)} images belonging to {names}")
        labels = with_labels(found, class_mode)
        reading = Reading(color_mode, target_size, interpolation, keep_aspect_ratio)
        return FileBatches(self, found, labels, reading, batch_size, shuffle, seed)

    @checked_arguments(
        "flow_from_dataframe()",
        {"save_to_dir": None, "save_prefix": "", "save_format": ("png", "jpeg", "jpg")},
    )
    def flow_from_dataframe(
        self,
        dataframe: Any,
        directory: str | None = None,
        x_col: str = "filename",
        y_col: str = "class",
        weight_col: str | None = None,
        target_size: tuple[int, int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
        validate_filenames: bool = True,
    ) -> FileBatches:
        """Returns batches of the pictures that a table names, without end.

        Args:
            dataframe: Of pandas, or columns by name.
            directory: Where the files lie; None where the table has whole paths.
            x_col: The column of file names.
            y_col: The column of class names, or of numbers for `"raw"`.
            weight_col: The column that says how much each counts; None for alike.
            target_size: As in `flow_from_directory`, and so the others.
            color_mode: See there.
            classes: The classes in their order; rows of others are left out. None for all.
            class_mode: See there; or `"raw"` for what the column holds.
            batch_size: See there.
            shuffle: See there.
            seed: See there.
            subset: `"validation"` for the first rows, `"training"` for the others.
            interpolation: See there.
            keep_aspect_ratio: See there.
            validate_filenames: Whether rows without a picture are left out, with a warning.

        Raises:
            ConvscopeError: No such column, or unknown words.
        """
        columns = x_col, None if class_mode in ("input", None) else y_col, weight_col
        found = in_table(
            dataframe, directory or "", columns, classes, class_mode == "raw", validate_filenames
        )
        found = found.part(self._rows(len(found.paths), subset))
        kind = "validated" if validate_filenames else "non-validated"
        belonging = f" belonging to {len(found.class_names)} classes" if found.class_names else "s"
        print(f"Found {len(found.paths)} {kind} image filename{belonging}.")
        labels = with_labels(found, class_mode)
        reading = Reading(color_mode, target_size, interpolation, keep_aspect_ratio)
        return FileBatches(self, found, labels, reading, batch_size, shuffle, seed)

    def get_random_transform(
        self, img_shape: Sequence[int], seed: int | None = None
    ) -> dict[str, Any]:
        """Returns parameters drawn at random, for `apply_transform`.

        Args:
            img_shape: (height, width, channels).
            seed: They follow from it; None for the next numbers.
        """
        if seed is not None:
            np.random.seed(seed)
        drawn = dict(UNCHANGED)
        if self.rotation_range:
            drawn["theta"] = np.random.uniform(-self.rotation_range, self.rotation_range)
        drawn["tx"] = _shift(self.height_shift_range, img_shape[0])
        drawn["ty"] = _shift(self.width_shift_range, img_shape[1])
        if self.shear_range:
            drawn["shear"] = np.random.uniform(-self.shear_range, self.shear_range)
        if self.zoom_range != (1, 1):
            low, high = self.zoom_range
            drawn["zx"], drawn["zy"] = np.random.uniform(low, high, 2)
        drawn["flip_horizontal"] = (np.random.random() < 0.5) and self.horizontal_flip
        drawn["flip_vertical"] = (np.random.random() < 0.5) and self.vertical_flip
        if self.channel_shift_range:
            most = self.channel_shift_range
            drawn["channel_shift_intensity"] = np.random.uniform(-most, most)
        if self.brightness_range is not None:
            darkest, brightest = self.brightness_range
            drawn["brightness"] = np.random.uniform(darkest, brightest)
        return drawn

    def apply_transform(
        self, x: NDArray[Any], transform_parameters: dict[str, Any]
    ) -> NDArray[Any]:
        """Returns an image, (height, width, channels), changed as the parameters say."""
        return transformed(
            x, transform_parameters, self.fill_mode, self.cval, self.interpolation_order
        )

    def random_transform(self, x: NDArray[Any], seed: int | None = None) -> NDArray[Any]:
        """Returns an image, (height, width, channels), changed at random."""
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    def standardize(self, x: NDArray[Any]) -> NDArray[Any]:
        """Returns an image with its values rescaled and centred, as the options say."""
        return self._normalizing(x)

    def made_of(self, image: NDArray[Any]) -> NDArray[Any]:
        """Returns what a net gets of an image, (height, width, channels)."""
        return self.standardize(self.random_transform(np.asarray(image, np.float32)))

    def _split(self, number: int) -> int:
        return int(self.validation_split * number)

    def _rows(self, number: int, subset: str | None) -> slice:
        if subset not in (None, "training", "validation"):
            raise UnknownNameError("subset", str(subset), ["training", "validation"])
        if subset is None:
            return slice(0, number)
        split = self._split(number)
        return slice(0, split) if subset == "validation" else slice(split, number)


def images_of(title: str, x: Any) -> NDArray[np.float32]:
    """Returns images as float32 (number, height, width, channels).

    Raises:
        ConvscopeError: Another shape, or several arrays.
    """
    shape = None if isinstance(x, list | tuple) else np.shape(x)
    if shape is None or len(shape) != 4:
        shown = "several arrays" if shape is None else f"shape {shape}"
        raise ConvscopeError(
            f"{title}: images of {shown}.",
            "Expected one array, (number, height, width, channels).",
            "Write for example x.reshape(-1, 28, 28, 1).",
        )
    return np.asarray(x, np.float32)


def _shift(largest: Any, side: int) -> float:
    """Returns a shift in pixels, drawn as Keras does: lists and integers are chosen from."""
    if np.ndim(largest) == 0 and not largest:
        return 0.0
    if isinstance(largest, float | np.floating):
        shift = np.random.uniform(-largest, largest)
    else:
        shift = float(np.random.choice(largest)) * np.random.choice([-1, 1])
    return float(shift * side if np.max(largest) < 1 else shift)


def _pair(name: str, value: Any, expected: str) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise _wrong(name, value, expected, (0.8, 1.2))
    return value[0], value[1]


def _wrong(name: str, value: Any, expected: str, example: Any) -> ConvscopeError:
    return ConvscopeError(
        f"ImageDataGenerator(): {name}={in_short(value)}.",
        f"Expected {expected}.",
        f"Write for example {name}={example}.",
    )


def _expect_same_classes(labels: NDArray[Any], split: int) -> None:
    if not np.array_equal(np.unique(labels[:split]), np.unique(labels[split:])):
        raise ConvscopeError(
            "flow(): training and validation images are not of the same classes.",
            "Expected every class in both parts; the split takes the first images as they come.",
            "Mix images and labels before, or give ignore_class_split=True.",
        )
