"""Options that several commands have: their types, in one wording."""

from pathlib import Path
from typing import Annotated

import typer

from convscope.errors import ConvscopeError

HOW, IMAGES, OUTPUT = "How to train", "Images of a folder", "Output"
"""Headings in the help of the commands that train."""

_DATA = typer.Argument(metavar="NAME|FOLDER|FILE", help="A data set or your images.")

Data = Annotated[str, _DATA]
DataIfAny = Annotated[str | None, _DATA]

BatchSize = Annotated[
    int | None, typer.Option(help="Images of a step; default: the recipe's.", rich_help_panel=HOW)
]
Optimizer = Annotated[
    str | None, typer.Option(help="sgd, adam, adamw or muon.", rich_help_panel=HOW)
]
LabelSmoothing = Annotated[
    float | None,
    typer.Option(help="Share of a label spread over all classes.", rich_help_panel=HOW),
]
Device = Annotated[str, typer.Option(help="cpu, cuda, mps or auto.", rich_help_panel=HOW)]

Size = Annotated[
    str | None, typer.Option(help="HEIGHTxWIDTH, such as 96x96.", rich_help_panel=IMAGES)
]
Fit = Annotated[str, typer.Option(help="pad, crop or stretch; auto: pad.", rich_help_panel=IMAGES)]
Color = Annotated[str, typer.Option(help="auto, grey or rgb.", rich_help_panel=IMAGES)]
Strict = Annotated[
    bool, typer.Option("--strict", help="Stop at an unreadable image.", rich_help_panel=IMAGES)
]

Port = Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Print the address and open no browser.")
]
Language = Annotated[
    str, typer.Option(help="Language of the page, en or ja; without it the browser's.")
]

_JSON, _RUNS = "Print one JSON object.", "Folder of all runs."

Json = Annotated[bool, typer.Option("--json", help=_JSON)]
JsonOutput = Annotated[bool, typer.Option("--json", help=_JSON, rich_help_panel=OUTPUT)]
Runs = Annotated[Path, typer.Option(help=_RUNS)]
RunsOutput = Annotated[Path, typer.Option(help=_RUNS, rich_help_panel=OUTPUT)]


def parse_size(text: str | None) -> tuple[int, int] | None:
    """Returns `"96x128"` as (height, width) in pixels; `"96"` is a square.

    Raises:
        ConvscopeError: The text is not a size.
    """
    if text is None:
        return None
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) > 2 or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise ConvscopeError(
            f'--size: received "{text}".', "Expected HEIGHTxWIDTH in pixels.", "Try --size 96x96"
        )
    return int(parts[0]), int(parts[-1])
