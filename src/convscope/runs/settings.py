"""What a user asks a training for: enough to start a run, and to resume it."""

from dataclasses import asdict, dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from convscope.arrays import Shape3
from convscope.engine.training.recipes import DEFAULT_RECIPE, Recipe, recipe_called
from convscope.errors import ConvscopeError, in_short

PATIENT_EPOCHS = 100
"""Epochs of a training that early stopping is to end."""


@dataclass(frozen=True, kw_only=True)
class TrainSettings:
    """The options of a training; None takes the recipe's or the data's own value.

    Attributes:
        data: Name of a data set, or path of a folder or file.
        net: Name of a net, path of a file with one (JSON or a model), or `auto` for the recipe's
            own.
        recipe: Name of a recipe.
        epochs: Passes over the training images; with early stopping, at most `PATIENT_EPOCHS`
            where no number is given.
        batch_size: Images per step.
        optimizer: Name of an optimizer.
        learning_rate: Its step size.
        validation_split: Share of the training images set aside.
        seed: Weights, order and dropout follow from it.
        auc: Whether AUC is measured on the validation images each epoch.
        early_stopping: Epochs without a better validation loss that are endured; None for all.
        device: `cpu`, `cuda`, `mps`, or `auto`.
        size: (height, width) that images of a folder are brought to.
        fit: How: `pad`, `crop`, `stretch`, or `auto`: as the backbone wants it, else `pad`.
        color: `auto`, `grey` or `rgb`.
        strict: Whether an unreadable image is an error.
        augment: Name of an augmentation, or `none`.
        schedule: Name of how the learning rate moves.
        label_smoothing: Share of a label that is spread over all classes.
        weight_average: Share of the training over whose steps the weights are averaged.
        budget: Time for everything, in s, instead of a number of epochs. A learning rate that the
            recipe keeps constant then moves in one cycle, unless a schedule is named.
        precision: `float32`, `bfloat16` or `auto`.
        class_weight: `balanced` lets every class count alike in the loss, however few images it
            has; `none` lets every image count alike.
        backbone: Whose features are borrowed: a name, a file, `auto` for what validation prefers,
            or `none`.
        unfreeze: Whether the borrowed layers are trained on as well.
        small: Whether the backbone's answers teach the net, which then is an ordinary one.
        teacher: A run or model file whose answers teach the net.
        memory: Bytes that each process may have in all, half of them images; a larger set is
            memory-mapped, or streamed from its shards. None for the memory of the machine.
    """

    data: str
    net: str = "auto"
    recipe: str = DEFAULT_RECIPE
    epochs: int | None = None
    batch_size: int | None = None
    optimizer: str | None = None
    learning_rate: float | None = None
    validation_split: float | None = None
    seed: int = 0
    auc: bool = False
    early_stopping: int | None = None
    device: str = "auto"
    size: tuple[int, int] | None = None
    fit: str = "auto"
    color: str = "auto"
    strict: bool = False
    augment: str | None = None
    schedule: str | None = None
    label_smoothing: float | None = None
    weight_average: float | None = None
    budget: float | None = None
    precision: str = "auto"
    class_weight: str = "none"
    backbone: str = "none"
    unfreeze: bool = False
    small: bool = False
    teacher: str | None = None
    memory: int | None = None

    def resolved_recipe(
        self, image_shape: Shape3, num_images: int, own: Recipe | None = None
    ) -> Recipe:
        """Returns the recipe for so many images of a shape, with the changes that were asked for.

        Args:
            image_shape: (height, width, channels).
            num_images: Training images.
            own: What is changed; None for the recipe that was named, suited to the images.

        Raises:
            ConvscopeError: A change makes no sense, or two contradict each other.
        """
        if self.budget is not None and self.epochs is not None:
            raise ConvscopeError(
                f"Received both --epochs {self.epochs} and --budget {self.budget:g}s.",
                "Expected one of them: either says how long to train.",
                "Leave one out.",
            )
        own = own or recipe_called(self.recipe).suited_to(image_shape, num_images)
        waits = self.early_stopping is not None and self.epochs is None
        recipe = own.changed(
            epochs=PATIENT_EPOCHS if waits else self.epochs,
            batch_size=self.batch_size,
            optimizer=self.optimizer,
            learning_rate=self.learning_rate,
            validation_split=self.validation_split,
            augmentation=self.augment,
            schedule=self.schedule,
            label_smoothing=self.label_smoothing,
            weight_average=self.weight_average,
        )
        if self.budget is not None and self.schedule is None and recipe.schedule == "constant":
            recipe = recipe.changed(schedule="one_cycle")
        return recipe

    def to_json(self) -> dict[str, Any]:
        """Returns the settings as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "TrainSettings":
        """Returns the settings that `to_json` wrote.

        Raises:
            ConvscopeError: One is unknown or of another kind than it has to be.
        """
        kinds = get_type_hints(cls)
        for name, value in data.items():
            if name not in kinds or not _has_kind(value, kinds[name]):
                raise ConvscopeError(
                    f"The setting {in_short(name)} is {in_short(value)}.",
                    "Expected settings that convscope wrote.",
                    "Update convscope, or start a new run.",
                )
        if "data" not in data:
            raise ConvscopeError(
                "The settings name no data.", "Expected a data set.", "Start anew."
            )
        size = tuple(data["size"]) if data.get("size") else None
        return cls(**{**data, "size": size})


def _has_kind(value: Any, hint: Any) -> bool:
    """Returns whether JSON data has the kind that a field is declared with."""
    if get_origin(hint) in (Union, UnionType):
        return any(_has_kind(value, each) for each in get_args(hint))
    if get_origin(hint) is tuple:
        kinds = get_args(hint)
        is_list = isinstance(value, list | tuple) and len(value) == len(kinds)
        return is_list and all(map(_has_kind, value, kinds))
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, hint) and isinstance(value, bool) == (hint is bool)
