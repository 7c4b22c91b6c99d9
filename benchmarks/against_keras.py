"""Trains the same nets with convscope and with Keras, and compares every loss.

Both start from the same weights and take the same batches, without dropout. In float64 the losses
have to agree: that compares layers, losses, gradients and update rules. In float32, where sums are
rounded in another order, training makes the difference grow; the last column says how far Keras is
from itself when the last bit of every initial weight is changed.

Run it where convscope and Keras are both installed:

    pip install tensorflow-cpu keras
    python benchmarks/against_keras.py
"""

import argparse
import importlib
import os
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

import convscope
from convscope import layers
from convscope.architecture import Architecture, Dropout, Input, load_net

STEPS = 20
TOLERANCE = 1e-6
"""Largest difference allowed between two losses of the same step in float64."""


@dataclass(frozen=True)
class Case:
    """One net trained in one way.

    Attributes:
        name: What the table calls it.
        architecture: The net; its dropouts are set to 0.
        loss: Class in `losses`, and its arguments.
        optimizer: Class in `optimizers`, and its arguments.
        batch_size: Images per step.
    """

    name: str
    architecture: Architecture
    loss: tuple[str, dict] = ("SparseCategoricalCrossentropy", {})
    optimizer: tuple[str, dict] = ("Adam", {})
    batch_size: int = 32


@dataclass(frozen=True)
class Training:
    """What came out of one training.

    Attributes:
        losses: Loss of every step.
        outputs: Outputs for the first batch, after the last step.
    """

    losses: np.ndarray
    outputs: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Difference:
    """Largest differences between two trainings.

    Attributes:
        exact_loss: Of any step, in float64.
        loss: Of any step, in float32.
        output: Of any output for the first batch after the last step, in float32.
        keras_loss: Between Keras' losses and those from weights changed in their last bit.
    """

    exact_loss: float
    loss: float
    output: float
    keras_loss: float


