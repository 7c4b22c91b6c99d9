"""What the verdicts rest on: heat maps over some wrong and some right images."""

import numpy as np
from numpy.typing import NDArray

from convscope.insight.measures.attributions import Attributions, attribute
from convscope.insight.measures.mistakes import find_mistakes
from convscope.insight.report.context import Content, Context
from convscope.insight.report.pictures import heat_over, picture
from convscope.insight.report.section_blocks import (
    Block,
    Heading,
    Paragraph,
    Tile,
    TileRow,
    TileRows,
)
from convscope.insight.report.tiles import shown_width

METHODS = ("grad_cam", "integrated_gradients", "occlusion")
"""One coarse and two fine ways of asking; see `insight.attribution_methods`."""


def write_attention(context: Context) -> Content:
    """Returns the section on the evidence behind verdicts."""
    words = context.words
    layer, size = "", (0, 0)
    blocks: list[Block] = []
    for kind, places in (("wrong", _wrong(context)), ("right", _right(context))):
        if not len(places):
            continue
        images = context.subject.judged_images.images[places]
        for_verdict = attribute(context.subject.classifier, images, methods=METHODS)
        labels = context.subject.judged.labels[places]
        for_label = attribute(context.subject.classifier, images, labels, METHODS[:1])
        if for_verdict.cam_layer is not None:
            layer = for_verdict.cam_layer
            size = context.subject.classifier.layer(layer).output_shape[:2]
        shown = _rows(context, places, for_verdict, for_label if kind == "wrong" else None)
        blocks += [Heading(words(f"attention.{kind}"), f"attention-{kind}"), shown]
    blocks.append(Paragraph(words("attention.methods"), is_note=True))
    lead = words("attention.no_layer")
    if layer:
        height, width = context.subject.classifier.input_shape[:2]
        lead = words(
            "attention.lead",
            layer=layer,
            cells=f"{size[0]}×{size[1]}",
            pixels=f"{height}×{width}",
            cell=f"{height / size[0]:.1f}×{width / size[1]:.1f}",
        )
    return Content(lead, tuple(blocks))


def _rows(
    context: Context,
    places: NDArray[np.int64],
    for_verdict: Attributions,
    for_label: Attributions | None,
) -> TileRows:
    words, names = context.words, context.subject.class_names
    heads = [words("attention.image")]
    columns = []
    for heat in for_verdict.maps:
        heads.append(words(f"attention.{heat.method}"))
        columns.append(heat)
        if heat.method == "grad_cam" and for_label is not None and for_label.maps:
            heads.append(words("attention.grad_cam_label"))
            columns.append(for_label.maps[0])
    rows = []
    for number, place in enumerate(places):
        image = for_verdict.images[number]
        verdict = names[for_verdict.targets[number]]
        label = names[context.subject.judged.labels[place]]
        share = f"{100 * for_verdict.probabilities[number]:.0f} %"
        key = "tile.right" if verdict == label else "tile.wrong"
        text = [words(key, name=verdict, share=share)]
        if verdict != label:
            text.append(words("attention.label", name=label))
        width = shown_width(image)
        tiles = [Tile(picture(image), words("attention.alt_image", name=label), width=width)]
        tiles += [
            Tile(
                heat_over(image, heat.values[number], heat.is_signed),
                words("attention.alt_heat", method=words(f"attention.{heat.method}")),
                width=width,
            )
            for heat in columns
        ]
        rows.append(TileRow(tuple(text), tuple(tiles)))
    return TileRows(
        tuple(rows), words("attention.caption"), context.basis(len(places)), tuple(heads)
    )


def _wrong(context: Context) -> NDArray[np.int64]:
    """Returns the most confident mistakes, of every pair of classes at most one."""
    found = find_mistakes(context.subject.judged, 100).worst
    chosen: dict[tuple[str, str], int] = {}
    for judged in found:
        chosen.setdefault((judged.label, judged.verdict), judged.index)
    return np.array(list(chosen.values())[: context.effort.attributed], np.int64)


def _right(context: Context) -> NDArray[np.int64]:
    """Returns the first right verdict of some classes, evenly spread."""
    judged = context.subject.judged
    right = np.flatnonzero(judged.predicted == judged.labels)
    classes = np.unique(judged.labels[right])
    number = min(context.effort.attributed, len(classes))
    chosen = classes[np.linspace(0, len(classes) - 1, number).astype(int)] if number else classes
    return np.array([right[judged.labels[right] == c][0] for c in chosen], np.int64)
