"""Explanations as a fragment of a web page; its style is inside and fits light and dark pages."""

from collections.abc import Sequence
from html import escape

from convscope.arithmetic.inspector.number_text import to_text
from convscope.telling.explanation_blocks import (
    Block,
    Cell,
    Equation,
    Formula,
    Grid,
    Heading,
    Listing,
    Paragraph,
)

POSITIVE, NEGATIVE = "80,140,255", "255,140,40"
"""Red, green, blue of the tints; half transparent, they show on white and on black."""

LINE = "1px solid rgba(128,128,128,.5)"


def to_html(blocks: Sequence[Block]) -> str:
    """Returns blocks one below the other, in the colours of the page around them."""
    inner = "\n".join(_block(block) for block in blocks)
    style = "font-family:system-ui,sans-serif;line-height:1.5;color:inherit;max-width:60em"
    return f'<section class="convscope-explanation" style="{style}">\n{inner}\n</section>'


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f'<h4 style="margin:.8em 0 .2em">{escape(text)}</h4>'
        case Paragraph(text):
            return f'<p style="margin:.4em 0">{escape(text)}</p>'
        case Formula(text):
            style = "margin:.4em 0 .4em 1.5em;font-variant-numeric:tabular-nums"
            return f'<p style="{style}">{escape(text)}</p>'
        case Equation(grids, signs):
            parts = [_grid(grids[0])]
            for sign, grid in zip(signs, grids[1:], strict=True):
                parts += [f"<span>{escape(sign)}</span>", _grid(grid)]
            style = "display:flex;flex-wrap:wrap;align-items:center;gap:.7em;margin:.6em 0"
            return f'<div style="{style}">{"".join(parts)}</div>'
        case Listing(headers, rows, note):
            return _listing(headers, rows, note)


def _grid(grid: Grid) -> str:
    largest = max((abs(cell.value) for row in grid.rows for cell in row), default=0.0) or 1.0
    rows = "".join(f"<tr>{''.join(_cell(cell, largest) for cell in row)}</tr>" for row in grid.rows)
    caption = f'<caption style="text-align:left">{escape(grid.title)}</caption>'
    return f'<table style="border-collapse:collapse">{caption}<tbody>{rows}</tbody></table>'


def _cell(cell: Cell, largest: float) -> str:
    style = f"border:{LINE};padding:.15em .5em;text-align:right;font-variant-numeric:tabular-nums"
    if cell.mark == "padding":
        return f'<td style="{style};border-style:dashed;opacity:.6" title="padding">·</td>'
    tint = POSITIVE if cell.value > 0 else NEGATIVE
    strength = 0.5 * abs(cell.value) / largest
    style += f";background:rgba({tint},{strength:.2f})"
    text = escape(to_text(cell.value))
    if cell.mark == "winner":
        return (
            f'<td style="{style};outline:2px solid currentColor" title="winner"><b>{text}</b></td>'
        )
    return f'<td style="{style}">{text}</td>'


def _listing(headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], note: str) -> str:
    head = "".join(
        f'<th scope="col" style="{_column(number)};border-bottom:{LINE}">{escape(text)}</th>'
        for number, text in enumerate(headers)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_column(number)}">{escape(text)}</td>' for number, text in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    below = f'<p style="margin:.2em 0;opacity:.8">{escape(note)}</p>' if note else ""
    table = '<table style="border-collapse:collapse;margin:.4em 0">'
    return f"{table}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _column(number: int) -> str:
    return f"padding:.1em .8em .1em 0;text-align:{'right' if number else 'left'}"
