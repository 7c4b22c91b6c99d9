"""How a layer is trained: how its tensors begin, what holds them, whether they move. Plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from convscope.architecture.constraints import Constraint
from convscope.architecture.initializers import GlorotUniform, Initializer, Ones, Zeros
from convscope.architecture.regularizers import Regularizer
from convscope.architecture.settings import Setting
from convscope.errors import ConvscopeError, UnknownNameError, in_short

FAMILIES: dict[str, type[Setting]] = {
    "initializer": Initializer,
    "regularizer": Regularizer,
    "constraint": Constraint,
}
"""The family of a setting by the end of its name: `kernel_initializer` is an `Initializer`."""


@dataclass(frozen=True)
class LayerTraining:
    """What of a layer counts while its net is trained, and nowhere else.

    Attributes:
        settings: Those that were given and differ from what holds without them, by name, in the
            order of the names: `<tensor>_initializer`, `<tensor>_regularizer`,
            `<tensor>_constraint`, `activity_regularizer`.
        is_trained: Whether the layer's tensors move; `trainable` in JSON data.
    """

    settings: tuple[tuple[str, Setting], ...] = ()
    is_trained: bool = True

    def __bool__(self) -> bool:
        return self != LayerTraining()

    @classmethod
    def of(cls, title: str, known: Iterable[str], given: Any) -> Self:
        """Returns how a layer is trained.

        Args:
            title: How errors call the layer, such as `"Conv2D"`.
            known: Names of the settings that it has.
            given: Settings by name, as objects, names or JSON data, and `trainable`.

        Raises:
            UnknownNameError: A setting that the layer does not have, or a name of no setting.
            ConvscopeError: Anything else that does not fit.
        """
        if isinstance(given, cls):
            return given
        if not isinstance(given, Mapping):
            raise ConvscopeError(
                f"{title}: training={in_short(given)}.",
                "Expected settings by name.",
                'Write for example {"kernel_initializer": "he_normal"}, or leave it out.',
            )
        known = list(known)
        found: dict[str, Setting] = {}
        is_trained = given.get("trainable", True)
        if not isinstance(is_trained, bool):
            raise ConvscopeError(
                f"{title}: trainable={in_short(is_trained)}.",
                "Expected true or false.",
                "Write for example trainable=False.",
            )
        for name, value in given.items():
            if name == "trainable":
                continue
            if name not in known:
                raise UnknownNameError(f"setting of {title}:", name, [*known, "trainable"])
            family = FAMILIES[name.rpartition("_")[2]]
            setting = None if value is None else family.find(f"{title}: {name}", value)
            if setting is not None and setting != default_of(name):
                found[name] = setting
        return cls(tuple(sorted(found.items())), is_trained)

    def get(self, name: str) -> Setting | None:
        """Returns a setting by name, or what holds without it."""
        return dict(self.settings).get(name, default_of(name))

    def initializer(self, tensor: str) -> Initializer:
        """Returns how a tensor begins."""
        found = self.get(f"{tensor}_initializer")
        assert isinstance(found, Initializer)
        return found

    def to_json(self) -> dict[str, Any]:
        """Returns the settings as JSON data."""
        settings = {name: setting.to_json() for name, setting in self.settings}
        return settings if self.is_trained else {**settings, "trainable": False}


ACTIVITY = "activity_regularizer"
"""Name of the penalty on what a layer puts out."""


def setting_names(tensors: Iterable[str], untrained: Iterable[str] = ()) -> list[str]:
    """Returns the names of all settings that a layer with these tensors has.

    Args:
        tensors: Names of its tensors.
        untrained: Those of them that no step moves: they only begin.

    Example:
        >>> setting_names(["gamma", "moving_mean"], ["moving_mean"])[:3]
        ['gamma_initializer', 'gamma_regularizer', 'gamma_constraint']
        >>> setting_names(["gamma", "moving_mean"], ["moving_mean"])[3:]
        ['moving_mean_initializer', 'activity_regularizer']
    """
    names = [
        f"{tensor}_{family}"
        for tensor in tensors
        for family in FAMILIES
        if family == "initializer" or tensor not in untrained
    ]
    return [*names, ACTIVITY] if names else []


def default_of(name: str) -> Setting | None:
    """Returns what holds without a setting of this name: kernels begin Glorot uniform."""
    tensor, _, family = name.rpartition("_")
    if family != "initializer":
        return None
    if tensor in ("gamma", "moving_variance", "variance"):
        return Ones()
    return GlorotUniform() if tensor.endswith("kernel") else Zeros()
