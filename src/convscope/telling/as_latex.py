"""Explanations as LaTeX, for a text that uses the package amsmath."""

import re
from collections.abc import Sequence

from convscope.arithmetic.inspector.number_text import to_latex as number_to_latex
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

SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
IN_MATHEMATICS = {
    "−": "-",
    "×": r"\times ",
    "√": r"\surd ",
    "Σ": r"\textstyle\sum ",
    "·": r"\cdot ",
    "∂": r"\partial ",
    "′": "'",
    "○": r"\circ ",
    "→": r"\to ",
}
"""Characters that LaTeX has only between dollar signs."""


def to_latex(blocks: Sequence[Block]) -> str:
    """Returns blocks one below the other."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return rf"\paragraph{{{text_to_latex(text)}}}"
        case Paragraph(text):
            return text_to_latex(text)
        case Formula(latex=latex):
            return rf"\[ {latex} \]"
        case Equation(grids, signs):
            parts = [_grid(grids[0])]
            for sign, grid in zip(signs, grids[1:], strict=True):
                parts += [IN_MATHEMATICS.get(sign, sign).strip(), _grid(grid)]
            return "\\[\n" + "\n".join(parts) + "\n\\]"
        case Listing(headers, rows, note):
            lines = [" & ".join(text_to_latex(text) for text in row) for row in (headers, *rows)]
            body = " \\\\\n".join(lines)
            table = f"\\begin{{tabular}}{{l{'r' * (len(headers) - 1)}}}\n{body}\n\\end{{tabular}}"
            return f"{table}\n\n{text_to_latex(note)}" if note else table


def text_to_latex(text: str) -> str:
    r"""Returns a text with everything escaped that LaTeX would read as a command.

    Example:
        >>> text_to_latex("conv2d_1: 2 × 3")
        'conv2d\\_1: 2 $\\times$ 3'
    """

    def character(found: re.Match[str]) -> str:
        one = found.group()
        return SPECIAL.get(one) or f"${IN_MATHEMATICS[one].strip()}$"

    pattern = "|".join(re.escape(one) for one in (*SPECIAL, *IN_MATHEMATICS))
    return re.sub(pattern, character, text)


def _grid(grid: Grid) -> str:
    rows = " \\\\ ".join(" & ".join(_cell(cell) for cell in row) for row in grid.rows)
    matrix = f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"
    return rf"\underset{{\text{{{text_to_latex(grid.title)}}}}}{{{matrix}}}"


def _cell(cell: Cell) -> str:
    if cell.mark == "padding":
        return r"\cdot"
    number = number_to_latex(to_text(cell.value))
    return rf"\mathbf{{{number}}}" if cell.mark == "winner" else number
