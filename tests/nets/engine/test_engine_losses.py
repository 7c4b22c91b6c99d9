"""Every loss against its formula in float64, from logits or not, behind every activation."""

from math import erf

import numpy as np
import pytest
import torch

from convscope.architecture import ACTIVATIONS, LEAKY_RELU_SLOPE, SELU_ALPHA, SELU_SCALE
from convscope.engine.answers.losses import LOSSES, Loss, check_targets, one_hot
from convscope.errors import ConvscopeError, UnknownNameError

SCORES = np.array([[0.7, 0.2, 1.9], [1.2, 0.4, -0.1], [0.3, 0.8, 0.5], [2.0, 1.1, 0.6]])
LABELS = np.array([2, 0, 0, 1])
COLUMNS = np.eye(3)[LABELS]
EPSILON = 1e-7  # the one of Keras


def activated(name, values):
    return {
        "linear": values,
        "relu": np.maximum(values, 0),
        "leaky_relu": np.where(values > 0, values, LEAKY_RELU_SLOPE * values),
        "sigmoid": 1 / (1 + np.exp(-values)),
        "tanh": np.tanh(values),
        "softmax": np.exp(values) / np.exp(values).sum(1, keepdims=True),
        "step": (values > 0).astype(float),
        "relu6": np.clip(values, 0, 6),
        "elu": np.where(values > 0, values, np.exp(values) - 1),
        "selu": SELU_SCALE * np.where(values > 0, values, SELU_ALPHA * (np.exp(values) - 1)),
        "gelu": values * (1 + np.vectorize(erf)(values / np.sqrt(2))) / 2,
        "silu": values / (1 + np.exp(-values)),
        "mish": values * np.tanh(np.log(1 + np.exp(values))),
        "softplus": np.log(1 + np.exp(values)),
        "softsign": values / (1 + np.abs(values)),
        "hard_sigmoid": np.clip(values / 6 + 0.5, 0, 1),
        "hard_silu": values * np.clip(values / 6 + 0.5, 0, 1),
        "exponential": np.exp(values),
    }[name]


def categorical(outputs, columns):
    """Returns −Σ t ln p, p being outputs scaled to sum to 1, then kept from 0 and 1."""
    shares = outputs / outputs.sum(1)[:, None]
    return -(columns * np.log(np.clip(shares, EPSILON, 1 - EPSILON))).sum(1).mean()


def sparse(outputs, columns):
    """Returns −Σ t ln p, p being outputs kept from 0 and 1, then scaled to sum to 1."""
    shares = np.clip(outputs, EPSILON, 1 - EPSILON)
    return -(columns * np.log(shares / shares.sum(1)[:, None])).sum(1).mean()


def binary(outputs, columns):
    shares = np.clip(outputs, EPSILON, 1 - EPSILON)
    return -(columns * np.log(shares) + (1 - columns) * np.log(1 - shares)).mean()


def hinge(outputs, columns):
    return np.maximum(0, 1 - (2 * columns - 1) * outputs)


def categorical_hinge(outputs, columns):
    wrong = ((1 - columns) * outputs).max(1)
    return np.maximum(0, wrong - (columns * outputs).sum(1) + 1).mean()


def kl_divergence(outputs, columns):
    given, said = np.clip(columns, EPSILON, 1), np.clip(outputs, EPSILON, 1)
    return (given * np.log(given / said)).sum(1).mean()


def poisson(outputs, columns):
    with np.errstate(invalid="ignore"):  # of negative outputs
        return (outputs - columns * np.log(outputs + EPSILON)).mean()


def huber(outputs, columns):
    size = np.abs(outputs - columns)
    return np.where(size <= 1, size**2 / 2, size - 0.5).mean()


def categorical_focal(outputs, columns):
    shares = np.clip(outputs / outputs.sum(1)[:, None], EPSILON, 1 - EPSILON)
    return -(0.25 * (1 - shares) ** 2 * columns * np.log(shares)).sum(1).mean()


