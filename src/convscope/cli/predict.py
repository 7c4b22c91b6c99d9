"""`convscope predict`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.common_options import Json
from convscope.cli.console import err, percent, print_csv, print_json, print_next, print_table
from convscope.cli.views import MIRRORED
from convscope.errors import ConvscopeError
from convscope.texts import quoted

if TYPE_CHECKING:
    from convscope.arrays import Images, Probabilities
    from convscope.cli.drawings import Found
    from convscope.data import Unreadable
    from convscope.model_file import Model

UNFAMILIAR = "unlike anything the model was trained on"
"""What is said of an image that the model's verdict should not be trusted on."""

UNSURE = "not sure where the ink is"
"""What is said of a picture in which more than one thing may be the character."""

UNSTEADY = "not sure which it is"
"""What is said of a character whose verdict is near to another."""


@dataclass(frozen=True)
class Verdict:
    """What the model says about one image.

    Attributes:
        image: Its name.
        probabilities: float32 (classes,); None for blank paper, which gets no verdict.
        is_unfamiliar: Whether the image is unlike all that the model was trained on; None where
            the model does not know.
        is_steady: Whether the verdict is clear, also when the character is moved by a pixel; None
            for images as they lie.
        found: Where in the picture the judged character is; None for images as they lie.
    """

    image: str
    probabilities: "Probabilities | None" = None
    is_unfamiliar: bool | None = None
    is_steady: bool | None = None
    found: "Found | None" = None


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
            "--drawing",
            help="Place each image as a drawing: ink found, scaled and centred. A model of "
            "drawings does so by itself with pictures that have another size than its input.",
        ),
    ] = False,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Place nothing: scale each whole image to the input.")
    ] = False,
    mirrored: Annotated[bool, MIRRORED] = False,
    executor: Annotated[
        str,
        typer.Option(
            help="Who computes: numpy, engine (torch), onnx (ONNX Runtime), or auto: numpy or "
            "engine, whichever is done first."
        ),
    ] = "auto",
    json: Json = False,
    as_csv: Annotated[
        bool,
        typer.Option("--csv", help="Print a row per image or character with all probabilities."),
    ] = False,
) -> None:
    """Judge images: the most probable class of each, with its probability.

    [bold]Examples[/bold]

    convscope predict runs/mnist-1 seven.png

    convscope predict drawn-digits scans/

    convscope predict runs/fruits-1 photos/ --csv > verdicts.csv
    """
    from convscope.cli.drawings import takes_drawings
    from convscope.cli.models import open_model

    opened = open_model(model)
    _expect_one_way(drawing, as_is, mirrored)
    is_placing = drawing or (takes_drawings(opened) and not as_is and not mirrored)
    if is_placing:
        verdicts, unreadable = _judge_drawings(opened, images, drawing, executor)
    else:
        verdicts, unreadable = _judge_images(opened, images, mirrored, executor)
    if as_csv:
        _print_csv(verdicts, opened.names, is_placing)
    elif json:
        print_json([_as_json(verdict, opened.names) for verdict in verdicts])
    else:
        _print_table(verdicts, opened.names)
    for item in unreadable:
        err.print(f"{item.path} could not be read: {item.reason}", style="yellow", markup=False)
    _print_findings(verdicts, is_asked=drawing)
    if not as_csv and not json:
        chosen = {"--drawing": drawing, "--as-is": as_is, "--mirrored": mirrored}
        options = "".join(f" {option}" for option, is_chosen in chosen.items() if is_chosen)
        options += "" if executor == "auto" else f" --executor {executor}"
        command = f"convscope predict {quoted(model)} {quoted(images[0])}{options} --csv"
        print_next(command, "gives every probability")


def _expect_one_way(drawing: bool, as_is: bool, mirrored: bool) -> None:
    """Raises where options contradict each other."""
    if drawing and mirrored:
        raise ConvscopeError(
            "Received --drawing and --mirrored.",
            "A drawn character in the mirror is another one, or none.",
            "Leave one of the two out.",
        )
    if drawing and as_is:
        raise ConvscopeError(
            "Received --drawing and --as-is.",
            "The one places the ink of each image, the other leaves images as they lie.",
            "Leave one of the two out.",
        )


def _print_findings(verdicts: "list[Verdict]", is_asked: bool) -> None:
    """Says on stderr what was placed, what is blank, and where there are several characters."""
    placed = {verdict.image for verdict in verdicts if verdict.found and verdict.found.box}
    if placed and not is_asked:
        what = f"{len(placed)} pictures were" if len(placed) > 1 else f"{min(placed)} was"
        line = f"{what} placed as drawings: ink found, scaled, centred. --as-is switches it off."
        err.print(
            line.replace("as drawings", "as a drawing" if len(placed) == 1 else "as drawings")
        )
    for verdict in verdicts:
        found = verdict.found
        if verdict.probabilities is None:
            err.print(f"{verdict.image} is blank: no verdict", style="yellow", markup=False)
        elif found and found.character == 1 and found.num_characters != 1:
            err.print(f"{verdict.image} holds {found.num_characters} characters", markup=False)


def _judge_images(
    model: "Model", sources: Sequence[str], mirrored: bool, executor: str
) -> "tuple[list[Verdict], Sequence[Unreadable]]":
    """Judges images as they lie."""
    from convscope.data import read_images

    images, names, unreadable = read_images(sources, model.architecture.input.shape, fit=model.fit)
    return _verdicts(model, names, images, mirrored, executor), unreadable


