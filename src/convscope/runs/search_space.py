"""What `convscope tune` may change, in one table, and a training's settings from a choice."""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convscope.architecture import Architecture, Dropout
from convscope.engine.training.augmentation import NO_AUGMENTATION, suggest_augmentation
from convscope.engine.training.schedules import SCHEDULES
from convscope.runs.preparation import Prepared
from convscope.runs.settings import TrainSettings

if TYPE_CHECKING:
    from optuna.trial import Trial


@dataclass(frozen=True)
class Choice:
    """One of some values.

    Attributes:
        name: What is chosen; the field of `TrainSettings`, `dropout` apart.
        values: What there is to choose from.
    """

    name: str
    values: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.name.replace('_', ' ')}: {', '.join(map(str, self.values))}"

    def suggest(self, trial: "Trial") -> Any:
        """Lets a trial choose."""
        return trial.suggest_categorical(self.name, self.values)


@dataclass(frozen=True)
class Rate:
    """A learning rate, evenly spread over powers of ten.

    Attributes:
        name: What the study calls it: each group of optimizers has a range of its own.
        optimizers: Those that it is for.
        low: Smallest rate.
        high: Largest rate.
    """

    name: str
    optimizers: tuple[str, ...]
    low: float
    high: float

    def __str__(self) -> str:
        return f"learning rate of {' and '.join(self.optimizers)}: {self.low:g}–{self.high:g}"

    def suggest(self, trial: "Trial") -> float:
        """Lets a trial choose a rate, with two digits so that it can be typed."""
        return float(f"{trial.suggest_float(self.name, self.low, self.high, log=True):.1e}")


OWN = "own"
"""Stands for the rates that the net's Dropout layers have."""

OPTIMIZER = Choice("optimizer", ("adam", "adamw", "muon", "sgd"))

RATES = (
    Rate("adaptive_rate", ("adam", "adamw", "muon"), 3e-4, 3e-2),
    Rate("sgd_rate", ("sgd",), 1e-2, 1.0),
)

CHOICES = (
    Choice("batch_size", (16, 32, 64, 128, 256)),
    Choice("schedule", tuple(SCHEDULES)),
    Choice("label_smoothing", (0.0, 0.05, 0.1, 0.2)),
    Choice("weight_average", (0.0, 0.1, 0.25, 0.5)),
    Choice("augment", (NO_AUGMENTATION,)),  # and the one that suits the images
    Choice("dropout", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, OWN)),  # of every Dropout layer, if any
)
"""Everything else; values that the recipe has are added."""


@dataclass(frozen=True)
class SearchSpace:
    """What a search on certain images, with a certain net and recipe, may choose from.

    Attributes:
        optimizer: Which optimizer.
        rates: How fast.
        choices: Everything else.
        begin: What the recipe itself has, by name: the first trial.
    """

    optimizer: Choice
    rates: tuple[Rate, ...]
    choices: tuple[Choice, ...]
    begin: dict[str, Any]

    def describe(self) -> list[str]:
        """Returns a line per row of the table."""
        return [str(row) for row in (self.optimizer, *self.rates, *self.choices)]

    def suggest(self, trial: "Trial") -> dict[str, Any]:
        """Lets a trial choose, and returns what it chose by name of a setting."""
        chosen: dict[str, Any] = {"optimizer": self.optimizer.suggest(trial)}
        rate = next(rate for rate in self.rates if chosen["optimizer"] in rate.optimizers)
        chosen["learning_rate"] = rate.suggest(trial)
        return chosen | {choice.name: choice.suggest(trial) for choice in self.choices}


def space_for(prepared: Prepared) -> SearchSpace:
    """Returns the table's part that suits a net and its images, beginning at the recipe."""
    recipe, rate = prepared.recipe, prepared.recipe.optimizer.options["learning_rate"]
    own: dict[str, Any] = {
        "batch_size": recipe.batch_size,
        "schedule": recipe.schedule,
        "label_smoothing": recipe.label_smoothing,
        "weight_average": recipe.weight_average,
        "augment": recipe.augmentation,
    }
    if any(isinstance(layer, Dropout) for layer in prepared.architecture.layers):
        own["dropout"] = OWN
    choices = []
    for choice in CHOICES:
        if choice.name not in own:
            continue
        more = [own[choice.name]]
        if choice.name == "augment" and len(prepared.architecture.input.shape) == 3:
            more.append(suggest_augmentation(prepared.data.image_shape))
        values = [v for v in choice.values if v not in more] + list(dict.fromkeys(more))
        if choice.name == "batch_size":
            values = [v for v in values if v <= max(len(prepared.train) // 2, recipe.batch_size)]
        values.sort(key=lambda value: (isinstance(value, str), value))
        choices.append(Choice(choice.name, tuple(values)))
    group = next(r for r in RATES if recipe.optimizer.name in r.optimizers)
    wide = replace(group, low=min(group.low, rate), high=max(group.high, rate))
    begin = {"optimizer": recipe.optimizer.name, group.name: rate, **own}
    all_rates = tuple(wide if r is group else r for r in RATES)
    return SearchSpace(OPTIMIZER, all_rates, tuple(choices), begin)


def chosen_training(prepared: Prepared, chosen: dict[str, Any], folder: Path) -> Prepared:
    """Returns a training with what a trial chose; data, split and seed stay.

    Another dropout rate is another net. Its name is then that of a file in `folder`, which is not
    written here.

    Args:
        prepared: The training that the search began at.
        chosen: Values by name of a setting, as `SearchSpace.suggest` returned them.
        folder: The search's folder.
    """
    names = {field.name for field in fields(TrainSettings)}
    changes = {name: value for name, value in chosen.items() if name in names}
    renamed = {"augmentation" if n == "augment" else n: value for n, value in changes.items()}
    settings = replace(prepared.settings, epochs=prepared.recipe.epochs, **changes)
    architecture = prepared.architecture
    rate = chosen.get("dropout", OWN)
    if rate != OWN:
        architecture = with_dropout(architecture, rate)
        settings = replace(settings, net=str(folder / f"dropout-{rate:g}.json"))
    recipe = prepared.recipe.changed(**renamed)
    return replace(prepared, settings=settings, recipe=recipe, architecture=architecture)


def with_dropout(architecture: Architecture, rate: float) -> Architecture:
    """Returns the net with `rate` in every Dropout layer."""
    layers = tuple(
        replace(layer, rate=rate) if isinstance(layer, Dropout) else layer
        for layer in architecture.layers
    )
    return replace(architecture, layers=layers)
