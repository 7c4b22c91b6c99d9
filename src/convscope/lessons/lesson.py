"""A lesson as data: what its front matter says, and its parts in order."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

RIGHT = "right"
"""What stands at the right choice of a bet, where wrong ones name their belief."""


@dataclass(frozen=True)
class Piece:
    """A run of text in one style."""

    style: Literal["plain", "strong", "em", "code"]
    text: str


Text = tuple[Piece, ...]


@dataclass(frozen=True)
class Heading:
    """The beginning of a section."""

    text: Text
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    text: Text
    kind: str = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list with points."""

    items: tuple[Text, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Figure:
    """Something to touch.

    Attributes:
        name: Of the module in `web/lessons/figures/`.
        options: What the figure begins with, as its module reads it.
        caption: What it shows.
    """

    name: str
    options: dict[str, str]
    caption: Text
    kind: str = "figure"


@dataclass(frozen=True)
class Choice:
    """One answer to a bet.

    Attributes:
        belief: A name of `BELIEFS`, or `RIGHT`.
        text: What the reader chooses.
        answer: What is said to who chose it.
    """

    belief: str
    text: Text
    answer: Text


@dataclass(frozen=True)
class Bet:
    """A question that the reader answers before the lesson goes on."""

    name: str
    question: Text
    choices: tuple[Choice, ...]
    kind: str = "bet"


@dataclass(frozen=True)
class Puzzle:
    """A generator of tasks.

    Attributes:
        name: Of the module in `web/lessons/puzzles/`.
        blocks: Numbers of the stumbling blocks that it meets.
    """

    name: str
    blocks: tuple[int, ...] = ()
    kind: str = "puzzle"


@dataclass(frozen=True)
class Cell:
    """A Python program that runs by itself; its assertions hold the lesson's numbers."""

    code: str
    kind: str = "cell"


Part = Heading | Paragraph | Items | Figure | Bet | Puzzle | Cell


@dataclass(frozen=True)
class Lesson:
    """A lesson in one language.

    Attributes:
        number: Its place in the course, from 1.
        name: In addresses and on the command line.
        language: Code of its language.
        title: What it is called.
        idea: The one thing that it says, in one sentence.
        minutes: How long it takes.
        blocks: Numbers of the stumbling blocks that its bets meet.
        terms: The words that it introduces, with their meaning.
        parts: What it consists of, in order.
    """

    number: int
    name: str
    language: str
    title: str
    idea: str
    minutes: int
    blocks: tuple[int, ...]
    terms: dict[str, str]
    parts: tuple[Part, ...]

    def to_json(self) -> dict[str, Any]:
        """Returns the lesson as the page reads it."""
        return asdict(self)
