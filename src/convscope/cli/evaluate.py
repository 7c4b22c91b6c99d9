"""`convscope evaluate`."""

from math import isnan
from typing import Annotated

import typer

from convscope.cli.common_options import Json
from convscope.cli.console import err, out, percent, print_json, print_next
from convscope.cli.views import MIRRORED
from convscope.texts import quoted


def evaluate(
    model: Annotated[str, typer.Argument(metavar="MODEL|RUN", help="A model file or a run.")],
    data: Annotated[
        str | None,
        typer.Argument(metavar="[DATA]", help="Data set, folder or file; default: the run's own."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(help="train, validation or test; default: test, or all that is given."),
    ] = None,
    mirrored: Annotated[bool, MIRRORED] = False,
    json: Json = False,
) -> None:
    """Measure a model on images with known classes, aligned with the model's by name.

    [bold]Examples[/bold]

    convscope evaluate runs/mnist-1

    convscope evaluate runs/mnist-1/model.safetensors my-digits/

    convscope evaluate runs/fruits-1 --mirrored
    """
    from convscope.cli.models import find_model
    from convscope.runs.evaluation import evaluate_model

    path = find_model(model)
    found = evaluate_model(path, data, split, mirrored)
    verdicts, values = found.verdicts, found.values
    if json:
        print_json(
            {
                **values,
                "auc": None if isnan(values["auc"]) else values["auc"],
                "split": found.split,
                "mirrored": mirrored,
                "num_images": len(verdicts.labels),
                "notes": found.notes,
            }
        )
        return
    for note in found.notes:
        err.print(f"  {note}", style="dim", markup=False)
    if found.split == "test" and data is None:
        err.print(
            "[dim]Test images tell what the model is worth only as long as nothing was chosen by "
            "them: look once, at the end.[/dim]",
            markup=True,
        )
    console = out()
    which = "all images" if found.split == "all" else f"the {found.split} images"
    area = "" if isnan(values["auc"]) else f"; AUC {values['auc']:.4f}"
    console.print(
        f"Accuracy on {which}: [bold]{percent(values['accuracy'])}[/bold] "
        f"of {len(verdicts.labels):,}; loss {values['loss']:.4f}{area}.",
        markup=True,
    )
    worst = sorted(values["recall"].items(), key=lambda item: item[1])[:3]
    rarely = ", ".join(f"{name} ({percent(share)})" for name, share in worst)
    console.print(f"Least often recognised: {rarely}.", markup=False)
    report = path.parent / "report.html"
    if data is not None:
        print_next(
            f"convscope predict {quoted(model)} {quoted(data)} --csv",
            "says what each was taken for",
        )
    elif report.is_file():
        print_next(f"open {quoted(report)}", "shows which images were taken for what")
    else:
        print_next(f"convscope predict {quoted(model)} IMAGE", "judges single images")
