"""A classifier's verdicts on the images of a split."""

from convscope.data import Split
from convscope.insight.measures.classifier import Classifier
from convscope.runs.results import Verdicts


def judge(classifier: Classifier, split: Split) -> Verdicts:
    """Returns the probabilities of all images of a split beside their labels."""
    names = split.files or tuple(map(str, range(len(split))))
    probabilities = classifier.probabilities(split.images)
    return Verdicts(classifier.class_names, split.labels, probabilities, names)
