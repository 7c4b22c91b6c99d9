"""Runs programs one after the other in this process, and writes down what they found.

`python run_programs.py out.json [--accelerate] programs…`: two such processes, one of them
accelerated, are compared by `test_programs.py`.
"""

import contextlib
import io
import json
import sys
import time
import traceback
from pathlib import Path

import numpy as np


def plain(value):
    """Returns a value as JSON, with its type."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, np.ndarray):
        return {"array": list(value.shape), "dtype": str(value.dtype), "values": value.tolist()}
    if isinstance(value, bool | int | float | str) or value is None:
        return {"type": type(value).__name__, "value": value}
    return {"type": type(value).__name__, "value": np.asarray(value).tolist()}


def run(path):
    """Returns what a program prints, finds and raises."""
    import keras

    keras.utils.clear_session()
    out, names, error = io.StringIO(), {"__name__": "__main__"}, None
    started = time.perf_counter()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
        except Exception as raised:
            lines = str(raised).splitlines()
            error = {"type": type(raised).__name__, "text": lines[0] if lines else ""}
            if "RESULT" in path.read_text("utf-8"):
                traceback.print_exc()
    seconds = time.perf_counter() - started
    try:
        result = plain(names.get("RESULT"))
    except Exception as raised:
        result = f"{type(raised).__name__}: {raised}"
    return {"printed": out.getvalue(), "result": result, "error": error, "seconds": seconds}


def main():
    out, *paths = sys.argv[1:]
    told = None
    if "--accelerate" in paths:
        paths.remove("--accelerate")
        import torch  # short calls are taken where it is loaded  # noqa: F401

        from convscope.accelerate import install
        from convscope.accelerate.telling import told

        install()
    found = {}
    for path in map(Path, paths):
        begun = len(told.calls) if told else 0
        batches = told.num_batches_left if told else 0
        found[path.stem] = run(path)
        calls = told.calls[begun:] if told else []
        found[path.stem]["calls"] = [[call.method, call.reason] for call in calls]
        found[path.stem]["batches_left"] = told.num_batches_left - batches if told else 0
    Path(out).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
