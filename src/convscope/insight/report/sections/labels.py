"""Images whose label is probably wrong, in the test and in the training images."""

from functools import partial

from convscope.data.quality.suspect_labels import SuspectLabels, find_suspect_labels
from convscope.insight.measures.borrowed_eyes import borrowed_features, eyes_for
from convscope.insight.measures.wrong_labels import WrongLabels, find_wrong_labels
from convscope.insight.report.context import Content, Context
from convscope.insight.report.rules.trust import labels_finding
from convscope.insight.report.section_blocks import Block, Heading, Paragraph, Tile, Tiles
from convscope.insight.report.subject import spread
from convscope.insight.report.tables import SUSPECT_LABELS, suspect_rows
from convscope.insight.report.tiles import image_tile, judged_tile, short_name
from convscope.runs.reopening import data_again

SHOWN = 12
"""Suspects shown of each split."""


def write_labels(context: Context) -> Content:
    """Returns the section on labels that look wrong."""
    words, subject = context.words, context.subject
    judged = find_wrong_labels(subject.judged, len(subject.judged.labels))
    looked_at = spread(subject.prepared.train, context.effort.labels)
    features = borrowed_features(
        looked_at.images,
        progress=False,
        files=looked_at.files,
        reload=partial(data_again, subject.prepared),
    )
    train = find_suspect_labels(looked_at, len(subject.class_names), features=features)
    eyes = "" if features is None else eyes_for(looked_at.images) or ""
    found = [
        labels_finding(
            context, subject.judged_split, judged.noise, judged.num_suspects, judged.num_expected
        ),
        labels_finding(context, "train", train.noise, len(train), train.num_expected),
    ]
    blocks: list[Block] = []
    if judged.num_suspects:
        blocks += _of_net(context, judged)
    if len(train):
        blocks += _of_others(context, train, eyes)
    if judged.num_suspects or len(train):
        blocks.append(Paragraph(words("labels.file")))
    lead = words(
        "labels.lead" if judged.num_suspects or len(train) else "labels.none",
        judged=judged.num_suspects,
        judged_split=context.split,
        num_judged=words.count("image", judged.num_images),
        train=len(train),
        num_train=words.count("image", train.num_images),
        judged_high=words.percent(judged.noise.high),
        train_high=words.percent(train.noise.high),
    )
    blocks.append(Paragraph(words("labels.method", eyes=_said(context, eyes)), is_note=True))
    tables = {SUSPECT_LABELS: suspect_rows(context, judged, train)}
    return Content(lead, tuple(blocks), found, tables)


def _of_net(context: Context, result: WrongLabels) -> list[Block]:
    words, subject = context.words, context.subject
    tiles = tuple(
        judged_tile(context, image, subject.judged_images.images[image.index])
        for image in result.suspects[:SHOWN]
    )
    caption = words(
        "labels.caption",
        listed=words.count("image", result.num_suspects),
        expected=f"{result.num_expected:,.0f}",
    )
    return _block(context, subject.judged_split, tiles, caption, result.num_images)


def _said(context: Context, eyes: str) -> str:
    """Returns what images were compared by: a backbone's features, or edges and colours."""
    words = context.words
    return words("labels.eyes", name=eyes) if eyes else words("labels.looks")


def _of_others(context: Context, result: SuspectLabels, eyes: str) -> list[Block]:
    words, names = context.words, context.subject.class_names
    train = spread(context.subject.prepared.train, context.effort.labels)
    tiles = []
    for place, proposed in zip(result.images[:SHOWN], result.proposed, strict=False):
        name = train.files[place] if train.files else str(place)
        label = names[train.labels[place]]
        lines = (
            words("labels.proposed", name=names[proposed]),
            words("labels.label", name=label),
            short_name(name),
        )
        alt = words("tile.alt", name=name, label=label, verdict=names[proposed])
        shown = image_tile(train.images[place], alt, lines)
        tiles.append(Tile(shown.source, alt, lines, True, shown.width))
    caption = words(
        "labels.caption_train",
        eyes=_said(context, eyes),
        share=words.percent(result.agreement),
        listed=words.count("image", len(result)),
        expected=f"{result.num_expected:,.0f}",
    )
    return _block(context, "train", tuple(tiles), caption, result.num_images)


def _block(
    context: Context, split: str, tiles: tuple[Tile, ...], caption: str, num_images: int
) -> list[Block]:
    name = context.words(f"split.{split}")
    return [
        Heading(context.words("labels.heading", split=name), f"labels-{split}"),
        Tiles(tiles, caption, context.basis(num_images, split)),
    ]
