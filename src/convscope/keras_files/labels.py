"""The list of classes that Teachable Machine puts beside a model."""

import re
from pathlib import Path

from convscope.architecture import Shape

FILE = "labels.txt"
MAX_BYTES = 2**20


def class_names_beside(model: Path, output_shape: Shape) -> tuple[str, ...]:
    """Returns the class names in `labels.txt` in the folder of a model; none where it does not fit.

    Args:
        model: The model file.
        output_shape: What its net puts out; there are as many names as outputs.

    Example:
        >>> class_names_beside(Path("no such folder/keras_model.h5"), (3,))
        ()
    """
    file = model.parent / FILE
    try:
        if file.stat().st_size > MAX_BYTES:
            return ()
        return class_names_in(file.read_text(encoding="utf-8"), output_shape)
    except (OSError, ValueError):
        return ()


def class_names_in(text: str, output_shape: Shape) -> tuple[str, ...]:
    r"""Returns the class names in the text of a `labels.txt`; none where they do not fit.

    Args:
        text: A class on each line, with or without its number before it.
        output_shape: What the net puts out; there are as many names as outputs.

    Example:
        >>> class_names_in("0 cat\n1 no cat\n", (2,))
        ('cat', 'no cat')
    """
    lines = [line for line in text.splitlines() if line.strip()]
    names = tuple(re.sub(rf"^{index}\s+", "", line) for index, line in enumerate(lines))
    return fitting_names(names, output_shape)


def fitting_names(names: tuple[str, ...], output_shape: Shape) -> tuple[str, ...]:
    """Returns class names, or none where they are not one for each output of a net.

    Args:
        names: As a file beside the model has them.
        output_shape: What the net puts out.

    Example:
        >>> fitting_names(("cat", "cat"), (2,))
        ()
    """
    fits = (len(names),) == output_shape and len(set(names)) == len(names)
    return names if fits and all(names) else ()
