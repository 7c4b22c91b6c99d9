"""Images whose label is probably wrong, in the test and in the training images."""

from convscope.insight.measures.wrong_labels import (
    WrongLabels,
    find_wrong_labels,
    neighbour_verdicts,
)
from convscope.insight.report.blocks import Block, Heading, Paragraph, Tiles
from convscope.insight.report.context import Content, Context
from convscope.insight.report.findings import Finding
from convscope.insight.report.rules.trust import labels_finding
from convscope.insight.report.tiles import judged_tile

SHOWN = 12
"""Suspects shown of each split."""


def write_labels(context: Context) -> Content:
    """Returns the section on labels that look wrong."""
    words, subject = context.words, context.subject
    neighbours, _ = neighbour_verdicts(
        subject.classifier, subject.prepared.train, sample=context.effort.labels
    )
    searched = (
        (subject.judged_split, find_wrong_labels(subject.judged, SHOWN), subject.judged_images),
        ("train", find_wrong_labels(neighbours, SHOWN), subject.prepared.train),
    )
    blocks: list[Block] = []
    findings: list[Finding] = []
    for split, result, images in searched:
        finding = labels_finding(context, result, split)
        findings += [finding] if finding else []
        if finding:
            blocks += _suspects(context, split, result, images.images)
    total = {split: result.num_suspects for split, result, _ in searched}
    lead = words(
        "labels.lead" if findings else "labels.none",
        judged=total[subject.judged_split],
        judged_split=context.split,
        num_judged=words.count("image", len(subject.judged.labels)),
        train=total["train"],
        num_train=words.count("image", len(neighbours.labels)),
    )
    blocks.append(Paragraph(words("labels.method"), is_note=True))
    return Content(lead, tuple(blocks), findings)


def _suspects(context: Context, split: str, result: WrongLabels, images: object) -> list[Block]:
    words = context.words
    tiles = tuple(
        judged_tile(context, judged, images[judged.index])  # type: ignore[index]
        for judged in result.suspects
    )
    name = words(f"split.{split}")
    return [
        Heading(words("labels.heading", split=name), f"labels-{split}"),
        Tiles(
            tiles,
            words("labels.caption_train" if split == "train" else "labels.caption"),
            context.basis(result.num_images, split),
        ),
    ]
