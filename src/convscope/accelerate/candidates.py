"""Which models and settings can be taken over. Nothing here needs torch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from convscope.accelerate.inside_keras import InsideKeras, inside_keras
from convscope.accelerate.variables import operation_at
from convscope.errors import ConvscopeError
from convscope.keras_config import (
    KINDS,
    NotOursError,
    ShapeOf,
    Translation,
    cut_of,
    loss_from_config,
    loss_from_function,
    net_from_config,
    optimizer_from_config,
)

OWN_STEPS = (
    "call",
    "compute_loss",
    "compute_metrics",
    "make_predict_function",
    "make_test_function",
    "make_train_function",
    "predict_step",
    "test_step",
    "train_step",
)
"""Methods that a program may have replaced in a single model."""

KNOW_ACTIVATIONS = ("keras", "tensorflow")
"""Packages whose activations do what their names say."""

FOR_EACH_VALUE = (
    "binary_crossentropy",
    "huber",
    "log_cosh",
    "mean_absolute_error",
    "mean_squared_error",
    "poisson",
)
"""Losses that compare every value for itself, whatever the shape."""


@dataclass(frozen=True)
class Judge:
    """How a model's outputs are judged.

    Attributes:
        loss: Our loss: its `name` and options; None where Keras computes it.
    """

    loss: dict[str, Any] | None = None


@dataclass(frozen=True)
class Settings:
    """What `compile` settled, as ours.

    Attributes:
        optimizer_class: Name of Keras' optimizer class.
        optimizer: Our options of it, without the rate.
        judge: How outputs are judged.
    """

    optimizer_class: str
    optimizer: dict[str, Any]
    judge: Judge


_translations: WeakKeyDictionary[Any, tuple[Any, Translation]] = WeakKeyDictionary()


def translation_of(model: Any, may_lead: bool = True) -> Translation:
    """Returns a Keras model as ours.

    Args:
        model: Keras' model.
        may_lead: Whether Keras goes on computing what prepares pictures before the net.

    Raises:
        NotOursError: Something about it that we lack.
        ConvscopeError: An option out of range.
    """
    inside = inside_keras()
    _expect_plain(model, inside)
    state = _state(model)
    known = _translations.get(model)
    if not may_lead or known is None or known[0] != state:
        try:
            config = model.get_config()
        except NotImplementedError as error:
            raise NotOursError(
                f"a layer cannot say how it was made ({str(error).splitlines()[0]}).",
                "Expected layers of Keras.",
                "Stay with Keras.",
            ) from error
        kind = "Sequential" if isinstance(model, inside.keras.Sequential) else "Functional"

        def shape_of(path: tuple[str, ...]) -> tuple[int, ...] | None:
            return _shape_without_weights(model, path)

        if not may_lead:
            return net_from_config(kind, config, may_lead)
        try:
            net = net_from_config(kind, config)
        except NotOursError as error:
            net = _net_behind_cut(kind, config, shape_of, error)
        known = _translations[model] = state, net
    return known[1]


def _net_behind_cut(
    kind: str, config: dict[str, Any], shape_of: ShapeOf, problem: NotOursError
) -> Translation:
    """Returns a model as ours from where weights begin; Keras computes what stands before.

    Raises:
        NotOursError: The problem, which is none of what stands before.
    """
    try:
        cut = cut_of(kind, config, shape_of)
        if cut is not None:
            return net_from_config(kind, config, cut=cut)
    except ConvscopeError:
        pass
    raise problem


def _shape_without_weights(model: Any, path: tuple[str, ...]) -> tuple[int, ...] | None:
    """Returns what a layer puts out, without the batch; None where it has weights, or several."""
    operation = operation_at(model, path)
    if getattr(operation, "weights", ()):
        return None
    outputs = operation.output
    if not hasattr(outputs, "shape") or not str(outputs.dtype).startswith("float"):
        return None
    shape = tuple(outputs.shape[1:])
    return None if None in shape else shape


def settings_of(model: Any, net: Translation) -> Settings:
    """Returns how a compiled model is trained.

    Args:
        model: Keras' model.
        net: The same as ours.

    Raises:
        NotOursError: Something about it that we lack.
    """
    inside = inside_keras()
    optimizer = model.optimizer
    if optimizer is None:
        raise NotOursError("there is no optimizer.", "Expected one.", "Give one to compile().")
    kind = type(optimizer)
    if not kind.__module__.startswith(("keras.src.optimizers", "keras.src.backend")):
        raise NotOursError(
            f"the optimizer {kind.__name__} is the program's own.",
            "Expected one of Keras'.",
            "Stay with Keras.",
        )
    try:
        options = optimizer.get_config()
    except Exception as error:
        raise NotOursError(
            f"the optimizer {kind.__name__} cannot say how it was made.",
            "Expected one of Keras'.",
            "Stay with Keras.",
        ) from error
    ours = optimizer_from_config(kind.__name__, options)
    excluded = getattr(optimizer, "_exclude_from_weight_decay", None)
    names = getattr(optimizer, "_exclude_from_weight_decay_pattern", None)
    if excluded or names:
        raise NotOursError(
            "the optimizer leaves some weights out of weight decay.",
            "Expected all of them.",
            "Stay with Keras.",
        )
    return Settings(kind.__name__, ours, judge_of(model, net, inside))


def judge_of(model: Any, net: Translation, inside: InsideKeras) -> Judge:
    """Returns how a model's outputs are judged.

    Args:
        model: Keras' model, compiled.
        net: The same as ours.
        inside: What is used of Keras.

    Raises:
        NotOursError: There is no loss.
    """
    if getattr(model, "_compile_loss", None) is None:
        raise NotOursError("there is no loss.", "Expected one.", "Give one to compile().")
    if net.ends:
        if inside.backend.name == "jax":
            raise NotOursError(
                "there are several outputs, on JAX.", "Expected one.", "Stay with Keras."
            )
        return Judge()
    loss = _only(model.loss)
    if isinstance(loss, str):
        try:
            loss = inside.keras.losses.get(loss)
        except ValueError as error:
            raise NotOursError(
                f"the loss {loss!r} is unknown.", "Expected one of Keras'.", "Look at its name."
            ) from error
    if getattr(model._compile_loss, "_user_loss_weights", None) is not None:
        return Judge()
    try:
        ours = _loss_of(loss, inside)
    except ConvscopeError:
        return Judge()
    return Judge(ours if _is_defined(ours, net) else None)


def _loss_of(loss: Any, inside: InsideKeras) -> dict[str, Any]:
    """Returns a loss of Keras as ours: its `name` and options.

    Raises:
        NotOursError: A loss that we lack.
    """
    is_known = type(loss).__module__.startswith("keras.src.losses")
    if isinstance(loss, inside.keras.losses.Loss) and is_known:
        options = getattr(loss, "_fn_kwargs", {})  # Huber's configuration lacks its delta
        return loss_from_config(type(loss).__name__, {**loss.get_config(), **options})
    name = getattr(loss, "__name__", type(loss).__name__)
    if getattr(loss, "__module__", "") != "keras.src.losses.losses":
        raise NotOursError(f"the loss is {name}.", "Expected one of Keras'.", "Stay with Keras.")
    return loss_from_function(name)


def _only(value: Any) -> Any:
    """Returns the only item of a list or dictionary; anything else as it is."""
    while isinstance(value, list | tuple | dict) and len(value) == 1:
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return value


def layers_in(model: Any) -> Iterator[Any]:
    """Yields all layers of a model, those of models inside it included."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from layers_in(layer)


