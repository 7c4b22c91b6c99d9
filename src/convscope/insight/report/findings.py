"""What a section found out, how much it matters, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """What to do next.

    Attributes:
        action: What to do, in a sentence.
        short: The same as the end of the verdict.
        reason: The numbers that speak for it.
        commands: What to type.
        anchor: The part of the page to look at; empty for none.
    """

    action: str
    short: str
    reason: str
    commands: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Finding:
    """Something a reader has to know before trusting or improving the net.

    Attributes:
        kind: What was found; there is one finding of each kind.
        weight: How much it matters, 0–1; the verdict names the weightiest.
        sentence: The finding with its numbers.
        advice: What to do about it; None if there is nothing to do.
    """

    kind: str
    weight: float
    sentence: str
    advice: Advice | None = None


def weightiest_first(findings: list[Finding]) -> list[Finding]:
    """Returns one finding of each kind, the weightiest first."""
    kinds: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda found: -found.weight):
        kinds.setdefault(finding.kind, finding)
    return list(kinds.values())


def advice_from(findings: list[Finding]) -> list[Advice]:
    """Returns what to do, the weightiest first; no command is named twice."""
    chosen: list[Advice] = []
    seen: set[tuple[str, ...]] = set()
    for finding in weightiest_first(findings):
        advice = finding.advice
        if advice is None or (advice.commands and advice.commands in seen):
            continue
        seen.add(advice.commands)
        chosen.append(advice)
    return chosen
