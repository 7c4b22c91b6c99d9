"""How well each class is found: precision, recall, F1, AUC."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from convscope.runs.results import Verdicts


@dataclass(frozen=True)
class ClassScores:
    """One class against the rest; every value 0–1, NaN where it is not defined.

    Attributes:
        name: The class.
        num_images: Images of the class.
        precision: Share of the images given this verdict that are of the class.
        recall: Share of the class's images that are found.
        f1: Harmonic mean of the two.
        auc: Area under the ROC curve; 0.5 is guessing.
    """

    name: str
    num_images: int
    precision: float
    recall: float
    f1: float
    auc: float


@dataclass(frozen=True)
class PerClass:
    """All classes.

    Attributes:
        classes: In the order of the labels.
        split: What was judged.
    """

    classes: tuple[ClassScores, ...]
    split: str

    @property
    def summary(self) -> str:
        """The weakest class in a sentence."""
        weakest = min(self.classes, key=lambda c: c.f1 if c.f1 == c.f1 else 2.0)
        return (
            f'Weakest on {self.split} images: "{weakest.name}", recall '
            f"{100 * weakest.recall:.1f} %, precision {100 * weakest.precision:.1f} % "
            f"({weakest.num_images:,} images)."
        )


def score_classes(verdicts: "Verdicts", split: str = "test") -> PerClass:
    """Returns precision, recall, F1 and AUC of every class.

    Args:
        verdicts: A net's answers.
        split: What was judged, for captions.
    """
    from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

    classes = range(len(verdicts.class_names))
    undefined: Any = np.nan
    scored: Any = precision_recall_fscore_support(
        verdicts.labels, verdicts.predicted, labels=list(classes), zero_division=undefined
    )
    precision, recall, f1, support = scored
    scores = []
    for index in classes:
        is_class = verdicts.labels == index
        has_curve = is_class.any() and not is_class.all()
        auc = roc_auc_score(is_class, verdicts.probabilities[:, index]) if has_curve else np.nan
        values = (float(v) for v in (precision[index], recall[index], f1[index], auc))
        scores.append(ClassScores(verdicts.class_names[index], int(support[index]), *values))
    return PerClass(tuple(scores), split)
