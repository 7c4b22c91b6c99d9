"""The one table from Keras' optimizers to ours. Another rule is another entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.keras_config.options import NotOursError, check_neutral

UNIMPORTANT = ("name", "is_legacy_optimizer", "jit_compile")

NEUTRAL: dict[str, tuple[Any, ...]] = {
    "loss_scale_factor": (None, 1.0),
    "gradient_accumulation_steps": (None, 1),
}

LIMITS = ("clipnorm", "global_clipnorm", "clipvalue")
"""How gradients are kept short: Keras heeds the first that is given."""

AVERAGING = ("use_ema", "ema_momentum", "ema_overwrite_frequency")
"""Options of the moving average of the weights, which any optimizer may keep."""

AVERAGES = {"average": "_model_variables_moving_average"}
"""Slot of that average, as in `KerasOptimizer.slots`."""


@dataclass(frozen=True)
class KerasOptimizer:
    """How one of Keras' optimizers becomes ours.

    Beside `taken`, all take the rate, weight decay, `LIMITS` and `AVERAGING`.

    Attributes:
        name: Name of our rule.
        taken: Options that both have under the same name.
        slots: What our rule remembers of each parameter, with the name of the attribute in which
            Keras' optimizer keeps a list of the same; the list may be empty where it needs none.
        single: Likewise of numbers that Keras keeps once for all parameters.
        counts_steps: Whether our rule keeps the number of steps with every parameter.
    """

    name: str
    taken: tuple[str, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    single: Mapping[str, str] = field(default_factory=dict)
    counts_steps: bool = False


_ADAM = ("beta_1", "beta_2", "epsilon")
_MOMENTS = {
    "exp_avg": "_momentums",
    "exp_avg_sq": "_velocities",
    "max_exp_avg_sq": "_velocity_hats",
}

OPTIMIZERS: dict[str, KerasOptimizer] = {
    "SGD": KerasOptimizer("sgd", ("momentum", "nesterov"), {"velocity": "momentums"}),
    "Adam": KerasOptimizer("adam", (*_ADAM, "amsgrad"), _MOMENTS, counts_steps=True),
    "AdamW": KerasOptimizer("adamw", (*_ADAM, "amsgrad"), _MOMENTS, counts_steps=True),
    "RMSprop": KerasOptimizer(
        "rmsprop",
        ("rho", "momentum", "epsilon", "centered"),
        {
            "velocity": "_velocities",
            "momentum": "_momentums",
            "average_gradient": "_average_gradients",
        },
    ),
    "Adagrad": KerasOptimizer(
        "adagrad", ("initial_accumulator_value", "epsilon"), {"accumulator": "_accumulators"}
    ),
    "Adadelta": KerasOptimizer(
        "adadelta",
        ("rho", "epsilon"),
        {
            "accumulated_grad": "_accumulated_grads",
            "accumulated_delta_var": "_accumulated_delta_vars",
        },
    ),
    "Adamax": KerasOptimizer("adamax", _ADAM, {"momentum": "_m", "norm": "_u"}, counts_steps=True),
    "Nadam": KerasOptimizer(
        "nadam",
        _ADAM,
        {"momentum": "_momentums", "velocity": "_velocities"},
        {"product": "_u_product"},
        counts_steps=True,
    ),
    "Lion": KerasOptimizer("lion", ("beta_1", "beta_2"), {"momentum": "_momentums"}),
}
"""Our form of Keras' optimizers, by their class names."""


def optimizer_from_config(class_name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Returns our options of an optimizer that Keras describes, without its rate.

    Args:
        class_name: A name of `OPTIMIZERS`.
        config: Keras' options.

    Raises:
        NotOursError: An optimizer or an option that we lack.
    """
    if class_name not in OPTIMIZERS:
        raise NotOursError(
            f"the optimizer is {class_name}.",
            f"Expected one of {', '.join(OPTIMIZERS)}.",
            "Choose another optimizer, or stay with Keras.",
        )
    entry = OPTIMIZERS[class_name]
    taken = (*entry.taken, "weight_decay", *AVERAGING)
    known = (*taken, *LIMITS, "learning_rate")
    check_neutral(f"the optimizer {class_name}", config, known, NEUTRAL, UNIMPORTANT)
    options = {name: config[name] for name in taken if config.get(name) is not None}
    if not options.pop("use_ema", False):
        options = {name: value for name, value in options.items() if name not in AVERAGING}
    else:
        options["use_ema"] = True
    limits = [name for name in LIMITS if config.get(name)]
    return options | {name: config[name] for name in limits[:1]}
