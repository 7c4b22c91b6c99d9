"""The methods of Keras' models that are replaced, and who computes each call."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from convscope.accelerate import candidates
from convscope.accelerate.inside_keras import InsideKeras, inside_keras
from convscope.accelerate.telling import told
from convscope.accelerate.worth import Worth
from convscope.errors import ConvscopeError
from convscope.keras_config import NotOursError

METHODS = (
    "fit",
    "evaluate",
    "predict",
    "train_on_batch",
    "test_on_batch",
    "predict_on_batch",
)

_originals: dict[str, Callable[..., Any]] = {}
_patched: list[type] = []

worth = Worth()
"""What short calls of this process have added up to."""


def patch(keras: Any) -> None:
    """Replaces the methods of `keras.Model`; what it cannot take, it hands to Keras' own."""
    if _patched:
        return
    if int(keras.__version__.split(".")[0]) < 3:
        told.say(f"Keras {keras.__version__} is left alone: Keras 3 or later can be accelerated.")
        return
    for name in METHODS:
        _originals[name] = getattr(keras.Model, name)
        setattr(keras.Model, name, _replacement(name, _originals[name]))
    _patched.append(keras.Model)


def unpatch() -> None:
    """Gives `keras.Model` its own methods back."""
    for model in _patched:
        for name in METHODS:
            if name in vars(model):
                delattr(model, name)
    _patched.clear()


def original(name: str) -> Callable[..., Any]:
    """Returns Keras' own method."""
    return _originals[name]


def _replacement(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(method)

    @wraps(method)
    def replaced(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(self, *args, **kwargs)
        except TypeError:
            return method(self, *args, **kwargs)  # raises it as Keras does
        bound.apply_defaults()
        given = dict(bound.arguments)
        del given["self"]
        try:
            compute, reason = _ours(name, self, given), ""
        except ConvscopeError as error:
            compute, reason = None, candidates.as_reason(error)
        title = getattr(self, "name", "a model")
        if compute is not None:
            try:
                with told.call(name, title, ""):
                    return compute()
            except NotOursError as error:  # before anything was done
                reason = candidates.as_reason(error)
                told.forget_last()
        with told.call(name, title, reason):
            return method(self, *args, **kwargs)

    return replaced


def _ours(name: str, model: Any, given: dict[str, Any]) -> Callable[[], Any]:
    """Returns what computes a call.

    Raises:
        NotOursError: Keras has to.
    """
    inside = inside_keras()
    _expect_usual(name, model, inside, given)
    net = candidates.translation_of(model)
    if name.startswith("predict"):
        _expect_faster(inside)
        worth.expect(name, net, given)
        from convscope.accelerate import loops

        run = loops.predict if name == "predict" else loops.predict_on_batch
        return lambda: run(model, inside, net, given)
    candidates.expect_known_losses(model)
    is_training = name in ("fit", "train_on_batch")
    settings: Any = (
        candidates.settings_of(model, net)
        if is_training
        else candidates.judge_of(model, net, inside)
    )
    if is_training and not model.trainable_variables:
        raise NotOursError("no weight is trainable.", "Expected one.", "Unfreeze a layer.")
    _expect_faster(inside)
    worth.expect(name, net, given)
    from convscope.accelerate import loops

    runs: dict[str, Callable[..., Any]] = {
        "fit": loops.fit,
        "train_on_batch": loops.train_on_batch,
        "evaluate": loops.evaluate,
        "test_on_batch": loops.test_on_batch,
    }
    return lambda: runs[name](model, inside, net, settings, given)


def _expect_usual(name: str, model: Any, inside: InsideKeras, given: dict[str, Any]) -> None:
    """Checks a call's arguments and surroundings.

    Raises:
        NotOursError: Something unusual, or wrong: Keras says what.
    """
    if given.get("kwargs"):
        raise NotOursError(
            f"{name} has the argument {next(iter(given['kwargs']))}.", "Expected none.", "Leave it."
        )
    if not name.startswith("predict") and not model.compiled:
        raise NotOursError("the model is not compiled.", "Expected one that is.", "Compile it.")
    if given.get("class_weight") is not None and given.get("sample_weight") is not None:
        raise NotOursError("there are two kinds of weights.", "Expected one.", "Leave one out.")
    for limit in ("max_epochs", "max_steps_per_epoch"):
        if getattr(inside.keras.config, limit, lambda: None)():
            raise NotOursError(f"{limit} is set.", "Expected no limit.", "Leave it out.")
    if type(model) in inside.model_types and not model.built:
        shape = _shape_of(given.get("x"))
        if shape is not None:
            model.build((None, *shape[1:]))


def _shape_of(x: Any) -> Any:
    """Returns the shape of a batch of inputs, where it is known beforehand."""
    if hasattr(x, "element_spec"):  # a data set of TensorFlow
        x = x.element_spec[0] if isinstance(x.element_spec, tuple) else x.element_spec
    shape = getattr(x, "shape", None)
    return None if shape is None or None in tuple(shape)[1:] else tuple(shape)


def _expect_faster(inside: InsideKeras) -> None:
    """Checks that our engine has a graphics card if Keras' backend has one.

    Raises:
        NotOursError: Keras has a card and we have none.
    """
    if not inside.backend.has_card():
        return
    from convscope.engine.processes.devices import choose_device

    if choose_device().type == "cpu":
        raise NotOursError(
            "Keras has a graphics card, and PyTorch has none.",
            "Expected one for PyTorch.",
            "Install a PyTorch that knows this card.",
        )
