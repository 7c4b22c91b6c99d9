"""Arguments that are unknown, missing or not supported become errors that say what is."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from convscope.architecture.options import Option
from convscope.errors import ConvscopeError, UnknownNameError, in_short

OLD_ARGUMENTS = {
    "W_constraint": "kernel_constraint",
    "W_regularizer": "kernel_regularizer",
    "activity_l2": "activity_regularizer",
    "b_regularizer": "bias_regularizer",
    "bias": "use_bias",
    "border_mode": "padding",
    "dim_ordering": "data_format",
    "init": "kernel_initializer",
    "input": "inputs",
    "lr": "learning_rate",
    "nb_classes": "num_classes",
    "nb_epoch": "epochs",
    "nb_filter": "filters",
    "output": "outputs",
    "output_dim": "units",
    "p": "rate",
    "samples_per_epoch": "steps_per_epoch",
    "subsample": "strides",
    "nb_val_samples": "validation_steps",
}
"""What arguments are called today, by the names that they had in old versions of Keras."""

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
        fewest, most = _numbers_by_position(signature)
        known_names = list(signature.parameters)
        rest = [frozenset(known_names[number:most]) for number in range(most + 1)]

        @wraps(function)
        def checked(*args: Any, **kwargs: Any) -> R:
            number = len(args)
            if fewest <= number <= most and kwargs.keys() <= rest[number]:
                return function(*args, **kwargs)  # binding them takes 20 µs
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
            error = UnknownNameError(f"argument of {title}:", name, names)
            new = OLD_ARGUMENTS.get(name, "")
            is_there = new in names or new in accepted
            raise error.with_fix(f"Write {new}, its name today.") if is_there else error
        elif not _is_one_of(value, accepted[name]):
            shown = accepted[name][0] if isinstance(accepted[name], tuple) else accepted[name]
            raise ConvscopeError(
                f"{title}: {name}={value!r} is not supported.",
                f"Only {name}={shown!r} is.",
                f"Leave {name} out.",
            )
    return kept


def arguments_by_name(
    title: str,
    names: list[str],
    args: tuple[Any, ...],
    options: Mapping[str, Any],
    accepted: Mapping[str, Any],
    more: Iterable[str] = (),
) -> dict[str, Any]:
    """Returns arguments that were given by position and by name, all by name.

    Args:
        title: How errors call the function, such as `"SGD()"`.
        names: Arguments in the order of their positions.
        args: What was given by position.
        options: What was given by name.
        accepted: Arguments of Keras that are only accepted at a value; see `without_defaults`.
        more: Arguments that are given by name alone.

    Raises:
        UnknownNameError: An argument that nobody knows; the nearest one is suggested.
        ConvscopeError: Too many by position, one twice, or a value that is not supported.
    """
    if len(args) > len(names) or set(names[: len(args)]) & options.keys():
        raise ConvscopeError(
            f"{title}: received {len(args)} arguments by position.",
            f"By position it takes {', '.join(names) or 'none'}, each once.",
            "Give the arguments by name.",
        )
    given = {**dict(zip(names, args, strict=False)), **options}
    return without_defaults(title, given, [*names, *more], accepted)


def checked_option(title: str, name: str, value: Any, options: Mapping[str, Option]) -> Any:
    """Returns the value of an option in normal form.

    Args:
        title: How errors call what takes it, such as `"SGD()"`.
        name: The option's name.
        value: What was given.
        options: What each option accepts, by name.

    Raises:
        ConvscopeError: The value does not fit.
    """
    kind = options[name]
    try:
        return kind.check(value)
    except (TypeError, ValueError, OverflowError):
        raise ConvscopeError(
            f"{title}: {name}={in_short(value)}.",
            f"Expected {kind.expected}.",
            f"Write for example {name}={kind.example!r}.",
        ) from None


def expect_flag(title: str, value: Any) -> bool:
    """Returns a value that says yes or no.

    Raises:
        ConvscopeError: Anything but true and false.
    """
    if value in (True, False):  # also numpy's, and 0 and 1, as Keras takes them
        return bool(value)
    raise ConvscopeError(
        f"{title}={in_short(value)}.", "Expected True or False.", "Write for example True."
    )


def _is_one_of(value: Any, accepted: Any) -> bool:
    """Returns whether `value` is the accepted one, or one of a tuple of them."""
    options = accepted if isinstance(accepted, tuple) else (accepted,)
    return any(
        value is option or (type(value) is type(option) and value == option) for option in options
    )


def _numbers_by_position(signature: inspect.Signature) -> tuple[int, int]:
    """Returns how many arguments a function needs, and takes, if all come by position."""
    fewest = most = 0
    for parameter in signature.parameters.values():
        if parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL):
            return 1, 0  # none will do
        if parameter.kind is not parameter.VAR_KEYWORD:
            most += 1
            fewest += parameter.default is parameter.empty
    return fewest, most
