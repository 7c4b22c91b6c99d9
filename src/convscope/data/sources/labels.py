"""From whatever people write as labels to class indices, and the classes that exist."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Labels
from convscope.errors import ConvscopeError

MAX_CLASSES = 5_000
"""More make a confusion matrix that memory has no room for; they are mostly no classes."""


@dataclass(frozen=True)
class NamedLabels:
    """Labels as indices into class names.

    Attributes:
        labels: int64 (number,) by split.
        class_names: Only classes that an image has, unless the data set is a named one.
        notes: What was decided, in words.
    """

    labels: dict[str, Labels]
    class_names: tuple[str, ...]
    notes: tuple[str, ...]


def to_vector(where: str, labels: NDArray[Any]) -> NDArray[Any]:
    """Returns labels (number,): whole numbers or strings.

    Args:
        where: The file, for error texts.
        labels: (number,), (number, 1), or (number, classes) with one 1 per row.

    Raises:
        ConvscopeError: Several labels per image, fractions, or no labels at all.
    """
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    elif labels.ndim == 2 and labels.dtype.kind in "iufb":
        values = labels.astype(np.float64)
        if not np.isin(values, (0, 1)).all() or not (values.sum(1) == 1).all():
            raise ConvscopeError(
                f"{where}: the labels are {labels.shape}, and not every row has exactly one 1.",
                "Expected one class per image: a number, or a row with a single 1.",
                "An image of several classes at once cannot be learned here: choose one for each.",
            )
        labels = values.argmax(1)
    if labels.dtype.kind == "S":
        labels = np.char.decode(labels, "utf-8", "replace")
    if labels.ndim != 1 or labels.dtype.kind not in "iufbU":
        raise ConvscopeError(
            f"{where}: the labels are {labels.shape} {labels.dtype}.",
            "Expected one whole number or name per image.",
            "Save them again so.",
        )
    if labels.dtype.kind == "f":
        whole = np.nan_to_num(np.rint(labels), posinf=0, neginf=0)
        if not np.array_equal(whole, labels) or np.abs(whole).max(initial=0) > 2**53:
            raise ConvscopeError(
                f"{where}: the labels are fractions ({labels.dtype}), such as "
                f"{labels[whole != labels][0]:g}.",
                "Expected whole numbers: a class each.",
                "Save classes; what is measured on a scale is no class.",
            )
        labels = whole.astype(np.int64)
    return labels.astype(np.int64) if labels.dtype.kind in "iub" else labels


def name_classes(
    where: str, labels: dict[str, NDArray[Any]], class_names: tuple[str, ...] | None
) -> NamedLabels:
    """Returns labels as indices into the names of the classes that exist.

    Labels may begin anywhere and have gaps; numbers are their own names unless there are others.

    Args:
        where: The file or folder, for error texts.
        labels: By split, whole numbers or strings (number,).
        class_names: Names in the order of the labels 0, 1, 2, …; None if nobody gave any.

    Raises:
        ConvscopeError: No labels, one class only, far too many, or labels without a name.
    """
    existing = np.unique(np.concatenate([np.unique(each) for each in labels.values()]))
    _check_number(where, existing, sum(map(len, labels.values())))
    notes: list[str] = []
    if class_names is None:
        names = tuple(str(value) for value in existing)
        if existing.dtype.kind == "i" and not np.array_equal(existing, np.arange(len(existing))):
            notes.append(_gap_note(existing))
    else:
        names = _given_names(where, existing, class_names, notes)
    indices = {split: np.searchsorted(existing, each) for split, each in labels.items()}
    return NamedLabels(indices, names, tuple(notes))


def _given_names(
    where: str, existing: NDArray[Any], class_names: tuple[str, ...], notes: list[str]
) -> tuple[str, ...]:
    if existing.dtype.kind != "i":
        return tuple(map(str, existing))
    lowest, highest = int(existing.min()), int(existing.max())
    if lowest == 1 and highest == len(class_names):
        notes.append("The labels begin at 1: 1 is the first of the names.")
        return tuple(class_names[value - 1] for value in existing)
    if lowest < 0 or highest >= len(class_names):
        wrong = lowest if lowest < 0 else highest
        raise ConvscopeError(
            f"{where}: a label is {wrong}.",
            f"Expected 0 to {len(class_names) - 1}: there are {len(class_names)} names of classes.",
            "Give one name per class, in the order of the labels.",
        )
    if len(existing) < len(class_names):
        absent = [n for i, n in enumerate(class_names) if i not in existing]
        shown = ", ".join(absent[:5]) + (" …" if len(absent) > 5 else "")
        notes.append(f"No image is of these classes, which are left out: {shown}.")
    return tuple(class_names[value] for value in existing)


def _check_number(where: str, existing: NDArray[Any], num_labels: int) -> None:
    if len(existing) < 2:
        only = f', "{existing[0]}"' if len(existing) else ""
        raise ConvscopeError(
            f"{where}: all {num_labels:,} labels are of one class{only}."
            if num_labels
            else f"{where} holds no image.",
            "Expected at least 2 classes: a net learns to tell one from another.",
            "Add images of something else.",
        )
    if len(existing) > MAX_CLASSES:
        raise ConvscopeError(
            f"{where}: the {num_labels:,} labels have {len(existing):,} different values.",
            f"Expected at most {MAX_CLASSES:,} classes.",
            "Give the file that holds the classes, or fewer of them.",
        )


def _gap_note(existing: NDArray[Any]) -> str:
    values = [int(value) for value in existing]
    if values[-1] - values[0] == len(values) - 1:
        return (
            f"The labels run from {values[0]} to {values[-1]}: these are the {len(values)} classes."
        )
    shown = ", ".join(map(str, values[:12])) + (" …" if len(values) > 12 else "")
    return f"The labels have gaps: the {len(values)} classes are {shown}."
