"""`python -m convscope.accelerate program.py`: runs a program as Python does, accelerated."""

import argparse
import io
import runpy
import sys
import types
from pathlib import Path
from typing import NoReturn

from convscope.accelerate import install
from convscope.errors import ConvscopeError


def main(arguments: list[str] | None = None) -> None:
    """Runs the program that the arguments name; the rest of them is the program's."""
    parser = argparse.ArgumentParser(
        prog="python -m convscope.accelerate",
        description="Runs a Keras program unchanged; convscope computes what it can.",
        usage="%(prog)s [--report] (program.py | -m module) [argument ...]",
    )
    parser.add_argument(
        "--report", action="store_true", help="say at the end which calls were taken, with times"
    )
    parser.add_argument("-m", dest="module", action="store_true", help="run a module")
    parser.add_argument("program", help="the program, or the module's name")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="the program's own arguments")
    given = parser.parse_args(arguments)
    install(report=given.report)
    sys.argv = [given.program, *given.arguments]
    if given.module:
        sys.path[0] = ""
        runpy.run_module(given.program, run_name="__main__", alter_sys=True)
    else:
        _run_file(Path(given.program))


def _run_file(path: Path) -> None:
    """Runs a file as the main module; its errors show its own lines alone."""
    try:
        with io.open_code(str(path.resolve())) as file:
            source = file.read()
    except OSError as error:
        _refuse(path, error)
    sys.path[0] = str(path.resolve().parent)
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    module.__builtins__ = __builtins__  # type: ignore[attr-defined]
    sys.modules["__main__"] = module
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except Exception as error:
        trace = error.__traceback__
        error.__traceback__ = trace and trace.tb_next
        sys.excepthook(type(error), error, error.__traceback__)
        sys.exit(1)


def _refuse(path: Path, error: OSError) -> NoReturn:
    problem = ConvscopeError(
        f"{path} cannot be read: {error.strerror}.",
        "Expected a Python program.",
        "Give its path: python -m convscope.accelerate program.py.",
    )
    print(problem, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
