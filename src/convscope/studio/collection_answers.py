"""Collect: what the page asks about collections of one's own images, and sends to them."""

from base64 import b64encode
from typing import Any

import numpy as np

from convscope.data.images import decode_image
from convscope.errors import ConvscopeError, in_short
from convscope.studio.collected import (
    Collection,
    begin_collection,
    list_collections,
    locked,
    open_collection,
)
from convscope.studio.endpoint import Asked, Download
from convscope.studio.run_answers import png
from convscope.studio.workspace import Workspace

MOST_SHOWN = 60
"""Images of a class in the page at once."""

THUMBNAIL = 64
"""Pixels of a small picture's sides."""

MOST_TO_LEARN = 100
"""Newest images of each class that a page trains with."""


def list_all(workspace: Workspace, _asked: Asked) -> Any:
    """Returns all collections."""
    return {"collections": [_row(workspace, each) for each in list_collections(workspace.folder)]}


def begin(workspace: Workspace, asked: Asked) -> Any:
    """Makes a collection."""
    name, classes = asked.field("name", str), asked.field("classes", list)
    if not all(isinstance(each, str) for each in classes):
        raise ConvscopeError(
            f"classes: received {in_short(classes)}.", "Expected names.", "Give texts."
        )
    workspace.expect_collection()
    with locked(workspace.folder):
        return _row(workspace, begin_collection(workspace.folder, name, classes))


def show(workspace: Workspace, asked: Asked) -> Any:
    """Returns the classes of a collection with their counts, and what can be taken back."""
    collection = _collection(workspace, asked)
    return {
        **_row(workspace, collection),
        "classes": [
            {"name": name, "count": collection.count(name)} for name in collection.classes()
        ],
        "newest": collection.newest(),
        "can_undo": collection.can_undo(),
    }


def images(workspace: Workspace, asked: Asked) -> Any:
    """Returns names of images of a class, the newest first."""
    collection = _collection(workspace, asked)
    name = asked.query.get("class", "")
    files = collection.names(name)
    start = asked.number("start", 0, 0, 10**9)
    count = asked.number("count", MOST_SHOWN, 1, MOST_SHOWN)
    shown = files[start : start + count]
    return {"total": len(files), "images": [f"{name}/{file}" for file in shown]}


def small_picture(workspace: Workspace, asked: Asked) -> Download:
    """Returns an image made small."""
    path = _collection(workspace, asked).image(asked.query.get("image", ""))
    return Download(
        png(decode_image(path.read_bytes(), (THUMBNAIL, THUMBNAIL), "crop")), "image/png"
    )


def pixels(workspace: Workspace, asked: Asked) -> Any:
    """Returns the newest images of each class as small grey ones, to train on in the page."""
    collection = _collection(workspace, asked)
    side = asked.number("side", 28, 8, 64)
    classes = collection.classes()
    contents: list[bytes] = []
    labels: list[int] = []
    for label, name in enumerate(classes):
        for path in collection.files(name)[:MOST_TO_LEARN]:
            image = decode_image(path.read_bytes(), (side, side), "crop", 1)
            contents.append(np.ascontiguousarray(image).tobytes())
            labels.append(label)
    return {
        "classes": classes,
        "labels": labels,
        "images": b64encode(b"".join(contents)).decode(),
    }


def add_image(workspace: Workspace, asked: Asked) -> Any:
    """Keeps an image that was sent."""
    collection = _collection(workspace, asked)
    return {"image": collection.add(asked.query.get("class", ""), asked.body)}


def add_class(workspace: Workspace, asked: Asked) -> Any:
    """Adds a class, or gives one another name."""
    text, old = asked.field("class", str), asked.field("instead_of", str, "")
    with locked(workspace.folder):
        collection = _collection(workspace, asked)
        name = collection.rename_class(old, text) if old else collection.add_class(text)
        return {"class": name}


def remove(workspace: Workspace, asked: Asked) -> Any:
    """Puts images, or a class with all of them, into the bin."""
    names, class_name = asked.field("images", list, []), asked.field("class", str, "")
    is_list = all(isinstance(name, str) for name in names)
    if not is_list or not (names or class_name):
        raise ConvscopeError(
            f"images: received {in_short(names)}.",
            "Expected names of images, or a class.",
            "Choose some that are shown.",
        )
    with locked(workspace.folder):
        return {"removed": _collection(workspace, asked).put_into_bin(names, class_name)}


def undo(workspace: Workspace, asked: Asked) -> Any:
    """Takes the newest out of the bin again."""
    with locked(workspace.folder):
        return {"restored": _collection(workspace, asked).undo()}


def _collection(workspace: Workspace, asked: Asked) -> Collection:
    return open_collection(workspace.folder, asked.place.get("name", ""))


def _row(workspace: Workspace, collection: Collection) -> dict[str, Any]:
    return {"name": collection.path.name, "source": workspace.source_of(collection)}
