"""The helpers around a net that Keras programs use."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convscope.errors import ConvscopeError
from convscope.keras_like.arguments import checked_arguments
from convscope.keras_like.batches import PyDataset
from convscope.keras_like.image_dataset import image_dataset_from_directory
from convscope.keras_like.pictures import array_to_img, img_to_array, load_img, save_img
from convscope.keras_like.seeds import set_random_seed

if TYPE_CHECKING:
    from convscope.keras_like.model import Model

__all__ = [
    "PyDataset",
    "Sequence",
    "array_to_img",
    "image_dataset_from_directory",
    "img_to_array",
    "load_img",
    "plot_model",
    "save_img",
    "set_random_seed",
    "to_categorical",
]

Sequence = PyDataset
"""Its name in earlier versions of Keras."""


@checked_arguments("to_categorical()")
def to_categorical(x: ArrayLike, num_classes: int | None = None) -> NDArray[np.float64]:
    """Returns labels with a 1 in each one's column.

    Args:
        x: Class indices from 0, (number,) or (number, 1).
        num_classes: Number of columns; None for the largest index + 1.

    Returns:
        float64 (number, num_classes), as in Keras.

    Raises:
        ConvscopeError: A label is no whole number or has no column.

    Example:
        >>> to_categorical([0, 2]).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    labels = np.asarray(x)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if labels.dtype.kind not in "buif" or not labels.size or (labels != np.floor(labels)).any():
        raise ConvscopeError(
            f"to_categorical(): received {labels.dtype} of shape {labels.shape}.",
            "Expected class indices: whole numbers from 0.",
            "Number the classes: np.unique(y, return_inverse=True)[1].",
        )
    indices = labels.astype(np.int64)
    columns = int(indices.max()) + 1 if num_classes is None else num_classes
    if indices.min() < 0 or indices.max() >= columns:
        raise ConvscopeError(
            f"to_categorical(): the labels lie between {indices.min()} and {indices.max()}.",
            f"With num_classes={columns} they are whole numbers from 0 to {columns - 1}.",
            f"Give num_classes={int(indices.max()) + 1}, or leave it out.",
        )
    return np.eye(columns)[indices]


PICTURES = ("png", "svg", "pdf")
"""Endings of the files that a net is drawn into."""


@checked_arguments(
    "plot_model()",
    {
        "expand_nested": (False, True),
        "show_dtype": False,
        "show_layer_activations": False,
        "show_trainable": False,
    },
)
def plot_model(
    model: "Model",
    to_file: str | Path = "model.png",
    show_shapes: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    dpi: int = 200,
) -> Path:
    """Draws a net as boxes and arrows.

    Args:
        model: The net, whose input shape is known.
        to_file: A name that ends in `.png`, `.svg` or `.pdf`.
        show_shapes: Whether a box says what leaves the layer.
        show_layer_names: Whether a box says the layer's name beside its kind.
        rankdir: `"TB"` for downwards, `"LR"` for left to right.
        dpi: Dots of a PNG per inch.

    Returns:
        The file.

    Raises:
        ConvscopeError: Another ending or direction, a net that does not know its input shape, or
            the disk refused.
    """
    import io

    from convscope.charts.net_drawing import net_drawing
    from convscope.files import write_atomically

    path = Path(to_file)
    ending = path.suffix.removeprefix(".").lower()
    if ending not in PICTURES or rankdir not in ("TB", "LR"):
        wrong = f"rankdir={rankdir!r}" if ending in PICTURES else f"to_file={str(path)!r}"
        raise ConvscopeError(
            f"plot_model(): {wrong}.",
            f'Expected a name that ends in .{", .".join(PICTURES)}, and "TB" or "LR".',
            'Write for example plot_model(model, "model.png").',
        )
    figure = net_drawing(model.architecture, show_shapes, show_layer_names, rankdir == "LR")
    content = io.BytesIO()
    figure.savefig(content, format=ending, dpi=dpi)
    write_atomically(path, content.getvalue())
    return path
