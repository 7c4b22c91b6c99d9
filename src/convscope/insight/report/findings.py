"""What a section may have found, the evidence for it, and what chance leaves of it.

Rules hand over a *candidate* for every test that they made, striking or not. `decide` corrects
all of them together, so that in 95 % of reports chance alone makes none of them be said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from convscope.insight.measures.statistics import LEVEL, holm
from convscope.insight.report.kinds import KINDS

TESTED_AT = LEVEL / sum(bool(kind.test) for kind in KINDS.values())
"""The level that a single finding has to reach if no other does: what plans have to reckon with."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for a finding.

    Attributes:
        num_images: Images that it rests on.
        p_value: How often chance alone looks so striking, corrected for the tests of its kind but
            not for those of others; None for a fact, such as counted copies, which is certain.
        estimate: The size of the effect, a share −1 to 1; None where it has none.
        low: Lower end of its 95 % interval.
        high: Upper end of its 95 % interval.
        is_large: Whether the effect is of a size that matters.
        num_needed: Images that would show an effect of the size that matters in 80 % of cases;
            with fewer, silence means nothing, and the report says so. 0 where that is not known.
    """

    num_images: int
    p_value: float | None = None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    is_large: bool = True
    num_needed: int = 0

    @property
    def is_scarce(self) -> bool:
        """Whether more images than these would be needed to tell."""
        return self.p_value is not None and self.num_images < self.num_needed


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
    """Something a reader has to know before trusting or improving the net, unless it is chance.

    Attributes:
        kind: A name of `KINDS`; of several findings of a kind, the one with most at stake is said.
        sentence: The finding with its numbers, said only if `decide` lets it.
        evidence: What speaks for it.
        at_stake: Points of accuracy at stake, as a share 0–1: what acting on it may bring, or by
            how much the accuracy that is shown may be wrong. Findings and advice are in this order.
        advice: What to do about it; None if there is nothing to do.
    """

    kind: str
    sentence: str
    evidence: Evidence
    at_stake: float = 0.0
    advice: Advice | None = None

    def __post_init__(self) -> None:
        assert self.kind in KINDS, self.kind


@dataclass(frozen=True)
class Decided:
    """What chance leaves of the findings.

    Attributes:
        said: Facts, and what is beyond chance and large enough to matter; most at stake first.
        undecided: What rests on too few images to say it or to rule it out.
        num_tests: Tests that were corrected together.
        p_values: The corrected p-value of every kind that is said and is no fact.
    """

    said: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()
    num_tests: int = 0
    p_values: dict[str, float] = field(default_factory=dict)


def decide(candidates: Sequence[Finding]) -> Decided:
    """Returns what may be said: Holm's correction over all tests, one finding of each kind."""
    tested = [finding for finding in candidates if finding.evidence.p_value is not None]
    corrected = holm([float(finding.evidence.p_value or 0.0) for finding in tested])
    chance = {id(finding): float(p) for finding, p in zip(tested, corrected, strict=True)}
    said: dict[str, Finding] = {}
    for finding in sorted(candidates, key=lambda found: -found.at_stake):
        if chance.get(id(finding), 0.0) <= LEVEL and finding.evidence.is_large:
            said.setdefault(finding.kind, finding)
    undecided: dict[str, Finding] = {}
    for finding in candidates:
        if finding.kind not in said and finding.evidence.is_scarce:
            undecided.setdefault(finding.kind, finding)
    p_values = {f.kind: chance[id(f)] for f in said.values() if id(f) in chance}
    return Decided(tuple(said.values()), tuple(undecided.values()), len(tested), p_values)


def advice_from(said: Sequence[Finding]) -> list[Advice]:
    """Returns what to do, in the order of the findings; no command is named twice."""
    chosen: list[Advice] = []
    seen: set[tuple[str, ...]] = set()
    for finding in said:
        advice = finding.advice
        if advice is None or (advice.commands and advice.commands in seen):
            continue
        seen.add(advice.commands)
        chosen.append(advice)
    return chosen