def binary_focal(outputs, columns, known):
    """Returns the cross-entropy of what is known of the outputs, times a factor of themselves."""
    share = np.clip(known, EPSILON, 1 - EPSILON)
    entropies = -(columns * np.log(share) + (1 - columns) * np.log(1 - share))
    right = columns * outputs + (1 - columns) * (1 - outputs)
    return ((1 - right) ** 2 * entropies).mean()


OF_OUTPUTS = {
    "sparse_categorical_crossentropy": sparse,
    "categorical_crossentropy": categorical,
    "binary_crossentropy": binary,
    "mean_squared_error": lambda outputs, columns: ((outputs - columns) ** 2).mean(),
    "mean_absolute_error": lambda outputs, columns: np.abs(outputs - columns).mean(),
    "hinge": lambda outputs, columns: hinge(outputs, columns).mean(),
    "squared_hinge": lambda outputs, columns: (hinge(outputs, columns) ** 2).mean(),
    "categorical_hinge": categorical_hinge,
    "kl_divergence": kl_divergence,
    "poisson": poisson,
    "huber": huber,
    "log_cosh": lambda outputs, columns: np.log(np.cosh(outputs - columns)).mean(),
    "categorical_focal_crossentropy": categorical_focal,
}
OWN_ACTIVATION = {
    "sparse_categorical_crossentropy": "softmax",
    "categorical_crossentropy": "softmax",
    "binary_crossentropy": "sigmoid",
    "categorical_focal_crossentropy": "softmax",
}


def formula(name, activation, from_logits, columns, scores=SCORES):
    """Returns a loss as Keras on TensorFlow has it.

    Behind softmax and sigmoid a cross-entropy knows the logits, whatever it was told; the
    categorical focal one does not, the binary one does in a part of it.
    """
    outputs = activated(activation, scores)
    if name == "binary_focal_crossentropy":
        is_known = activation in ("softmax", "sigmoid") and not from_logits
        outputs = activated("sigmoid", outputs) if from_logits else outputs
        return binary_focal(outputs, columns, activated("sigmoid", scores) if is_known else outputs)
    if name not in OWN_ACTIVATION:
        return OF_OUTPUTS[name](outputs, columns)
    if "focal" not in name and activation in ("softmax", "sigmoid"):
        outputs, from_logits = scores, True
    if from_logits:
        outputs = activated(OWN_ACTIVATION[name], outputs)
    return OF_OUTPUTS[name](outputs, columns)


def targets_for(name):
    return torch.from_numpy(LABELS if name.startswith("sparse") else COLUMNS)


