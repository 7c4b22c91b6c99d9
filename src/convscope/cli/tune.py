"""`convscope tune`."""

from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convscope.cli.common_options import (
    OUTPUT,
    Color,
    Data,
    Fit,
    JsonOutput,
    RunsOutput,
    Size,
    Strict,
    parse_size,
)
from convscope.cli.console import (
    EXIT_INTERRUPTED,
    err,
    out,
    percent,
    print_error,
    print_json,
    print_next,
    print_table,
)
from convscope.cli.durations import parse_duration
from convscope.errors import ConvscopeError
from convscope.texts import counted

if TYPE_CHECKING:
    from convscope.runs.tuning import Search, TunedTrial

_DATA, _SEARCH = "What to train", "How to search"
_NUM_BEST = 5


def tune(
    context: typer.Context,
    data: Data,
    net: Annotated[
        str,
        typer.Option(
            help="Name, JSON or model file; auto suits the images.", rich_help_panel=_DATA
        ),
    ] = "auto",
    recipe: Annotated[
        str | None, typer.Option(help="The recipe to begin with.", rich_help_panel=_DATA)
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(help="Of every trial; default: the recipe's.", rich_help_panel=_DATA),
    ] = None,
    validation_split: Annotated[
        float | None, typer.Option(help="Share of the training images.", rich_help_panel=_DATA)
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Of the search and of every trial.", rich_help_panel=_DATA)
    ] = 0,
    device: Annotated[
        str, typer.Option(help="cpu, cuda, mps or auto.", rich_help_panel=_DATA)
    ] = "auto",
    trials: Annotated[int, typer.Option(help="Trainings in all.", rich_help_panel=_SEARCH)] = 20,
    budget: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="End after 10m or 2h at the latest; a training under way is cut off.",
            rich_help_panel=_SEARCH,
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(help="Trainings at a time; they share the cores.", rich_help_panel=_SEARCH),
    ] = 1,
    size: Size = None,
    fit: Fit = "auto",
    color: Color = "auto",
    strict: Strict = False,
    name: Annotated[
        str | None,
        typer.Option(help="Folder of the search; default: tune-DATA.", rich_help_panel=OUTPUT),
    ] = None,
    runs: RunsOutput = Path("runs"),
    json: JsonOutput = False,
) -> None:
    """Search for a better training: rate, batch, optimizer, smoothing, augmentation, dropout.

    Begins with the recipe as it is. Compares by validation accuracy; test
    images are not looked at. The same command goes on with a search that was
    interrupted, or adds trials to it.

    [bold]Examples[/bold]

    convscope tune digits --trials 30

    convscope tune my-fruits/ --epochs 10 --budget 2h --jobs 2
    """
    started, ends_at = _clocks(context.obj, parse_duration(budget))
    _check_counts(trials, jobs)
    from convscope.runs.folder import open_search
    from convscope.runs.preparation import prepare
    from convscope.runs.rehearsal import exit_time
    from convscope.runs.settings import TrainSettings
    from convscope.runs.tuning import Search, begin_search, check_optuna, run_trials
    from convscope.runs.tuning_processes import run_trials_together

    check_optuna()
    if ends_at is not None:
        ends_at -= exit_time(monotonic() - started, jobs)
    settings = TrainSettings(
        data=data,
        net=net,
        recipe=recipe or TrainSettings.recipe,
        epochs=epochs,
        validation_split=validation_split,
        seed=seed,
        device=device,
        size=parse_size(size),
        fit=fit,
        color=color,
        strict=strict,
    )
    prepared = prepare(settings)
    folder = open_search(runs, name, f"tune-{Path(prepared.data.name).name}")
    search = Search(prepared, folder, trials, ends_at)
    with folder.locked():
        begin_search(search)
        progress = _Progress(search, jobs, started, json)
        try:
            if jobs == 1:
                run_trials(search, progress.show)
            else:
                run_trials_together(search, jobs, progress.show)
        except KeyboardInterrupt:
            print_error("Interrupted; finished trials are kept. The same command goes on.")
            raise typer.Exit(EXIT_INTERRUPTED) from None
        _print_result(search, json)


def _clocks(began: float | None, seconds: float | None) -> tuple[float, float | None]:
    """Returns the start, and the end if there is one, on the clock of `time.monotonic`."""
    age = 0.0 if began is None else perf_counter() - began
    started = monotonic() - age
    return started, None if seconds is None else started + seconds


def _check_counts(trials: int, jobs: int) -> None:
    for option, value in (("--trials", trials), ("--jobs", jobs)):
        if value < 1:
            raise ConvscopeError(
                f"{option}: received {value}.",
                "Expected a whole number of at least 1.",
                f"Try {option} {20 if option == '--trials' else 1}.",
            )


