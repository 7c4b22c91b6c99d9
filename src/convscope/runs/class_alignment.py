"""The classes of data and of a model brought together by name."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from convscope.arrays import Labels
from convscope.errors import ConvscopeError


@dataclass(frozen=True)
class Alignment:
    """Which class of a model each class of some data is.

    Attributes:
        places: int64 (classes of the data,): index into the model's classes, -1 for none.
        notes: What is missing, and what was assumed, in words.
    """

    places: Labels
    notes: tuple[str, ...]


def align_classes(source: str, data: Sequence[str], model: Sequence[str]) -> Alignment:
    """Returns which class of a model each class of the data is: of the same name.

    Names that differ in case or in the form of their letters count as equal. Where the data have
    nothing but numbers and the model has names, the numbers count through the model's classes.

    Args:
        source: The data, as the user typed them.
        data: Names of the data's classes.
        model: Names of the model's classes.

    Raises:
        ConvscopeError: They have no class in common.

    Example:
        >>> align_classes("pets", ["dog", "Cat"], ["cat", "dog", "fox"]).places.tolist()
        [1, 0]
    """
    index = {name: place for place, name in enumerate(model)}
    alike = {_plain(name): place for place, name in enumerate(model)}
    places = np.array([index.get(n, alike.get(_plain(n), -1)) for n in data], np.int64)
    notes: list[str] = []
    are_numbers = all(name.isdecimal() for name in data)
    if (places < 0).all() and are_numbers and max(map(int, data)) < len(model):
        places = np.array([int(name) for name in data], np.int64)
        notes.append(
            f"The data name their classes by numbers: taken as the model's in order, "
            f"{data[0]} as {model[int(data[0])]} and so on."
        )
    if (places < 0).all():
        raise ConvscopeError(
            f"{source}: the classes are {_some(data, 8)}.",
            f"The model knows {_some(model, 8)}.",
            "Evaluate on data of these classes; folders of other names can be renamed.",
        )
    unknown = [name for name, place in zip(data, places, strict=True) if place < 0]
    absent = [name for place, name in enumerate(model) if place not in places]
    if unknown:
        notes.append(
            f"Left out the images of classes that the model does not know: {_some(unknown)}."
        )
    if absent:
        notes.append(
            f"There are no images of {_some(absent)}, which the model knows as well: it may answer "
            "so, and is then wrong."
        )
    return Alignment(places, tuple(notes))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _some(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
