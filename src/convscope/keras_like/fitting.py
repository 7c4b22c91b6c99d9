"""From the arguments of `fit` to a trainer, and back to a history."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from convscope.engine.training.callbacks import Callback
from convscope.engine.training.callbacks.callback import each_batch
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.batches import comes_in_batches, expect_alone, num_batches, passes
from convscope.keras_like.examples import split_index
from convscope.keras_like.history import History, NamedMetrics
from convscope.keras_like.image_dataset import ImageDataset
from convscope.keras_like.measuring import Measuring, measured
from convscope.keras_like.parts import BATCH_SIZE, ArrayBatches, expect_steps, part

if TYPE_CHECKING:
    import torch

    from convscope.engine.answers.examples import Examples
    from convscope.engine.network import Network
    from convscope.engine.training.dying import Setback
    from convscope.keras_like.model import Model
    from convscope.keras_like.optimizer import Optimizer

HOOKS = tuple(name for name in vars(Callback) if name.startswith("on_"))
"""The hooks that a training calls."""


@dataclass(frozen=True)
class Plan:
    """The arguments of `fit` that are neither images nor labels.

    Attributes:
        batch_size: Images per step; None for 32, or the data set's own.
        epochs: The epoch to stop after.
        verbose: How much is shown.
        callbacks: What listens.
        shuffle: Whether each epoch has a new order.
        initial_epoch: The first epoch's number.
        class_weight: How much each class counts; None for 1 each.
        sample_weight: How much each image counts; None for 1 each.
        steps_per_epoch: Batches of an epoch; None for all.
        validation_steps: Batches that are judged after each epoch; None for all.

    Raises:
        ConvscopeError: A number that is not whole or too small, or a callback that is none.
        UnknownNameError: A callback has a hook that is never called.
    """

    batch_size: int | None
    epochs: int
    verbose: int | str
    callbacks: list[Callback]
    shuffle: bool
    initial_epoch: int
    class_weight: Any = None
    sample_weight: Any = None
    steps_per_epoch: int | None = None
    validation_steps: int | None = None

    def __post_init__(self) -> None:
        if self.batch_size is not None:
            _expect_whole("batch_size", self.batch_size, 1)
        _expect_whole("epochs", self.epochs, 0)
        _expect_whole("initial_epoch", self.initial_epoch, 0)
        expect_steps("fit(): steps_per_epoch", self.steps_per_epoch)
        expect_steps("fit(): validation_steps", self.validation_steps)
        is_shown(self.verbose)
        for callback in self.callbacks:
            _check_callback(callback)


def fit(
    model: "Model", x: Any, y: Any, plan: Plan, validation_split: float, validation_data: Any
) -> History:
    """Trains a net; the arguments are those of `Model.fit`.

    Args:
        model: The compiled net; trained in place.
        x: Images, or a data set, which has its own batch size and order.
        y: Labels in the form that the loss needs; None for a data set.
        plan: Everything else about the course of the training.
        validation_split: Share taken from the end of the images to be judged after each epoch; 0
            for none, as always for a data set.
        validation_data: (images, labels) or a data set to judge instead; None for none.

    Returns:
        The values of every epoch.

    Raises:
        ConvscopeError: Images, labels, loss and net do not fit together.
        NotFiniteError: The loss became infinite or not a number, and no callback ends it then.
    """
    from convscope.engine.training.dying import DyingWatch
    from convscope.engine.training.recipe_trainer import trainer_by_recipe
    from convscope.engine.training.recipes import Recipe
    from convscope.engine.training.training_epoch import NotFiniteError
    from convscope.keras_like.callbacks import TerminateOnNaN
    from convscope.keras_like.streamed import StreamedExamples

    compiled = model.compiled
    batch_size, shuffle = plan.batch_size or BATCH_SIZE, plan.shuffle
    if isinstance(x, ImageDataset):
        batch_size, shuffle = _batch_size_of(x, plan.batch_size), x.is_shuffled
        model.class_names = x.class_names
    train, validation = _split(model, x, y, plan, validation_split, validation_data)
    is_streamed = isinstance(train, StreamedExamples)
    if isinstance(train, StreamedExamples):
        batch_size, shuffle = train.batch_size, False  # the order is the stream's
    warn_of_logits(model)
    model.fix_untrained()
    history = History()
    measuring = Measuring(compiled.measured, model.network)
    has_area = "auc" in compiled.metric_names
    if has_area and is_streamed:
        raise ConvscopeError(
            "fit(): the metric AUC, for data that comes in batches.",
            "It looks at all images of an epoch at once.",
            "Give arrays, or leave AUC to evaluate().",
        )

    def of_training() -> dict[str, Any]:
        area = {"auc": judge(model, train, ("auc",), None)["auc"]} if has_area else {}
        areas = {m.name: area["auc"] for m in compiled.metrics if m.key in area}
        return {**measuring.values(), **areas}

    metrics = NamedMetrics(
        compiled.metrics,
        of_training,
        None if validation is None else lambda: measure(model, validation, None),
    )
    settings = compiled.optimizer.settings()
    recipe = Recipe("fit", "what a program says", settings, batch_size, max(plan.epochs, 1))
    trainer = trainer_by_recipe(
        recipe,
        network=model.network,
        train=train,
        loss=compiled.loss.for_engine(),
        validation=validation,
        metrics=compiled.metric_names,
        seed=int(model.random.integers(2**31)),
        shuffle=shuffle,
        callbacks=[
            metrics,
            *_finishing(compiled.optimizer),
            *plan.callbacks,
            metrics.seconds_again(),
            *_progress(plan.verbose, len(train)),
            history,
        ],
        watch=None if is_streamed else DyingWatch(_warn),
        model=model,
    )
    compiled.optimizer.attach(trainer)
    if compiled.measured:
        trainer.step.observer = measuring.see
    model.stop_training = False
    if not plan.epochs:
        for callback in trainer.callbacks:
            callback.on_train_begin({})
        for callback in trainer.callbacks:
            callback.on_train_end({})
        return history
    if plan.initial_epoch:
        trainer.progress.start_epoch(plan.initial_epoch)
        for callback in trainer.callbacks:
            callback.on_train_begin({})
    model.facts.note_training(train.images, len(validation or ()))
    try:
        trainer.fit()
    except NotFiniteError as error:
        if not any(isinstance(callback, TerminateOnNaN) for callback in plan.callbacks):
            raise
        print(f"{error.received} The training ends.")
        model.stop_training = True
        for callback in trainer.callbacks:
            callback.on_train_end({})
    return history


def _warn(setback: "Setback") -> None:
    """Says in words that the training is dying; like Keras, it goes on."""
    if setback.is_too_fast and setback.loss is not None:
        warnings.warn(f"{setback.words} Try learning_rate={setback.smaller_rate:g}.", stacklevel=2)


def judge(
    model: "Model",
    examples: "Examples",
    metrics: tuple[str, ...],
    batch_size: int | None,
    callbacks: Sequence[Callback] = (),
) -> dict[str, float]:
    """Returns the loss and the metrics, by the engine's names.

    Args:
        model: The compiled net; whether it was training stays as it was.
        examples: What to judge.
        metrics: Names that the engine has: `accuracy`, `auc`.
        batch_size: Images computed at a time, which does not change the result; None for the
            engine's own number.
        callbacks: What listens.
    """
    from convscope.engine.answers import inference

    size = batch_size or inference.images_at_once(model.network.architecture)
    loss = model.compiled.loss.for_engine()
    warn_of_logits(model)
    with judging(model.network):
        return inference.evaluate(
            model.network,
            examples,
            loss,
            metrics,
            size,
            before_batch=each_batch(callbacks, "on_test_batch_begin", size),
            after_batch=each_batch(callbacks, "on_test_batch_end", size),
        )


def measure(model: "Model", examples: "Examples", batch_size: int | None) -> dict[str, Any]:
    """Returns the metrics that the engine does not measure, by the program's names.

    Args:
        model: The compiled net; whether it was training stays as it was.
        examples: What to judge.
        batch_size: Images computed at a time; None for the engine's own number.
    """
    from convscope.engine.answers import inference

    metrics = model.compiled.measured
    if not metrics:
        return {}
    with judging(model.network):
        outputs = inference.predict(model.network, examples, batch_size)
    return measured(metrics, examples.targets, outputs, examples.weights)


def warn_of_logits(model: "Model") -> None:
    """Warns where a loss expects logits and the net ends in what makes probabilities of them."""
    activation = model.network.output_activation
    if model.compiled.loss.from_logits and activation in ("softmax", "sigmoid"):
        warnings.warn(
            f"from_logits=True, but the net ends in {activation}: its outputs are no logits. The "
            f"loss takes what enters {activation}, as Keras on TensorFlow does. Leave from_logits "
            "out, or the activation.",
            stacklevel=4,
        )


@contextmanager
def judging(network: "Network") -> Iterator[None]:
    """Puts a net back into training mode afterwards, so that callbacks may judge in between."""
    was_training = network.training
    try:
        yield
    finally:
        if network.training != was_training:
            network.train(was_training)


def device_of(model: "Model") -> "torch.device":
    """Returns where the net's tensors are."""
    from convscope.engine.processes.devices import choose_device

    return model.network.device or choose_device()


