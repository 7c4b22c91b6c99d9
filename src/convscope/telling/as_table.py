"""Explanations in a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

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


def to_table(blocks: Sequence[Block]) -> Table:
    """Returns blocks one below the other."""
    table = Table.grid(padding=(0, 0, 1, 0))
    for block in blocks:
        table.add_row(_block(block))
    return table


def _block(block: Block) -> RenderableType:
    match block:
        case Heading(text):
            return Text(text, style="bold")
        case Paragraph(text):
            return Text(text)
        case Formula(text):
            return Text(f"  {text}")
        case Equation(grids, signs):
            row: list[RenderableType] = [_grid(grids[0])]
            for sign, grid in zip(signs, grids[1:], strict=True):
                row += [Text(f"\n{sign}"), _grid(grid)]
            side_by_side = Table.grid(padding=(0, 1))
            side_by_side.add_row(*row)
            return side_by_side
        case Listing(headers, rows, note):
            return _listing(headers, rows, note)


def _grid(grid: Grid) -> Table:
    table = Table(title=Text(grid.title), box=box.SQUARE, show_header=False, title_justify="left")
    for _ in grid.rows[0]:
        table.add_column(justify="right")
    for row in grid.rows:
        table.add_row(*(_cell(cell) for cell in row))
    return table


def _cell(cell: Cell) -> Text:
    if cell.mark == "padding":
        return Text("·", style="dim")
    text = to_text(cell.value)
    return Text(f"▸{text}", style="bold") if cell.mark == "winner" else Text(text)


def _listing(headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], note: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        caption=Text(note) if note else None,
        caption_justify="left",
    )
    for number, header in enumerate(headers):
        table.add_column(Text(header), justify="right" if number else "left")
    for row in rows:
        table.add_row(*(Text(text) for text in row))
    return table
