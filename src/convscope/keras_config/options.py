"""Options as Keras writes them: which are taken, which must be at their neutral value."""

from collections.abc import Collection, Mapping
from typing import Any

from convscope.errors import ConvscopeError, in_short


class NotOursError(ConvscopeError):
    """Keras can compute it, and we cannot; `received` says what it is."""


def check_neutral(
    title: str,
    config: Mapping[str, Any],
    taken: Collection[str],
    neutral: Mapping[str, Collection[Any]],
    unimportant: Collection[str] = (),
) -> None:
    """Checks that what is not taken over makes no difference.

    Args:
        title: How an error calls the object.
        config: Every option by name, as JSON has them.
        taken: Options that are taken over, whatever their value.
        neutral: Options with the values under which they change nothing.
        unimportant: Options that change nothing under any value.

    Raises:
        NotOursError: An option has another value, or nobody knows it.

    Example:
        >>> check_neutral("Conv2D", {"filters": 8, "groups": 1}, ["filters"], {"groups": [1]})
    """
    for name, value in config.items():
        if name in taken or name in unimportant or is_one_of(value, neutral.get(name, (None,))):
            continue
        allowed = " or ".join(repr(v) for v in neutral.get(name, (None,)))
        raise NotOursError(
            f"{title} has {name}={in_short(value)}.",
            f"Expected {name}={allowed}.",
            "Leave the option out, or stay with Keras.",
        )


def is_one_of(value: Any, allowed: Collection[Any]) -> bool:
    """Returns whether a value of JSON is one of some.

    Lists and tuples are the same, and numbers up to the precision of float32; 1 is not True.
    """
    return any(_is_same(value, each) for each in allowed)


def _is_same(value: Any, other: Any) -> bool:
    if isinstance(value, list | tuple) and isinstance(other, list | tuple):
        return len(value) == len(other) and all(map(_is_same, value, other))
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    if isinstance(value, int | float) and isinstance(other, int | float):
        return abs(value - other) <= 1e-6 * max(1.0, abs(other))
    return bool(value == other)
