"""One layer as Keras describes it to one layer of convscope."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.architecture import ACTIVATIONS, LAYER_KINDS, OTHER_NAMES, Layer, Shape
from convscope.errors import ConvscopeError, in_short
from convscope.keras_files.kinds import (
    ACT_IN_TRAINING,
    COMPUTED_OTHERWISE,
    HARMLESS,
    KINDS,
    ONLY,
    KerasKind,
)
from convscope.keras_files.old_names import todays

_KERAS_MODULE = re.compile(r"(keras|tf_keras|tensorflow\.keras|tensorflow\.python\.keras)(\.|$)")
_TAKE_KERAS = "Open the file in Keras, and save a net that is made of these kinds."


@dataclass(frozen=True)
class LayerConfig:
    """What a file says of one layer, or of a net inside of a net.

    Attributes:
        class_name: The class, by today's name.
        name: As Keras calls the layer.
        options: Options by today's names; a net's own ones, with its `layers`, as they are.
        item: The whole entry, with what connects it.
    """

    class_name: str
    name: str
    options: dict[str, Any]
    item: Mapping[str, Any] = field(repr=False)

    @property
    def title(self) -> str:
        """How errors call it."""
        return f'layer "{in_short(self.name)}" ({in_short(self.class_name)})'

    @property
    def entry(self) -> KerasKind | None:
        """What the table of kinds says of its class; None where it is not in it."""
        entry = KINDS.get(self.class_name)
        return entry if entry is not None and entry.kind in LAYER_KINDS else None

    @property
    def is_left_out(self) -> bool:
        """Whether it passes on what it takes in, and is no kind of ours."""
        return self.class_name in ACT_IN_TRAINING and self.entry is None

    def takes_flag(self, name: str) -> bool:
        """Returns an option that is true unless the file says otherwise."""
        return self.options.get(name, True) is not False


def layer_config(item: Any, is_net: bool = False) -> LayerConfig:
    """Returns what an entry of a config says.

    Args:
        item: `{"class_name": …, "config": {…}}`, as all versions of Keras write it.
        is_net: Whether it is the whole net.

    Raises:
        ConvscopeError: It is no such entry, or a class that is not Keras' own.
    """
    config = item.get("config") if isinstance(item, Mapping) else None
    # The layers of a Sequential of Keras 1 were its config.
    config = {"layers": config} if isinstance(config, list) else config
    class_name = item.get("class_name") if isinstance(item, Mapping) else None
    if not isinstance(config, dict) or not isinstance(class_name, str):
        raise ConvscopeError(
            f"{'the net' if is_net else 'a layer'} is {in_short(item)}.",
            'Expected {"class_name": "…", "config": {…}}.',
            "Save the model again with Keras, or take another file.",
        )
    name = config.get("name", item.get("name", ""))
    name = name if isinstance(name, str) else ""
    if "layers" in config:
        found = LayerConfig(class_name, name, config, item)
    else:
        found = LayerConfig(*_in_order(class_name, name, config), item)
    _expect_keras_class(found)
    return found


def to_layer(config: LayerConfig, input_shapes: list[Shape]) -> Layer:
    """Returns a layer of the net, still without name and inputs.

    Args:
        config: What the file says of it.
        input_shapes: What arrives at it, without the batch axis.

    Raises:
        ConvscopeError: Its class is no kind of ours, or an option has a value that is not
            computed here.
    """
    entry = config.entry
    if entry is None:
        known = ", ".join(name for name, entry in KINDS.items() if entry.kind in LAYER_KINDS)
        raise ConvscopeError(
            f"{config.title} is of a kind that convscope does not have.",
            f"It has {known}.",
            _TAKE_KERAS,
        )
    kind = LAYER_KINDS[entry.kind]
    options: dict[str, Any] = {**entry.defaults, **entry.fixed}
    names = {entry.options.get(ours, ours): ours for ours in kind.option_names()}
    for key, value in config.options.items():
        if key in names and names[key] not in entry.fixed:
            ours = names[key]
            options[ours] = _activation(config, value) if ours == "activation" else value
        elif key == "axis":
            _expect_last_axis(config, value, len(input_shapes[0]))
        else:
            _expect_harmless(config, entry, key, value)
    if kind.tensors and config.options.get("trainable") is False:
        options["training"] = {"trainable": False}
    # Keras writes numbers of float32 as such, and whole ones as 2.0 at times.
    return kind.from_options({key: _plain(v) for key, v in options.items()}).simplified()


def _in_order(
    class_name: str, name: str, config: dict[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    todays_class, options = todays(class_name, config)
    return todays_class, name, options


def _expect_keras_class(config: LayerConfig) -> None:
    """Refuses what would need somebody's code: it is told by name, and nothing is looked up."""
    if config.class_name == "Lambda":
        raise ConvscopeError(
            f"{config.title} is Python code inside the file.",
            "Expected layers that are data: convscope never runs code from a file.",
            "Replace it in Keras by a layer such as Rescaling, and save the net again.",
        )
    module, registered = config.item.get("module"), config.item.get("registered_name")
    is_custom = isinstance(registered, str) and ">" in registered
    if isinstance(module, str):
        is_custom = is_custom or not _KERAS_MODULE.match(module)
        if ".ops." in f"{module}.":
            raise ConvscopeError(
                f"{config.title} is an operation that was written without a layer.",
                f"Expected layers: {', '.join(KINDS)}.",
                "Write it as a layer in Keras, for example Add() for +, and save the net again.",
            )
    if is_custom:
        where = registered if isinstance(registered, str) and ">" in registered else module
        raise ConvscopeError(
            f"{config.title} is a class of somebody's own, {in_short(where)}.",
            "Expected Keras' own layers: convscope never runs code from a file, or imports it.",
            _TAKE_KERAS,
        )


