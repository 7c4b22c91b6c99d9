"""How a net was compiled: what Keras writes of it, and what a model file of convscope does."""

from collections.abc import Mapping
from typing import Any

from convscope.keras_config.losses import LOSSES
from convscope.keras_config.optimizers import OPTIMIZERS
from convscope.keras_files.weight_order import snake_case

_OPTIMIZER_CLASSES = {entry.name: class_name for class_name, entry in OPTIMIZERS.items()}
_LOSS_CLASSES = {name: class_name for class_name, (name, _) in LOSSES.items()}

LEFT_OUT = ("decay", "is_legacy_optimizer", "jit_compile", "name")
"""Options of optimizers that say nothing of the steps to come."""

METRICS = (
    "accuracy",
    "acc",
    "binary_accuracy",
    "categorical_accuracy",
    "sparse_categorical_accuracy",
)
"""Names of metrics that Keras knows as a text."""


def compiled_from_keras(config: Any) -> dict[str, Any] | None:
    """Returns how a net was compiled, as a model file keeps it; None where nothing is said.

    Names are passed on as they are: whoever compiles knows which of them exist.

    Args:
        config: `compile_config` of Keras 3, or `training_config` of earlier versions.
    """
    if not isinstance(config, Mapping):
        return None
    optimizer = _optimizer(config.get("optimizer") or config.get("optimizer_config"))
    loss = _loss(config.get("loss"))
    if optimizer is None or loss is None:
        return None
    metrics = dict(filter(None, map(_metric, _flat(config.get("metrics")))))
    return {"optimizer": optimizer, "loss": loss, "metrics": metrics}


def compiled_to_keras(compiled: Mapping[str, Any]) -> dict[str, Any]:
    """Returns `compile_config` as Keras 3 reads it.

    Args:
        compiled: `optimizer`, `loss`, `metrics`, as a model file keeps them.
    """
    options = dict(compiled["optimizer"])
    name = str(options.pop("name"))
    loss = {key: value for key, value in compiled["loss"].items() if value}
    key = str(loss.pop("name"))
    rate = options.get("learning_rate")
    if isinstance(rate, Mapping):
        kind = {k: v for k, v in rate.items() if k != "kind"}
        options["learning_rate"] = _object("keras.optimizers.schedules", str(rate["kind"]), kind)
    return {
        "optimizer": _object("keras.optimizers", _OPTIMIZER_CLASSES.get(name, name), options),
        "loss": _object("keras.losses", _LOSS_CLASSES.get(key, key), loss) if loss else key,
        "loss_weights": None,
        "metrics": [_metric_object(metric) for metric in _metrics_of(compiled)],
        "weighted_metrics": None,
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": False,
    }


def training_config(compiled: Mapping[str, Any]) -> dict[str, Any]:
    """Returns `training_config` as Keras reads it in HDF5 files."""
    config = compiled_to_keras(compiled)
    optimizer = config.pop("optimizer")
    kept = ("class_name", "config")
    return {**config, "optimizer_config": {key: optimizer[key] for key in kept}}


def _metrics_of(compiled: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns metrics as `kind`, `name` and options; older files have names alone."""
    found = compiled["metrics"]
    if not isinstance(found, Mapping):
        return list(found)
    kinds = {"auc": "AUC"}
    return [{"kind": kinds.get(k, "Accuracy"), "name": name} for k, name in found.items()]


def _metric_object(metric: Mapping[str, Any]) -> Any:
    """Returns a metric as Keras reads it; which accuracy is meant follows from the loss there."""
    kind = metric["kind"]
    if kind == "Accuracy":
        return metric["name"] if metric["name"] in METRICS else "accuracy"
    options = {k: v for k, v in metric.items() if k not in ("kind", "is_weighted")}
    return _object(
        "keras.metrics", kind, {"multi_label": True, **options} if kind == "AUC" else options
    )


def _object(module: str, class_name: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def _optimizer(data: Any) -> dict[str, Any] | None:
    if isinstance(data, str):
        return {"name": data.lower()}
    if not isinstance(data, Mapping) or not isinstance(data.get("class_name"), str):
        return None
    options = data.get("config")
    options = dict(options) if isinstance(options, Mapping) else {}
    if "lr" in options:
        options["learning_rate"] = options.pop("lr")
    kept = {
        str(key): value
        for key, value in options.items()
        if key not in LEFT_OUT and isinstance(value, int | float)
    }
    if "learning_rate" in options and "learning_rate" not in kept:
        return None  # a schedule
    return {"name": data["class_name"].lower(), **kept}


def _loss(data: Any) -> dict[str, Any] | None:
    """Returns a loss; of several outputs of a net there is only one."""
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if isinstance(data, str):
        return {"name": data}
    if not isinstance(data, Mapping):
        return None
    if data.get("class_name") == "function":
        return {"name": data["config"]} if isinstance(data.get("config"), str) else None
    if not isinstance(data.get("class_name"), str):
        return None
    options = data.get("config")
    options = options if isinstance(options, Mapping) else {}
    kept = {key: options[key] for key in ("from_logits", "label_smoothing") if options.get(key)}
    return {"name": snake_case(data["class_name"]), **kept}


def _metric(data: Any) -> tuple[str, str] | None:
    """Returns a metric's name and how it is shown."""
    if isinstance(data, str):
        return data, data
    if not isinstance(data, Mapping):
        return None
    options = data.get("config")
    options = options if isinstance(options, Mapping) else {}
    name = options.get("fn") or data.get("class_name")
    shown = options.get("name") or name
    if not isinstance(name, str) or not isinstance(shown, str):
        return None
    return ("auc" if name == "AUC" else snake_case(name)), shown


def _flat(data: Any, depth: int = 0) -> list[Any]:
    if not isinstance(data, list) or depth > 4:
        return [data] if data is not None else []
    return [item for inner in data[:100] for item in _flat(inner, depth + 1)]
