"""`convscope predict`."""

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.console import err, out, percent, print_json, print_next

if TYPE_CHECKING:
    import numpy as np

    from convscope.arrays import Probabilities


def predict(
    model: Annotated[str, typer.Argument(metavar="MODEL|RUN", help="A model file or a run.")],
    images: Annotated[
        list[str], typer.Argument(metavar="IMAGE…|FOLDER", help="Images, a folder or a zip.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print a row per image with all probabilities.")
    ] = False,
) -> None:
    """Judge images: the most probable class of each, with its probability.

    [bold]Examples[/bold]

    convscope predict runs/mnist-1 seven.png

    convscope predict runs/fruits-1 photos/ --csv > verdicts.csv
    """
    from convscope.cli.models import open_model
    from convscope.data import read_images
    from convscope.engine.answers import answer

    opened = open_model(model)
    arrays, names, unreadable = read_images(images, opened.architecture.input.shape, fit=opened.fit)
    probabilities = answer(opened, arrays)
    if as_csv:
        _print_csv(names, opened.class_names, probabilities)
    elif json:
        print_json([_as_json(n, opened.class_names, p) for n, p in zip(names, probabilities)])  # noqa: B905
    else:
        _print_table(names, opened.class_names, probabilities)
    for item in unreadable:
        err.print(f"{item.path} could not be read: {item.reason}", style="yellow", markup=False)
    if not as_csv and not json:
        print_next(f"convscope predict {model} {images[0]} --csv", "gives every probability")


def _print_table(
    names: tuple[str, ...], class_names: tuple[str, ...], probabilities: "Probabilities"
) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for column in ("Image", "Verdict", "Probability", "Second guess"):
        table.add_column(column, overflow="fold")
    for name, row in zip(names, probabilities, strict=True):
        first, second = (int(i) for i in row.argsort()[::-1][:2])
        guess = f"{class_names[second]} ({percent(row[second])})"
        table.add_row(name, class_names[first], percent(row[first]), guess)
    out().print(table)


def _print_csv(
    names: tuple[str, ...], class_names: tuple[str, ...], probabilities: "Probabilities"
) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["image", "class_name", "probability", *class_names])
    for name, row in zip(names, probabilities, strict=True):
        best = int(row.argmax())
        writer.writerow([name, class_names[best], f"{row[best]:.6f}", *(f"{p:.6f}" for p in row)])


def _as_json(name: str, class_names: tuple[str, ...], row: "np.ndarray") -> dict[str, object]:
    best = int(row.argmax())
    return {
        "image": name,
        "class_name": class_names[best],
        "probability": float(row[best]),
        "probabilities": dict(zip(class_names, map(float, row), strict=True)),
    }
