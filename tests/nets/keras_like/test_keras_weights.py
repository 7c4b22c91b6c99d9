"""`class_weight`, `sample_weight`, `weighted_metrics`: from the program to losses and weights."""

import numpy as np
import pytest
from small_nets import small_net

from convscope import losses, metrics, models, optimizers, utils
from convscope.errors import ConvscopeError

SPARSE = "sparse_categorical_crossentropy"
BY_CLASS = {0: 0.5, 2: 3.0}


def compiled(loss=SPARSE, **options):
    model = small_net(seed=5)
    model.compile(optimizers.SGD(0.1), loss, **options)
    return model


@pytest.fixture
def weights():
    return np.random.default_rng(7).uniform(0, 3, 30)


def losses_of_each(model, images, labels):
    return -np.log(model.predict(images)[np.arange(len(labels)), labels])


def test_a_loss_is_the_mean_of_weighted_ones(stripes, weights):
    images, labels = stripes
    model = compiled()
    each = losses_of_each(model, images, labels)
    found = model.evaluate(images, labels, sample_weight=weights, verbose=0)
    assert found == pytest.approx((each * weights).mean(), rel=1e-5)
    first = model.fit(images, labels, batch_size=30, sample_weight=weights, verbose=0)
    assert first.history["loss"][0] == pytest.approx((each * weights).mean(), rel=1e-5)


def test_classes_count_as_they_are_told(stripes):
    images, labels = stripes
    by_image = np.array([0.5, 1.0, 3.0])[labels]
    one, two = compiled(), compiled()
    one.fit(images, labels, class_weight=BY_CLASS, verbose=0)
    two.fit(images, labels, sample_weight=by_image, verbose=0)
    for a, b in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    both = compiled()
    both.fit(images, labels, class_weight=BY_CLASS, sample_weight=by_image, verbose=0)
    three = compiled()
    three.fit(images, labels, sample_weight=by_image**2, verbose=0)
    for a, b in zip(both.get_weights(), three.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    "loss", ["categorical_crossentropy", "binary_crossentropy", "mse", losses.MeanSquaredError()]
)
def test_every_loss_is_weighted(loss, stripes, weights):
    images, labels = stripes
    targets = utils.to_categorical(labels)
    model = compiled(loss)
    parts = [
        model.evaluate(images[i : i + 1], targets[i : i + 1], verbose=0) * weights[i]
        for i in range(30)
    ]
    found = model.evaluate(images, targets, sample_weight=weights, verbose=0)
    assert found == pytest.approx(np.mean(parts), rel=1e-5)
    model.fit(images, targets, class_weight=BY_CLASS, verbose=0)


def test_images_of_weight_zero_teach_nothing(stripes):
    images, labels = stripes
    model = compiled()
    before = model.get_weights()
    model.fit(images, labels, sample_weight=np.zeros(30), verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_validation_has_weights_of_its_own(stripes, weights):
    images, labels = stripes
    model = compiled()
    data = (images[:20], labels[:20], weights[:20])
    found = model.fit(images, labels, validation_data=data, verbose=0).history["val_loss"][0]
    each = losses_of_each(model, images[:20], labels[:20])
    assert found == pytest.approx((each * weights[:20]).mean(), rel=1e-5)
    options = {"validation_split": 0.3, "sample_weight": weights, "class_weight": {1: 5.0}}
    found = model.fit(images, labels, **options, verbose=0).history["val_loss"][0]
    each = losses_of_each(model, images[21:], labels[21:])
    assert found == pytest.approx((each * weights[21:]).mean(), rel=1e-5)


def test_weighted_metrics_stand_beside_plain_ones(stripes, weights, tmp_path):
    images, labels = stripes
    model = compiled(metrics=["accuracy"], weighted_metrics=["accuracy", metrics.Precision()])
    found = model.evaluate(images, labels, sample_weight=weights, verbose=0, return_dict=True)
    assert (
        list(found)
        == model.metrics_names
        == [
            "loss",
            "accuracy",
            "weighted_accuracy",
            "precision",
        ]
    )
    right = model.predict(images).argmax(1) == labels
    assert found["accuracy"] == pytest.approx(right.mean())
    assert found["weighted_accuracy"] == pytest.approx((right * weights).sum() / weights.sum())
    history = model.fit(
        images, labels, batch_size=30, sample_weight=weights, validation_split=0.2, verbose=0
    ).history
    names = ["loss", "accuracy", "weighted_accuracy", "precision"]
    assert list(history) == [*names, *(f"val_{name}" for name in names)]
    model.save(tmp_path / "net.safetensors")
    again = models.load_model(tmp_path / "net.safetensors")
    assert again.evaluate(images, labels, sample_weight=weights, verbose=0) == model.evaluate(
        images, labels, sample_weight=weights, verbose=0
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"class_weight": [1, 2, 3]}, r"class_weight=\[1, 2, 3\]\. Expected a dictionary"),
        ({"class_weight": {"cat": 2}}, r"class_weight has cat: 2\. .*by class index"),
        ({"class_weight": {0: -1}}, r"class_weight has 0: -1\. .*at least 0"),
        ({"class_weight": {0: "2"}}, r"class_weight has 0: 2\."),
        ({"class_weight": {0: None}}, r"class_weight has 0: None"),
        ({"sample_weight": np.ones(7)}, r"of shape \(7,\)\. .*each of 30 images"),
        ({"sample_weight": -np.ones(30)}, "at least 0"),
        ({"sample_weight": np.full(30, np.nan)}, "at least 0"),
        ({"sample_weight": ["a"] * 30}, "sample_weight is <U1"),
        ({"validation_data": (1, 2, 3, 4)}, r"\(images, labels, weights\) or a data set"),
    ],
    ids=str,
)
def test_wrong_weights_say_what_is_right(options, message, stripes):
    with pytest.raises(ConvscopeError, match=message):
        compiled().fit(*stripes, **options, verbose=0)
