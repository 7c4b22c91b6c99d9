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
        if len(output_shape) != 1 or file.stat().st_size > MAX_BYTES:
            return ()
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ()
    lines = [line for line in text.splitlines() if line.strip()]
    names = tuple(re.sub(rf"^{index}\s+", "", line) for index, line in enumerate(lines))
    fits = len(names) == output_shape[0] and len(set(names)) == len(names)
    return names if fits and all(names) else ()
