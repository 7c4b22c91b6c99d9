"""The calls of a Keras model, with Keras' callbacks, metrics and data, and our engine's steps."""

import warnings
from typing import Any

import numpy as np

from convscope.accelerate.ahead import Together, num_together, taken
from convscope.accelerate.batches import batches, first_batch
from convscope.accelerate.candidates import Judge, Settings
from convscope.accelerate.crowd import threads_for
from convscope.accelerate.inside_keras import InsideKeras
from convscope.accelerate.session import Session, own_dropout, session
from convscope.keras_config import Translation

Arguments = dict[str, Any]


def fit(
    model: Any, inside: InsideKeras, net: Translation, settings: Settings, given: Arguments
) -> Any:
    """Trains a model and returns Keras' history.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        net: The model as ours.
        settings: How it is trained.
        given: The arguments of `fit`, all of them.
    """
    data = given["x"], given["y"], given["sample_weight"]
    validation = given["validation_data"]
    if given["validation_split"] and validation is None:
        data, validation = inside.split(data, validation_split=given["validation_split"])
    training = batches(
        inside,
        x=data[0],
        y=data[1],
        sample_weight=data[2],
        batch_size=given["batch_size"],
        steps_per_epoch=given["steps_per_epoch"],
        shuffle=given["shuffle"],
        class_weight=given["class_weight"],
        steps_per_execution=model.steps_per_execution,
    )
    with (
        session(model, inside, net, settings.judge, settings) as ours,
        own_dropout(inside, ours),
        threads_for(inside, net, _batch_size(training)) as threads,
    ):
        ours.expect_fitting(first_batch(training))
        training.reset()
        callbacks = _callback_list(model, inside, given, training, add_history=True)
        ours.use_kernels(_num_images(training, given["epochs"] - given["initial_epoch"]), 3)
        model.stop_training = False
        callbacks.on_train_begin()
        ours.mirror.settle()
        judged = None
        logs, last = {}, None
        first = model._initial_epoch or given["initial_epoch"]
        for epoch in range(first, given["epochs"]):
            model.reset_metrics()
            callbacks.on_epoch_begin(epoch)
            with training.catch_stop_iteration():
                for begin, end, iterator in training:
                    callbacks.on_train_batch_begin(begin)
                    logs = _in_turn(ours.train, iterator, model.steps_per_execution)
                    if threads is not None:
                        threads.look()
                    callbacks.on_train_batch_end(end, logs)
                    if model.stop_training:
                        break
            ours.mirror.update()
            last = dict(model._get_metrics_result_or_logs(logs))
            if validation is not None and model._should_eval(epoch, given["validation_freq"]):
                if judged is None:
                    judged = _validation(model, inside, validation, given)
                found = _evaluate(model, inside, ours, judged, callbacks)
                last.update({f"val_{name}": value for name, value in found.items()})
            callbacks.on_epoch_end(epoch, last)
            if model.stop_training:
                break
        ours.mirror.update()
        if given["epochs"] > 0:
            model.optimizer.finalize_variable_values(model.trainable_weights)
        callbacks.on_train_end(logs=last)
    return model.history


def evaluate(
    model: Any, inside: InsideKeras, net: Translation, judge: Judge, given: Arguments
) -> Any:
    """Judges a model and returns what Keras' `evaluate` does.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        net: The model as ours.
        judge: How outputs are judged.
        given: The arguments of `evaluate`, all of them.
    """
    data = batches(
        inside,
        x=given["x"],
        y=given["y"],
        sample_weight=given["sample_weight"],
        batch_size=given["batch_size"],
        steps_per_epoch=given["steps"],
        shuffle=False,
        steps_per_execution=model.steps_per_execution,
    )
    threads = threads_for(inside, net, _batch_size(data))
    with session(model, inside, net, judge) as ours, threads:
        ours.expect_fitting(first_batch(data))
        data.reset()
        callbacks = _callback_list(model, inside, {**given, "epochs": 1}, data)
        ours.use_kernels(_num_images(data, 1), 1)
        logs = _evaluate(model, inside, ours, data, callbacks, is_fresh=True)
    return logs if given["return_dict"] else model._flatten_metrics_in_order(logs)


def predict(model: Any, inside: InsideKeras, net: Translation, given: Arguments) -> Any:
    """Returns the outputs for all examples, as Keras' `predict` does.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        net: The model as ours.
        given: The arguments of `predict`, all of them.
    """
    steps = model.steps_per_execution if model.compiled else 1
    data = batches(
        inside,
        x=given["x"],
        batch_size=given["batch_size"],
        steps_per_epoch=given["steps"],
        shuffle=False,
        steps_per_execution=steps,
    )
    callbacks = _callback_list(model, inside, {**given, "epochs": 1}, data)
    outputs: list[Any] = []
    with session(model, inside, net) as ours, threads_for(inside, net, _batch_size(data)):
        ours.use_kernels(_num_images(data, 1), 1)
        model.stop_predicting = False
        callbacks.on_predict_begin()
        together, count = None, num_together(ours, data, callbacks, "predict")
        with data.catch_stop_iteration():
            for begin, end, iterator in data:
                callbacks.on_predict_batch_begin(begin)
                together = together or Together(iterator, count, ours.answer)
                some = taken(together, steps)
                found = _joined([ours.predict(*each) for each in some])
                outputs.append(found)
                callbacks.on_predict_batch_end(end, {"outputs": found})
                if model.stop_predicting:
                    break
        callbacks.on_predict_end()
    return _joined(outputs)


