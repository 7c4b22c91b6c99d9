"""Results that a room above can tell about: they hold numbers and know no way of telling."""

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from rich.table import Table


class Teller(Protocol):
    """Turns results into what people and programs read; `convscope.telling` has one."""

    def to_table(self, result: "Tellable") -> "Table":
        """Returns the result for a terminal."""
        ...

    def to_html(self, result: "Tellable") -> str:
        """Returns the result as a fragment of a web page."""
        ...

    def to_latex(self, result: "Tellable") -> str:
        """Returns the result as LaTeX."""
        ...

    def to_json(self, result: "Tellable") -> dict[str, Any]:
        """Returns the result as JSON data."""
        ...


class Tellable:
    """A result that shows itself in a notebook and a terminal, by whoever tells.

    Attributes:
        teller: Who tells; importing `convscope.telling` sets it.
    """

    teller: ClassVar[Teller | None] = None

    def table(self) -> "Table":
        """Returns the explanation for a terminal."""
        return self._told_by().to_table(self)

    def __rich__(self) -> "Table":
        return self.table()

    def to_html(self) -> str:
        """Returns the explanation as a fragment of a web page that needs no style sheet."""
        return self._told_by().to_html(self)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_latex(self) -> str:
        """Returns the explanation as LaTeX that needs the package amsmath."""
        return self._told_by().to_latex(self)

    def to_json(self) -> dict[str, Any]:
        """Returns everything as JSON data; `telling/as_json.py` lists the keys."""
        return self._told_by().to_json(self)

    def _told_by(self) -> Teller:
        if Tellable.teller is None:
            raise RuntimeError("Nobody tells: import convscope.telling before asking for words.")
        return Tellable.teller