def is_shown(verbose: Any) -> bool:
    """Returns whether anything is shown.

    Raises:
        ConvscopeError: Not one of Keras' levels.
    """
    if verbose not in (0, 1, 2, "auto"):
        raise ConvscopeError(
            f"verbose={verbose!r}.",
            'Expected 0 (nothing), 1 or "auto" (bar and lines) or 2 (lines).',
            "Give verbose=1.",
        )
    return bool(verbose)


@contextmanager
def told(model: "Model", callbacks: list[Callback], what: str) -> Iterator[None]:
    """Tells callbacks of the beginning and the end of what a net does.

    Args:
        model: The net.
        callbacks: What listens.
        what: `"test"` or `"predict"`.
    """
    for callback in callbacks:
        _check_callback(callback)
        callback.set_model(model)
        getattr(callback, f"on_{what}_begin")({})
    yield
    for callback in callbacks:
        getattr(callback, f"on_{what}_end")({})


def as_list(callbacks: Iterable[Callback] | Callback | None) -> list[Callback]:
    """Returns callbacks as a list; one alone stands for itself."""
    if callbacks is None:
        return []
    return [callbacks] if isinstance(callbacks, Callback) else list(callbacks)


def _split(
    model: "Model", x: Any, y: Any, plan: Plan, validation_split: float, validation_data: Any
) -> "tuple[Examples, Examples | None]":
    """Returns what to fit and what to judge after each epoch."""
    each = plan.sample_weight
    if validation_data is not None:
        train = _training_examples(model, x, y, plan)
        if isinstance(validation_data, ImageDataset) or comes_in_batches(validation_data):
            given: tuple[Any, ...] = (validation_data, None)
        elif isinstance(validation_data, tuple | list) and len(validation_data) in (2, 3):
            given = tuple(validation_data)
        else:
            raise ConvscopeError(
                f"fit(): validation_data is {type(validation_data).__name__}.",
                "Expected (images, labels), (images, labels, weights) or a data set.",
                "Give validation_data=(x_test, y_test).",
            )
        some, labels, weights = (*given, None)[:3]
        data = (some, labels, weights)
        judged = part("fit(): validation_steps", data, plan.validation_steps, plan.batch_size)
        return train, model.examples("fit(): validation_data", *judged)
    if not validation_split:
        return _training_examples(model, x, y, plan), None
    if isinstance(x, ImageDataset) or comes_in_batches(x):
        raise ConvscopeError(
            "fit(): validation_split together with a data set.",
            "A data set is split where it is made.",
            'Give validation_split, subset="training" and seed to image_dataset_from_directory.',
        )
    images, labels = np.asarray(x), np.asarray(y)
    index = split_index(len(images), validation_split)
    # As in Keras, weights of samples hold on both sides, those of classes for training alone.
    first, last = (None, None) if each is None else (each[:index], each[index:])
    plan = replace(plan, sample_weight=first)
    return (
        _training_examples(model, images[:index], labels[:index], plan),
        model.examples("fit()", images[index:], labels[index:], last),
    )


