"""`run.json`: what was trained, on what, how, where, and what came of it."""

import json
import platform
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from convscope.errors import ConvscopeError
from convscope.files import write_atomically
from convscope.runs.folder import RunFolder

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
    text = json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder.record, text.encode())


def read_record(folder: RunFolder) -> RunRecord:
    """Reads `run.json`.

    Raises:
        ConvscopeError: It is damaged or of another version.
    """
    try:
        data = json.loads(folder.record.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError
        return RunRecord(**data)
    except (OSError, ValueError, KeyError, TypeError):
        raise ConvscopeError(
            f"{folder.record} cannot be read as a run of format {FORMAT}.",
            "Expected the run.json that convscope wrote.",
            "Update convscope, or start a new run.",
        ) from None


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