def _judge_drawings(
    model: "Model", sources: Sequence[str], all_sizes: bool, executor: str
) -> "tuple[list[Verdict], Sequence[Unreadable]]":
    """Judges each character after the model's placement; blank pictures get no verdict."""
    import numpy as np

    from convscope.cli.drawings import place_drawings

    findings, unreadable = place_drawings(model, sources, all_sizes)
    inked = [(found.name, found.image) for found in findings if found.image is not None]
    judged: Iterator[Verdict] = iter(())
    if inked:
        names, images = zip(*inked, strict=True)
        stacked = np.stack(images)[..., np.newaxis]
        judged = iter(_steady_verdicts(model, names, stacked, executor))
    verdicts = [
        replace(Verdict(found.name) if found.image is None else next(judged), found=found)
        for found in findings
    ]
    placed = [v if v.found and v.found.box else replace(v, is_steady=None) for v in verdicts]
    return placed, unreadable


def _steady_verdicts(
    model: "Model", names: Sequence[str], images: "Images", executor: str
) -> list[Verdict]:
    """Returns the verdict on every character, and whether it stays when that is moved."""
    import numpy as np

    from convscope.cli.inference import answer
    from convscope.drawing.steadiness import are_steady, moved_by_a_pixel

    verdicts = _verdicts(model, names, images, executor=executor)
    moved = moved_by_a_pixel(images).reshape(-1, *images.shape[1:])
    probabilities = answer(model, moved, executor=executor).probabilities
    first = np.stack(
        [verdict.probabilities for verdict in verdicts if verdict.probabilities is not None]
    )
    steady = are_steady(first, probabilities.reshape(4, len(images), -1))
    return [replace(v, is_steady=each) for v, each in zip(verdicts, steady, strict=True)]


def _verdicts(
    model: "Model",
    names: Sequence[str],
    images: "Images",
    mirrored: bool = False,
    executor: str = "auto",
) -> list[Verdict]:
    """Returns the model's verdict on every image."""
    from convscope.cli.inference import answer

    answers = answer(model, images, mirrored, executor)
    unknown = [None] * len(names)
    is_unfamiliar = unknown if answers.distances is None else (answers.distances > 1).tolist()
    return list(map(Verdict, names, answers.probabilities, is_unfamiliar))


def _print_table(verdicts: list[Verdict], class_names: tuple[str, ...]) -> None:
    has_notes = any(_note(verdict) for verdict in verdicts)
    rows = []
    for verdict in verdicts:
        row, found = verdict.probabilities, verdict.found
        if row is None:
            rows.append((verdict.image, "blank", "", ""))
            continue
        name = verdict.image
        if found and (found.num_characters or 0) > 1:
            name = f"{name}, {found.character} of {found.num_characters}"
        first, second = (int(i) for i in row.argsort()[::-1][:2])
        guess = f"{class_names[second]} ({percent(row[second])})"
        rows.append((name, class_names[first], percent(row[first]), guess, _note(verdict)))
    headers = ("Image", "Verdict", "Probability", "Second guess", "Note")
    print_table(headers[: 4 + has_notes], [cells[: 4 + has_notes] for cells in rows])


def _note(verdict: Verdict) -> str:
    """What speaks against a verdict, empty where nothing does."""
    notes = {
        UNFAMILIAR: verdict.is_unfamiliar is True,
        UNSURE: verdict.found is not None and verdict.found.is_sure is False,
        UNSTEADY: verdict.is_steady is False,
    }
    return "; ".join(note for note, applies in notes.items() if applies)


def _print_csv(verdicts: list[Verdict], class_names: tuple[str, ...], is_placing: bool) -> None:
    """Prints a row per verdict; where drawings are placed, with the place of each character."""
    places = ("character", "box_top", "box_left", "box_height", "box_width", "note")
    header = ["image", "class_name", "probability", *class_names, *places * is_placing]
    rows: list[list[object]] = [list(header)]
    for verdict in verdicts:
        row, found = verdict.probabilities, verdict.found
        cells = [""] * (2 + len(class_names))
        if row is not None:
            shown = [f"{p:.6f}" for p in row]
            cells = [class_names[int(row.argmax())], shown[int(row.argmax())], *shown]
        if is_placing:
            box = found and found.box
            sides = (box.top, box.left, box.height, box.width) if box else ()
            cells.append(str(found.character) if found and found.character else "")
            cells += [str(round(side)) for side in sides] or [""] * 4
            cells.append(_note(verdict))
        rows.append([verdict.image, *cells])
    print_csv(rows)


def _as_json(verdict: Verdict, class_names: tuple[str, ...]) -> dict[str, object]:
    """The same keys for every image, null where there is nothing to say."""
    row, found = verdict.probabilities, verdict.found
    box = found.box if found else None
    best = None if row is None else int(row.argmax())
    return {
        "image": verdict.image,
        "character": found.character if found else None,
        "num_characters": found.num_characters if found else None,
        "box": None if box is None else {side: round(n) for side, n in asdict(box).items()},
        "class_name": None if best is None else class_names[best],
        "probability": None if row is None or best is None else float(row[best]),
        "probabilities": None
        if row is None
        else dict(zip(class_names, map(float, row), strict=True)),
        "is_unfamiliar": verdict.is_unfamiliar,
        "is_sure": found.is_sure if found else None,
        "is_steady": verdict.is_steady,
    }