def _state(model: Any) -> tuple[Any, ...]:
    """Returns what tells two states of a model apart that are translated otherwise."""
    found = []
    for layer in layers_in(model):
        found += [
            id(layer),  # may be that of a layer which is gone: names count on
            layer.name,
            len(layer._inbound_nodes),
            getattr(layer, "activation", None),
            getattr(layer, "rate", None),
            getattr(layer, "noise_shape", None),
            getattr(layer, "activity_regularizer", None),
            str(getattr(layer, "dtype_policy", "")),
        ]
    return tuple(found)


def _expect_plain(model: Any, inside: InsideKeras) -> None:
    """Checks what a model's configuration does not say.

    Raises:
        NotOursError: Something that we lack.
    """
    kind = type(model)
    if kind not in inside.model_types:
        raise NotOursError(
            f"{kind.__name__} is a class of the program's own.",
            "Expected Sequential or Model(inputs, outputs).",
            "Stay with Keras.",
        )
    own = [name for name in OWN_STEPS if name in vars(model)]
    if own:
        raise NotOursError(
            f"the model has its own {own[0]}.", "Expected Keras'.", "Stay with Keras."
        )
    if not model.built:
        raise NotOursError("the model is not built.", "Expected an input shape.", "Give one.")
    for layer in layers_in(model):
        _expect_known_activation(layer)
        replaced = "call" in vars(layer)
        if (
            replaced
            or getattr(layer, "lora_enabled", False)
            or getattr(layer, "quantization_mode", None)
        ):
            how = "has its own call" if replaced else "is quantized or has LoRA"
            raise NotOursError(
                f'layer "{layer.name}" {how}.', "Expected Keras'.", "Stay with Keras."
            )
    if inside.keras.distribution.distribution() is not None or getattr(
        model, "_distribute_strategy", None
    ):
        raise NotOursError("the work is distributed.", "Expected one device.", "Stay with Keras.")
    steps = model.steps_per_execution if model.compiled else 1
    if not isinstance(steps, int) or (steps != 1 and inside.backend.name == "torch"):
        raise NotOursError(
            f"steps_per_execution is {steps}.", "Expected a number; 1 on PyTorch.", "Leave it out."
        )


