"""Looking into a net and at its mistakes: numbers first, pictures beside them.

Every function takes a `Classifier`, made of a convscope model by `from_model` or of any torch
module by `from_torch`, or the `Verdicts` of one, and returns a frozen result. Pictures of results
are in `convscope.insight.pictures`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convscope.insight.measures.ablation import Ablation, ablate_augmentation
    from convscope.insight.measures.attributions import Attributions, attribute
    from convscope.insight.measures.calibration import Calibration, calibrate
    from convscope.insight.measures.classifier import Classifier, LayerView
    from convscope.insight.measures.confusion import Confusion, count_confusion
    from convscope.insight.measures.embedding_map import EmbeddingMap, map_embeddings
    from convscope.insight.measures.embeddings import Embeddings, embed
    from convscope.insight.measures.exciting import Exciting, find_exciting
    from convscope.insight.measures.feature_maps import FeatureMaps, compute_feature_maps
    from convscope.insight.measures.filters import Filters, read_filters
    from convscope.insight.measures.judging import judge
    from convscope.insight.measures.leakage import Leakage, find_leakage
    from convscope.insight.measures.learning_curve import LearningCurve, measure_learning_curve
    from convscope.insight.measures.maximisation import Maximised, maximise
    from convscope.insight.measures.mistakes import Mistakes, find_mistakes
    from convscope.insight.measures.model_classifier import from_model
    from convscope.insight.measures.per_class import PerClass, score_classes
    from convscope.insight.measures.robustness import Robustness, measure_robustness
    from convscope.insight.measures.torch_classifier import from_torch
    from convscope.insight.measures.wrong_labels import (
        WrongLabels,
        find_wrong_labels,
        neighbour_verdicts,
    )

__all__ = [
    "Ablation",
    "Attributions",
    "Calibration",
    "Classifier",
    "Confusion",
    "EmbeddingMap",
    "Embeddings",
    "Exciting",
    "FeatureMaps",
    "Filters",
    "LayerView",
    "Leakage",
    "LearningCurve",
    "Maximised",
    "Mistakes",
    "PerClass",
    "Robustness",
    "WrongLabels",
    "ablate_augmentation",
    "attribute",
    "calibrate",
    "compute_feature_maps",
    "count_confusion",
    "embed",
    "find_exciting",
    "find_leakage",
    "find_mistakes",
    "find_wrong_labels",
    "from_model",
    "from_torch",
    "judge",
    "map_embeddings",
    "maximise",
    "measure_learning_curve",
    "measure_robustness",
    "neighbour_verdicts",
    "read_filters",
    "score_classes",
]

_HOMES = {
    "Ablation": "ablation",
    "Attributions": "attributions",
    "Calibration": "calibration",
    "Classifier": "classifier",
    "Confusion": "confusion",
    "EmbeddingMap": "embedding_map",
    "Embeddings": "embeddings",
    "Exciting": "exciting",
    "FeatureMaps": "feature_maps",
    "Filters": "filters",
    "LayerView": "classifier",
    "Leakage": "leakage",
    "LearningCurve": "learning_curve",
    "Maximised": "maximisation",
    "Mistakes": "mistakes",
    "PerClass": "per_class",
    "Robustness": "robustness",
    "WrongLabels": "wrong_labels",
    "ablate_augmentation": "ablation",
    "attribute": "attributions",
    "calibrate": "calibration",
    "compute_feature_maps": "feature_maps",
    "count_confusion": "confusion",
    "embed": "embeddings",
    "find_exciting": "exciting",
    "find_leakage": "leakage",
    "find_mistakes": "mistakes",
    "find_wrong_labels": "wrong_labels",
    "from_model": "model_classifier",
    "from_torch": "torch_classifier",
    "judge": "judging",
    "map_embeddings": "embedding_map",
    "maximise": "maximisation",
    "measure_learning_curve": "learning_curve",
    "measure_robustness": "robustness",
    "neighbour_verdicts": "wrong_labels",
    "read_filters": "filters",
    "score_classes": "per_class",
}
"""The module of every public name; nothing is imported before it is used."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.measures.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
