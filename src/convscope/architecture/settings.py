"""Settings with options of their own, such as an initializer: by object, by name, or as JSON."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, Self

from convscope.architecture.options import check_options
from convscope.errors import ConvscopeError, UnknownNameError, in_short


@dataclass(frozen=True)
class Setting:
    """What may be given as an object, as a name, or as data; the base of each family.

    A class that derives from it directly heads a family, such as `Initializer`; those below are its
    kinds, found by `find` under their names. Objects are plain data, without arithmetic.
    """

    family: ClassVar[str] = ""
    """How errors call it, such as `"initializer"`."""

    short_names: ClassVar[tuple[str, ...]] = ()
    """Names besides the class's own, in both spellings."""

    named: ClassVar[Mapping[str, Any]] = {}
    """Options of what a bare name stands for, where they differ from the defaults."""

    def __new__(cls, *args: Any, **options: Any) -> Self:  # noqa: D102
        if "__dataclass_fields__" not in vars(cls):  # a class of the user's own
            return object.__new__(cls)
        names = [field.name for field in fields(cls)]
        for name in options:
            if name not in names:
                raise UnknownNameError(f"argument of {cls.__name__}():", name, names or ["nothing"])
        if len(args) > len(names) or set(names[: len(args)]) & options.keys():
            raise ConvscopeError(
                f"{cls.__name__}(): received {len(args) + len(options)} arguments.",
                f"It takes {', '.join(names) or 'none'}, each once.",
                "Give the arguments by name.",
            )
        given = {*names[: len(args)], *options}
        required = [f.name for f in fields(cls) if f.default is MISSING and f.name not in given]
        if required:
            raise ConvscopeError(
                f"{cls.__name__}(): {required[0]} is missing.",
                f"It takes {', '.join(names)}.",
                f"Give {' and '.join(required)}.",
            )
        return object.__new__(cls)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self.get_config().values())

    def __post_init__(self) -> None:
        check_options(self)

    def get_config(self) -> dict[str, Any]:
        """Returns the options by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def to_json(self) -> dict[str, Any]:
        """Returns the setting as JSON data, with the options that are not the default."""
        defaults = {field.name: field.default for field in fields(self)}
        changed = {k: v for k, v in self.get_config().items() if v != defaults[k]}
        return {"kind": type(self).__name__, **changed}

    @classmethod
    def kinds(cls) -> dict[str, type[Self]]:
        """Returns the classes of a family by every name that `find` takes."""
        found: dict[str, type[Self]] = {}
        for kind in cls.__subclasses__():
            if not kind.__name__.startswith("_"):
                names = (kind.__name__, _snake(kind.__name__), *kind.short_names)
                found |= dict.fromkeys(names, kind)
            found |= kind.kinds()
        return found

    @classmethod
    def find(cls, title: str, value: Any) -> Self:
        """Returns the setting that an option was given.

        Args:
            title: How errors call the option, such as `"Dense(): kernel_initializer"`.
            value: An object or class of this family, a name, or data as `to_json` or Keras writes
                it: `{"class_name": …, "config": {…}}`.

        Raises:
            UnknownNameError: A name that none of the family has.
            ConvscopeError: Anything else, or options that do not fit.
        """
        if isinstance(value, type) and issubclass(value, cls) and value is not cls:
            return value()
        if isinstance(value, cls):
            return value
        options: Any = None
        if isinstance(value, Mapping):
            options = value.get("config", {k: v for k, v in value.items() if k != "kind"})
            value = value.get("class_name", value.get("kind"))
        if not isinstance(value, str) or not isinstance(options, Mapping | None):
            raise ConvscopeError(
                f"{title}={in_short(value)}.",
                f"Expected a name or an object of {cls.family}s: {', '.join(cls._spellings())}.",
                f'Write for example "{cls._spellings()[0]}".',
            )
        kinds = cls.kinds()
        if value not in kinds:
            raise UnknownNameError(f"{cls.family} in {title}:", value, cls._spellings())
        kind = kinds[value]
        given = kind.named if options is None else options
        return kind(**{str(name): option for name, option in given.items()})

    @classmethod
    def _spellings(cls) -> list[str]:
        """Returns one name for each of a family's kinds, as programs write it most often."""
        return sorted({_snake(kind.__name__) for kind in cls.kinds().values()})


def _snake(name: str) -> str:
    """Returns a class name in small letters.

    Example:
        >>> _snake("HeNormal"), _snake("L1L2")
        ('he_normal', 'l1_l2')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