class _Progress:
    """Says what is searched, and a line per trial: what it chose, what it reached, time left."""

    def __init__(self, search: "Search", jobs: int, started: float, is_silent: bool) -> None:
        from convscope.runs.search_space import space_for

        self.search, self.is_silent, self.started = search, is_silent, started
        self.jobs, self.finished = jobs, search.finished()
        self.num_before = len(self.finished)
        if is_silent:
            return
        prepared = search.prepared
        err.print(prepared.data.describe(), markup=False)
        err.print(
            f"Net {prepared.settings.net}: {prepared.architecture.num_parameters:,} parameters. "
            f"{counted(search.num_trials, 'trial')} of {counted(prepared.recipe.epochs, 'epoch')}, "
            f"{counted(len(prepared.train), 'image')} to train on, "
            f"{len(prepared.validation):,} to compare by. "
            f"{search.folder.path} has {self.num_before} of them.",
            markup=False,
        )
        for line in space_for(prepared).describe():
            err.print(f"  {line}", style="dim", markup=False)

    def show(self, trial: "TunedTrial") -> None:
        """Shows a finished trial."""
        self.finished.append(trial)
        if self.is_silent:
            return
        from convscope.engine.training.progress import format_duration

        outcome = trial.outcome
        reached = f"{percent(outcome.accuracy)} at epoch {outcome.epoch}"
        if outcome.state == "pruned":
            reached += f", given up after {outcome.num_epochs}"
        parts = [
            f"{len(self.finished)} of {self.search.num_trials}: trial {trial.number + 1}",
            reached,
            "the recipe as it is" if trial.is_recipe else _chosen(trial.chosen),
            f"{outcome.seconds:.1f} s",
            f"best {percent(_best_accuracy(self.finished))}",
            f"{format_duration(self._time_left())} left",
        ]
        err.print(" · ".join(parts), markup=False)

    def _time_left(self) -> float:
        ours = len(self.finished) - self.num_before
        spent = monotonic() - self.started
        left = spent / ours * (self.search.num_trials - len(self.finished))
        ends_at = self.search.ends_at
        return left if ends_at is None else max(0.0, min(left, ends_at - monotonic()))


def _best_accuracy(trials: "list[TunedTrial]") -> float:
    complete = [t.outcome.accuracy for t in trials if t.outcome.state == "complete"]
    return max(complete, default=0.0)


def _chosen(chosen: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in chosen.items())


def _print_result(search: "Search", json: bool) -> None:
    finished, best = search.finished(), search.best()
    if best is None:
        raise ConvscopeError(
            f"No trial of {counted(search.prepared.recipe.epochs, 'epoch')} was finished in time.",
            "Expected time for one at least.",
            "Give a longer --budget, or fewer --epochs.",
        )
    command = search.command(best)
    rivals = _rivals(finished, best, len(search.prepared.validation))
    complete = [t for t in finished if t.outcome.state == "complete"]
    if json:
        print_json(
            {
                "best": _row(best),
                "trials": [_row(trial) for trial in finished],
                "rivals": rivals,
                "command": command,
                "folder": str(search.folder.path),
            }
        )
        return
    ranked = sorted(complete, key=lambda t: -t.outcome.accuracy)[:_NUM_BEST]
    names = [f"trial {t.number + 1}{' (recipe)' * t.is_recipe}" for t in ranked]
    rows = [
        ("validation accuracy", *[percent(t.outcome.accuracy) for t in ranked]),
        *[(name.replace("_", " "), *[str(t.chosen[name]) for t in ranked]) for name in best.chosen],
        ("time", *[f"{t.outcome.seconds:.1f} s" for t in ranked]),
    ]
    print_table(("", *names), rows)
    console = out()
    recipe = next((t for t in complete if t.is_recipe), None)
    gain = "" if recipe is None else f" (the recipe as it is: {percent(recipe.outcome.accuracy)})"
    console.print(
        f"Best of {counted(len(finished), 'trial')}: [bold]{percent(best.outcome.accuracy)}[/bold] "
        f"of {counted(len(search.prepared.validation), 'validation image')}{gain}. They were "
        "chosen by, so expect a little less on new images.",
        markup=True,
    )
    for rival in rivals:
        console.print(_against(rival), markup=False)
    console.print(f"Train   {command}", markup=False, soft_wrap=True)
    print_next(command, "trains the best as a run, with test and report")


def _rivals(
    finished: "list[TunedTrial]", best: "TunedTrial", num_images: int
) -> list[dict[str, Any]]:
    """Returns how the runner-up, and the recipe as it is, stand against the best trial.

    The same validation images are compared one by one (McNemar's exact test, two-sided).
    """
    from convscope.insight.measures.statistics import LEVEL, compare_pairs

    others = [t for t in finished if t.outcome.state == "complete" and t.number != best.number]
    others.sort(key=lambda trial: -trial.outcome.accuracy)
    chosen = others[:1] + [t for t in others[1:] if t.is_recipe]
    won, rivals = best.outcome.is_right(num_images), []
    for trial in chosen:
        right = trial.outcome.is_right(num_images)
        if won is None or right is None:
            continue  # trials of an earlier version did not keep their verdicts
        found = compare_pairs(won, right)
        p_value = min(1.0, 2 * found.p_value)
        rivals.append(
            {
                "trial": trial.number + 1,
                "is_recipe": trial.is_recipe,
                "difference": found.estimate,
                "interval": [found.low, found.high],
                "p_value": p_value,
                "is_sure": p_value <= LEVEL,
            }
        )
    return rivals


def _against(rival: dict[str, Any]) -> str:
    """Returns whether the best trial is better than another one beyond chance, in a sentence."""
    name = "the recipe as it is" if rival["is_recipe"] else f"trial {rival['trial']}"
    low, high = (100 * end for end in rival["interval"])
    points = (
        f"{100 * rival['difference']:+.1f} points, 95 % interval {low:+.1f} to {high:+.1f}, on the "
        "same images"
    )
    if rival["is_sure"]:
        return f"Better than {name} beyond chance ({points})."
    return f"Within chance of {name} ({points}): either may be the better one."


def _row(trial: "TunedTrial") -> dict[str, Any]:
    outcome = trial.outcome
    return {
        "trial": trial.number + 1,
        "is_recipe": trial.is_recipe,
        "state": outcome.state,
        "val_accuracy": outcome.accuracy,
        "epoch": outcome.epoch,
        "epochs": outcome.num_epochs,
        "seconds": outcome.seconds,
        **trial.chosen,
    }
