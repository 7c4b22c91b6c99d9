"""What every explanation can be shown as: terminal, notebook, web page, LaTeX, JSON."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from convscope.arithmetic.inspector.blocks import Block

if TYPE_CHECKING:
    from rich.table import Table


class Shown(ABC):
    """Something explained; subclasses say what it consists of."""

    @abstractmethod
    def blocks(self) -> list[Block]:
        """Returns the explanation in words, grids and tables."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Returns everything as JSON data."""

    def table(self) -> "Table":
        """Returns the explanation for a terminal."""
        from convscope.arithmetic.inspector.as_table import to_table

        return to_table(self.blocks())

    def __rich__(self) -> "Table":
        return self.table()

    def to_html(self) -> str:
        """Returns the explanation as a fragment of a web page that needs no style sheet."""
        from convscope.arithmetic.inspector.as_html import to_html

        return to_html(self.blocks())

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_latex(self) -> str:
        """Returns the explanation as LaTeX that needs the package amsmath."""
        from convscope.arithmetic.inspector.as_latex import to_latex

        return to_latex(self.blocks())
