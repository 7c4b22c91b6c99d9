"""Compares what a program found plainly and accelerated."""

import math
import re

TOLERANCE = 1e-4

TIMES = re.compile(r"\d+(?:\.\d+)?(?:s|ms|us|µs|h|m)(?:/(?:step|epoch))?\b")
NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")
BAR = re.compile(r"\d+/\d+ ")


def promises(text):
    """Returns what a program's first comments say about it."""
    found = {"takes": set(), "leaves": set(), "fails": False, "random": False, "batches": False}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        word, _, names = line.lstrip("# ").partition(":")
        if word in ("takes", "leaves"):
            found[word] = {name.strip() for name in names.split(",")}
        else:
            found[word] = True
    return found


def differences(a, b, tolerance=TOLERANCE, where=""):
    """Yields in words where two results differ, in type, shape or by more than a tolerance."""
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            yield f"{where}: {sorted(a)} and {sorted(b)}"
            return
        for key in a:
            yield from differences(a[key], b[key], tolerance, f"{where}.{key}")
    elif isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            yield f"{where}: {len(a)} and {len(b)} items"
            return
        for index, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from differences(x, y, tolerance, f"{where}[{index}]")
    elif isinstance(a, float) and isinstance(b, float):
        if not (
            a == b or abs(a - b) <= tolerance * max(1, abs(a)) or (math.isnan(a) and math.isnan(b))
        ):
            yield f"{where}: {a} and {b}"
    elif type(a) is not type(b) or a != b:
        yield f"{where}: {a!r} and {b!r}"


def printed(text):
    """Returns the lines of a program without times and progress bars, numbers apart.

    Of a bar that is written anew line by line, as into a file, the last line counts.
    """
    text = re.sub(r"[^\n]*\r|\x1b\[[0-9;]*m|[━╸╺\x08]+", "", text)
    lines = [TIMES.sub("#", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line]
    return [
        (re.sub(r"\s+", " ", NUMBER.sub("#", line)), [float(n) for n in NUMBER.findall(line)])
        for line, following in zip(lines, [*lines, ""][1:], strict=True)
        if not (BAR.match(line) and BAR.match(following))
    ]
