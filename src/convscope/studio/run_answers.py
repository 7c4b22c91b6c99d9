"""Runs: the table of all of them, one of them, its images and files."""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.errors import ConvscopeError, UnknownNameError
from convscope.runs.folder import RunFolder, list_runs
from convscope.runs.history import read_history
from convscope.runs.record import RunRecord, read_record
from convscope.runs.status import told_status
from convscope.studio import shelf
from convscope.studio.endpoint import Asked, Download
from convscope.studio.workspace import Workspace

if TYPE_CHECKING:
    from convscope.arrays import Images
    from convscope.insight.measures.mistakes import JudgedImage
    from convscope.runs.results import Verdicts

ORDERS = {
    "worst": "wrong verdicts first, the surest of them first",
    "uncertain": "the two best classes closest first",
    "listed": "as they lie in the data",
}
"""In what order judged images are shown."""

FILES = {
    "model.safetensors": "application/octet-stream",
    "history.csv": "text/csv; charset=utf-8",
    "confusion.csv": "text/csv; charset=utf-8",
    "predictions.csv": "text/csv; charset=utf-8",
    "run.json": "application/json",
    "report.html": "text/html; charset=utf-8",
    "review.en.html": "text/html; charset=utf-8",
    "review.ja.html": "text/html; charset=utf-8",
}
"""What of a run can be downloaded."""

MOST_IMAGES = 200
"""Images of one answer."""


def list_all(workspace: Workspace, _asked: Asked) -> Any:
    """Returns a row per run, the newest first."""
    notes = shelf.read_shelf(workspace.runs)
    rows = [_row(folder, notes.get(folder.name, {})) for folder in list_runs(workspace.runs)]
    binned = sorted(path.parent.name for path in (workspace.runs / shelf.BIN).glob("*/run.json"))
    return {"runs": rows[::-1], "bin": binned}


def show(workspace: Workspace, asked: Asked) -> Any:
    """Returns everything that is known about a run but for its images."""
    folder = workspace.run(asked.place["run"])
    record = read_record(folder)
    notes = shelf.read_shelf(workspace.runs).get(folder.name, {})
    verdicts = _verdicts(folder)
    return {
        **_row(folder, notes),
        "settings": record.settings,
        "recipe": record.recipe,
        "data": record.data,
        "net": record.net,
        "hardware": record.hardware,
        "versions": record.versions,
        "timings": record.timings,
        "results": record.results,
        "setbacks": record.setbacks,
        "error": record.error,
        "history": read_history(folder),
        "confusion": None
        if verdicts is None
        else {
            "split": "test",
            "classes": list(verdicts.class_names),
            "counts": verdicts.confusion.tolist(),
        },
        "files": [name for name in FILES if (folder.path / name).is_file()],
        "cost": _cost(record),
    }


def annotate(workspace: Workspace, asked: Asked) -> Any:
    """Notes a title, a group or a colour."""
    folder = workspace.run(asked.place["run"])
    body = asked.body if isinstance(asked.body, dict) else {}
    return shelf.note(workspace.runs, folder.name, body)


def remove(workspace: Workspace, asked: Asked) -> Any:
    """Puts a run into the bin."""
    folder = workspace.run(asked.place["run"])
    shelf.delete(folder)
    return {"deleted": folder.name}


def restore(workspace: Workspace, asked: Asked) -> Any:
    """Takes a run out of the bin."""
    return {"restored": shelf.restore(workspace.runs, asked.place["run"]).name}


def judged(workspace: Workspace, asked: Asked) -> Any:
    """Returns judged test images: of a cell of the confusion matrix, or of all of it."""
    folder = workspace.run(asked.place["run"])
    verdicts = _verdicts(folder)
    if verdicts is None:
        raise ConvscopeError(
            f"{folder.name} has no verdicts on test images.",
            "Expected a finished run on data with test images.",
            "Wait until it is finished.",
        )
    order = asked.choice("order", ORDERS)
    start = asked.number("start", 0, 0, 10**9)
    count = asked.number("count", 40, 1, MOST_IMAGES)
    places = np.arange(len(verdicts.labels))
    for key, of_each in (("truth", verdicts.labels), ("verdict", verdicts.predicted)):
        name = asked.query.get(key)
        if name is not None:
            if name not in verdicts.class_names:
                raise UnknownNameError("class", name, verdicts.class_names)
            places = places[of_each[places] == verdicts.class_names.index(name)]
    chosen = places[_ordering(verdicts, order)[places].argsort(kind="stable")]
    return {
        "split": "test",
        "total": len(chosen),
        "images": [tile(image) for image in _images(verdicts, chosen[start : start + count])],
    }


