"""`convscope evaluate`."""

from typing import Annotated

import typer

from convscope.cli.console import err, out, percent, print_json, print_next
from convscope.cli.views import MIRRORED
from convscope.texts import quoted


def evaluate(
    model: Annotated[str, typer.Argument(metavar="MODEL|RUN", help="A model file or a run.")],
    data: Annotated[
        str | None,
        typer.Argument(metavar="[DATA]", help="Data set, folder or file; default: the run's own."),
    ] = None,
    split: Annotated[str, typer.Option(help="train, validation or test.")] = "test",
    mirrored: Annotated[bool, MIRRORED] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure a model on images with known classes.

    [bold]Examples[/bold]

    convscope evaluate runs/mnist-1

    convscope evaluate runs/mnist-1/model.safetensors my-digits/

    convscope evaluate runs/fruits-1 --mirrored
    """
    from convscope.cli.models import find_model
    from convscope.runs.evaluation import evaluate_model

    path = find_model(model)
    verdicts, values = evaluate_model(path, data, split, mirrored)
    if json:
        print_json(
            {**values, "split": split, "mirrored": mirrored, "num_images": len(verdicts.labels)}
        )
        return
    if split == "test":
        err.print(
            "[dim]Test images tell what the model is worth only as long as nothing was chosen by "
            "them: look once, at the end.[/dim]",
            markup=True,
        )
    console = out()
    console.print(
        f"Accuracy on the {split} images: [bold]{percent(values['accuracy'])}[/bold] "
        f"of {len(verdicts.labels):,}; loss {values['loss']:.4f}; AUC {values['auc']:.4f}.",
        markup=True,
    )
    worst = sorted(values["recall"].items(), key=lambda item: item[1])[:3]
    found = ", ".join(f"{name} {percent(share)}" for name, share in worst)
    console.print(f"Least often recognised: {found}.", markup=False)
    report = path.parent / "report.html"
    if report.is_file():
        print_next(f"open {quoted(report)}", "shows which images were taken for what")
    else:
        print_next(f"convscope predict {quoted(model)} IMAGE", "judges single images")
