"""The entry point: commands, and what becomes of errors."""

import sys
from time import perf_counter

import typer

from convscope import __version__
from convscope.cli import (
    benchmark,
    data,
    draw,
    evaluate,
    explain,
    export,
    find_rate,
    predict,
    report,
    runs,
    summary,
    train,
    tune,
)
from convscope.cli.console import EXIT_BUG, EXIT_INPUT, EXIT_INTERRUPTED, print_error
from convscope.cli.durations import process_started
from convscope.cli.quick_help import import_help_renderer
from convscope.errors import ConvscopeError

HELP_OPTIONS = ["-h", "--help"]
TRACKER = "https://github.com/convscope/convscope/issues"

app = typer.Typer(
    name="convscope",
    help="Train a convolutional network, draw at it, and read every number it computes.",
    epilog="Begin with: convscope train digits",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": HELP_OPTIONS},
)
app.command()(train.train)
app.command("find-rate")(find_rate.find_rate)
app.command()(tune.tune)
app.command()(evaluate.evaluate)
app.command()(predict.predict)
app.command()(explain.explain)
app.command()(draw.draw)
app.command()(export.export)
app.command()(summary.summary)
app.command()(benchmark.benchmark)
app.command()(report.report)
app.add_typer(runs.app, name="runs")
app.add_typer(data.app, name="data")


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"convscope {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass  # --debug is read in main(), which also sees errors that come before this


def main(arguments: list[str] | None = None) -> None:
    """Runs one command and exits.

    Exit codes: 0 done; 2 something given cannot be used, with the reason; 130 interrupted;
    1 a bug of ours, with where to report it.
    """
    started = process_started() if arguments is None else perf_counter()
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    if not set(HELP_OPTIONS).isdisjoint(arguments):
        import_help_renderer()
    try:
        app([a for a in arguments if a != "--debug"], standalone_mode=True, obj=started)
    except ConvscopeError as error:
        if debug:
            raise
        print_error(str(error))
        sys.exit(EXIT_INPUT)
    except KeyboardInterrupt as interruption:
        print_error(str(interruption) or "Interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has left: nothing is wrong
        sys.exit(0)
    except Exception as error:
        if debug:
            raise
        print_error(
            f"This is a bug in convscope: {type(error).__name__}: {error}. "
            f"Please report it, with what --debug shows, at {TRACKER}"
        )
        sys.exit(EXIT_BUG)
