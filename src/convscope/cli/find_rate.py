"""`convscope find-rate`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.common_options import (
    HOW,
    OUTPUT,
    BatchSize,
    Color,
    Data,
    Device,
    Fit,
    JsonOutput,
    LabelSmoothing,
    Optimizer,
    Size,
    parse_size,
)
from convscope.cli.console import err, out, print_json, print_next, print_table
from convscope.texts import counted

if TYPE_CHECKING:
    from convscope.engine.training.rate_finder import RateCurve

_RANGE = "Range"
_NUM_ROWS, _BAR_WIDTH = 14, 40


def find_rate(
    data: Data,
    net: Annotated[
        str,
        typer.Option(help="Name, JSON or model file; auto suits the images.", rich_help_panel=HOW),
    ] = "auto",
    recipe: Annotated[
        str | None, typer.Option(help="Name of a recipe.", rich_help_panel=HOW)
    ] = None,
    batch_size: BatchSize = None,
    optimizer: Optimizer = None,
    augment: Annotated[
        str | None, typer.Option(help="Name of an augmentation, or none.", rich_help_panel=HOW)
    ] = None,
    label_smoothing: LabelSmoothing = None,
    seed: Annotated[
        int, typer.Option(help="Of the first weights and the order.", rich_help_panel=HOW)
    ] = 0,
    device: Device = "auto",
    lowest: Annotated[float, typer.Option(help="First rate.", rich_help_panel=_RANGE)] = 1e-6,
    highest: Annotated[float, typer.Option(help="Last rate.", rich_help_panel=_RANGE)] = 10.0,
    steps: Annotated[int, typer.Option(help="Steps between them.", rich_help_panel=_RANGE)] = 300,
    size: Size = None,
    fit: Fit = "auto",
    color: Color = "auto",
    plot: Annotated[
        Path | None,
        typer.Option(
            help="Where the curve goes, .svg or .png; default: runs/DATA-learning-rate.svg.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    json: JsonOutput = False,
) -> None:
    """Find a learning rate: raise it over a few hundred steps and see when the loss falls.

    Trains a net that is thrown away; no run is made, and no saved net is changed.

    [bold]Examples[/bold]

    convscope find-rate mnist

    convscope find-rate my-fruits/ --optimizer sgd --plot rate.png
    """
    from convscope.runs.commands import train_command
    from convscope.runs.preparation import prepare
    from convscope.runs.rate_search import plot_kind, search_rate, write_rate_plot
    from convscope.runs.settings import TrainSettings

    settings = TrainSettings(
        data=data,
        net=net,
        recipe=recipe or TrainSettings.recipe,
        batch_size=batch_size,
        optimizer=optimizer,
        seed=seed,
        device=device,
        size=parse_size(size),
        fit=fit,
        color=color,
        augment=augment,
        label_smoothing=label_smoothing,
    )
    path = plot or Path("runs") / f"{Path(data).stem}-learning-rate.svg"
    plot_kind(path)  # an impossible name is said before anything is done
    prepared = prepare(settings)
    if not json:
        err.print(
            f"{prepared.data.describe()}. Net {prepared.settings.net}, "
            f"{prepared.recipe.optimizer.name}, batches of {prepared.recipe.batch_size}: "
            f"{counted(steps, 'step')} from {lowest:g} to {highest:g}.",
            markup=False,
        )
    curve = search_rate(prepared, lowest, highest, steps)
    write_rate_plot(path, curve)
    command = train_command({**settings.to_json(), "learning_rate": curve.suggested})
    own_rate = prepared.recipe.optimizer.options["learning_rate"]
    if json:
        print_json(
            {
                "suggested": curve.suggested,
                "steepest": curve.steepest,
                "smallest_loss_at": curve.best,
                "has_burst": curve.has_burst,
                "num_passes": round(curve.num_passes, 2),
                "is_telling": curve.is_telling,
                "own_rate": own_rate,
                "rates": curve.rates.tolist(),
                "losses": curve.losses.tolist(),
                "smoothed": curve.smoothed.tolist(),
                "plot": str(path),
                "command": command,
            }
        )
        return
    _print_curve(curve)
    out().print(f"Curve   {path}", markup=False)
    if not curve.is_telling:
        out().print(_doubt(curve, own_rate), markup=False)
    print_next(command, "trains with it")
    if not curve.is_telling:
        print_next(train_command(settings.to_json()), f"trains at {own_rate:g}, to compare")


def _doubt(curve: "RateCurve", own_rate: float) -> str:
    """Returns why the suggestion may be wrong, and what to compare it with."""
    return (
        f"Too few images to tell: the test went through them "
        f"{counted(round(curve.num_passes), 'time')}, so the loss also fell because they were "
        "learned by heart, and the suggestion may be far off. "
        f"Without --learning-rate the rate is {own_rate:g}; compare both on the "
        "validation images."
    )


def _print_curve(curve: "RateCurve") -> None:
    """Prints evenly spread steps as a table with bars, and the suggestion in words."""
    import numpy as np

    steps = np.linspace(9, len(curve.rates) - 1, _NUM_ROWS).round().astype(int)
    nearest = np.abs(np.log(curve.rates[steps] / curve.suggested)).argmin()
    largest = max(float(curve.smoothed[0]), float(curve.smoothed[steps[:-1]].max()))
    rows = []
    for number, step in enumerate(steps):
        share = min(float(curve.smoothed[step]) / largest, 1.0)
        bar = "█" * max(1, round(_BAR_WIDTH * share))
        mark = "  ← about here" if number == nearest else ""
        rows.append((f"{curve.rates[step]:.1e}", f"{curve.smoothed[step]:.4f}", bar + mark))
    print_table(("Learning rate", "Loss, smoothed", ""), rows)
    console = out()
    burst = "; then it burst" if curve.has_burst else ""
    console.print(
        f"The loss fell fastest at {curve.steepest:.2g} and was smallest at {curve.best:.2g}"
        f"{burst}."
    )
    console.print(
        f"Suggested learning rate [bold]{curve.suggested:g}[/bold]: at most a third "
        "of where the smoothed loss is smallest.",
        markup=True,
    )
