"""Arguments that are unknown, missing or not supported become errors that say what is."""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from convscope.errors import ConvscopeError, UnknownNameError

P = ParamSpec("P")
R = TypeVar("R")


def checked_arguments(
    title: str, accepted: Mapping[str, Any] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a function or method refuse wrong arguments with a `ConvscopeError`.

    Args:
        title: How the error calls the function, such as `"fit()"`.
        accepted: Arguments that Keras has and convscope does not, with the value under which
            leaving them out makes no difference; that value is accepted and dropped.
    """
    known = accepted or {}

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        names = [name for name in signature.parameters if name != "self"]

        @wraps(function)
        def checked(*args: Any, **kwargs: Any) -> R:
            kwargs = without_defaults(title, kwargs, names, known)
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:
                raise ConvscopeError(
                    f"{title}: {error}.",
                    f"It takes {', '.join(names) or 'no arguments'}.",
                    "Give the arguments by name.",
                ) from None
            return function(*args, **kwargs)

        return checked

    return decorate


def without_defaults(
    title: str, given: Mapping[str, Any], names: list[str], accepted: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns the arguments without those that are only accepted at their default.

    Args:
        title: How errors call the function, such as `"fit()"`.
        given: Arguments by name, as the program gave them.
        names: Arguments that the function takes; these are kept.
        accepted: Arguments of Keras that it does not take, each with the value, or a tuple of
            values, under which leaving it out makes no difference.

    Raises:
        UnknownNameError: An argument that nobody knows; the nearest one is suggested.
        ConvscopeError: An argument of Keras with a value that convscope does not support.
    """
    kept = {}
    for name, value in given.items():
        if name in names:
            kept[name] = value
        elif name not in accepted:
            raise UnknownNameError(f"argument of {title}:", name, names)
        elif not _is_one_of(value, accepted[name]):
            shown = accepted[name][0] if isinstance(accepted[name], tuple) else accepted[name]
            raise ConvscopeError(
                f"{title}: {name}={value!r} is not supported.",
                f"Only {name}={shown!r} is.",
                f"Leave {name} out.",
            )
    return kept


def missing_name(module: str, names: list[str]) -> Callable[[str], Any]:
    """Returns a module's `__getattr__` that suggests the nearest name.

    Args:
        module: The module's name.
        names: What the module offers.
    """

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        raise MissingNameError(f"name in {module}:", name, names)

    return __getattr__


class MissingNameError(UnknownNameError, AttributeError):
    """A module has no such name; an `AttributeError`, so that `hasattr` and imports work."""


def _is_one_of(value: Any, accepted: Any) -> bool:
    """Returns whether `value` is the accepted one, or one of a tuple of them."""
    options = accepted if isinstance(accepted, tuple) else (accepted,)
    return any(
        value is option or (type(value) is type(option) and value == option) for option in options
    )