def tile(image: "JudgedImage") -> dict[str, Any]:
    """Returns a judged image as the page shows it."""
    return {
        "index": image.index,
        "name": image.name,
        "label": image.label,
        "verdict": image.verdict,
        "probability": round(image.probability, 6),
        "label_probability": round(image.label_probability, 6),
    }


def picture(workspace: Workspace, asked: Asked) -> Download:
    """Returns an image of a run as the net got it, as PNG."""
    folder = workspace.run(asked.place["run"])
    split = workspace.split(folder, asked.place["split"])
    text = asked.place["index"]
    index = int(text) if text.isdecimal() and len(text) < 10 else len(split)
    if index >= len(split):
        raise ConvscopeError(
            f"There is no image {text[:20]}.",
            f"Expected a number below {len(split):,}.",
            "Choose one that is shown.",
        )
    return Download(png(np.asarray(split.images[index])), "image/png", is_lasting=True)


def png(image: "Images") -> bytes:
    """Returns an image as a PNG file.

    Args:
        image: uint8 (height, width, channels) of one, three or another number of channels; of
            others the first is shown.
    """
    from PIL import Image

    shown = image if image.shape[2] == 3 else image[:, :, 0]
    file = BytesIO()
    Image.fromarray(np.ascontiguousarray(shown)).save(file, "PNG", compress_level=1)
    return file.getvalue()


def download(workspace: Workspace, asked: Asked) -> Download:
    """Returns a file of a run."""
    folder = workspace.run(asked.place["run"])
    name = asked.place["file"]
    path = folder.path / name
    if name not in FILES or not path.is_file():
        raise UnknownNameError("file", name, [n for n in FILES if (folder.path / n).is_file()])
    saved_as = "" if name.endswith(".html") else f"{folder.name}-{name}"
    return Download(path.read_bytes(), FILES[name], saved_as)


def _row(folder: RunFolder, notes: dict[str, str]) -> dict[str, Any]:
    try:
        record = read_record(folder)
    except ConvscopeError as error:
        return {"name": folder.name, "status": "damaged", "notes": notes, "error": error.as_json()}
    results = record.results
    return {
        "name": folder.name,
        "notes": notes,
        "status": told_status(folder, record),
        "created": _seconds(record.created),
        "data_name": record.data["name"],
        "net_name": record.net["name"],
        "parameters": record.net["parameters"],
        "multiply_adds": record.net["multiply_adds"],
        "recipe_name": record.recipe["name"],
        "epochs": results.get("epochs"),
        "val_accuracy": results.get("val_accuracy"),
        "test_accuracy": results.get("test_accuracy"),
        "num_test": record.data["num_test"],
        "total_seconds": record.timings.get("total_seconds"),
    }


def _cost(record: RunRecord) -> dict[str, int] | None:
    """Returns what a run's net weighs and needs, known before its training ends; None for none."""
    from convscope.net_file import load_net_or_file
    from convscope.studio.net_answers import cost_of

    classes = len(record.data["class_names"])
    try:
        net = load_net_or_file(record.net["name"], tuple(record.data["image_shape"]), classes)
    except ConvscopeError:
        return None  # It was a file, which is gone.
    return cost_of(net)


def _seconds(created: str) -> float | None:
    try:
        return datetime.fromisoformat(created).timestamp()
    except ValueError:
        return None


def _verdicts(folder: RunFolder) -> "Verdicts | None":
    from convscope.runs.results import read_verdicts

    return read_verdicts(folder) if folder.predictions.is_file() else None


def _images(verdicts: "Verdicts", places: Any) -> "tuple[JudgedImage, ...]":
    from convscope.insight.measures.mistakes import judged_images

    return judged_images(verdicts, places)


def _ordering(verdicts: "Verdicts", order: str) -> Any:
    """Returns what images are sorted by, the smallest first, float64 (number,)."""
    probabilities = verdicts.probabilities.astype(np.float64)
    confidence = probabilities.max(1)
    if order == "worst":
        return np.where(verdicts.is_right, 2 - confidence, -confidence)
    if order == "uncertain":
        two_best = np.sort(probabilities, 1)[:, -2:]
        return two_best[:, -1] - two_best[:, 0]
    return np.arange(len(confidence), dtype=np.float64)
