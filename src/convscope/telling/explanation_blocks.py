"""What an explanation is written with; `as_table`, `as_html` and `as_latex` show the same."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Heading:
    """A title."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A line of mathematics.

    Attributes:
        text: In plain characters, such as `308 + (−0.5) = 307.5`.
        latex: For LaTeX's mathematical mode.
    """

    text: str
    latex: str


@dataclass(frozen=True)
class Cell:
    """One number of a grid.

    Attributes:
        value: The number.
        mark: `"padding"` for a value that is not there, `"winner"` for the one that counts.
    """

    value: float
    mark: str = ""


@dataclass(frozen=True)
class Grid:
    """Numbers in rows and columns.

    Attributes:
        title: What they are.
        rows: The numbers.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Equation:
    """Grids side by side with signs between them, such as patch × kernel = products.

    Attributes:
        grids: The grids.
        signs: One sign behind every grid but the last.
    """

    grids: tuple[Grid, ...]
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A table with a header.

    Attributes:
        headers: One for each column.
        rows: Texts, as many as there are headers.
        note: What is not shown, and what it adds up to; may be empty.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


Block: TypeAlias = Heading | Paragraph | Formula | Equation | Listing
"""One piece of an explanation."""
