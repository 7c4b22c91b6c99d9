"""`convscope benchmark`: how long an epoch takes, here and with other libraries."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from convscope.cli.common_options import Json
from convscope.cli.console import err, out, print_json, print_next, print_table


def benchmark(
    data: Annotated[
        str, typer.Argument(metavar="[NAME|FILE]", help="28×28 grey images in 10 classes.")
    ] = "mnist",
    contenders: Annotated[
        str, typer.Option("--with", help="Who takes part, with commas between; all for everyone.")
    ] = "convscope,torch-channels-last,matrix-product",
    rounds: Annotated[int, typer.Option(min=1, help="Epochs of each, in turns.")] = 5,
    python: Annotated[
        list[str] | None,
        typer.Option(help="Another Python to look for libraries in; may be repeated."),
    ] = None,
    images: Annotated[int, typer.Option(min=5_120, help="Images of an epoch.")] = 54_000,
    save: Annotated[Path | None, typer.Option(help="Write the figures to this JSON file.")] = None,
    json: Json = False,
) -> None:
    """Measure the time of an epoch beside other libraries, in turns.

    All train the mnist net at batches of 128 with the same arithmetic.

    [bold]Examples[/bold]

    convscope benchmark

    convscope benchmark --with all --python keras-env/bin/python --rounds 7
    """
    from convscope.benchmark import CONTENDERS, rows_of, run_benchmark
    from convscope.data import load_data
    from convscope.files import write_atomically

    names = list(CONTENDERS) if contenders == "all" else [n.strip() for n in contenders.split(",")]

    def show(name: str, turn: int, number: int) -> None:
        err.print(f"round {turn + 1} of {number}: {name}", style="dim")

    found = load_data(data)
    pythons = (sys.executable, *(python or ()))
    result = run_benchmark(found, names, rounds, pythons, images, None if json else show)
    if save is not None:
        import json as json_format

        write_atomically(save, (json_format.dumps(result.to_json(), indent=1) + "\n").encode())
    if json:
        print_json(result.to_json())
        return
    rows = []
    for row in rows_of(result):
        ratios = ("" if r is None else f"{r:.2f}" for r in (row.ratio, row.to_limit))
        span = f"{row.fastest:.2f} – {row.slowest:.2f} s"
        rows.append((row.title, f"{row.median:.2f} s", span, *ratios))
    print_table(("", "median", "fastest – slowest", "× ours", "× limit"), rows)
    for name, why in result.missing.items():
        out().print(f"Left out: {name}, {why}.", markup=False)
    out().print(f"{result.hardware['processor']}, {result.hardware['cores']} cores. {result.clock}")
    print_next("convscope train mnist", "trains the same net to the end")
