"""How a model is trained, by name: optimizer, rate, batch, epochs, and what else helps."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from convscope.arrays import Shape3
from convscope.engine.augmentation import (
    NO_AUGMENTATION,
    augmentation_called,
    suggest_augmentation,
)
from convscope.engine.optimizers import OptimizerSettings
from convscope.engine.schedules import SCHEDULES
from convscope.errors import ConvscopeError, UnknownNameError

SUITABLE = "auto"
"""Stands for the augmentation that suits the images."""


@dataclass(frozen=True)
class Recipe:
    """Everything about a training that is neither net nor data.

    Attributes:
        name: What `--recipe` takes.
        title: One line for people.
        optimizer: The optimizer with its options.
        batch_size: Images per step.
        epochs: Passes over the training images.
        validation_split: Share of the training images set aside, where the data has no
            validation images of its own; above 0, below 1.
        schedule: Name of how the learning rate moves; see `engine.schedules`.
        augmentation: Name of what changes the images while training; `none`, or `auto` for what
            suits them.
        label_smoothing: Share of a label that is spread over all classes while training, 0 to
            below 1; validation and test know no smoothing.
        weight_average: Share of the training, its last part, over whose steps the weights are
            averaged, 0–1; 0 for none. Validation and the saved model use the mean.
    """

    name: str
    title: str
    optimizer: OptimizerSettings = field(default_factory=OptimizerSettings)
    batch_size: int = 128
    epochs: int = 15
    validation_split: float = 0.1
    schedule: str = "constant"
    augmentation: str = NO_AUGMENTATION
    label_smoothing: float = 0.0
    weight_average: float = 0.0

    def __post_init__(self) -> None:
        if self.schedule not in SCHEDULES:
            raise UnknownNameError("schedule", self.schedule, SCHEDULES)
        if self.augmentation != SUITABLE:
            augmentation_called(self.augmentation)  # raises, suggesting the nearest name
        for option in ("batch_size", "epochs"):
            value = getattr(self, option)
            if value < 1:
                raise ConvscopeError(
                    f"{_flag(option)}: received {value}.",
                    "Expected a whole number of at least 1.",
                    f"Leave it out for {getattr(RECIPES['classic'], option)}.",
                )
        if not 0 < self.validation_split < 1:
            raise ConvscopeError(
                f"--validation-split: received {self.validation_split}.",
                "Expected a share above 0 and below 1.",
                "Leave it out for 0.1.",
            )
        if not 0 <= self.label_smoothing < 1:
            raise ConvscopeError(
                f"--label-smoothing: received {self.label_smoothing}.",
                "Expected a share of at least 0 and below 1.",
                "Leave it out for none, or try 0.1.",
            )
        if not 0 <= self.weight_average <= 1:
            raise ConvscopeError(
                f"--weight-average: received {self.weight_average}.",
                "Expected a share from 0 to 1.",
                "Leave it out for none, or try 0.2.",
            )

    def changed(self, **changes: Any) -> "Recipe":
        """Returns the recipe with those changes that are not None.

        Args:
            **changes: Fields of the recipe, and `learning_rate` and `optimizer` by name.
        """
        given = {name: value for name, value in changes.items() if value is not None}
        optimizer_name = given.pop("optimizer", self.optimizer.name)
        same = optimizer_name == self.optimizer.name
        options = dict(self.optimizer.options) if same else {}
        if "learning_rate" in given:
            options["learning_rate"] = given.pop("learning_rate")
        return replace(self, optimizer=OptimizerSettings(optimizer_name, options), **given)

    def suited_to(self, image_shape: Shape3) -> "Recipe":
        """Returns the recipe with the augmentation named that suits images of a shape."""
        if self.augmentation != SUITABLE:
            return self
        return replace(self, augmentation=suggest_augmentation(image_shape))

    def to_json(self) -> dict[str, Any]:
        """Returns the recipe as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Recipe":
        """Returns the recipe that `to_json` wrote."""
        return cls(**{**data, "optimizer": OptimizerSettings(**data["optimizer"])})


RECIPES: dict[str, Recipe] = {}
"""Recipe by name."""

RECIPES["classic"] = Recipe(
    "classic", "Adam at 0.001, batches of 128, 15 epochs: what lecture notes and tutorials do"
)


RECIPES["one-cycle"] = Recipe(
    "one-cycle",
    "Adam in one cycle up to 0.002, batches of 32, images changed at random in ways that suit them",
    OptimizerSettings("adam", {"learning_rate": 2e-3}),
    batch_size=32,
    schedule="one_cycle",
    augmentation=SUITABLE,
)


def suggest_recipe(image_shape: Shape3) -> str:
    """Returns the name of the recipe that suits images of a shape.

    Small grey characters are learned well as they are; pictures of things, of which there are
    never enough, want to be changed at random.

    Example:
        >>> suggest_recipe((28, 28, 1)), suggest_recipe((100, 100, 3))
        ('classic', 'one-cycle')
    """
    height, width, channels = image_shape
    return "classic" if channels == 1 and max(height, width) <= 40 else "one-cycle"


def recipe_called(name: str) -> Recipe:
    """Returns the recipe called `name`.

    Raises:
        UnknownNameError: There is none; the nearest one is suggested.
    """
    if name not in RECIPES:
        raise UnknownNameError("recipe", name, RECIPES)
    return RECIPES[name]


def _flag(option: str) -> str:
    return "--" + option.replace("_", "-")
