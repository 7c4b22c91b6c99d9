"""`run.json`: what was trained, on what, how, where, and what came of it."""

import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from types import NoneType
from typing import Any

from convscope.errors import ConvscopeError, in_short, what_it_says
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder
from convscope.runs.settings import TrainSettings
from convscope.texts import parse_json, to_json_text

FORMAT = 1

STATUS = {
    "running": "training, or ended without a word: it can be resumed",
    "interrupted": "stopped by hand: it can be resumed",
    "failed": "ended with an error",
    "finished": "trained and tested",
}
"""What `status` may be, with its meaning."""


@dataclass
class RunRecord:
    """The content of `run.json`.

    Attributes:
        name: The run's name.
        status: A key of `STATUS`.
        created: ISO 8601, UTC.
        settings: What the user asked for; enough to resume.
        data: Name, source, content hash, class names, image shape, number of images per split.
        net: Name, parameters, multiply-adds.
        recipe: The recipe with all changes, as `Recipe.to_json` gives it.
        versions: Of convscope, torch, numpy, Python.
        hardware: Processor, device, threads.
        timings: In s: `seconds_per_epoch` (median), `total_seconds`.
        results: Best epoch, validation and test values; empty until known.
        error: The error's three parts, if the run failed.
        setbacks: What befell the training, in words and numbers, each with the rate that it was
            begun anew with, None where it went on.
        budget: The time it was given and used, in s, and what that includes; None without one.
        format: Version of this file.
    """

    name: str
    settings: dict[str, Any]
    data: dict[str, Any]
    net: dict[str, Any]
    recipe: dict[str, Any]
    hardware: dict[str, Any]
    status: str = "running"
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    versions: dict[str, str] = field(default_factory=lambda: _versions())
    timings: dict[str, float] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    error: dict[str, str] | None = None
    setbacks: list[dict[str, Any]] = field(default_factory=list)
    budget: dict[str, Any] | None = None
    format: int = FORMAT


def write_record(folder: RunFolder, record: RunRecord) -> None:
    """Writes `run.json`, whole or not at all."""
    write_atomically(folder.record, record_bytes(record))


def record_bytes(record: RunRecord) -> bytes:
    """Returns the content of `run.json`."""
    return (to_json_text(asdict(record), indent=2) + "\n").encode()


def read_record(folder: RunFolder) -> RunRecord:
    """Reads `run.json`.

    Raises:
        ConvscopeError: It is damaged or of another version.
    """
    expected = "Expected the run.json that convscope wrote."
    fix = (
        "Update convscope, or start a new run; the folder can be removed if nothing in it matters."
    )
    where = f"{folder.record} cannot be read as a run of format {FORMAT}"
    try:
        data = parse_json(folder.record.read_bytes(), str(folder.record), expected, fix)
    except OSError as error:
        raise ConvscopeError(f"{where}: {error.strerror}.", expected, fix) from None
    except ConvscopeError as error:
        raise ConvscopeError(f"{where}: {error.received}", expected, fix) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        version = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise ConvscopeError(f"{where}: its format is {in_short(version)}.", expected, fix)
    try:
        record = RunRecord(**data)
        wrong = [*_wrong_fields(record)]
    except TypeError as error:
        raise ConvscopeError(f"{where}: {what_it_says(error)}.", expected, fix) from None
    if wrong:
        raise ConvscopeError(f"{where}: {', '.join(wrong[:4])} make no sense.", expected, fix)
    return record


_NUMBER = (int, float)
_DATA: dict[str, Any] = {
    "name": str,
    "source": str,
    "content_hash": str,
    "class_names": [str],
    "image_shape": [int],
    "num_train": int,
    "num_validation": int,
    "num_test": int,
    "notes": [str],
    "unreadable": [str],
}
_NET: dict[str, Any] = {"name": str, "parameters": int, "multiply_adds": int}


def _wrong_fields(record: RunRecord) -> Iterator[str]:
    """Yields the names of fields whose content is of another kind than it has to be."""
    for name, kind in {
        "name": str,
        "status": str,
        "created": str,
        "error": (dict, NoneType),
    }.items():
        if not isinstance(getattr(record, name), kind):
            yield name
    for name in ("settings", "data", "net", "recipe", "hardware", "versions", "timings", "results"):
        if not isinstance(getattr(record, name), dict):
            yield name
            return
    if record.status not in STATUS:
        yield "status"
    for name, value in {**record.timings, **record.results}.items():
        if value is not None and not isinstance(value, _NUMBER):
            yield name
    for group, kinds in (("data", _DATA), ("net", _NET), ("recipe", {"name": str})):
        content = getattr(record, group)
        yield from (f"{group}.{n}" for n, kind in kinds.items() if not _is(content.get(n), kind))
    if record.error is not None and not (
        isinstance(record.error, dict) and all(_is(record.error.get(n), str) for n in _ERROR)
    ):
        yield "error"
    if record.budget is not None and not (
        isinstance(record.budget, dict)
        and all(_is(record.budget.get(n), _NUMBER) for n in ("seconds", "used_seconds"))
    ):
        yield "budget"
    try:
        TrainSettings.from_json(record.settings)
    except ConvscopeError:
        yield "settings"


_ERROR = ("error", "expected", "fix")


def _is(value: object, kind: Any) -> bool:
    if isinstance(kind, list):
        return isinstance(value, list) and all(isinstance(item, kind[0]) for item in value)
    return isinstance(value, kind) and not isinstance(value, bool)


def describe_processor() -> str:
    """Returns the processor's name as the system gives it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  (not on all systems)
            names = [line.partition(":")[2].strip() for line in file if "model name" in line]
        return names[0] if names else platform.machine()
    except OSError:
        return platform.processor() or platform.machine()


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("convscope", "torch", "numpy")}
    return {**packages, "python": ".".join(map(str, sys.version_info[:3]))}
