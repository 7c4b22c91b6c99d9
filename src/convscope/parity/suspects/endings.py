"""Suspects behind the last layer: softmax missing, twice, or another function in its place."""

import numpy as np

from convscope.parity.pipeline import Case, Values
from convscope.parity.suspects.suspect import Suspect


def _softmax(values: Values) -> Values:
    exponents = np.exp(values - values.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def _scores(scores: Values, _: Values) -> Values:
    return scores


def _twice(_: Values, probabilities: Values) -> Values:
    return _softmax(probabilities)


def _sigmoid(scores: Values, _: Values) -> Values:
    return 1 / (1 + np.exp(-np.clip(scores, -700, 700)))


def _logarithm(scores: Values, _: Values) -> Values:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _has_scores(case: Case) -> bool:
    return case.model.architecture.output_shape[-1] == case.model.num_classes


SUSPECTS = (
    Suspect("softmax missing", "ending", _scores, "leaves out the softmax", _has_scores),
    Suspect("softmax twice", "ending", _twice, "applies softmax twice"),
    Suspect("sigmoid", "ending", _sigmoid, "ends in a sigmoid in place of softmax", _has_scores),
    Suspect(
        "logarithm of softmax",
        "ending",
        _logarithm,
        "gives the logarithm of the probabilities",
        _has_scores,
    ),
)