def _finishing(optimizer: "Optimizer") -> list[Callback]:
    """Returns what gives a net the moving average of its weights when the training ends."""
    finishing = Callback()
    finishing.on_train_end = lambda logs=None: optimizer.finish()
    return [finishing]


def _training_examples(model: "Model", x: Any, y: Any, plan: Plan) -> "Examples":
    """Returns what to fit: examples in memory, or batches as they come."""
    from convscope.keras_like.streamed import StreamedExamples

    each, by_class = plan.sample_weight, plan.class_weight
    is_data_set = isinstance(x, ImageDataset)
    if not comes_in_batches(x) and plan.steps_per_epoch is None:
        return model.examples("fit()", x, y, each, by_class)
    if model.built:
        _ = model.network  # its weights begin as they do with arrays
    seed = int(model.random.integers(2**31))
    if is_data_set or comes_in_batches(x):
        expect_alone("fit()", y, each)
        batches: Any = x
    else:
        batches = ArrayBatches((x, y, each), plan.batch_size or BATCH_SIZE, plan.shuffle, seed)
    return StreamedExamples(
        passes(batches, plan.shuffle, seed),
        lambda x, y, weights: model.examples("fit()", x, y, weights, by_class),
        num_batches("fit(): steps_per_epoch", batches, plan.steps_per_epoch),
    )


def _progress(verbose: int | str, num_images: int) -> list[Callback]:
    if not is_shown(verbose):
        return []
    from convscope.engine.training.progress import ProgressBar

    return [ProgressBar(num_images, live=verbose != 2)]


def _batch_size_of(dataset: ImageDataset, batch_size: int | None) -> int:
    if batch_size is not None:
        raise ConvscopeError(
            f"fit(): batch_size={batch_size} together with a data set.",
            f"The data set has batches of {dataset.batch_size}.",
            "Give batch_size to image_dataset_from_directory.",
        )
    return dataset.batch_size


def _expect_whole(name: str, value: Any, minimum: int) -> None:
    if isinstance(value, bool) or not isinstance(value, Integral) or value < minimum:
        raise ConvscopeError(
            f"fit(): {name}={value!r}.",
            f"Expected a whole number of at least {minimum}.",
            f"Give for example {name}={max(minimum, 10)}.",
        )


def _check_callback(callback: Any) -> None:
    if not isinstance(callback, Callback):
        raise ConvscopeError(
            f"fit(): {callback!r} is no callback.",
            "Expected objects from callbacks, or of a class of your own derived from "
            "callbacks.Callback.",
            "Write for example callbacks.EarlyStopping(patience=3), with the brackets.",
        )
    for name in dir(type(callback)):
        if name.startswith("on_") and name not in HOOKS:
            raise UnknownNameError(f"hook of {type(callback).__name__}:", name, HOOKS)
