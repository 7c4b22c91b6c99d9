"""Reads a lesson: a strict part of MyST Markdown, whose errors name file and line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from convscope.errors import ConvscopeError
from convscope.lessons.beliefs import BELIEFS, BLOCKS
from convscope.lessons.front_matter import read_front_matter
from convscope.lessons.lesson import (
    RIGHT,
    Bet,
    Cell,
    Choice,
    Figure,
    Heading,
    Items,
    Lesson,
    Paragraph,
    Part,
    Piece,
    Puzzle,
    Text,
)

_MODULES = Path(__file__).parents[1] / "web" / "lessons"
_FILE_NAME = re.compile(r"(\d\d)-([a-z][a-z0-9-]*)")
_DIRECTIVE = re.compile(r"\{([\w-]+)\}(?: +([a-z][\w-]*))?")
_OPTION = re.compile(r":([\w-]+): +(.+)")
_BLOCKS = re.compile(r":blocks: (\d+(?:, \d+)*)")
_CHOICE = re.compile(r"\{([\w-]+)\} +")
_TIGHT = re.compile(r"[\u3040-\u9fff]{2}|[\u3000-\u303f\uff00-\uffef]")
"""What may stand around a line end that is nothing: two Japanese letters, or one of its signs."""


def read_lesson(path: Path) -> Lesson:
    """Returns the lesson that a file holds.

    The file is called `NN-name.md` and lies in a folder named after its language. After the front
    matter come headings (`##`), paragraphs with `**strong**`, `*emphasis*` and `code`, lists, and
    the directives `{figure} module`, `{bet} name`, `{puzzle} module` and `{cell}`.

    Args:
        path: The file, UTF-8.

    Raises:
        ConvscopeError: The file breaks one of these rules; the text says in which line.
    """
    named = _FILE_NAME.fullmatch(path.stem)
    if not named:
        raise ConvscopeError(
            f"{path.name} is no name of a lesson.",
            "Expected two digits, a hyphen, and a name of small letters: 04-artificial-neuron.md.",
            "Call the file so.",
        )
    file = f"{path.parent.name}/{path.name}"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = read_front_matter(lines, file)
    body = "\n".join(lines[head.length :])
    return Lesson(
        int(named[1]),
        named[2],
        path.parent.name,
        head.title,
        head.idea,
        head.minutes,
        head.blocks,
        head.terms,
        tuple(_parts(body, _Place(file, head.length))),
    )


@dataclass(frozen=True)
class _Place:
    """Where a text begins: `before` lines of the file come before it."""

    file: str
    before: int

    def problem(self, node: SyntaxTreeNode, received: str, expected: str) -> ConvscopeError:
        line = self.before + (node.map[0] if node.map else 0) + 1
        return ConvscopeError(
            f"{self.file}:{line}: {received}.", f"Expected {expected}.", "Correct the lesson."
        )


def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).parse(text))


def _parts(body: str, place: _Place) -> Iterator[Part]:
    for node in _tree(body).children:
        if node.type == "heading" and node.tag == "h2":
            yield Heading(_text(node.children[0], place, node))
        elif node.type == "paragraph":
            yield Paragraph(_text(node.children[0], place, node))
        elif node.type == "bullet_list":
            yield Items(tuple(_item(item, place) for item in node.children))
        elif node.type == "fence":
            yield _directive(node, place)
        else:
            expected = "a heading ##, a paragraph, a list or a directive"
            raise place.problem(node, f"a {node.type} {node.tag}".rstrip(), expected)


def _item(item: SyntaxTreeNode, place: _Place) -> Text:
    if [child.type for child in item.children] != ["paragraph"]:
        raise place.problem(item, "a point of a list with more than one paragraph", "one")
    return _text(item.children[0].children[0], place, item)


def _text(inline: SyntaxTreeNode, place: _Place, at: SyntaxTreeNode) -> Text:
    pieces: list[Piece] = []
    for node in inline.children:
        if node.type == "text":
            pieces.append(Piece("plain", node.content))
        elif node.type in ("softbreak", "hardbreak"):
            pieces.append(Piece("plain", "\n"))
        elif node.type == "code_inline":
            pieces.append(Piece("code", node.content))
        elif node.type == "strong" and _is_plain(node):
            pieces.append(Piece("strong", node.children[0].content))
        elif node.type == "em" and _is_plain(node):
            pieces.append(Piece("em", node.children[0].content))
        else:
            raise place.problem(at, f"a {node.type}", "plain words, **strong**, *em* or `code`")
    return _joined(pieces)


def _is_plain(node: SyntaxTreeNode) -> bool:
    return [child.type for child in node.children] == ["text"]


def _joined(pieces: list[Piece]) -> Text:
    """Returns the pieces with neighbours of one style as one, and line ends as spaces or nothing.

    Japanese has no spaces: between two of its letters a line end is nothing.
    """
    whole = "".join(piece.text for piece in pieces)
    merged: list[Piece] = []
    end = 0
    for piece in pieces:
        start, end = end, end + len(piece.text)
        text = "".join(_letter(whole, at) for at in range(start, end))
        if merged and merged[-1].style == piece.style == "plain":
            merged[-1] = Piece("plain", merged[-1].text + text)
        elif text:
            merged.append(Piece(piece.style, text))
    return tuple(merged)


def _letter(text: str, at: int) -> str:
    """Returns the letter at a place of a text; of a line end what stands for it."""
    if text[at] != "\n":
        return text[at]
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return "" if _TIGHT.search(around) else " "


def _directive(node: SyntaxTreeNode, place: _Place) -> Part:
    named = _DIRECTIVE.fullmatch(node.info.strip())
    if not named or named[1] not in _DIRECTIVES:
        known = ", ".join(f"{{{name}}}" for name in _DIRECTIVES)
        raise place.problem(node, f"```{node.info}", f"one of {known} and its name")
    return _DIRECTIVES[named[1]](node, named[2] or "", place)


def _figure(node: SyntaxTreeNode, name: str, place: _Place) -> Figure:
    _expect_module(node, "figures", name, place)
    options: dict[str, str] = {}
    lines = node.content.splitlines()
    while lines and (option := _OPTION.fullmatch(lines[0])):
        options[option[1]] = option[2]
        lines.pop(0)
    return Figure(name, options, _only_paragraph("\n".join(lines), node, place))


def _puzzle(node: SyntaxTreeNode, name: str, place: _Place) -> Puzzle:
    _expect_module(node, "puzzles", name, place)
    option = _BLOCKS.fullmatch(node.content.strip())
    if not option and node.content.strip():
        expected = "nothing, or the stumbling blocks that it meets: `:blocks: 3, 22`"
        raise place.problem(node, f"a puzzle with the text {node.content.strip()!r}", expected)
    blocks = tuple(map(int, option[1].split(", "))) if option else ()
    if unknown := set(blocks) - set(BLOCKS):
        expected = f"numbers from {min(BLOCKS)} to {max(BLOCKS)}"
        raise place.problem(node, f"a puzzle with the blocks {sorted(unknown)}", expected)
    return Puzzle(name, blocks)


def _cell(node: SyntaxTreeNode, name: str, place: _Place) -> Cell:
    if name:
        raise place.problem(node, f'a cell called "{name}"', "a cell without a name")
    try:
        compile(node.content, place.file, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise place.problem(node, f"a cell that is no Python: {error.msg}", "a program") from error
    return Cell(node.content)


def _bet(node: SyntaxTreeNode, name: str, place: _Place) -> Bet:
    if not name:
        raise place.problem(node, "a bet without a name", "```{bet} name")
    inner = _Place(place.file, place.before + (node.map[0] if node.map else 0) + 1)
    tree = _tree(node.content)
    if [child.type for child in tree.children] != ["paragraph", "bullet_list"]:
        raise place.problem(node, f"the bet {name}", "a question, then a list of choices")
    question, choices = tree.children
    made = tuple(_choice(item, inner) for item in choices.children)
    if [choice.belief for choice in made].count(RIGHT) != 1 or len(made) < 3:
        raise place.problem(
            node, f"the bet {name}", "one {right} choice and two wrong ones or more"
        )
    return Bet(name, _text(question.children[0], inner, question), made)


def _choice(item: SyntaxTreeNode, place: _Place) -> Choice:
    if [child.type for child in item.children] != ["paragraph", "paragraph"]:
        raise place.problem(item, "a choice", "two paragraphs: the choice, and what is said then")
    chosen, said = (_text(child.children[0], place, item) for child in item.children)
    belief = _CHOICE.match(chosen[0].text) if chosen else None
    if not belief or belief[1] not in (RIGHT, *BELIEFS):
        known = ", ".join((RIGHT, *BELIEFS))
        raise place.problem(item, f'"{chosen[0].text}"', f"{{belief}} and words, of {known}")
    rest = Piece(chosen[0].style, chosen[0].text[belief.end() :])
    return Choice(belief[1], (*([rest] if rest.text else []), *chosen[1:]), said)


def _only_paragraph(text: str, node: SyntaxTreeNode, place: _Place) -> Text:
    children = _tree(text).children
    if [child.type for child in children] != ["paragraph"]:
        raise place.problem(node, "a figure", "options, then one paragraph: its caption")
    return _text(children[0].children[0], place, node)


def _expect_module(node: SyntaxTreeNode, room: str, name: str, place: _Place) -> None:
    known = _modules_in(room)
    if name not in known:
        raise place.problem(node, f'"{name}" is not in {room}', f"one of {', '.join(known)}")


@cache
def _modules_in(room: str) -> list[str]:
    return sorted(path.stem.replace("_", "-") for path in (_MODULES / room).glob("*.js"))


_DIRECTIVES: dict[str, Callable[[SyntaxTreeNode, str, _Place], Part]] = {
    "figure": _figure,
    "bet": _bet,
    "puzzle": _puzzle,
    "cell": _cell,
}
