"""The small nets that lessons look at; `tools/train_lesson_nets.py` trained them.

Sources: MNIST by LeCun, Cortes and Burges, CC BY-SA 3.0. "KMNIST Dataset" (created by CODH),
adapted from "Kuzushiji Dataset" (created by NIJL and others), doi:10.20676/00000341, CC BY-SA 4.0.
"""

from pathlib import Path

from convscope.errors import UnknownNameError

LESSON_NETS = ("plain", "augmented", "marked", "kuzushiji")
"""What they are called: trained on MNIST's images as they are, on moved, turned and scaled ones, on
images in which every 7 has a dot in its upper left corner, and on hiragana."""


def lesson_net(name: str) -> Path:
    """Returns the model file of a net that lessons look at.

    Args:
        name: One of `LESSON_NETS`.

    Raises:
        UnknownNameError: There is none of that name; the nearest one is suggested.

    Example:
        >>> lesson_net("plain").name
        'plain.safetensors'
    """
    if name not in LESSON_NETS:
        raise UnknownNameError("net of a lesson", name, LESSON_NETS)
    return Path(__file__).parent / f"{name}.safetensors"
