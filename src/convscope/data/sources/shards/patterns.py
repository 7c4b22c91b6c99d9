"""Names of many files in one word, as the shell and WebDataset write them."""

import re
from collections.abc import Iterator

from convscope.errors import ConvscopeError, in_short

MOST_SHARDS = 100_000
"""Files that one pattern may name."""

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")


def is_pattern(source: str) -> bool:
    """Whether a path has braces that stand for several files.

    Example:
        >>> is_pattern("train-{00..11}.tar"), is_pattern("photos/{me}.tar")
        (True, False)
    """
    return any(".." in inner or "," in inner for inner in _INNERMOST.findall(source))


def expand(pattern: str) -> tuple[str, ...]:
    """Returns all names that a pattern stands for, in order.

    Args:
        pattern: With ranges such as `{000000..000011}`, and lists such as `{train,more}`.

    Raises:
        ConvscopeError: A range runs backwards, or there are far too many names.

    Example:
        >>> expand("s-{08..10}.tar")
        ('s-08.tar', 's-09.tar', 's-10.tar')
    """
    names = [pattern]
    while any(_INNERMOST.search(name) for name in names):
        expanded: list[str] = []
        for name in names:
            expanded += _expand_first(name, pattern)
            if len(expanded) > MOST_SHARDS:
                raise _refusal(pattern, f"names more than {MOST_SHARDS:,} files")
        names = expanded
    return tuple(names)


def _expand_first(name: str, pattern: str) -> Iterator[str]:
    found = _INNERMOST.search(name)
    if found is None:
        yield name
        return
    before, after = name[: found.start()], name[found.end() :]
    for part in found[1].split(","):
        numbers = _RANGE.fullmatch(part.strip())
        if numbers is None:
            yield before + part + after
            continue
        first, last = numbers.groups()
        if int(first) > int(last):
            raise _refusal(pattern, f'counts backwards in "{in_short(part)}"')
        if int(last) - int(first) >= MOST_SHARDS:
            raise _refusal(pattern, f"names more than {MOST_SHARDS:,} files")
        width = len(first) if first.startswith("0") or len(first) == len(last) else 0
        for number in range(int(first), int(last) + 1):
            yield f"{before}{number:0{width}d}{after}"


def _refusal(pattern: str, received: str) -> ConvscopeError:
    return ConvscopeError(
        f"The pattern {in_short(pattern)} {received}.",
        "Expected a range such as shards/train-{000000..000011}.tar.",
        "Mend the range, or give the folder that the shards are in.",
    )
