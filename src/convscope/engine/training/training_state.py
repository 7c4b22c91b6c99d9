"""A training put aside and taken up again, to the bit on one CPU device."""

import json
from dataclasses import asdict
from math import isfinite
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from convscope.engine.network import load_weights, read_weights
from convscope.engine.training.callbacks import Callback
from convscope.engine.training.trainer import Trainer
from convscope.engine.training.training_epoch import Progress
from convscope.errors import ConvscopeError

Tensors = dict[str, NDArray[Any]]


def save_state(trainer: Trainer) -> tuple[Tensors, dict[str, str]]:
    """Returns everything that the rest of a training depends on.

    Returns:
        Tensors by name (weights and their mean, optimizer, random state, callbacks' arrays), and
        texts by name (progress, history, callbacks' numbers) as JSON.
    """
    tensors: Tensors = {f"weights.{k}": w for k, w in read_weights(trainer.network).items()}
    tensors["random.cpu"] = torch.get_rng_state().numpy()
    for index, state in trainer.update_rule.state_dict()["state"].items():
        for name, value in state.items():
            tensors[f"optimizer.{index}.{name}"] = _to_numpy(value)
    for index, mean in enumerate(trainer.average.means):
        tensors[f"average.{index}"] = _to_numpy(mean)
    numbers: dict[str, dict[str, Any]] = {}
    for index, callback in enumerate(trainer.callbacks):
        state = callback.state()
        if state:
            numbers[str(index)] = {"kind": type(callback).__name__}
        for name, value in state.items():
            if isinstance(value, np.ndarray):
                tensors[f"callback.{index}.{name}"] = value
            else:
                numbers[str(index)][name] = value
    texts = {
        "progress": asdict(trainer.progress),
        "history": trainer.history,
        "callbacks": numbers,
        "learning_rate": trainer.optimizer.learning_rate,
        "stop_training": trainer.stop_training,
        "num_averaged": trainer.average.num_steps,
        "watch": trainer.watch.state() if trainer.watch is not None else None,
    }
    return tensors, {name: _to_text(value) for name, value in texts.items()}


def load_state(trainer: Trainer, tensors: Tensors, texts: dict[str, str]) -> None:
    """Puts a trainer where `save_state` left another one with the same settings.

    Args:
        trainer: A trainer with the same net, callbacks and settings; changed.
        tensors: Arrays by name, as `save_state` returned them.
        texts: JSON by name, likewise.

    Raises:
        ConvscopeError: The state belongs to another net or other callbacks.
    """
    weights = _below("weights.", tensors)
    if {k: w.shape for k, w in weights.items()} != trainer.network.architecture.parameter_shapes:
        raise ConvscopeError(
            "The checkpoint holds the weights of another net.",
            "Expected the net that the run was started with.",
            "Resume without --net, or start a new run.",
        )
    load_weights(trainer.network, weights)
    _load_optimizer(trainer, _below("optimizer.", tensors))
    means = sorted(_below("average.", tensors).items(), key=lambda item: int(item[0]))
    trainer.average.load(
        _from_text(texts.get("num_averaged", "0")), [torch.from_numpy(m) for _, m in means]
    )
    for index, numbers in _from_text(texts["callbacks"]).items():
        callback = _callback_at(trainer, int(index), numbers.pop("kind"))
        callback.load_state({**numbers, **_below(f"callback.{index}.", tensors)})
    trainer.progress = Progress(**_from_text(texts["progress"]))
    trainer.history = _from_text(texts["history"])
    trainer.optimizer.learning_rate = _from_text(texts["learning_rate"])
    trainer.stop_training = _from_text(texts["stop_training"])
    watch = _from_text(texts.get("watch", "null"))
    if watch is not None and trainer.watch is not None:
        trainer.watch.load_state(watch)
    torch.set_rng_state(torch.from_numpy(tensors["random.cpu"].copy()))


def _callback_at(trainer: Trainer, index: int, kind: str) -> Callback:
    kinds = [type(callback).__name__ for callback in trainer.callbacks]
    if kind not in kinds[index : index + 1]:
        raise ConvscopeError(
            f"The checkpoint holds the state of a {kind} as callback {index + 1}.",
            f"This training has {', '.join(kinds) or 'none'}.",
            "Resume with the callbacks that the run was started with.",
        )
    return trainer.callbacks[index]


def _load_optimizer(trainer: Trainer, tensors: Tensors) -> None:
    state: dict[int, dict[str, Any]] = {}
    for key, value in tensors.items():
        index, _, name = key.partition(".")
        state.setdefault(int(index), {})[name] = torch.from_numpy(value.copy())
    groups = trainer.update_rule.state_dict()["param_groups"]
    trainer.update_rule.load_state_dict({"state": state, "param_groups": groups})


def _below(prefix: str, tensors: Tensors) -> Tensors:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}


def _to_numpy(value: Any) -> NDArray[Any]:
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().contiguous().numpy().copy()
    return np.asarray(value)


def _to_text(value: Any) -> str:
    """Returns JSON; numbers that it does not know are written as {"float": "inf"}."""
    return json.dumps(_spelled(value), allow_nan=False)


def _spelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spelled(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(each) for each in value]
    if value is None or isinstance(value, str | int):
        return value
    number = float(value)
    return number if isfinite(number) else {"float": str(number)}


def _from_text(text: str) -> Any:
    return json.loads(text, object_hook=_plain)


def _plain(found: dict[str, Any]) -> Any:
    return float(found["float"]) if set(found) == {"float"} else found
