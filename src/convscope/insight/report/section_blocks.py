"""What a section is made of. Every block has a template of its own, named like it."""

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True)
class Paragraph:
    """A few sentences; as a `note` in small print."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading within a section; `anchor` is what links name."""

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chart:
    """A drawn figure: SVG, what to see in it, and which images and units it shows."""

    svg: Markup
    caption: str
    basis: str


@dataclass(frozen=True)
class Tile:
    """One small picture.

    Attributes:
        source: The picture as a data URI.
        alt: What it shows, for those who cannot see it.
        lines: Text below.
        is_wrong: Whether the verdict on it is wrong; None where there is none.
        width: Of the picture on the page, in CSS pixels.
    """

    source: str
    alt: str
    lines: tuple[str, ...] = ()
    is_wrong: bool | None = None
    width: int = 84


@dataclass(frozen=True)
class Tiles:
    """Small pictures side by side."""

    tiles: tuple[Tile, ...]
    caption: str
    basis: str


@dataclass(frozen=True)
class TileRow:
    """A labelled row of small pictures; `anchor` is what links name."""

    label: tuple[str, ...]
    tiles: tuple[Tile, ...]
    anchor: str = ""


@dataclass(frozen=True)
class TileRows:
    """Labelled rows of small pictures, perhaps with a name over each column."""

    rows: tuple[TileRow, ...]
    caption: str
    basis: str
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What it says.
        share: How strongly it is tinted, 0–1.
        tone: `right` or `wrong`: which tint; empty for none.
        anchor: Where it leads; empty for nowhere.
    """

    text: str
    share: float = 0.0
    tone: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    basis: str
    is_matrix: bool = False
    corner: str = field(default="")


Block = Paragraph | Heading | Facts | Chart | Tiles | TileRows | Table
"""Whatever a section may hold."""


def template_of(block: Block) -> str:
    """Returns the name of the template that draws a block.

    Example:
        >>> template_of(Paragraph("Words."))
        'blocks/paragraph.html'
    """
    name = type(block).__name__
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return f"blocks/{words}.html"
