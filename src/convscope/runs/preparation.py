"""What is settled before the first step: images, net, recipe, validation images, loss."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

import numpy as np
import torch

from convscope.architecture import Architecture, expect_classes
from convscope.arrays import Images, Labels
from convscope.backbones import Backbone
from convscope.data import (
    NO_CORRECTIONS,
    Corrections,
    DataSet,
    Split,
    corrections_path,
    read_corrections,
    stratified_split,
    validation_split,
)
from convscope.data.images.progress import ending_by
from convscope.data.streamed_images import StreamedImages
from convscope.drawing import placement_for
from convscope.engine.answers.examples import Examples, num_batches
from convscope.engine.answers.inference import MOST_STREAMED
from convscope.engine.answers.losses import Loss
from convscope.engine.processes.devices import choose_device
from convscope.engine.training.precision import choose_precision
from convscope.engine.training.recipes import Recipe
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.net_file import load_net_or_file
from convscope.runs.borrowed.borrowing import Borrowing
from convscope.runs.borrowed.opening import (
    backbone_for,
    check_borrowing,
    load_for,
    teaching_for,
    with_its_images,
)
from convscope.runs.borrowed.recipes import HEAD, UNFROZEN, head_recipe
from convscope.runs.borrowed.teaching import Teaching
from convscope.runs.memory_bound import with_memory
from convscope.runs.settings import TrainSettings

CLASS_WEIGHTS = ("none", "balanced")
"""How much the images of a class may count."""


@dataclass(frozen=True)
class Prepared:
    """Everything that is settled before the first step.

    Attributes:
        settings: What the user asked for.
        data: The images.
        architecture: The net, built for them.
        recipe: How to train.
        train: Images to fit.
        validation: Images to choose by.
        started: When the command or call began, on the clock of `time.perf_counter`; a time
            budget counts from there.
        loading_s: Time from then until `prepare` was called, in s: what modules take to load.
        corrections: Labels that people have put right, as `data` has them.
        borrowing: The backbone below the head; None for a net of its own.
        teaching: The answers of another net that are learned; None for the labels.
    """

    settings: TrainSettings
    data: DataSet
    architecture: Architecture
    recipe: Recipe
    train: Split
    validation: Split
    started: float = 0.0
    loading_s: float = 0.0
    corrections: Corrections = NO_CORRECTIONS
    borrowing: Borrowing | None = None
    teaching: Teaching | None = None

    @property
    def num_steps(self) -> int:
        """Steps of an epoch."""
        return num_batches(len(self.train), self.recipe.batch_size)

    @cached_property
    def placement(self) -> str:
        """How a drawing has to be put into the net's input."""
        return placement_for(self.data.name, self.data.image_shape, self.train.images)

    @cached_property
    def class_means(self) -> Images:
        """The mean training image of every class, uint8 (classes, height, width, channels)."""
        return class_means(self.train, self.data.num_classes)


def prepare(
    settings: TrainSettings,
    started: float | None = None,
    corrections: Corrections | None = None,
) -> Prepared:
    """Loads the data, builds the net and sets validation images aside.

    Args:
        settings: What the user asked for.
        started: When the command began, on the clock of `time.perf_counter`; None for now.
        corrections: Labels that people have put right; None reads the table beside the data.

    Raises:
        ConvscopeError: Data, net or recipe cannot be used, or do not fit together.
    """
    now = perf_counter()
    started = now if started is None else started
    # A device that is not there, or no precision, is said before anything is done.
    choose_precision(settings.precision, choose_device(settings.device))
    if settings.class_weight not in CLASS_WEIGHTS:
        raise UnknownNameError("class weight", settings.class_weight, CLASS_WEIGHTS)
    check_borrowing(settings)
    settings = with_memory(settings)
    if corrections is None:
        corrections = read_corrections(corrections_path(settings.data))
    backbone = backbone_for(settings)
    if backbone is not None and not settings.small:
        return _prepare_to_borrow(settings, backbone, corrections, started, now - started)
    settings = replace(settings, fit="pad") if settings.fit == "auto" else settings
    with _while_there_is_time(settings, started):
        data = load_for(settings, corrections)
    recipe = settings.resolved_recipe(data.image_shape, len(data.train))
    name = recipe.net if settings.net == "auto" else settings.net
    architecture = load_net_or_file(name, data.image_shape, data.num_classes)
    expect_classes(architecture.output_shape)

    def divide(data: DataSet) -> tuple[Split, Split]:
        return _set_validation_aside(data, recipe.validation_split, settings.seed)

    train, validation = divide(data)
    resolved = replace(settings, net=name)
    loading_s = now - started
    return Prepared(
        *(resolved, data, architecture, recipe, train, validation, started, loading_s),
        corrections=corrections,
        teaching=teaching_for(settings, data, train, backbone, divide, corrections),
    )


