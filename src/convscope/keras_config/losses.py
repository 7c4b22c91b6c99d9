"""The one table from Keras' losses to ours. Another loss is another entry."""

from collections.abc import Mapping
from typing import Any

from convscope.errors import in_short
from convscope.keras_config.options import NotOursError, check_neutral

_CROSS_ENTROPY = ("from_logits", "label_smoothing")

LOSSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "SparseCategoricalCrossentropy": ("sparse_categorical_crossentropy", ("from_logits",)),
    "CategoricalCrossentropy": ("categorical_crossentropy", _CROSS_ENTROPY),
    "BinaryCrossentropy": ("binary_crossentropy", _CROSS_ENTROPY),
    "CategoricalFocalCrossentropy": (
        "categorical_focal_crossentropy",
        (*_CROSS_ENTROPY, "alpha", "gamma"),
    ),
    "BinaryFocalCrossentropy": (
        "binary_focal_crossentropy",
        (*_CROSS_ENTROPY, "alpha", "gamma", "apply_class_balancing"),
    ),
    "MeanSquaredError": ("mean_squared_error", ()),
    "MeanAbsoluteError": ("mean_absolute_error", ()),
    "Huber": ("huber", ("delta",)),
    "LogCosh": ("log_cosh", ()),
    "Hinge": ("hinge", ()),
    "SquaredHinge": ("squared_hinge", ()),
    "CategoricalHinge": ("categorical_hinge", ()),
    "KLDivergence": ("kl_divergence", ()),
    "Poisson": ("poisson", ()),
}
"""Our name and the options that both have, by the name of Keras' class."""

OUR_OPTIONS = {"apply_class_balancing": "is_balanced"}
"""Our names of options, where they differ."""

NEUTRAL: dict[str, tuple[Any, ...]] = {
    "axis": (-1,),
    "ignore_class": (None,),
    "reduction": ("sum_over_batch_size",),
    "dtype": (None, "float32"),
}


def loss_from_config(class_name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Returns our `name` and options of a loss that Keras describes.

    Args:
        class_name: A name of `LOSSES`.
        config: Keras' options.

    Raises:
        NotOursError: A loss or an option that we lack.

    Example:
        >>> loss_from_config("BinaryCrossentropy", {"from_logits": True, "axis": -1})
        {'name': 'binary_crossentropy', 'from_logits': True}
    """
    if class_name not in LOSSES:
        raise NotOursError(
            f"the loss is {class_name}.",
            f"Expected one of {', '.join(LOSSES)}.",
            "Choose another loss, or stay with Keras.",
        )
    name, taken = LOSSES[class_name]
    if not isinstance(config.get("alpha", 0.0), int | float):
        raise NotOursError(
            f"the loss {class_name} has alpha={in_short(config['alpha'])}.",
            "Expected a number.",
            "Give one for all classes, or stay with Keras.",
        )
    check_neutral(f"the loss {class_name}", config, taken, NEUTRAL, ("name", "fn"))
    options = {OUR_OPTIONS.get(key, key): config[key] for key in taken if key in config}
    return {"name": name, **options}


def loss_from_function(function_name: str) -> dict[str, Any]:
    """Returns our `name` of a loss that Keras has as a function, with its default options.

    Args:
        function_name: Such as `"kl_divergence"`.

    Raises:
        NotOursError: A loss that we lack.

    Example:
        >>> loss_from_function("kl_divergence")
        {'name': 'kl_divergence'}
    """
    class_names = {name: class_name for class_name, (name, _) in LOSSES.items()}
    return loss_from_config(class_names.get(function_name, function_name), {})
