"""`convscope runs`: list and compare."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convscope.cli.common_options import Json, Runs
from convscope.cli.console import out, percent, print_error, print_json, print_next, print_table
from convscope.errors import ConvscopeError
from convscope.texts import quoted

if TYPE_CHECKING:
    from convscope.insight.measures.run_comparison import RunComparison
    from convscope.runs.folder import RunFolder
    from convscope.runs.record import RunRecord

app = typer.Typer(help="List your runs, or compare some.", invoke_without_command=True)


@app.callback()
def list_all(
    context: typer.Context,
    runs: Runs = Path("runs"),
    json: Json = False,
) -> None:
    """List your runs, the oldest first; `convscope runs compare A B` sets some side by side."""
    if context.invoked_subcommand is not None:
        return
    from convscope.runs.folder import list_runs
    from convscope.runs.record import read_record

    rows, damaged = [], []
    finished = []
    for folder in list_runs(runs):
        try:
            record = read_record(folder)
        except ConvscopeError as error:
            damaged.append(error)
            rows.append(dict.fromkeys(_COLUMNS) | _DAMAGED | {"run": folder.name})
            continue
        rows.append(_row(record, folder))
        if record.status == "finished":
            finished.append(quoted(folder.path))
    if json:
        print_json(rows)
        return
    if not rows:
        out().print(f"No runs in {runs} yet.")
        print_next("convscope train digits", "trains a first net in under a minute")
        return
    _print_table(rows)
    for error in damaged:
        print_error(str(error))
    if len(finished) > 1:
        print_next(f"convscope runs compare {finished[-2]} {finished[-1]}", "shows what differs")
    elif finished:
        print_next(f"convscope evaluate {finished[-1]}", "measures the last one")


@app.command()
def compare(
    names: Annotated[list[str], typer.Argument(metavar="RUN RUN…", help="Two or more runs.")],
    runs: Runs = Path("runs"),
    json: Json = False,
) -> None:
    """Show where runs differ: settings first, then results, then whether one is better.

    Runs are compared on the test images that all of them were judged on, image
    by image (McNemar's exact test); on other images nothing is said about which
    is better.

    [bold]Example[/bold]

    convscope runs compare mnist-1 mnist-2
    """
    from convscope.insight.measures.run_comparison import compare_runs
    from convscope.runs.folder import open_run
    from convscope.runs.record import read_record

    folders = [open_run(name, runs) for name in names]
    records = [read_record(folder) for folder in folders]
    rows = {**_differing(records), **_results(records)}
    compared = compare_runs(list(zip(folders, records, strict=True))) if len(names) > 1 else []
    if json:
        pairs = None if compared is None else [_pair_json(pair) for pair in compared]
        print_json({"runs": [r.name for r in records], **rows, "same_test_images": pairs})
        return
    print_table(
        ("", *[r.name for r in records]),
        [(label, *[_text(value) for value in values]) for label, values in rows.items()],
    )
    _print_comparison(compared, records)


def _print_comparison(compared: "list[RunComparison] | None", records: "list[RunRecord]") -> None:
    """Says which run is better, if the same test images say so beyond chance."""
    console = out()
    if compared is None:
        console.print(
            "They were not judged on the same test images, so their accuracies do not say which is "
            "better."
        )
        first = records[0].name
    else:
        for pair in compared:
            console.print(_sentence(pair), markup=False)
        first = compared[0].better if compared else records[0].name
    is_best = bool(compared) and all(pair.is_sure for pair in compared or [])
    why = "what the better one still gets wrong" if is_best else "what one of them gets wrong"
    print_next(f"convscope report {quoted(first)}", why)


def _sentence(pair: "RunComparison") -> str:
    difference = pair.difference
    span = f"95 % interval {100 * difference.low:.1f} to {100 * difference.high:.1f} points"
    shares = f"{percent(pair.accuracy)} against {percent(pair.other_accuracy)}"
    images = f"the same {pair.num_images:,} test images"
    if pair.is_sure:
        return f"{pair.better} is better than {pair.other} on {images}: {shares} ({span})."
    return (
        f"{pair.better} and {pair.other} differ by no more than chance on {images}: {shares} "
        f"({span})."
    )


def _pair_json(pair: "RunComparison") -> dict[str, Any]:
    return {
        "better": pair.better,
        "other": pair.other,
        "accuracies": [pair.accuracy, pair.other_accuracy],
        "difference": pair.difference.estimate,
        "interval": [pair.difference.low, pair.difference.high],
        "p_value": pair.difference.p_value,
        "is_sure": pair.is_sure,
        "num_images": pair.num_images,
    }


_COLUMNS = (
    *("run", "status", "data", "net", "parameters", "recipe"),
    *("val_accuracy", "test_accuracy", "seconds_per_epoch"),
)
_DAMAGED = {"status": "damaged"}


def _row(record: "RunRecord", folder: "RunFolder") -> dict[str, Any]:
    from convscope.runs.status import told_status

    results = record.results
    return {
        "run": folder.name,
        "status": told_status(folder, record),
        "data": record.data["name"],
        "net": record.net["name"],
        "parameters": record.net["parameters"],
        "recipe": record.recipe["name"],
        "val_accuracy": results.get("val_accuracy"),
        "test_accuracy": results.get("test_accuracy"),
        "seconds_per_epoch": record.timings.get("seconds_per_epoch"),
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    print_table(
        [name.replace("_", " ") for name in rows[0]],
        [[_text(v, is_share=k.endswith("accuracy")) for k, v in row.items()] for row in rows],
    )


def _differing(records: "list[RunRecord]") -> dict[str, list[Any]]:
    columns = [{**r.settings, **r.recipe, "data": r.data["source"]} for r in records]
    names = [name for name in columns[0] if name not in ("name", "title")]
    rows = {name: [column.get(name) for column in columns] for name in names}
    return {name: values for name, values in rows.items() if any(v != values[0] for v in values)}


def _results(records: "list[RunRecord]") -> dict[str, list[Any]]:
    wanted = ("best_epoch", "val_loss", "val_accuracy", "test_accuracy")
    rows = {name: [r.results.get(name) for r in records] for name in wanted}
    rows["parameters"] = [r.net["parameters"] for r in records]
    rows["seconds_per_epoch"] = [r.timings.get("seconds_per_epoch") for r in records]
    return rows


def _text(value: Any, is_share: bool = False) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return percent(value) if is_share else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
