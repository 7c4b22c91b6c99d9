"""`convscope predict`."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.console import err, out, percent, print_json, print_next
from convscope.cli.views import MIRRORED
from convscope.errors import ConvscopeError

if TYPE_CHECKING:
    from convscope.arrays import Images, Probabilities
    from convscope.data import Unreadable
    from convscope.model_file import Model

UNFAMILIAR = "unlike anything the model was trained on"
"""What is said of an image that the model's verdict should not be trusted on."""


@dataclass(frozen=True)
class Verdict:
    """What the model says about one image.

    Attributes:
        image: Its name.
        probabilities: float32 (classes,); None for blank paper, which gets no verdict.
        is_unfamiliar: Whether the image is unlike all that the model was trained on; None where
            the model does not know.
    """

    image: str
    probabilities: "Probabilities | None" = None
    is_unfamiliar: bool | None = None


def predict(
    model: Annotated[
        str, typer.Argument(metavar="MODEL|RUN", help="A model file, a run or a shipped model.")
    ],
    images: Annotated[
        list[str], typer.Argument(metavar="IMAGE…|FOLDER", help="Images, a folder or a zip.")
    ],
    drawing: Annotated[
        bool,
        typer.Option(
            "--drawing", help="Place each image as a drawing: ink found, scaled and centred."
        ),
    ] = False,
    mirrored: Annotated[bool, MIRRORED] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print a row per image with all probabilities.")
    ] = False,
) -> None:
    """Judge images: the most probable class of each, with its probability.

    [bold]Examples[/bold]

    convscope predict runs/mnist-1 seven.png

    convscope predict drawn-digits scans/ --drawing

    convscope predict runs/fruits-1 photos/ --csv > verdicts.csv
    """
    from convscope.cli.models import open_model

    opened = open_model(model)
    if drawing and mirrored:
        raise ConvscopeError(
            "Received --drawing and --mirrored.",
            "A drawn character in the mirror is another one, or none.",
            "Leave one of the two out.",
        )
    if drawing:
        verdicts, unreadable = _judge_drawings(opened, images)
    else:
        verdicts, unreadable = _judge_images(opened, images, mirrored)
    if as_csv:
        _print_csv(verdicts, opened.class_names)
    elif json:
        print_json([_as_json(verdict, opened.class_names) for verdict in verdicts])
    else:
        _print_table(verdicts, opened.class_names)
    for item in unreadable:
        err.print(f"{item.path} could not be read: {item.reason}", style="yellow", markup=False)
    for verdict in verdicts:
        if verdict.probabilities is None:
            err.print(f"{verdict.image} is blank: no verdict", style="yellow", markup=False)
    if not as_csv and not json:
        option = " --drawing" if drawing else " --mirrored" if mirrored else ""
        command = f"convscope predict {model} {images[0]}{option} --csv"
        print_next(command, "gives every probability")


def _judge_images(
    model: "Model", sources: Sequence[str], mirrored: bool
) -> "tuple[list[Verdict], Sequence[Unreadable]]":
    """Judges images as they lie."""
    from convscope.data import read_images

    images, names, unreadable = read_images(sources, model.architecture.input.shape, fit=model.fit)
    return _verdicts(model, names, images, mirrored), unreadable


def _judge_drawings(
    model: "Model", sources: Sequence[str]
) -> "tuple[list[Verdict], Sequence[Unreadable]]":
    """Judges images after the model's placement; those without ink get no verdict."""
    import numpy as np

    from convscope.cli.drawings import place_drawings

    placed, unreadable = place_drawings(model, sources)
    inked = [(name, image) for name, image in placed if image is not None]
    if not inked:
        return [Verdict(name) for name, _ in placed], unreadable
    names, images = zip(*inked, strict=True)
    judged = iter(_verdicts(model, names, np.stack(images)[..., np.newaxis]))
    return [Verdict(name) if image is None else next(judged) for name, image in placed], unreadable


def _verdicts(
    model: "Model", names: Sequence[str], images: "Images", mirrored: bool = False
) -> list[Verdict]:
    """Returns the model's verdict on every image."""
    from convscope.cli.answering import answer

    answers = answer(model, images, mirrored)
    unknown = [None] * len(names)
    is_unfamiliar = unknown if answers.distances is None else (answers.distances > 1).tolist()
    return list(map(Verdict, names, answers.probabilities, is_unfamiliar))


def _print_table(verdicts: list[Verdict], class_names: tuple[str, ...]) -> None:
    from rich import box
    from rich.table import Table

    has_notes = any(verdict.is_unfamiliar for verdict in verdicts)
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("Image", "Verdict", "Probability", "Second guess", "Note")[: 4 + has_notes]:
        table.add_column(column, overflow="fold")
    for verdict in verdicts:
        row = verdict.probabilities
        if row is None:
            table.add_row(verdict.image, "blank", "", "")
            continue
        first, second = (int(i) for i in row.argsort()[::-1][:2])
        guess = f"{class_names[second]} ({percent(row[second])})"
        note = (UNFAMILIAR,) if verdict.is_unfamiliar else ()
        table.add_row(verdict.image, class_names[first], percent(row[first]), guess, *note)
    out().print(table)


def _print_csv(verdicts: list[Verdict], class_names: tuple[str, ...]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["image", "class_name", "probability", *class_names])
    for verdict in verdicts:
        row = verdict.probabilities
        if row is None:
            writer.writerow([verdict.image, "", "", *("" for _ in class_names)])
            continue
        best = int(row.argmax())
        shown = [f"{p:.6f}" for p in row]
        writer.writerow([verdict.image, class_names[best], shown[best], *shown])


def _as_json(verdict: Verdict, class_names: tuple[str, ...]) -> dict[str, object]:
    row = verdict.probabilities
    if row is None:
        return {"image": verdict.image, "class_name": None}
    best = int(row.argmax())
    return {
        "image": verdict.image,
        "class_name": class_names[best],
        "probability": float(row[best]),
        "probabilities": dict(zip(class_names, map(float, row), strict=True)),
        "is_unfamiliar": verdict.is_unfamiliar,
    }
