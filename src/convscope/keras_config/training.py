"""What Keras' layers say of regularizers and constraints, as settings of ours."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from convscope.architecture import LAYER_KINDS
from convscope.architecture.layer_training import FAMILIES
from convscope.errors import ConvscopeError, in_short
from convscope.keras_config.options import NotOursError

HELD = ("regularizer", "constraint")
"""Families of settings that count in a training; how weights begin no longer does."""


def training_settings(
    title: str, config: Mapping[str, Any], kind: str, keras_name: Callable[[str], str]
) -> dict[str, Any]:
    """Returns our regularizers and constraints of a layer, by our names.

    Args:
        title: How an error calls the layer.
        config: Keras' options of it.
        kind: Name of our kind.
        keras_name: Returns Keras' name of one of our settings.

    Raises:
        NotOursError: One that we lack.
    """
    found = {}
    for name in LAYER_KINDS[kind].setting_names():
        family, value = name.rpartition("_")[2], config.get(keras_name(name))
        if family in HELD and value is not None:
            found[name] = _setting(f"{title} has {keras_name(name)}", family, value)
    return found


def _setting(title: str, family: str, value: Any) -> Any:
    is_keras = not isinstance(value, Mapping) or str(value.get("module")).startswith("keras")
    if is_keras:
        with suppress(ConvscopeError):
            return FAMILIES[family].find(title, value)
    shown = value.get("class_name", value) if isinstance(value, Mapping) else value
    shown = value["config"] if shown == "function" else shown
    raise NotOursError(
        f"{title}={in_short(shown)}.",
        f"Expected one of Keras' {family}s.",
        f"Choose another {family}, or stay with Keras.",
    )
