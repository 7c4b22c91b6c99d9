"""Metrics by their definition on small tables, and on their way through compile and fit."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import metrics, optimizers
from convscope.errors import ConvscopeError, UnknownNameError
from convscope.keras_like.metrics import KINDS, find_metrics, metric_from_json

SPARSE = "sparse_categorical_crossentropy"
LABELS = np.array([0, 1, 2, 1, 2])
OUTPUTS = np.array(
    [
        [0.7, 0.2, 0.1],
        [0.6, 0.3, 0.1],
        [0.1, 0.15, 0.75],
        [0.05, 0.9, 0.05],
        [0.2, 0.5, 0.3],
    ]
)
WEIGHTS = np.array([1, 2, 3, 5, 7.0])
RIGHT = np.array([1, 0, 1, 1, 0])
ONE_HOT = np.eye(3)[LABELS]

CASES = [
    (metrics.Accuracy(), 3 / 5, 9 / 18),
    (metrics.CategoricalAccuracy(), 3 / 5, 9 / 18),
    (metrics.SparseCategoricalAccuracy(), 3 / 5, 9 / 18),
    (metrics.TopKCategoricalAccuracy(k=2), 1, 1),
    (metrics.SparseTopKCategoricalAccuracy(1), 3 / 5, 9 / 18),
    (metrics.Precision(), 3 / 4, 9 / 11),
    (metrics.Precision(0.8), 1, 1),
    (metrics.Precision(class_id=1), 1, 1),
    (metrics.Precision(top_k=1), 3 / 5, 9 / 18),
    (metrics.Recall(), 3 / 5, 9 / 18),
    (metrics.Recall(0.25), 5 / 5, 1),
    (metrics.Recall(class_id=1), 1 / 2, 5 / 7),
    (metrics.TruePositives(), 3, 9),
    (metrics.FalsePositives(), 1, 2),
    (metrics.TrueNegatives(), 9, 34),
    (metrics.FalseNegatives(), 2, 9),
    (metrics.F1Score("micro"), 3 / 5, 9 / 18),
    (metrics.F1Score("macro"), (2 / 3 + 1 / 2 + 2 / 3) / 3, None),
    (metrics.F1Score("weighted"), (2 / 3 + 2 * 1 / 2 + 2 * 2 / 3) / 5, None),
    (metrics.FBetaScore("micro", 2.0, 0.5), 5 * 0.75 * 0.6 / (4 * 0.75 + 0.6), None),
    (metrics.MeanSquaredError(), np.square(ONE_HOT - OUTPUTS).mean(), None),
    (metrics.RootMeanSquaredError(), np.sqrt(np.square(ONE_HOT - OUTPUTS).mean()), None),
    (metrics.MeanAbsoluteError(), np.abs(ONE_HOT - OUTPUTS).mean(), None),
    (metrics.KLDivergence(), -np.log([0.7, 0.3, 0.75, 0.9, 0.3]).mean(), None),
    (metrics.CategoricalCrossentropy(), -np.log([0.7, 0.3, 0.75, 0.9, 0.3]).mean(), None),
    (
        metrics.SparseCategoricalCrossentropy(from_logits=True),
        (np.log(np.exp(OUTPUTS).sum(1)) - [0.7, 0.3, 0.75, 0.9, 0.3]).mean(),
        None,
    ),
    (
        metrics.BinaryCrossentropy(),
        -np.log(np.where(ONE_HOT, OUTPUTS, 1 - OUTPUTS)).mean(),
        None,
    ),
    (metrics.Hinge(), np.maximum(0, 1 - (2 * ONE_HOT - 1) * OUTPUTS).mean(), None),
    (
        metrics.SquaredHinge(),
        np.square(np.maximum(0, 1 - (2 * ONE_HOT - 1) * OUTPUTS)).mean(),
        None,
    ),
    (metrics.CategoricalHinge(), np.mean([0.5, 1.3, 0.4, 0.15, 1.2]), None),
]


@pytest.mark.parametrize(("metric", "expected", "weighted"), CASES)
def test_a_metric_is_what_its_definition_says(metric, expected, weighted):
    assert metric.measure(LABELS, OUTPUTS) == pytest.approx(expected, abs=1e-5)
    assert metric.measure(ONE_HOT, OUTPUTS) == pytest.approx(expected, abs=1e-5)
    if weighted is not None:
        assert metric.measure(LABELS, OUTPUTS, WEIGHTS) == pytest.approx(weighted, abs=1e-5)
    metric.update_state(ONE_HOT[:2], OUTPUTS[:2])
    metric.update_state(ONE_HOT[2:], OUTPUTS[2:])
    assert metric.result() == pytest.approx(expected, abs=1e-5)
    metric.reset_state()
    assert metric.result() == 0


def test_all_metrics_are_tried():
    tried = {type(metric).__name__ for metric, _, _ in CASES}
    assert set(KINDS) - tried == {"AUC", "BinaryAccuracy"}
    assert set(KINDS) <= set(metrics.__all__)


def test_scores_of_every_class_are_a_list():
    assert metrics.F1Score().measure(LABELS, OUTPUTS) == pytest.approx([2 / 3, 1 / 2, 2 / 3], 1e-5)


def test_one_output_is_class_one():
    outputs = np.array([[0.9], [0.2], [0.6], [0.4]])
    labels = np.array([1, 0, 0, 1])
    assert metrics.BinaryAccuracy().measure(labels, outputs) == 0.5
    assert metrics.Precision().measure(labels, outputs) == 0.5
    assert metrics.AUC().measure(labels, outputs) == 0.75
    assert metrics.BinaryAccuracy().measure(labels[:, np.newaxis], outputs) == 0.5


def test_values_of_an_epoch_are_those_of_its_steps(stripes):
    model = small_net(seed=5)
    asked = ["accuracy", metrics.Precision(), metrics.Recall(name="found"), "auc", "mse"]
    model.compile(optimizers.SGD(0.1), SPARSE, metrics=asked)
    images, labels = stripes
    outputs = model.predict(images)
    history = model.fit(
        images, labels, batch_size=30, validation_data=(images, labels), verbose=0
    ).history
    names = ["loss", "accuracy", "precision", "found", "auc", "mse"]
    assert list(history) == [*names, *(f"val_{name}" for name in names)]
    assert history["mse"][0] == pytest.approx(np.square(np.eye(3)[labels] - outputs).mean())
    judged = model.evaluate(images, labels, verbose=0, return_dict=True)
    for name in names:
        assert history[f"val_{name}"][0] == pytest.approx(judged[name], rel=1e-6), name


def test_early_stopping_watches_them(stripes):
    from convscope import callbacks

    model = small_net(seed=5)
    model.compile(optimizers.SGD(1e-9), SPARSE, metrics=[metrics.Recall()])
    stop = callbacks.EarlyStopping(monitor="val_recall", patience=2, mode="max")
    model.fit(*stripes, epochs=9, validation_split=0.2, callbacks=[stop], verbose=0)
    assert len(model.history.epoch) == 3


def test_they_survive_a_file():
    for metric, _, _ in CASES:
        again = metric_from_json(metric.to_json())
        assert (type(again), again.options) == (type(metric), metric.options)


def test_several_of_a_kind_get_numbers():
    several = [metrics.Precision(class_id=0), metrics.Recall(), metrics.Precision(class_id=1)]
    assert [m.name for m in find_metrics(several)] == ["precision", "recall", "precision_1"]
    assert [m.name for m in find_metrics(several[::-1])] == ["precision", "recall", "precision_1"]
    named = [metrics.AUC(), metrics.AUC(name="mine"), metrics.AUC()]
    assert [m.name for m in find_metrics(named)] == ["auc", "mine", "auc_1"]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: metrics.Precision(2), r"Precision\(\): thresholds=2\. Expected a number from 0"),
        (lambda: metrics.Recall(top_k=0), r"top_k=0\. Expected a whole number"),
        (lambda: metrics.Recall(class_id=-1), r"class_id=-1\. Expected a class"),
        (lambda: metrics.F1Score("mean"), r'average=mean\. Expected "micro"'),
        (lambda: metrics.TopKCategoricalAccuracy(2.5), r"k=2\.5"),
        (lambda: metrics.Precision(treshold=1), r'Precision\(\): "treshold".*mean "thresholds"'),
        (lambda: find_metrics(["mse", metrics.MeanSquaredError(name="mse")]), "same name twice"),
        (lambda: find_metrics([lambda y, p: 0]), r"metrics holds <function.*predict\(\)'s result"),
        (lambda: find_metrics(["precison"]), r'metric "precison".*mean "Precision"'),
    ],
)
def test_wrong_metrics_say_what_is_right(build, message):
    with pytest.raises(ConvscopeError, match=message):
        build()


def test_unknown_options_are_told():
    with pytest.raises(UnknownNameError, match="Known: name"):
        metrics.Accuracy(k=3)
