"""How a model is trained, by name: optimizer, rate, batch, epochs, and what else helps."""

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convscope.architecture import ImageKind, image_kind
from convscope.arrays import Shape3
from convscope.engine.training.augmentation import (
    NO_AUGMENTATION,
    augmentation_called,
    suggest_augmentation,
)
from convscope.engine.training.optimizers import OptimizerSettings
from convscope.engine.training.schedules import SCHEDULES
from convscope.errors import ConvscopeError, UnknownNameError

if TYPE_CHECKING:
    from convscope.engine.training.callbacks import BestWeights

SUITABLE = "auto"
"""Stands for the augmentation that suits the images."""

DEFAULT_RECIPE = "fast"

FEW_EPOCHS = 4
"""Epochs below which images are not changed while training."""

MOST_EPOCHS = 60
"""Epochs above which a recipe does not go by itself, however few images there are."""


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
        net: Name of the net that `--net auto` takes with it.
        samples: Images to go through in all, repetitions counted, from which the number of epochs
            follows; 0 where `epochs` says it.
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
    net: str = "mnist"
    samples: int = 0

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

    def best_weights(self) -> "BestWeights":
        """Returns what keeps the weights of the epoch that is best by validation.

        Its loss decides; where labels are smoothed, its accuracy, and among equals the loss.
        Smoothing keeps a net from being sure, and its loss then says how sure it is rather than how
        often it is right.
        """
        from convscope.engine.training.callbacks import BestWeights

        monitor = "val_accuracy" if self.label_smoothing else "val_loss"
        return BestWeights(monitor, tie_breaker="val_loss")

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

    def suited_to(self, image_shape: Shape3, num_images: int) -> "Recipe":
        """Returns the recipe as it is for images of a shape, so many of them.

        Args:
            image_shape: (height, width, channels).
            num_images: Training images.
        """
        kind = image_kind(image_shape)
        recipe = replace(self, **SUITED.get((self.name, kind), {}))
        if image_shape[-1] > 1:
            recipe = replace(recipe, **IN_COLOUR.get((self.name, kind), {}))
        if recipe.samples:
            epochs = max(1, min(MOST_EPOCHS, round(recipe.samples / num_images)))
            recipe = replace(recipe, epochs=epochs, samples=0)
        if recipe.augmentation != SUITABLE:
            return recipe
        wanted = suggest_augmentation(image_shape)
        # What is seen only once or twice is new enough as it is.
        return replace(
            recipe, augmentation=wanted if recipe.epochs >= FEW_EPOCHS else NO_AUGMENTATION
        )

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

RECIPES["fast"] = Recipe(
    "fast",
    "the least time to a good accuracy: one cycle, as many epochs as the images need",
    OptimizerSettings("muon", {"learning_rate": 2e-2}),
    schedule="one_cycle_linear",
    augmentation=SUITABLE,
    label_smoothing=0.05,
    net="characters",
    samples=110_000,
)

RECIPES["best"] = replace(
    RECIPES["fast"],
    name="best",
    title="the highest accuracy in an evening: a larger net, many epochs, averaged weights",
    optimizer=OptimizerSettings("muon", {"learning_rate": 1e-2, "weight_decay": 2e-2}),
    batch_size=64,
    label_smoothing=0.1,
    weight_average=0.15,
    net="characters-large",
    samples=1_600_000,
)

_WITHOUT_CONVOLUTIONS = OptimizerSettings("adamw", {"learning_rate": 1e-2})

SUITED: dict[tuple[str, ImageKind], dict[str, Any]] = {
    ("classic", "tiny"): {"net": "few-pixels"},
    ("fast", "tiny"): {"net": "few-pixels", "optimizer": _WITHOUT_CONVOLUTIONS},
    ("best", "tiny"): {"net": "few-pixels", "optimizer": _WITHOUT_CONVOLUTIONS},
    ("classic", "small picture"): {"net": "cifar10"},
    ("classic", "picture"): {"net": "photos"},
    ("fast", "small picture"): {
        "net": "small-colour-pairs",
        "samples": 250_000,
        "label_smoothing": 0.1,
        "optimizer": OptimizerSettings("muon", {"learning_rate": 2e-2, "weight_decay": 1e-2}),
    },
    ("fast", "picture"): {
        "net": "pictures",
        "samples": 60_000,
        "batch_size": 32,
        "label_smoothing": 0.0,
        "optimizer": OptimizerSettings("adamw", {"learning_rate": 5e-3, "weight_decay": 1e-2}),
    },
    ("best", "character"): {"augmentation": "handwriting"},
    ("best", "small picture"): {"net": "small-colour-large", "samples": 1_500_000},
    ("best", "picture"): {
        "net": "objects",
        "samples": 120_000,
        "batch_size": 32,
        "optimizer": OptimizerSettings("adamw", {"learning_rate": 5e-3, "weight_decay": 2e-2}),
    },
}
"""What a recipe does differently for a kind of images."""

IN_COLOUR: dict[tuple[str, ImageKind], dict[str, Any]] = {
    ("best", "picture"): {
        "net": "residual-pictures",
        "batch_size": 64,
        "augmentation": "close-ups-light",
        "optimizer": OptimizerSettings("muon", {"learning_rate": 2e-2, "weight_decay": 2e-2}),
    },
}
"""What it then does differently in colour: photographs bear changes that would blur outlines."""


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