def _prepare_to_borrow(
    settings: TrainSettings,
    backbone: Backbone,
    corrections: Corrections,
    started: float,
    loading_s: float,
) -> Prepared:
    """Returns a training on a backbone; the images are not looked at yet."""
    settings = with_its_images(settings, backbone)
    data = load_for(settings, corrections)
    share = settings.validation_split or HEAD.validation_split
    train, validation = _set_validation_aside(data, share, settings.seed)
    own = UNFROZEN if settings.unfreeze else head_recipe(len(train))
    recipe = settings.resolved_recipe(data.image_shape, len(data.train), own)
    borrowing = Borrowing(
        *(backbone, data.num_classes, train, validation, settings.unfreeze),
        seed=settings.seed,
        device=settings.device,
        precision=settings.precision,
    )
    return Prepared(
        replace(settings, net="backbone"),
        *(data, borrowing.architecture, recipe, train, validation, started, loading_s),
        corrections=corrections,
        borrowing=borrowing,
    )


def _while_there_is_time(settings: TrainSettings, started: float) -> AbstractContextManager[None]:
    """Lets loading stop where a time budget is over before there is anything to train on."""
    budget = settings.budget
    if budget is None:
        return nullcontext()
    began = perf_counter()

    def too_late(title: str, done: int, total: int) -> ConvscopeError:
        all_s = began - started + (perf_counter() - began) * total / done
        return ConvscopeError(
            f"--budget {budget:g}s is over: {title}, {done:,} of {total:,} so far.",
            "Expected time to train as well.",
            f"Give --budget {2 * max(all_s, budget):.0f}s or more.",
        )

    return ending_by(started + budget, too_late)


def loss_for(architecture: Architecture) -> tuple[Loss, bool]:
    """Returns the loss that suits a net's last activation, and whether labels are one-hot.

    Raises:
        ConvscopeError: The net ends in an activation that gives neither logits nor
            probabilities.
    """
    activation = architecture.output_activation
    if activation in ("softmax", "linear"):
        return Loss("sparse_categorical_crossentropy", from_logits=activation == "linear"), False
    if activation == "sigmoid":
        return Loss("binary_crossentropy"), True
    raise ConvscopeError(
        f'The net ends in the activation "{activation}".',
        "A classifier ends in softmax, sigmoid, or linear (logits).",
        "Change the activation of the last layer.",
    )


def class_weights(name: str, labels: Labels, num_classes: int) -> tuple[float, ...]:
    """Returns how much an image of each class counts in the loss; empty for 1 each.

    Args:
        name: `balanced` or `none`. Balanced, every class counts as much as any other, and all
            images together as much as without weights.
        labels: Of the training images, int64 (number,).
        num_classes: Number of classes.
    """
    if name == "none":
        return ()
    counts = np.bincount(labels, minlength=num_classes)
    present = int((counts > 0).sum())
    return tuple(len(labels) / (present * count) if count else 0.0 for count in counts.tolist())


def examples_for(
    architecture: Architecture, split: Split, is_one_hot: bool, device: torch.device
) -> Examples:
    """Returns a split's images and labels in the form that the net's loss needs.

    Args:
        architecture: The net; one that takes vectors gets the images as rows of numbers.
        split: The images, with a class index each.
        is_one_hot: Whether the labels become one column per class, float32 (number, classes);
            else they stay int64 (number,).
        device: Where batches are computed.
    """
    targets = split.labels
    if is_one_hot:
        targets = np.eye(architecture.output_shape[-1], dtype=np.float32)[targets]
    images = split.images
    if len(architecture.input.shape) == 1:
        images = images.reshape(len(images), -1)
    return Examples(images, targets, architecture.input.value_range, device)


def _set_validation_aside(data: DataSet, fraction: float, seed: int) -> tuple[Split, Split]:
    """Returns the images to fit and those to choose by.

    Data sets in the publisher's order lose their last part, as in Keras. Image folders are
    sorted by class, so there the share is taken from every class.
    """
    if data.validation is not None:
        return data.train, data.validation
    train = data.train
    begin = validation_split(len(train), fraction)
    is_by_class = train.files is not None
    if not is_by_class and 0 < begin < len(train):
        # Where the last part has the only images of a class, nobody could learn it.
        is_by_class = len(np.unique(train.labels[:begin])) < data.num_classes
    if is_by_class:
        parts = stratified_split(train, fraction, seed)
        if len(parts[1]):  # a class of one image keeps it, and there may be no others
            return parts
    if not 0 < begin < len(train):
        raise ConvscopeError(
            f"--validation-split {fraction} of {len(train)} images leaves no images on one side.",
            "Expected at least one image to train on and one to validate on.",
            "Give another --validation-split, or more images.",
        )
    return (
        Split(train.images[:begin], train.labels[:begin], None),
        Split(train.images[begin:], train.labels[begin:], None),
    )


def class_means(split: Split, num_classes: int, sample: int = 500) -> Images:
    """Returns the mean image of every class, uint8 (classes, height, width, channels).

    At most `sample` images of a class are read, so that large sets stay on the disk. The mean of a
    class without images is black.

    Args:
        split: The images.
        num_classes: How many classes there are, also those without images.
        sample: Images read of each class, the first ones.
    """
    if isinstance(split.images, StreamedImages):
        image_bytes = max(1, split.images.nbytes // max(1, len(split)))
        sample = max(1, min(sample, 4 * MOST_STREAMED // image_bytes))
    means = np.zeros((num_classes, *split.images.shape[1:]), np.float64)
    for index in np.unique(split.labels):
        means[index] = split.images[np.flatnonzero(split.labels == index)[:sample]].mean(0)
    return np.round(means).astype(np.uint8)
