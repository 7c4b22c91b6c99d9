"""What augmentation buys: the same training with and without it."""

from dataclasses import dataclass
from functools import cached_property

from convscope.engine.training.augmentation import NO_AUGMENTATION, suggest_augmentation
from convscope.insight.measures.short_training import ShortTraining, train_briefly
from convscope.insight.measures.statistics import Difference, compare_pairs
from convscope.runs.preparation import Prepared


@dataclass(frozen=True, eq=False)
class Ablation:
    """The same training with and without augmentation.

    Attributes:
        augmentation: Name of the augmentation.
        without: The training on the images as they are.
        with_augmentation: The training on changed images.
        num_validation: Validation images that both were judged on.
    """

    augmentation: str
    without: ShortTraining
    with_augmentation: ShortTraining
    num_validation: int

    @property
    def gain(self) -> float:
        """Accuracy with minus accuracy without, −1 to 1."""
        return self.with_augmentation.accuracy - self.without.accuracy

    @cached_property
    def comparison(self) -> Difference:
        """Accuracy with minus accuracy without, compared image by image; see `p_value` there."""
        return compare_pairs(self.with_augmentation.is_right, self.without.is_right)

    @property
    def p_value(self) -> float:
        """How often chance alone makes one of two equally good nets so much better than the other.

        Source: McNemar's exact test, two-sided.
        """
        other_way = compare_pairs(self.without.is_right, self.with_augmentation.is_right)
        return min(1.0, 2 * min(self.comparison.p_value, other_way.p_value))

    @property
    def summary(self) -> str:
        """The finding in a sentence."""
        return (
            f'Augmentation "{self.augmentation}" changes validation accuracy by '
            f"{100 * self.gain:+.2f} percentage points (95 % interval "
            f"{100 * self.comparison.low:+.2f} to {100 * self.comparison.high:+.2f}), from "
            f"{100 * self.without.accuracy:.2f} % to {100 * self.with_augmentation.accuracy:.2f} % "
            f"of {self.num_validation:,} images, after {self.with_augmentation.epochs} epochs."
        )


def ablate_augmentation(
    prepared: Prepared,
    augmentation: str | None = None,
    *,
    epochs: int | None = None,
    budget_s: float | None = None,
) -> Ablation:
    """Trains with and without augmentation.

    Args:
        prepared: What `runs.preparation.prepare` returned.
        augmentation: Name of an augmentation; None takes the recipe's, or one that suits the
            images.
        epochs: Epochs of both; None takes the recipe's.
        budget_s: Time for both together, in s.

    Raises:
        UnknownNameError: There is no such augmentation.
    """
    own = prepared.recipe.augmentation
    fitting = suggest_augmentation(prepared.data.image_shape) if own == NO_AUGMENTATION else own
    name = fitting if augmentation is None else augmentation
    each = None if budget_s is None else budget_s / 2
    changed = train_briefly(
        prepared, prepared.train, epochs=epochs, augmentation=name, budget_s=each
    )
    # As many epochs as the first one got, so that only the augmentation differs.
    plain = train_briefly(
        prepared,
        prepared.train,
        epochs=changed.epochs,
        augmentation=NO_AUGMENTATION,
        budget_s=None if each is None else float("inf"),
    )
    return Ablation(name, plain, changed, len(prepared.validation))
