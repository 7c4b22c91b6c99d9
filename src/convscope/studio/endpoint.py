"""A question that the studio's page may ask: its address, what it takes, what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.errors import ConvscopeError, UnknownNameError, in_short

Answer = Any
"""JSON data, or a `Download`."""


@dataclass(frozen=True)
class Download:
    """An answer that is no JSON.

    Attributes:
        content: Its bytes.
        media_type: Of the content.
        name: Under which a browser saves it; empty to show it.
        is_lasting: Whether the same address will always give the same.
    """

    content: bytes
    media_type: str
    name: str = ""
    is_lasting: bool = False


@dataclass(frozen=True)
class Asked:
    """A request, taken apart.

    Attributes:
        place: The parts of the address that vary, by name.
        query: What stands behind `?`, by name.
        body: The JSON, or the bytes of a file, that was sent; None without.
    """

    place: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Returns a whole number of the query.

        Args:
            name: Of the number.
            default: Where it is left out.
            low: The smallest that is accepted.
            high: The largest.

        Raises:
            ConvscopeError: It is none, or out of bounds.
        """
        text = self.query.get(name)
        if text is None:
            return default
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise ConvscopeError(
                f"{name}: received {in_short(text)}.",
                f"Expected a whole number from {low} to {high}.",
                f"Leave it out for {default}.",
            )
        return value

    def choice(self, name: str, known: Mapping[str, Any]) -> str:
        """Returns one of several names of the query; the first where it is left out.

        Raises:
            UnknownNameError: Another name.
        """
        value = self.query.get(name, next(iter(known)))
        if value not in known:
            raise UnknownNameError(name, value, known)
        return value

    def field(self, name: str, kind: type, default: Any = ...) -> Any:
        """Returns a field of the body.

        Args:
            name: Of the field.
            kind: `str`, `int`, `bool`, `list` or `dict`.
            default: Where it is left out; without one it has to be there.

        Raises:
            ConvscopeError: It is missing, or of another kind.
        """
        value = self.body.get(name, default) if isinstance(self.body, dict) else default
        if value is not default and not (isinstance(value, kind) and type(value) is kind):
            value = ...
        if value is ...:
            raise ConvscopeError(
                f"{name}: received {in_short(self.body)}.",
                f'Expected a JSON object with "{name}", {_KINDS[kind]}.',
                "Reload the page; if that does not help, this is a bug of convscope.",
            )
        return value


_KINDS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "more"}


@dataclass(frozen=True)
class Body:
    """A kind of what is sent.

    A form of a foreign page can send none of them without asking the browser's leave.

    Attributes:
        media_types: Content types that are taken.
        most_bytes: Longer ones are refused while they arrive.
        is_json: Whether the answer gets the JSON, not the bytes.
    """

    media_types: tuple[str, ...]
    most_bytes: int
    is_json: bool = False


JSON = Body(("application/json",), 1 << 20, is_json=True)
IMAGE = Body(("image/png", "image/jpeg", "image/webp"), 20_000_000)
ARCHIVE = Body(("application/zip",), 200_000_000)
MODEL = Body(("application/octet-stream",), 200_000_000)


MEMBERS, TEACHER, ANYBODY = "members", "teacher", "anybody"
"""Who may ask in a classroom.

Members: a pupil on what is their own, the teacher on what is the teacher's and, only looking, on
what is a pupil's. Anybody: also who has not joined yet.
"""


@dataclass(frozen=True)
class Endpoint:
    """A question with its answer.

    Attributes:
        method: `GET` asks only; `POST` and `DELETE` change something.
        path: Below `/api/`, with what varies in braces.
        does: What it does, in one sentence.
        takes: Names of the query or of the body, each with its meaning.
        gives: The answer's fields.
        body: The kind of what is sent with `POST`.
        who: Who may ask in a classroom: `MEMBERS`, `TEACHER` or `ANYBODY`.
        answer: Computes it from a `Workspace` and an `Asked`, of a room from a `Visit`; it may take
            long and is not called in the server's own thread.
    """

    method: str
    path: str
    does: str
    answer: Callable[..., Answer]
    takes: Mapping[str, str] = field(default_factory=dict)
    gives: str = ""
    body: Body = JSON
    who: str = MEMBERS
