"""The one table from Keras' losses to ours. Another loss is another entry."""

from collections.abc import Mapping
from typing import Any

from convscope.keras_config.options import NotOursError, check_neutral

LOSSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "SparseCategoricalCrossentropy": ("sparse_categorical_crossentropy", ("from_logits",)),
    "CategoricalCrossentropy": (
        "categorical_crossentropy",
        ("from_logits", "label_smoothing"),
    ),
    "BinaryCrossentropy": ("binary_crossentropy", ("from_logits", "label_smoothing")),
    "MeanSquaredError": ("mean_squared_error", ()),
}
"""Our name and the options that both have, by the name of Keras' class."""

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
    check_neutral(f"the loss {class_name}", config, taken, NEUTRAL, ("name", "fn"))
    return {"name": name, **{key: config[key] for key in taken if key in config}}
