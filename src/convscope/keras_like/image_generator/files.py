"""Which picture files belong to which class: by folders, or by a table."""

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.errors import ConvscopeError, UnknownNameError, in_short

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".tif", ".tiff")
CLASS_MODES = ("categorical", "binary", "sparse", "input", "raw", None)


@dataclass(frozen=True)
class Found:
    """Picture files.

    Attributes:
        names: As the folder or the table calls them.
        paths: Where they lie.
        classes: Of each, int32 (number,); or what a column of numbers holds.
        class_names: In the order of the classes; empty where there are none.
        weights: How much each counts; None for alike.
    """

    names: list[str]
    paths: list[Path]
    classes: NDArray[Any]
    class_names: list[str]
    weights: NDArray[Any] | None = None

    def part(self, rows: slice) -> "Found":
        """Returns some of them."""
        weights = None if self.weights is None else self.weights[rows]
        return replace(
            self,
            names=self.names[rows],
            paths=self.paths[rows],
            classes=self.classes[rows],
            weights=weights,
        )


def in_folder(
    directory: str | Path, classes: Sequence[str] | None, rows: Callable[[int], slice]
) -> Found:
    """Returns the pictures below a folder's subfolders, by class, folder and name.

    Args:
        directory: The folder.
        classes: The subfolders; None for all of them.
        rows: Which of a class's files are taken, by their number.

    Raises:
        ConvscopeError: A folder is missing, or there are none.
    """
    root = Path(directory)
    if not root.is_dir():
        raise ConvscopeError(
            f"flow_from_directory(): {directory} is no folder.",
            "Expected a folder with one subfolder of pictures per class.",
            "Check the path.",
        )
    class_names = list(classes or sorted(path.name for path in root.iterdir() if path.is_dir()))
    missing = [name for name in class_names if not (root / name).is_dir()]
    if missing or not class_names:
        told = f"has no subfolder {missing[0]}" if missing else "has no subfolders"
        raise ConvscopeError(
            f"flow_from_directory(): {directory} {told}.",
            "Expected one subfolder of pictures per class.",
            "Check the path and the names of the classes.",
        )
    names: list[str] = []
    numbers: list[int] = []
    for number, name in enumerate(class_names):
        files = _files_below(root / name)
        chosen = files[rows(len(files))]
        names += [str(file.relative_to(root)) for file in chosen]
        numbers += [number] * len(chosen)
    paths = [root / name for name in names]
    return Found(names, paths, np.array(numbers, np.int32), class_names)


def in_table(
    table: Any,
    directory: str,
    columns: tuple[str, str | None, str | None],
    classes: Sequence[str] | None,
    is_raw: bool,
    is_checked: bool,
) -> Found:
    """Returns the pictures that a table names, row by row.

    Args:
        table: Columns by name.
        directory: Where the files lie.
        columns: Of names, of classes, and of weights; None for none.
        classes: The classes in their order; rows of others are left out. None for all, sorted.
        is_raw: Whether the column of classes holds numbers to learn.
        is_checked: Whether rows without a picture are left out, with a warning.

    Raises:
        ConvscopeError: A column is missing or holds something else.
    """
    names, targets, weights = (_column(table, column) for column in columns)
    assert names is not None
    paths = [Path(directory, str(name)) for name in names]
    kept = [
        row
        for row, path in enumerate(paths)
        if not is_checked or (path.suffix.lower() in ENDINGS and path.is_file())
    ]
    if len(kept) < len(paths):
        warnings.warn(
            f"flow_from_dataframe(): {len(paths) - len(kept)} of {len(paths)} rows name no "
            f"picture that is there; they are left out. The first: {in_short(_first(paths, kept))}",
            stacklevel=4,
        )
    class_names: list[str] = []
    labels: list[Any] = [0] * len(paths) if targets is None else list(targets)
    if targets is not None and not is_raw:
        wrong = [label for label in labels if not isinstance(label, str)]
        if wrong:
            raise ConvscopeError(
                f"flow_from_dataframe(): column {columns[1]} holds {in_short(wrong[0])}.",
                "Expected class names as text.",
                f'Write table["{columns[1]}"] = table["{columns[1]}"].astype(str), '
                'or give class_mode="raw".',
            )
        class_names = list(classes or sorted(set(labels)))
        kept = [row for row in kept if labels[row] in class_names]
        labels = [class_names.index(label) if label in class_names else -1 for label in labels]
    chosen = np.array(labels)[kept]
    return Found(
        [str(names[row]) for row in kept],
        [paths[row] for row in kept],
        chosen if is_raw else chosen.astype(np.int32),
        class_names,
        None if weights is None else np.asarray(weights)[kept],
    )


def with_labels(found: Found, class_mode: str | None) -> NDArray[Any] | str | None:
    """Returns the labels of files as a program asked for them.

    Raises:
        ConvscopeError: Unknown words, or `"binary"` with more than two classes.
    """
    if class_mode not in CLASS_MODES:
        raise UnknownNameError("class_mode", str(class_mode), [str(mode) for mode in CLASS_MODES])
    if class_mode in (None, "input"):
        return class_mode
    if class_mode == "binary" and len(found.class_names) > 2:
        raise ConvscopeError(
            f'class_mode="binary" with {len(found.class_names)} classes.',
            "Expected two classes.",
            'Give class_mode="categorical" or class_mode="sparse".',
        )
    if class_mode == "categorical":
        return np.eye(len(found.class_names), dtype=np.float32)[found.classes]
    return found.classes if class_mode == "raw" else found.classes.astype(np.float32)


def _files_below(folder: Path) -> list[Path]:
    return [
        Path(place, name)
        for place, _, names in sorted(os.walk(folder))
        for name in sorted(names)
        if name.lower().endswith(ENDINGS)
    ]


def _column(table: Any, name: str | None) -> Any:
    if name is None:
        return None
    try:
        return list(table[name])
    except (KeyError, IndexError, TypeError):
        known = ", ".join(map(str, getattr(table, "columns", table)))
        raise ConvscopeError(
            f"flow_from_dataframe(): no column {name}.",
            f"The table has {known}.",
            "Give x_col and y_col.",
        ) from None


def _first(paths: list[Path], kept: list[int]) -> Path:
    there = set(kept)
    return next(path for row, path in enumerate(paths) if row not in there)
