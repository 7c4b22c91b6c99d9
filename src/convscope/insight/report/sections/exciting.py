"""The images, and the part of each, that excite filters most."""

from convscope.insight.measures.exciting import ExcitedFilter, Exciting, find_exciting
from convscope.insight.report.context import Content, Context, Unavailable
from convscope.insight.report.pictures import dimmed
from convscope.insight.report.section_blocks import Block, Heading, TileRow, TileRows
from convscope.insight.report.tiles import image_tile, short_name

FILTERS = 6
"""Filters of a layer that are shown, those with the largest outputs."""

MOST_LAYERS = 3
"""Layers that are shown, the last ones: the first look for edges, which filters show better."""


def write_exciting(context: Context) -> Content:
    """Returns the section on what excites filters.

    Raises:
        Unavailable: The net has no convolution.
    """
    words, subject = context.words, context.subject
    layers = [v for v in subject.classifier.layers if v.facts.convolves and v.is_picture]
    if not layers:
        raise Unavailable(words("filters.none"))
    blocks: list[Block] = []
    for layer in layers[-MOST_LAYERS:]:
        result = find_exciting(
            subject.classifier,
            subject.judged_images,
            layer.name,
            sample=context.effort.exciting,
            split=subject.judged_split,
        )
        sees = layer.receptive_field.text if layer.receptive_field else words("exciting.unknown")
        blocks += [Heading(layer.name, f"exciting-{layer.name}"), _rows(context, result, sees)]
    return Content(words("exciting.lead"), tuple(blocks))


def _rows(context: Context, result: Exciting, sees: str) -> TileRows:
    words = context.words
    found = [f for f in result.filters if len(f.indices)]
    chosen = sorted(found, key=lambda f: -float(f.values[0]))[:FILTERS]
    rows = tuple(_row(context, f) for f in sorted(chosen, key=lambda f: f.filter))
    caption = words("exciting.caption", layer=result.layer, sees=sees)
    return TileRows(rows, caption, context.basis(result.num_images))


def _row(context: Context, found: ExcitedFilter) -> TileRow:
    words, subject = context.words, context.subject
    tiles = []
    for number, place in enumerate(found.indices):
        top, bottom, left, right = (int(n) for n in found.windows[number])
        image = dimmed(found.images[number], (top, bottom, left, right))
        name = subject.class_names[subject.judged_images.labels[place]]
        lines = (name, f"{found.values[number]:.2f}")
        alt = words("exciting.alt", name=short_name(subject.judged.images[place]))
        tiles.append(image_tile(image, alt, lines))
    return TileRow((words("exciting.filter", number=found.filter),), tuple(tiles))
