"""The filters, and what each layer makes of one image."""

import numpy as np

from convscope.charts.canvas import columns_for
from convscope.insight.measures.feature_maps import compute_feature_maps
from convscope.insight.measures.filters import LayerFilters, read_filters
from convscope.insight.report.context import Content, Context, Unavailable
from convscope.insight.report.pictures import colors_mosaic, numbers_mosaic
from convscope.insight.report.section_blocks import Block, Heading, Tile, TileRow, TileRows
from convscope.insight.report.tiles import image_tile

MOST_FILTERS = 32
"""Filters and maps of a layer that are shown, the strongest."""

MOST_LAYERS = 6
"""Layers that are shown."""

WIDTH = 560
"""Most CSS pixels that a mosaic is wide."""


def write_filters(context: Context) -> Content:
    """Returns the section on filters and feature maps.

    Raises:
        Unavailable: The net has no filters.
    """
    words, subject = context.words, context.subject
    filters = read_filters(subject.classifier)
    if not filters.layers:
        raise Unavailable(words("filters.none"))
    shown = filters.layers[:MOST_LAYERS]
    rows = tuple(_filters_row(context, layer) for layer in shown)
    lead = words("filters.lead", layers=words.count("layer", len(filters.layers)))
    blocks: list[Block] = [
        TileRows(rows, words("filters.caption"), words("filters.basis")),
        Heading(words("filters.maps"), "feature-maps"),
        _maps(context),
    ]
    return Content(lead, tuple(blocks))


def _filters_row(context: Context, layer: LayerFilters) -> TileRow:
    words = context.words
    height, width, channels, number = layer.kernel.shape
    limit = float(np.abs(layer.kernel).max())
    weight = np.abs(layer.kernel).sum((0, 1, 2))
    chosen = np.sort(np.argsort(-weight, kind="stable")[:MOST_FILTERS])
    if layer.is_first and channels == 3:
        pictures = 0.5 + layer.kernel[..., chosen].transpose(3, 0, 1, 2) / (2 * limit)
        columns = columns_for(len(chosen), height, width)
        source = colors_mosaic(pictures, columns)
        what = "colors"
    else:
        parts = 1 if channels == 1 else layer.strongest_inputs.shape[1]
        chosen = chosen if parts == 1 else chosen[:16]
        inputs = layer.strongest_inputs[:, :parts]
        tiles = [layer.kernel[:, :, i, f] for f in chosen for i in inputs[f]]
        # Two filters a row where each is several pictures wide.
        columns = columns_for(len(chosen), height, width) if parts == 1 else 2 * parts
        source = numbers_mosaic(np.stack(tiles), columns, limit, is_signed=True)
        what = "plain" if parts == 1 else "deep"
    label = (
        layer.name,
        words("filters.size", number=number, size=f"{height}×{width}×{channels}"),
        words("filters.limit", limit=f"{limit:.2f}"),
    )
    alt = words(f"filters.{what}", shown=len(chosen), number=number)
    tile = Tile(source, alt, (alt,), width=_width(columns, width, 10 if what != "deep" else 9))
    return TileRow(label, (tile,))


def _maps(context: Context) -> TileRows:
    """Returns what each layer makes of one image that is judged right."""
    words, subject = context.words, context.subject
    judged = subject.judged
    place = int(np.argmax(judged.predicted == judged.labels))
    image = subject.judged_images.images[place]
    name = subject.class_names[judged.labels[place]]
    rows = [TileRow((words("filters.input"),), (image_tile(image, name, (name,)),))]
    found = compute_feature_maps(subject.classifier, image).layers
    for layer in [found for found in found if found.values.ndim == 3][:MOST_LAYERS]:
        height, width, channels = layer.values.shape
        strongest = np.argsort(-np.abs(layer.values).sum((0, 1)), kind="stable")[:MOST_FILTERS]
        maps = layer.values.transpose(2, 0, 1)[np.sort(strongest)]
        columns = columns_for(len(maps), height, width)
        limit = float(np.abs(maps).max())
        is_signed = bool((maps < 0).any())
        label = (
            layer.name,
            layer.kind,
            words("filters.shape", shape=f"{height}×{width}", number=channels),
        )
        range_key = "filters.range_signed" if is_signed else "filters.range_positive"
        scale = words(range_key, limit=f"{limit:.2f}")
        alt = words("filters.map_alt", shown=len(maps), number=channels, range=scale)
        source = numbers_mosaic(maps, columns, limit, is_signed)
        pixel = max(1, 56 // width)
        tile = Tile(source, alt, (alt,), width=_width(columns, width, pixel))
        rows.append(TileRow(label, (tile,)))
    return TileRows(tuple(rows), words("filters.maps_caption"), context.basis(1))


def _width(columns: int, tile: int, pixel: int) -> int:
    """Returns the width of a mosaic, in CSS pixels, where a number is `pixel` wide."""
    gap = max(1, round(tile / 5))
    numbers = columns * (tile + gap) + gap
    return min(numbers * pixel, WIDTH)
