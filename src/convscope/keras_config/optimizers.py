"""The one table from Keras' optimizers to ours. Another rule is another entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from convscope.keras_config.options import NotOursError, check_neutral

UNIMPORTANT = (
    "name",
    "ema_momentum",
    "ema_overwrite_frequency",
    "is_legacy_optimizer",
    "jit_compile",
)

NEUTRAL: dict[str, tuple[Any, ...]] = {
    "use_ema": (False,),
    "amsgrad": (False,),
    "loss_scale_factor": (None, 1.0),
    "gradient_accumulation_steps": (None, 1),
    "weight_decay": (None, 0.0, 0),
}


@dataclass(frozen=True)
class KerasOptimizer:
    """How one of Keras' optimizers becomes ours.

    Attributes:
        name: Name of our rule.
        taken: Options that both have under the same name, the rate excepted.
        slots: What our rule remembers of each parameter, with the name of the attribute in which
            Keras' optimizer keeps a list of the same.
        counts_steps: Whether our rule keeps the number of steps with every parameter.
    """

    name: str
    taken: tuple[str, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    counts_steps: bool = False


_ADAM = ("beta_1", "beta_2", "epsilon")
_MOMENTS = {"exp_avg": "_momentums", "exp_avg_sq": "_velocities"}

OPTIMIZERS: dict[str, KerasOptimizer] = {
    "SGD": KerasOptimizer("sgd", ("momentum", "nesterov"), {"velocity": "momentums"}),
    "Adam": KerasOptimizer("adam", _ADAM, _MOMENTS, counts_steps=True),
    "AdamW": KerasOptimizer("adamw", (*_ADAM, "weight_decay"), _MOMENTS, counts_steps=True),
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
    taken = (*entry.taken, "learning_rate")
    check_neutral(f"the optimizer {class_name}", config, taken, NEUTRAL, UNIMPORTANT)
    return {name: config[name] for name in entry.taken if config.get(name) is not None}