@pytest.mark.parametrize("from_logits", [False, True], ids=["outputs", "logits"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_its_formula(name, activation, from_logits):
    expected = formula(name, activation, from_logits, COLUMNS)
    loss = Loss(name, from_logits)
    found = loss(torch.from_numpy(SCORES), targets_for(name), activation)
    # Poisson asks for a logarithm of outputs, which may lie below 0: NaN, as in Keras.
    assert float(found) == pytest.approx(expected, rel=1e-9, nan_ok=name == "poisson")


KERAS_SCORES = [
    [-1.9181, 1.4078, -0.0649],
    [-3.8436, 0.5229, -0.6564],
    [-2.2762, 1.8090, -1.3178],
    [2.4596, 3.2188, 2.7683],
    [1.1586, -1.0059, 2.2047],
    [1.5047, 0.2565, -2.3778],
    [3.8694, 0.5130, 2.7541],
]
KERAS_LABELS = [0, 2, 1, 1, 0, 2, 2]
KERAS = [
    ("linear", "sparse_categorical_crossentropy", False, 7.23536),
    ("tanh", "sparse_categorical_crossentropy", False, 7.20466),
    ("sigmoid", "sparse_categorical_crossentropy", False, 1.82481),
    ("sigmoid", "categorical_crossentropy", True, 1.82481),
    ("softmax", "binary_crossentropy", False, 1.19776),
    ("sigmoid", "binary_crossentropy", True, 1.19776),
]
"""What Keras 3.15 on TensorFlow gave, behind activations that do not match the loss."""


@pytest.mark.parametrize(("activation", "name", "from_logits", "expected"), KERAS)
def test_losses_behind_other_activations_are_those_of_keras(
    activation, name, from_logits, expected
):
    labels = torch.tensor(KERAS_LABELS)
    targets = labels if name.startswith("sparse") else one_hot(labels, 3).double()
    scores = torch.tensor(KERAS_SCORES, dtype=torch.float64)
    found = Loss(name, from_logits)(scores, targets, activation)
    assert float(found) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("activation", ["softmax", "sigmoid", "linear"])
@pytest.mark.parametrize("from_logits", [False, True], ids=["outputs", "logits"])
@pytest.mark.parametrize("name", [name for name in LOSSES if "cross" in name])
def test_smoothed_labels_are_spread_over_the_classes(name, activation, from_logits):
    share = 0.3
    smoothed = COLUMNS * (1 - share) + share / (2 if name.startswith("binary") else 3)
    expected = formula(name, activation, from_logits, smoothed)
    loss = Loss(name, from_logits, share)
    found = loss(torch.from_numpy(SCORES), targets_for(name), activation)
    assert float(found) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", LOSSES)
def test_confident_and_wrong_is_large_but_finite_with_a_gradient(name):
    scores = torch.tensor([[200.0, -200.0, 0.0]], requires_grad=True)
    targets = torch.tensor([1]) if name.startswith("sparse") else torch.tensor([[0.0, 1.0, 0.0]])
    loss = Loss(name)(scores, targets, "sigmoid" if name.startswith("binary") else "softmax")
    loss.backward()
    value = loss.item()
    assert np.isfinite(value)
    assert torch.isfinite(scores.grad).all()
    if "cross" in name and "focal" not in name:  # those are flat where a logarithm is cut off
        assert value > 50
        assert scores.grad.abs().max() > 0.3


def test_labels_of_one_output_may_be_flat():
    scores = torch.tensor([[0.5], [-1.0]], dtype=torch.float64)
    for name in ("binary_crossentropy", "mean_squared_error"):
        expected = formula(name, "sigmoid", False, np.array([[1], [0]]), scores.numpy())
        assert float(Loss(name)(scores, torch.tensor([1, 0]), "sigmoid")) == pytest.approx(expected)


def test_an_unknown_loss_gets_the_near_one_suggested():
    with pytest.raises(UnknownNameError, match=r'loss "crossentropy".*"binary_crossentropy"\?'):
        Loss("crossentropy")


SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = "categorical_crossentropy"


@pytest.mark.parametrize(
    ("name", "shape", "num_outputs"),
    [
        (SPARSE, (5,), 3),
        (CATEGORICAL, (5, 3), 3),
        ("binary_crossentropy", (5,), 1),
        ("binary_crossentropy", (5, 1), 1),
        ("mean_squared_error", (5, 3), 3),
    ],
)
def test_labels_that_fit(name, shape, num_outputs):
    check_targets(Loss(name), shape, num_outputs)


@pytest.mark.parametrize(
    ("name", "shape", "expected"),
    [
        (SPARSE, (5, 3), r"Expected class indices, \(number,\)\. Use the loss \"categorical_cr"),
        (CATEGORICAL, (5,), r"one column per class, \(number, 3\)\. Use the loss \"sparse_cate"),
        ("mean_squared_error", (5,), r"one column per class, .* or utils\.to_categorical\(labels"),
        (CATEGORICAL, (5, 4), r"Expected \(number, 3\)\. Use a last layer with one unit per cl"),
    ],
)
def test_labels_that_do_not_fit_are_told_what_would(name, shape, expected):
    with pytest.raises(ConvscopeError, match=expected) as caught:
        check_targets(Loss(name), shape, 3)
    assert caught.value.received == f"Labels of shape {shape} for the loss {name}."


def test_one_hot_columns():
    assert one_hot(torch.tensor([2, 0]), 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert one_hot(torch.tensor([0]), 2).dtype == torch.float32
