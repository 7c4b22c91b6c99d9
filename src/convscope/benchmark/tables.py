"""Measured seconds as tables: medians, spread, ratios."""

from dataclasses import dataclass
from statistics import median

from convscope.benchmark.contenders import CONTENDERS, LIMIT
from convscope.benchmark.rounds import BenchmarkResult

OURS = "convscope"


@dataclass(frozen=True)
class Row:
    """One contender.

    Attributes:
        name: The contender.
        title: One line for people.
        median: Seconds of an epoch.
        fastest: Of its rounds, in s.
        slowest: Of its rounds, in s.
        ratio: How many times as long as ours, the median over rounds of the ratio within a round.
        to_limit: How many times as long as the matrix product alone, in the same way.
    """

    name: str
    title: str
    median: float
    fastest: float
    slowest: float
    ratio: float | None
    to_limit: float | None


def rows_of(result: BenchmarkResult) -> list[Row]:
    """Returns a row per contender, the fastest first."""
    rows = [
        Row(
            name,
            CONTENDERS[name].title,
            median(seconds),
            min(seconds),
            max(seconds),
            _ratio(seconds, result.seconds.get(OURS)),
            _ratio(seconds, result.seconds.get(LIMIT)),
        )
        for name, seconds in result.seconds.items()
    ]
    return sorted(rows, key=lambda row: row.median)


def as_markdown(result: BenchmarkResult) -> str:
    """Returns the result as a Markdown table with what was measured, and on what."""
    hardware, data = result.hardware, result.data
    versions = {n: v for found in result.versions.values() for n, v in found.items()}
    lines = [
        f"{hardware['processor']}, {hardware['cores']} cores, {hardware['system']}, "
        f"Python {hardware['python']}; "
        + ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
        + ".",
        "",
        f"{data['images']:,} images of {data['name']}, batches of {data['batch_size']}, "
        f"{len(next(iter(result.seconds.values()), []))} rounds in turns, {result.date}. "
        + result.clock,
        "",
        "| | seconds an epoch (median) | fastest – slowest | times ours | times the limit |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.title} | {row.median:.2f} | {row.fastest:.2f} – {row.slowest:.2f} "
        f"| {_times(row.ratio)} | {_times(row.to_limit)} |"
        for row in rows_of(result)
    ]
    lines += [
        f"| {CONTENDERS[n].title} | left out: {why} | | | |" for n, why in result.missing.items()
    ]
    return "\n".join(lines) + "\n"


def _ratio(seconds: list[float], reference: list[float] | None) -> float | None:
    """Returns the median of the rounds' ratios: what slows one round slows both."""
    if reference is None:
        return None
    return median(ours / theirs for ours, theirs in zip(seconds, reference, strict=True))


def _times(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
