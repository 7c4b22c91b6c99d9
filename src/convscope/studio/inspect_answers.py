"""Which image of a run is looked into, and where another run has the same."""

from typing import Any

from convscope.errors import ConvscopeError
from convscope.studio.endpoint import Asked
from convscope.studio.workspace import Workspace


def inspected(workspace: Workspace, asked: Asked) -> Any:
    """Returns what an image of a run is, and where another run has the same image."""
    folder = workspace.run(asked.place["run"])
    prepared = workspace.prepared(folder)
    known = {"train": prepared.train, "validation": prepared.validation}
    if prepared.data.test is not None:
        known["test"] = prepared.data.test
    name = asked.query.get("split", "test" if "test" in known else "validation")
    split = workspace.split(folder, name)
    index = asked.number("index", 0, 0, len(split) - 1)
    image = _name(split, index)
    beside = asked.query.get("beside", "")
    return {
        "splits": {each: len(images) for each, images in known.items()},
        "split": name,
        "index": index,
        "name": image,
        "label": prepared.data.class_names[int(split.labels[index])],
        "beside": _same_image(workspace, beside, image) if beside else None,
    }


def _same_image(workspace: Workspace, run: str, image: str) -> dict[str, Any]:
    """Returns where another run has an image of this name.

    Raises:
        ConvscopeError: It has none.
    """
    from convscope.data.corrections import image_names

    folder = workspace.run(run)
    for name in ("test", "validation", "train"):
        try:
            split = workspace.split(folder, name)
        except ConvscopeError:
            continue  # The run has no images of this kind.
        names = image_names(split)
        if image in names:
            return {"split": name, "index": names.index(image)}
    raise ConvscopeError(
        f"{run} has no image {image[:40]}.",
        "Expected two runs on the same images.",
        "Choose another run, or draw instead.",
    )


def _name(split: Any, index: int) -> str:
    from convscope.data.corrections import pixels_name

    return split.files[index] if split.files else pixels_name(split.images[index])