def _joined(outputs: list[Any]) -> Any:
    """Returns the outputs of several batches as those of one; each may be several arrays."""
    if isinstance(outputs[0], list):
        return [np.concatenate(parts) for parts in zip(*outputs, strict=True)]
    return np.concatenate(outputs)


def train_on_batch(
    model: Any, inside: InsideKeras, net: Translation, settings: Settings, given: Arguments
) -> Any:
    """Takes one step and returns what Keras' `train_on_batch` does.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        net: The model as ours.
        settings: How it is trained.
        given: The arguments of `train_on_batch`, all of them.
    """
    weights = given["sample_weight"]
    if given["class_weight"] is not None:
        weights = inside.class_weights(given["y"], given["class_weight"])
    with (
        session(model, inside, net, settings.judge, settings) as ours,
        own_dropout(inside, ours),
        threads_for(inside, net, _length(given["x"])),
    ):
        batch = given["x"], given["y"], weights
        ours.expect_fitting(batch)
        ours.use_kernels_after(_length(given["x"]), 3)
        model.reset_metrics()
        ours.mirror.settle()
        logs = ours.train(batch)
    return _as_keras(model, inside, logs, given["return_dict"])


def test_on_batch(
    model: Any, inside: InsideKeras, net: Translation, judge: Judge, given: Arguments
) -> Any:
    """Judges one batch and returns what Keras' `test_on_batch` does.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        net: The model as ours.
        judge: How outputs are judged.
        given: The arguments of `test_on_batch`, all of them.
    """
    threads = threads_for(inside, net, _length(given["x"]))
    with session(model, inside, net, judge) as ours, threads:
        batch = given["x"], given["y"], given["sample_weight"]
        ours.expect_fitting(batch)
        ours.use_kernels_after(_length(given["x"]), 1)
        model.reset_metrics()
        ours.mirror.settle()
        logs = ours.test(batch)
    return _as_keras(model, inside, logs, given["return_dict"])


def predict_on_batch(model: Any, inside: InsideKeras, net: Translation, given: Arguments) -> Any:
    """Returns the outputs of one batch, as Keras' `predict_on_batch` does.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        net: The model as ours.
        given: The arguments of `predict_on_batch`, all of them.
    """
    threads = threads_for(inside, net, _length(given["x"]))
    with session(model, inside, net) as ours, threads:
        ours.use_kernels_after(_length(given["x"]), 1)
        return ours.predict((given["x"],))


def _as_keras(model: Any, inside: InsideKeras, logs: Any, as_dictionary: bool) -> Any:
    numbers = inside.as_numbers(logs)
    return numbers if as_dictionary else model._flatten_metrics_in_order(numbers)


def _evaluate(
    model: Any,
    inside: InsideKeras,
    ours: Session,
    data: Any,
    callbacks: Any,
    is_fresh: bool = False,
) -> dict[str, Any]:
    """Returns loss and metrics over all batches of `data`.

    Args:
        model: Keras' model.
        inside: What is used of Keras.
        ours: What computes.
        data: What `batches` returned.
        callbacks: Keras' list of callbacks.
        is_fresh: Whether `data` has just been reset.
    """
    if not is_fresh:
        data.reset()
    model.stop_evaluating = False
    callbacks.on_test_begin()
    logs: dict[str, Any] = {}
    model.reset_metrics()
    together, count = None, num_together(ours, data, callbacks, "test")
    with data.catch_stop_iteration():
        for begin, end, iterator in data:
            callbacks.on_test_batch_begin(begin)
            together = together or Together(iterator, count, ours.score)
            for batch, scored in taken(together, model.steps_per_execution):
                logs = ours.test(batch, scored)
            callbacks.on_test_batch_end(end, logs)
            if model.stop_evaluating:
                break
    found = inside.as_numbers(model._get_metrics_result_or_logs(logs))
    callbacks.on_test_end(found)
    return found


def _validation(model: Any, inside: InsideKeras, validation: Any, given: Arguments) -> Any:
    x, y, weights = inside.unpack(validation)
    return batches(
        inside,
        x=x,
        y=y,
        sample_weight=weights,
        batch_size=given["validation_batch_size"] or given["batch_size"],
        steps_per_epoch=given["validation_steps"],
        shuffle=False,
        steps_per_execution=model.steps_per_execution,
    )


def _callback_list(
    model: Any, inside: InsideKeras, given: Arguments, data: Any, add_history: bool = False
) -> Any:
    kind = inside.keras.callbacks.CallbackList
    if isinstance(given["callbacks"], kind):
        return given["callbacks"]
    return kind(
        given["callbacks"],
        add_history=add_history,
        add_progbar=given["verbose"] != 0,
        verbose=given["verbose"],
        epochs=given["epochs"],
        steps=data.num_batches,
        model=model,
    )


def _in_turn(compute: Any, iterator: Any, count: int) -> Any:
    """Computes as many batches as are one execution, and returns what the last one gave."""
    logs = None
    for batch in taken(iterator, count):
        logs = compute(batch)
    return logs


def _length(x: Any) -> int | None:
    """Returns how many images an array has; None where nobody knows."""
    shape = getattr(x, "shape", ())
    return shape[0] if shape and isinstance(shape[0], int) else None


def _batch_size(data: Any) -> int | None:
    """Returns how many images a batch has; None where nobody knows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return data.data_adapter.batch_size


def _num_images(data: Any, epochs: int) -> float:
    """Returns about how many images go through the net."""
    return (_batch_size(data) or 32) * (data.num_batches or 100) * max(epochs, 1)