def _activation(config: LayerConfig, value: Any) -> Any:
    """Returns the name of an activation function, however Keras wrote it."""
    if value is None:
        return "linear"
    if isinstance(value, Mapping):
        value = value.get("config") if value.get("class_name") == "function" else None
    name = value.removeprefix("keras.activations.") if isinstance(value, str) else ""
    name = OTHER_NAMES.get(name, name)
    if name in COMPUTED_OTHERWISE and "module" not in config.item:
        raise ConvscopeError(
            f"{config.title} has the activation function {name}.",
            f"Before Keras 3 {name} was computed otherwise; this file does not say which is meant.",
            "Open it in the Keras that wrote it, and save the net as .keras with Keras 3.",
        )
    if name not in ACTIVATIONS:
        shown = config.options["activation"]
        raise ConvscopeError(
            f"{config.title} has the activation function {in_short(shown)}.",
            f"convscope has {', '.join(ACTIVATIONS)}.",
            "Open the file in Keras, train the net with one of these, and save it again.",
        )
    return name


def _expect_last_axis(config: LayerConfig, value: Any, num_axes: int) -> None:
    axis = value[0] if isinstance(value, list) and len(value) == 1 else value
    if axis not in (-1, num_axes):
        raise _refused_option(config, "axis", value, (-1, num_axes))


def _expect_harmless(config: LayerConfig, entry: KerasKind, key: str, value: Any) -> None:
    only = {**ONLY, **entry.only}
    if key in only:
        if not any(_is_same(value, accepted) for accepted in only[key]):
            raise _refused_option(config, key, value, only[key])
    elif key not in HARMLESS and value not in (None, False, {}, []):
        raise ConvscopeError(
            f"{config.title} has the option {in_short(key)}={in_short(value)}.",
            "convscope does not know it, and it might change what the layer computes.",
            _TAKE_KERAS,
        )


def _refused_option(
    config: LayerConfig, key: str, value: Any, accepted: tuple[Any, ...]
) -> ConvscopeError:
    return ConvscopeError(
        f"{config.title} has {key}={in_short(value)}.",
        f"convscope computes {key}={' or '.join(in_short(value) for value in accepted)}.",
        _TAKE_KERAS,
    )


def _is_same(value: Any, accepted: Any) -> bool:
    """Returns whether two values are equal, numbers up to the precision of float32."""
    if isinstance(value, bool) or isinstance(accepted, bool):
        return value is accepted
    if isinstance(value, int | float) and isinstance(accepted, int | float):
        return abs(value - accepted) <= 1e-6 * max(1.0, abs(accepted))
    return value == accepted


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
