"""The entry point: commands, and what becomes of errors."""

import signal
import sys
from time import perf_counter

import typer
from typer import Exit

from convscope import __version__
from convscope.cli import (
    benchmark,
    data,
    draw,
    evaluate,
    explain,
    export,
    find_rate,
    lessons,
    parity,
    predict,
    report,
    runs,
    studio,
    summary,
    train,
    tune,
)
from convscope.cli.console import (
    EXIT_BUG,
    EXIT_INPUT,
    exit_code,
    finish_output,
    prepare_streams,
    print_error,
)
from convscope.cli.durations import process_started
from convscope.cli.quick_help import import_help_renderer
from convscope.errors import NO_ROOM, ConvscopeError
from convscope.signals import asked_to_end

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
app.command()(studio.studio)
app.command()(lessons.lessons)
app.command()(export.export)
app.command()(parity.parity)
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

    Exit codes: 0 done; 2 something given cannot be used, with the reason; 3 answers that
    were compared differ; 128 and its number where a signal ended it (130 for Ctrl-C); 1 a bug of
    ours, with where to report it.
    """
    started = process_started() if arguments is None else perf_counter()
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    prepare_streams()
    if not set(HELP_OPTIONS).isdisjoint(arguments):
        import_help_renderer()
    try:
        with asked_to_end():
            code = _run([a for a in arguments if a != "--debug"], started, debug)
    except BrokenPipeError:
        code = 0  # the reader of our output has left: nothing is wrong
    sys.exit(code if finish_output() else 0)


def _run(arguments: list[str], started: float, debug: bool) -> int:
    """Runs one command and returns its exit code."""
    try:
        app(arguments, standalone_mode=True, obj=started)
    except SystemExit as ending:
        # typer ends the process itself where it is interrupted or nobody reads what it prints.
        if _caused_by(ending, BrokenPipeError):
            raise BrokenPipeError from None
        if interruption := _caused_by(ending, KeyboardInterrupt):
            return _say_interrupted(interruption)
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except ConvscopeError as error:
        if debug:
            raise
        print_error(str(error))
        return EXIT_INPUT
    except KeyboardInterrupt as interruption:
        return _say_interrupted(interruption)
    except BrokenPipeError:
        raise
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            print_error(
                f"{error.filename or 'A file'} could not be written: {error.strerror}. Expected "
                "room on the disk. Free some space, then give the same command again."
            )
            return EXIT_INPUT
        print_error(
            f"This is a bug in convscope: {type(error).__name__}: {error}. "
            f"Please report it, with what --debug shows, at {TRACKER}"
        )
        return EXIT_BUG
    return 0


def _say_interrupted(interruption: BaseException) -> int:
    print_error("Interrupted.")
    return exit_code(getattr(interruption, "number", signal.SIGINT))


def _caused_by(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Returns the error of a kind during whose handling another one was raised."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, kind):
        if isinstance(found, Exit) and found.__cause__ is None:
            return None  # a command's own decision, which has said why
        found = found.__cause__ or found.__context__
    return found