def _expect_known_activation(layer: Any) -> None:
    """Checks that an activation is not the program's own: Keras writes down its name alone.

    Raises:
        NotOursError: It is.
    """
    activation = getattr(layer, "activation", None)
    module = str(getattr(activation, "__module__", "keras"))
    if callable(activation) and module.partition(".")[0] not in KNOW_ACTIVATIONS:
        name = getattr(activation, "__name__", type(activation).__name__)
        raise NotOursError(
            f'layer "{layer.name}" has the program\'s own activation {name}.',
            "Expected one of Keras'.",
            "Stay with Keras.",
        )


def expect_known_losses(model: Any) -> None:
    """Checks that only regularizers add to the loss, and that layers measure nothing of their own.

    Raises:
        NotOursError: Something else does.
    """
    for layer in (model, *layers_in(model)):
        if getattr(layer, "_losses", None) and layer.activity_regularizer is None:
            raise NotOursError(
                f'"{layer.name}" adds to the loss.', "Expected one loss.", "Leave add_loss out."
            )
        for name, variable in _held_variables(layer):
            for family in ("regularizer", "constraint"):
                said = getattr(layer, f"{name}_{family}", None)
                if getattr(variable, family, None) is not said:
                    raise NotOursError(
                        f'layer "{layer.name}" got another {family} after it was built.',
                        "Expected the one that it was made with.",
                        "Give it to the layer when it is made.",
                    )
    if getattr(model, "_metrics", None) or any(
        layer.metrics for layer in layers_in(model) if not hasattr(layer, "compile")
    ):
        raise NotOursError(
            "layers have metrics of their own.", "Expected those of compile().", "Stay with Keras."
        )


def _held_variables(layer: Any) -> Iterator[tuple[str, Any]]:
    """Yields a layer's own weights, with the names that their regularizers begin with."""
    entry = KINDS.get(type(layer).__name__)
    if entry is None:
        return
    for ours, keras_name in entry.tensors.items():
        variable = getattr(layer, keras_name, None)
        if variable is not None and variable.trainable:
            yield entry.prefixes.get(ours, ours), variable


def _is_defined(loss: dict[str, Any], net: Translation) -> bool:
    """Returns whether our loss is defined for what the net puts out."""
    architecture = net.architecture
    is_each_value = loss["name"] in FOR_EACH_VALUE
    is_each_value &= architecture.output_activation != "softmax"
    return is_each_value or len(architecture.output_shape) == 1


def as_reason(error: ConvscopeError) -> str:
    """Returns why something is left to Keras, in a few words."""
    return error.received.rstrip(".")
