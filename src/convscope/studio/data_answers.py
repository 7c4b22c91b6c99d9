"""Data: which sets there are, what is in one, and putting labels right."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.data.corrections import (
    SPLITS,
    Correction,
    pixels_name,
    read_corrections,
    write_corrections,
)
from convscope.errors import ConvscopeError, UnknownNameError, in_short
from convscope.studio.endpoint import Asked, Download
from convscope.studio.net_for_data import has_files
from convscope.studio.run_answers import MOST_IMAGES, png
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from convscope.data import DataSet, Split

ALL = "all"
"""Stands for every split, or every class."""

MOST_AT_ONCE = 5000
"""Images that one decision is about."""


def list_sets(workspace: Workspace, _asked: Asked) -> Any:
    """Returns what the studio was started with, collections, and sets that need no download."""
    from convscope.data import available

    named = [{"source": e.name, "title": e.title} for e in available() if e.is_present]
    return {"sets": [*workspace.own_sets(), *named]}


def show(workspace: Workspace, asked: Asked) -> Any:
    """Returns what is in a data set: classes, counts, sizes, notes, decisions about labels."""
    source = source_of(asked.query.get("source", ""))
    data = workspace.data_set(source)
    corrections = read_corrections(workspace.labels_path(source))
    counts = {
        name: np.bincount(split.labels, minlength=data.num_classes).tolist()
        for name, split in data.splits.items()
    }
    return {
        "source": source,
        "name": data.name,
        "classes": list(data.class_names),
        "counts": counts,
        "image_shape": list(data.image_shape),
        "fit": data.fit,
        "has_files": has_files(data),
        "notes": list(data.notes),
        "unreadable": [asdict(item) for item in data.unreadable],
        "corrections": {
            "file": str(workspace.labels_path(source)),
            "images": len(corrections.by_image),
            "changes": len({row.change for row in corrections.rows}),
        },
    }


def images(workspace: Workspace, asked: Asked) -> Any:
    """Returns a page of images of a split and class."""
    source = source_of(asked.query.get("source", ""))
    data = workspace.data_set(source)
    name = asked.query.get("split", "train")
    split = split_of(data, name)
    places = np.arange(len(split))
    wanted = asked.query.get("class", ALL)
    if wanted != ALL:
        if wanted not in data.class_names:
            raise UnknownNameError("class", wanted, data.class_names)
        places = places[split.labels == data.class_names.index(wanted)]
    start = asked.number("start", 0, 0, 10**9)
    count = asked.number("count", 60, 1, MOST_IMAGES)
    shown = places[start : start + count]
    return {"total": len(places), "images": [tile_of(data, name, int(i)) for i in shown]}


def picture(workspace: Workspace, asked: Asked) -> Download:
    """Returns an image of a data set as PNG."""
    data = workspace.data_set(source_of(asked.query.get("source", "")))
    split = split_of(data, asked.query.get("split", "train"))
    index = asked.number("index", 0, 0, len(split) - 1)
    return Download(png(np.asarray(split.images[index])), "image/png")


def check(workspace: Workspace, asked: Asked) -> Any:
    """Returns what a colleague would say on looking over the data."""
    from convscope.data import check_data

    source = source_of(asked.query.get("source", ""))
    workspace.expect_source(source)
    return check_data(source, progress=False).to_json()


def correct(workspace: Workspace, asked: Asked) -> Any:
    """Decides about images: another class, another split, left out or taken in again."""
    source = source_of(asked.field("source", str))
    names = asked.field("images", list)
    label = asked.field("label", str, "")
    split = asked.field("split", str, "")
    removed = asked.field("removed", bool, False)
    data = workspace.data_set(source)
    if label and label not in data.class_names:
        raise UnknownNameError("class", label, data.class_names)
    if split and split not in SPLITS:
        raise UnknownNameError("split", split, SPLITS)
    is_list = all(isinstance(name, str) and 0 < len(name) < 1000 for name in names)
    if not is_list or not 0 < len(names) <= MOST_AT_ONCE:
        raise ConvscopeError(
            f"images: received {in_short(names)}.",
            f"Expected names of 1 to {MOST_AT_ONCE:,} images.",
            "Choose some that are shown.",
        )
    path = workspace.labels_path(source)
    out = "yes" if removed else ""
    rows = [Correction(0, name, label, split, out) for name in dict.fromkeys(names)]
    corrections = read_corrections(path).with_rows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_corrections(path, corrections)
    return {"file": str(path), "images": len(rows), "change": corrections.last_change}


def undo(workspace: Workspace, asked: Asked) -> Any:
    """Takes the newest decision about a data set back."""
    source = source_of(asked.field("source", str))
    workspace.expect_source(source)
    path = workspace.labels_path(source)
    corrections = read_corrections(path)
    if not corrections.rows:
        raise ConvscopeError(
            f"{source}: there is nothing to take back.",
            "Expected a decision about its images.",
            "The labels are as they were found.",
        )
    write_corrections(path, corrections.without_last())
    taken = [row.image for row in corrections.rows if row.change == corrections.last_change]
    return {"images": len(taken)}


def source_of(text: str) -> str:
    """Returns what was given for the data.

    Raises:
        ConvscopeError: Nothing was.
    """
    if not text:
        raise ConvscopeError(
            "source: received nothing.", "Expected a data set.", "Choose one of the list."
        )
    return text


def split_of(data: "DataSet", name: str) -> "Split":
    """Returns a split by its name.

    Raises:
        UnknownNameError: There is none.
    """
    if name not in data.splits:
        raise UnknownNameError("split", name, data.splits)
    return data.splits[name]


def tile_of(data: "DataSet", name: str, index: int) -> dict[str, Any]:
    """Returns an image of a data set as the page shows it.

    Args:
        data: The data set.
        name: Of the split.
        index: The image's place in it.
    """
    split = data.splits[name]
    own = split.files[index] if split.files else pixels_name(np.asarray(split.images[index]))
    return {
        "split": name,
        "index": index,
        "name": own,
        "label": data.class_names[int(split.labels[index])],
    }
