"""The head of a lesson: `key: value` between two lines of `---`."""

from dataclasses import dataclass

from convscope.errors import ConvscopeError

KEYS = ("title", "idea", "minutes", "blocks", "terms")


@dataclass(frozen=True)
class FrontMatter:
    """What the head of a lesson says; `length` counts its lines. The rest is as in `Lesson`."""

    title: str
    idea: str
    minutes: int
    blocks: tuple[int, ...]
    terms: dict[str, str]
    length: int


def read_front_matter(lines: list[str], file: str) -> FrontMatter:
    """Returns what the head of a lesson says.

    Args:
        lines: Of the whole file.
        file: How errors call it.

    Raises:
        ConvscopeError: No head, a key too few or too many, or a value of another type.
    """
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise ConvscopeError(
            f"{file}:1: there is no front matter.",
            'Expected "---", lines of "key: value", "---".',
            f"Begin the file with {', '.join(KEYS)} between two lines of ---.",
        )
    end = lines.index("---", 1)
    values: dict[str, str] = {}
    at: dict[str, int] = {}
    terms: dict[str, str] = {}
    last = ""
    for number, line in enumerate(lines[1:end], 2):
        key, colon, value = line.partition(":")
        if last == "terms" and line.startswith("  ") and colon and value.strip():
            terms[key.strip()] = value.strip()
        elif not colon or key not in KEYS or key in values:
            raise _problem(file, number, f'"{line}"', f"each of {', '.join(KEYS)} once")
        else:
            values[key], at[key], last = value.strip(), number, key
    if missing := [key for key in KEYS if key not in values]:
        raise _problem(file, end + 1, f"{missing[0]} is missing", f"a line {missing[0]}: …")
    for key in ("title", "idea"):
        if not values[key]:
            raise _problem(file, at[key], f"{key} is empty", "words")
    minutes = _whole(values["minutes"], file, at["minutes"])
    blocks = tuple(
        _whole(part, file, at["blocks"]) for part in values["blocks"].split(",") if part.strip()
    )
    return FrontMatter(values["title"], values["idea"], minutes, blocks, terms, end + 1)


def _whole(text: str, file: str, number: int) -> int:
    if not text.strip().isdecimal():
        raise _problem(file, number, f'"{text.strip()}"', "a whole number")
    return int(text)


def _problem(file: str, number: int, received: str, expected: str) -> ConvscopeError:
    return ConvscopeError(
        f"{file}:{number}: {received}.", f"Expected {expected}.", "Correct the front matter."
    )
