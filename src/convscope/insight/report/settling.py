"""From what a section may have found to what it says: the lead follows what chance leaves."""

from dataclasses import replace

from convscope.insight.report.context import Section
from convscope.insight.report.findings import Decided, Finding
from convscope.insight.report.section_blocks import Block, Paragraph
from convscope.insight.report.words import Words


def settle(section: Section, decided: Decided, words: Words) -> Section:
    """Returns a section whose lead is its weightiest finding, if chance leaves it one.

    Below the lead stand its other findings, what keeps chance from having said them, and what
    rests on too few images to tell.

    Args:
        section: The section with the findings that it may have.
        decided: What chance leaves of the findings of all sections.
        words: The reader's language.
    """
    mine = {id(finding) for finding in section.content.findings}
    said = [finding for finding in decided.said if id(finding) in mine]
    undecided = [finding for finding in decided.undecided if id(finding) in mine]
    lead = said[0].sentence if said else section.content.lead
    blocks: list[Block] = [Paragraph(finding.sentence) for finding in said[1:]]
    tested = [finding for finding in said if finding.kind in decided.p_values]
    if tested:
        blocks.append(Paragraph(_beyond_chance(tested, decided, words), is_note=True))
    blocks += [Paragraph(_too_few(finding, words), is_note=True) for finding in undecided]
    content = replace(section.content, lead=lead, blocks=(*blocks, *section.content.blocks))
    return replace(section, content=content)


def _beyond_chance(said: list[Finding], decided: Decided, words: Words) -> str:
    """Returns how often chance would say the least sure of a section's findings."""
    chance = max(decided.p_values[finding.kind] for finding in said)
    number = min(finding.evidence.num_images for finding in said)
    return words(
        "findings.beyond_chance",
        chance=words.chance(chance),
        tests=decided.num_tests,
        images=words.count("image", number),
    )


def _too_few(finding: Finding, words: Words) -> str:
    """Returns that silence means nothing here, and how many images would tell."""
    evidence = finding.evidence
    return words(
        "findings.too_few",
        images=words.count("image", evidence.num_images),
        question=words(f"question.{finding.kind}"),
        needed=words.count("image", rounded_up(evidence.num_needed)),
    )


def rounded_up(number: int) -> int:
    """Returns a number of images rounded up to two digits: a plan, not a measurement.

    Example:
        >>> rounded_up(87), rounded_up(421), rounded_up(12_345)
        (87, 430, 13000)
    """
    unit = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit
