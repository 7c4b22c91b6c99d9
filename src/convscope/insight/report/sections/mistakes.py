"""The images that say most: confident mistakes, and verdicts by a hair."""

from convscope.insight.measures.mistakes import find_mistakes
from convscope.insight.report.context import Content, Context
from convscope.insight.report.section_blocks import Block, Heading, Tiles
from convscope.insight.report.tiles import judged_tile

SHOWN = 16
"""Images in each list."""

CONFIDENT = 0.9
"""Probability from which a verdict is called confident, 0–1."""


def write_mistakes(context: Context) -> Content:
    """Returns the section on the worst mistakes and the least certain verdicts."""
    words, subject = context.words, context.subject
    judged, images = subject.judged, subject.judged_images.images
    mistakes = find_mistakes(judged, SHOWN, subject.judged_split)
    is_wrong = judged.predicted != judged.labels
    num_sure = int((is_wrong & (judged.probabilities.max(1) > CONFIDENT)).sum())
    lead = words("mistakes.none", images=words.count("image", mistakes.num_images))
    blocks: list[Block] = []
    if mistakes.num_wrong:
        lead = words(
            "mistakes.lead",
            wrong=f"{mistakes.num_wrong:,}",
            images=words.count("image", mistakes.num_images),
            sure=num_sure,
            confident=f"{100 * CONFIDENT:.0f} %",
        )
        tiles = tuple(judged_tile(context, j, images[j.index]) for j in mistakes.worst)
        blocks += [
            Heading(words("mistakes.worst"), "worst"),
            Tiles(tiles, words("mistakes.worst_caption"), context.basis()),
        ]
    tiles = tuple(judged_tile(context, j, images[j.index]) for j in mistakes.least_certain)
    blocks += [
        Heading(words("mistakes.least"), "least-certain"),
        Tiles(tiles, words("mistakes.least_caption"), context.basis()),
    ]
    return Content(lead, tuple(blocks))
