"""Judges of what a command printed. Each returns what it found good, or raises `BrokenError`."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

from walk.outcome import BrokenError, Outcome

Judge = Callable[[Outcome], str]

PLACEHOLDER = re.compile(
    r"\{[a-z_][a-z_.]*\}|(?<![(\w])None(?!\w)|\b(?:nan|NaN|undefined)\b|\[object Object\]"
)
"""What is left when a sentence was not filled in. A shape begins with `(None,` rightly."""


def placeholder_in(text: str) -> str | None:
    """Returns the first placeholder with what stands around it, None if there is none.

    Example:
        >>> placeholder_in("Best epoch: None of 5"), placeholder_in("(None, 28, 28, 1)")
        ('Best epoch: None of 5', None)
    """
    found = PLACEHOLDER.search(text)
    if found is None:
        return None
    return " ".join(text[max(0, found.start() - 30) : found.end() + 30].split())


def ended(outcome: Outcome, exit_code: int = 0) -> str:
    """Judges every command: its exit code, no traceback, no sentence with a placeholder."""
    if outcome.exit_code != exit_code:
        last = (outcome.stderr.strip() or outcome.stdout.strip() or "nothing").splitlines()[-1]
        raise BrokenError(f"it ended with {outcome.exit_code}, not {exit_code}; it said: {last}")
    for text in (outcome.stdout, outcome.stderr):
        if "Traceback (most recent call last)" in text:
            raise BrokenError("it showed a traceback")
        if rest := placeholder_in(text):
            raise BrokenError(f'it left a placeholder: "{rest}"')
    return f"exit code {exit_code}"


def says(*parts: str) -> Judge:
    """Expects every part, a regular expression, in what was printed."""

    def judge(outcome: Outcome) -> str:
        text = " ".join(f"{outcome.stdout}\n{outcome.stderr}".split())
        for part in parts:
            if not re.search(part, text):
                raise BrokenError(f'it does not say "{part}"')
        return f"says {', '.join(parts)}"

    return judge


def shows_help(outcome: Outcome) -> str:
    """Expects a help with a usage and the command's options."""
    for part in ("Usage: convscope", "--help"):
        if part not in outcome.stdout:
            raise BrokenError(f'its help lacks "{part}"')
    return "help with usage and options"


def shares_above(pattern: str, floor: float) -> Judge:
    """Expects every percentage that a regular expression captures to be `floor` or more."""

    def judge(outcome: Outcome) -> str:
        found = re.findall(pattern, " ".join(f"{outcome.stdout}\n{outcome.stderr}".split()))
        if not found:
            raise BrokenError(f'it shows no "{pattern}"')
        worst = min(map(float, found)) / 100
        if not worst >= floor:
            raise BrokenError(f"accuracy {worst:.4f}, below the floor of {floor}")
        return f"accuracy {worst:.4f} ≥ {floor}"

    return judge


def learned(value: str, floor: float) -> Judge:
    """Expects what a Keras-style training prints of a value, after its last epoch."""

    def judge(outcome: Outcome) -> str:
        found = re.findall(rf"\b{value}:? ([\d.]+)", outcome.stdout + outcome.stderr)
        if not found:
            raise BrokenError(f"it shows no {value}")
        if not float(found[-1]) >= floor:
            raise BrokenError(f"{value} {found[-1]}, below the floor of {floor}")
        return f"{value} {found[-1]} ≥ {floor}"

    return judge


def prints_verdicts(at_least: int, right: Callable[[str], str], floor: float) -> Judge:
    """Expects a CSV of verdicts, on stdout or in a file that the command names behind `>`.

    Args:
        at_least: Rows, without the head.
        right: The right class of an image, from its name.
        floor: Share of the verdicts that have to be right.
    """

    def judge(outcome: Outcome) -> str:
        _, redirected, name = outcome.command.partition(" > ")
        text = outcome.file(name).read_text("utf-8") if redirected else outcome.stdout
        rows = list(csv.DictReader(io.StringIO(text)))
        if len(rows) < at_least:
            raise BrokenError(f"{len(rows)} rows, not {at_least} or more")
        if rest := placeholder_in(text):
            raise BrokenError(f'a placeholder in the rows: "{rest}"')
        share = sum(row["class_name"] == right(row["image"]) for row in rows) / len(rows)
        if share < floor:
            raise BrokenError(f"{share:.3f} of {len(rows)} verdicts are right, floor {floor}")
        return f"{share:.3f} of {len(rows)} verdicts right ≥ {floor}"

    return judge


def verdict_in_table(image: str, right: str) -> Judge:
    """Expects the right class behind an image in a table of verdicts."""

    def judge(outcome: Outcome) -> str:
        rows = [line.split() for line in outcome.stdout.splitlines() if image in line]
        if not rows:
            raise BrokenError(f"no line for {image}")
        said = rows[0][rows[0].index(next(w for w in rows[0] if image in w)) + 1]
        if said != right:
            raise BrokenError(f"{image} is judged as {said}, not {right}")
        return f"{image} is judged as {right}"

    return judge


def explains(at_least: int) -> Judge:
    """Expects a calculation of that many numbers or more."""

    def judge(outcome: Outcome) -> str:
        numbers = re.findall(r"-?\d+\.\d+", outcome.stdout)
        if len(numbers) < at_least:
            raise BrokenError(f"it shows {len(numbers)} numbers, not {at_least} or more")
        return f"{len(numbers)} numbers"

    return judge


def agrees(limit: float) -> Judge:
    """Expects a table of differences, `1.2e-07` and the like, each `limit` at most."""

    def judge(outcome: Outcome) -> str:
        found = re.findall(r"\b\d\.\de[+-]\d\d\b", outcome.stdout)
        if not found:
            raise BrokenError("it shows no differences")
        largest = max(map(float, found))
        if not largest <= limit:
            raise BrokenError(f"a difference of {largest}, more than {limit}")
        return f"{len(found)} differences ≤ {limit}"

    return judge


def notebook_learned(name: str, floor: float) -> Judge:
    """Expects an executed notebook without an error, whose last accuracy is `floor` or more."""

    def judge(outcome: Outcome) -> str:
        cells = json.loads(outcome.file(name).read_text("utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        if any(output["output_type"] == "error" for output in outputs):
            raise BrokenError(f"{name} holds an error")
        text = "".join("".join(output.get("text", ())) for output in outputs)
        return learned("accuracy", floor)(replace(outcome, stdout=text, stderr=""))

    return judge


def wrote(*names: str) -> Judge:
    """Expects files, new and not empty; pictures and SVG have to open."""

    def judge(outcome: Outcome) -> str:
        for name in names:
            path = outcome.file(name)
            if path.suffix in (".png", ".jpg"):
                from PIL import Image

                with Image.open(path) as picture:
                    picture.load()
            elif path.suffix == ".svg":
                from xml.etree.ElementTree import ParseError, fromstring

                try:
                    fromstring(path.read_text("utf-8"))
                except ParseError as error:
                    raise BrokenError(f"{name} is no SVG: {error}") from None
        return f"{', '.join(names)} opened"

    return judge