def odd_net() -> Architecture:
    """Sizes that no two axes share: asymmetric padding, strides, average pooling, normalization."""
    stack = [
        layers.ZeroPadding2D(((1, 0), (2, 1))),
        layers.Conv2D(8, (3, 5), strides=(2, 3), padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.Activation("leaky_relu"),
        layers.AveragePooling2D((3, 2), strides=(2, 1), padding="same"),
        layers.Conv2D(6, (2, 3), padding="same", activation="tanh"),
        layers.MaxPooling2D((2, 3), strides=(1, 2), padding="same"),
        layers.Conv2D(7, (2, 2), strides=2, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(5, activation="softmax"),
    ]
    return Architecture(Input((23, 29, 3)), tuple(layer.description for layer in stack))


def cases() -> list[Case]:
    """Returns every net and optimizer that is compared."""
    logits = ("SparseCategoricalCrossentropy", {"from_logits": True})
    photos = load_net("photos", (61, 61, 3))
    momentum = ("SGD", {"momentum": 0.9})
    nesterov = ("SGD", {"learning_rate": 0.05, "momentum": 0.8, "nesterov": True})
    smoothed = ("CategoricalCrossentropy", {"label_smoothing": 0.125})
    return [
        Case("mnist, Adam, one-hot", load_net("mnist"), ("CategoricalCrossentropy", {})),
        Case("mnist, SGD", load_net("mnist"), optimizer=("SGD", {})),
        Case("cifar10, Adam, logits", load_net("cifar10"), logits),
        Case("cifar10, SGD with momentum", load_net("cifar10"), logits, momentum),
        Case("photos 61×61, Adam, logits", photos, logits, batch_size=16),
        Case("kuzushiji, Adam", load_net("kuzushiji"), batch_size=16),
        Case("odd sizes, Adam", odd_net()),
        Case("odd sizes, AdamW", odd_net(), optimizer=("AdamW", {"weight_decay": 0.01})),
        Case("odd sizes, Nesterov, smoothed", odd_net(), smoothed, nesterov),
        Case("odd sizes, squared error", odd_net(), ("MeanSquaredError", {})),
    ]


def examples(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Returns images that show their class, and labels as the case's loss needs them.

    Every class has a coarse pattern of its own under the noise. Without one, gradients are
    noise around 0, and Adam blows up their last digits to whole steps.
    """
    random = np.random.default_rng(1)
    height, width, channels = case.architecture.input.shape
    num_classes = case.architecture.output_shape[0]
    labels = random.integers(0, num_classes, STEPS * case.batch_size)
    coarse = random.uniform(0, 1, (num_classes, 4, 4, channels))
    rows, columns = np.arange(height) * 4 // height, np.arange(width) * 4 // width
    patterns = coarse[:, rows][:, :, columns]  # (classes, height, width, channels)
    noise = random.uniform(0, 1, (len(labels), height, width, channels))
    images = (0.7 * patterns[labels] + 0.3 * noise) * case.architecture.input.value_range[1]
    is_sparse = case.loss[0].startswith("Sparse")
    targets = labels if is_sparse else np.eye(num_classes, dtype=np.float32)[labels]
    return images.astype(np.float32), targets


def build(keras: ModuleType, architecture: Architecture) -> Any:
    """Returns the architecture as a `Sequential` of Keras, or of convscope."""
    stack = [keras.Input(shape=architecture.input.shape)]
    for layer in architecture.layers:
        options = rounded(layer.to_json())
        kind = options.pop("kind")
        if isinstance(layer, Dropout):
            options["rate"] = 0.0
        stack.append(getattr(keras.layers, kind)(**options))
    return keras.Sequential(stack)


def build_optimizer(package: ModuleType, case: Case) -> Any:
    """Returns the case's optimizer, of Keras or of convscope, with the same options."""
    name, options = case.optimizer
    defaults = getattr(convscope.optimizers, name)(**options).get_config()
    del defaults["name"]
    return getattr(package.optimizers, name)(**rounded(defaults))


def rounded(options: dict) -> dict:
    """Returns options rounded to float32, as Keras does with some of them even in float64."""
    return {
        key: float(np.float32(value)) if isinstance(value, float) else value
        for key, value in options.items()
    }


def train(keras: ModuleType, case: Case, weights: list[np.ndarray]) -> Training:
    """Trains for `STEPS` steps from `weights`; every program line is the same for both."""
    images, targets = examples(case)
    model = build(keras, case.architecture)
    model.set_weights(weights)
    means: list[float] = []
    model.compile(
        optimizer=build_optimizer(keras, case),
        loss=getattr(keras.losses, case.loss[0])(**case.loss[1]),
    )

    class Means(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            means.append((logs or {})["loss"])

    model.fit(
        images,
        targets,
        batch_size=case.batch_size,
        shuffle=False,
        verbose=0,
        callbacks=[Means()],
    )
    # Both report the mean over the epoch so far.
    sums = np.array(means, np.float64) * np.arange(1, STEPS + 1)
    outputs = model.predict(images[: case.batch_size], verbose=0)
    return Training(np.diff(sums, prepend=0), outputs)


def train_exactly(case: Case, weights: list[np.ndarray]) -> np.ndarray:
    """Returns convscope's losses in float64, which `fit` does not offer."""
    import torch

    from convscope.engine.network import build_network

    model = build(convscope, case.architecture)
    names = model.architecture.parameter_shapes
    network = build_network(model.architecture, dict(zip(names, weights, strict=True))).double()
    loss = getattr(convscope.losses, case.loss[0])(**case.loss[1]).for_engine()
    optimizer = build_optimizer(convscope, case).settings().build(network.parameters())
    images, targets = (torch.from_numpy(array) for array in examples(case))
    network.train()
    values = []
    for inputs, wanted in zip(
        images.double().split(case.batch_size), targets.split(case.batch_size), strict=True
    ):
        optimizer.zero_grad()
        value = loss(network.scores(inputs), wanted, network.output_activation)
        value.backward()
        optimizer.step()
        values.append(value.item())
    return np.array(values)


def compare(keras: ModuleType, case: Case) -> tuple[Training, Difference]:
    """Returns convscope's training in float32, and how far Keras' is from it."""
    weights = build(convscope, case.architecture).get_weights()
    changed = [np.nextafter(tensor, np.float32(9)) for tensor in weights]
    ours, theirs = (train(package, case, weights) for package in (convscope, keras))
    shaken = train(keras, case, changed)
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        exact = train(keras, case, weights)
    finally:
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")
    return ours, Difference(
        largest_difference(train_exactly(case, weights), exact.losses),
        largest_difference(ours.losses, theirs.losses),
        largest_difference(ours.outputs, theirs.outputs),
        largest_difference(theirs.losses, shaken.losses),
    )


def largest_difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Returns the largest difference between two values at the same place."""
    return float(np.abs(ours - theirs).max())


def import_keras() -> ModuleType:
    """Returns Keras, with fewer log lines from TensorFlow."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return importlib.import_module("keras")


def main() -> None:
    """Prints a table; exits with 1 when a loss differs by more than the tolerance."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.parse_args()
    keras = import_keras()
    import torch

    convscope.utils.set_random_seed(0)
    print(
        f"convscope {convscope.__version__} on torch {torch.__version__}, "
        f"Keras {keras.__version__} on {keras.backend.backend()}; {STEPS} steps on the CPU"
    )
    heads = ("first loss", "last loss", "float64 ±", "float32 ±", "outputs ±", "Keras ±")
    print(" " * 30 + "".join(f"{head:>11}" for head in heads))
    largest = 0.0
    for case in cases():
        ours, d = compare(keras, case)
        largest = max(largest, d.exact_loss)
        print(
            f"{case.name:30}{ours.losses[0]:11.5f}{ours.losses[-1]:11.5f}{d.exact_loss:11.1e}"
            f"{d.loss:11.1e}{d.output:11.1e}{d.keras_loss:11.1e}",
            flush=True,
        )
    print(f"Largest difference of a loss in float64: {largest:.1e} (allowed {TOLERANCE:.0e})")
    raise SystemExit(largest > TOLERANCE)


if __name__ == "__main__":
    main()
