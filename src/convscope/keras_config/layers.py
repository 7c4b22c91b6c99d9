"""One layer as Keras describes it to one of ours, by the table of kinds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from convscope.architecture import ACTIVATIONS, OTHER_NAMES, Layer, Shape
from convscope.errors import ConvscopeError, in_short
from convscope.keras_config.kinds import COMMON, KINDS, LACKING, UNIMPORTANT, KerasKind
from convscope.keras_config.options import NotOursError, is_one_of
from convscope.keras_config.training import training_settings

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Origin:
    """Where a description comes from, as far as it matters to how it is read.

    Attributes:
        fix: What to do about something that we lack.
        off: Values under which an option that nobody knows changes nothing.
        unimportant: Options, besides `UNIMPORTANT`, that change nothing under any value.
        endings: Ends of the names of further such options.
        is_trained_on: Whether regularizers and constraints have to be ours as well.
    """

    fix: str
    off: tuple[Any, ...] = (None,)
    unimportant: Collection[str] = ()
    endings: tuple[str, ...] = ("_initializer",)
    is_trained_on: bool = True


OF_TENSORFLOW = {"softmax_v2": "softmax", "swish": "silu"}
"""Functions of TensorFlow, by the names that Keras writes down, where its own have others."""

IN_MEMORY = Origin("Leave it out, or stay with Keras.")
"""A model that Keras holds, all of whose options are said."""


def layer_from_config(
    class_name: str, module: str | None, config: Config, input_shape: Shape | None = None
) -> Layer:
    """Returns a layer of a model in memory, without name and inputs.

    Args:
        class_name: Such as `"Conv2D"`.
        module: Where the class lives; Keras' own layers live in `keras.layers`.
        config: Its options.
        input_shape: What arrives at it, without the batch axis; None where that is not known.

    Raises:
        NotOursError: A layer or an option that we lack.
        ConvscopeError: An option out of range.
    """
    title = f'layer "{config.get("name", class_name)}" ({class_name})'
    if module not in (None, "keras.layers", "keras"):
        raise NotOursError(
            f"{title} is defined in {module}.", "Expected a layer of Keras.", IN_MEMORY.fix
        )
    policy = config.get("dtype")
    name = policy.get("config", {}).get("name") if isinstance(policy, Mapping) else policy
    if name not in (None, "float32"):
        raise NotOursError(
            f"{title} computes in {in_short(name)}.", "Expected float32.", IN_MEMORY.fix
        )
    return to_layer(title, class_name, config, input_shape or (), IN_MEMORY)


def to_layer(
    title: str, class_name: str, config: Config, input_shape: Shape, origin: Origin
) -> Layer:
    """Returns the layer that a class and its options describe, without name and inputs.

    What it does along an `axis` is for `expect_last_axis` to see.

    Args:
        title: How an error calls it.
        class_name: By its name in Keras 3.
        config: Keras' options by name.
        input_shape: What arrives at it, without the batch axis; () where that is not known.
        origin: Where it comes from.

    Raises:
        NotOursError: A layer or an option that we lack.
        ConvscopeError: An option out of range.
    """
    if class_name not in KINDS:
        raise NotOursError(
            f"{title} is of a kind that convscope does not have.",
            f"It has {', '.join(KINDS)}.",
            origin.fix,
        )
    entry = KINDS[class_name]
    if entry.on_maps and len(input_shape) == 3:
        entry = entry.on_maps
        _expect_other_axes(title, config, origin)
    settings = training_settings(title, config, entry, origin.is_trained_on)
    known = {*map(entry.setting, settings), *(option for option, _ in entry.fillers.values())}
    options: dict[str, Any] = {**entry.defaults, **entry.fixed}
    names = entry.option_names
    for theirs, value in config.items():
        if theirs in names:
            ours = names[theirs]
            options[ours] = _activation(title, value, origin) if ours == "activation" else value
        elif theirs == entry.growth:
            options |= _sides(title, entry, value, input_shape, origin)
        elif theirs == entry.noise and theirs not in origin.unimportant:
            _expect_noise(title, theirs, value, input_shape, origin)
        elif theirs != "axis" and theirs not in known:
            _expect_neutral(title, entry, theirs, value, origin)
    if settings:
        options["training"] = settings
    try:
        return entry.layer_class.from_options(options).simplified()
    except ConvscopeError as error:  # which names the kind, and not the layer
        received = f"{title}: {error.received.removeprefix(f'{entry.kind}: ')}"
        raise NotOursError(received, error.expected, error.fix) from error


def expect_last_axis(title: str, config: Config, num_axes: int, origin: Origin) -> None:
    """Checks that a layer with an axis works along the channels.

    Args:
        title: How an error calls it.
        config: Keras' options.
        num_axes: Of what arrives, the batch included.
        origin: Where it comes from.

    Raises:
        NotOursError: It works along another axis.
    """
    last = num_axes - 1
    axis = config.get("axis", -1)
    if not is_one_of(axis, (-1, (-1,), last, (last,))):
        raise NotOursError(
            f"{title} works along axis {in_short(axis)}.",
            f"Expected the last axis, the channels: -1 or {last}.",
            origin.fix,
        )


def expect_any_axes(title: str, layer: Layer, origin: Origin) -> None:
    """Checks that a layer does the same to (height, width) as to (height, width, 1).

    Behind one that counts anew, rows, columns and channels are what it says.

    Args:
        title: How an error calls it.
        layer: Ours.
        origin: Where it comes from.

    Raises:
        NotOursError: It does not.
    """
    is_each_value = layer.is_pointwise and not layer.shares_axis and not layer.tensors
    if not (is_each_value or layer.recounts or (layer.joins and not layer.appends)):
        raise NotOursError(
            f"{title} works on pictures without channels.",
            "Expected (height, width, channels).",
            f"Begin the net with (height, width, 1), or Reshape to it. {origin.fix}",
        )


def _expect_other_axes(title: str, config: Config, origin: Origin) -> None:
    """Checks that a kernel that gets more axes is not held along axes that are counted.

    Raises:
        NotOursError: A constraint does.
    """
    if origin.is_trained_on and config.get("kernel_constraint") is not None:
        raise NotOursError(
            f"{title} has a kernel_constraint, and takes in pictures.",
            "Expected a vector, or no constraint.",
            origin.fix,
        )


def _expect_noise(title: str, name: str, noise: Any, input_shape: Shape, origin: Origin) -> None:
    """Checks that random numbers have the shape of what arrives, or 1 where they are shared.

    Raises:
        NotOursError: They have another one.
    """
    if noise is None:
        return
    sizes = (None, *input_shape)
    if (
        not isinstance(noise, list | tuple)
        or len(noise) != len(sizes)
        or not input_shape
        or any(given not in (None, 1, size) for given, size in zip(noise, sizes, strict=True))
    ):
        raise NotOursError(
            f"{title} has {name}={in_short(noise)}, for {input_shape or 'any size'}.",
            "Expected for every axis, the batch included, None, 1 or its size.",
            origin.fix,
        )


def _sides(
    title: str, entry: KerasKind, factors: Any, input_shape: Shape, origin: Origin
) -> dict[str, int]:
    sides = entry.sides(factors, input_shape)
    if not sides:
        raise NotOursError(
            f"{title} has {entry.growth}={in_short(factors)}, for {input_shape or 'any size'}.",
            "Expected one or two whole numbers above 0, and (height, width, channels).",
            origin.fix,
        )
    return sides


def _activation(title: str, value: Any, origin: Origin) -> str:
    """Returns the name of an activation function, however Keras wrote it."""
    if value is None:
        return "linear"
    name = value
    if isinstance(value, Mapping) and str(value.get("module", "keras")).startswith("keras"):
        name = value.get("config") if value.get("class_name") == "function" else None
    elif isinstance(value, Mapping) and value.get("class_name") == "function":
        name = OF_TENSORFLOW.get(str(value.get("config")))
    name = name.removeprefix("keras.activations.") if isinstance(name, str) else ""
    name = OTHER_NAMES.get(name, name)
    if name in ACTIVATIONS and name not in LACKING:
        return name
    raise NotOursError(
        f"{title} has activation={in_short(value)}.",
        f"convscope has {', '.join(ACTIVATIONS)}.",
        origin.fix,
    )


def _expect_neutral(title: str, entry: KerasKind, name: str, value: Any, origin: Origin) -> None:
    """Checks that an option which is not taken over makes no difference."""
    if name in (*UNIMPORTANT, *origin.unimportant) or name.endswith(origin.endings):
        return
    only = {**COMMON, **entry.only}.get(name)
    if is_one_of(value, origin.off if only is None else only):
        return
    raise NotOursError(
        f"{title} has {in_short(name)}={in_short(value)}.",
        "convscope does not know it, and it might change what the layer computes."
        if only is None
        else f"convscope computes {name}={' or '.join(in_short(each) for each in only)}.",
        origin.fix,
    )
