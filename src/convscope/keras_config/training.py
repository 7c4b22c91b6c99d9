"""What Keras' layers say of regularizers and constraints, as settings of ours."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from convscope.architecture.layer_training import FAMILIES, LayerTraining
from convscope.errors import ConvscopeError, in_short
from convscope.keras_config.kinds import KerasKind
from convscope.keras_config.options import NotOursError

HELD = ("regularizer", "constraint")
"""Families of settings that count in a training; how weights begin no longer does."""


def training_settings(
    title: str, config: Mapping[str, Any], entry: KerasKind, have_to_be_ours: bool
) -> dict[str, Any]:
    """Returns our regularizers and constraints of a layer, by our names.

    Args:
        title: How an error calls the layer.
        config: Keras' options of it.
        entry: Its kind.
        have_to_be_ours: Whether one that we lack is refused, or left out.

    Raises:
        NotOursError: One that we lack.
    """
    found = {}
    for name in entry.layer_class.setting_names():
        family, theirs = name.rpartition("_")[2], entry.setting(name)
        if family in HELD and config.get(theirs) is not None:
            try:
                found[name] = _setting(f"{title} has {theirs}", family, config[theirs])
            except NotOursError:
                if have_to_be_ours:
                    raise
    return found


def settings_config(training: LayerTraining, entry: KerasKind) -> dict[str, Any]:
    """Returns the regularizers and constraints of a layer as Keras describes them, by its names.

    Args:
        training: How the layer is trained.
        entry: Its kind.

    Example:
        >>> from convscope.architecture import Dense
        >>> dense = Dense(3, training={"kernel_regularizer": "l2"})
        >>> settings_config(dense.training, KerasKind("Dense"))["kernel_regularizer"]["config"]
        {'l2': 0.01}
    """
    return {
        entry.setting(name): {
            "module": f"keras.{name.rpartition('_')[2]}s",
            "class_name": type(setting).__name__,
            "config": setting.get_config(),
            "registered_name": None,
        }
        for name, setting in training.settings
        if name.rpartition("_")[2] in HELD
    }


def _setting(title: str, family: str, value: Any) -> Any:
    is_keras = not isinstance(value, Mapping) or str(value.get("module", "keras")).startswith(
        "keras"
    )
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
