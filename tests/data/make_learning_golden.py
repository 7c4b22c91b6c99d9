"""Writes the golden file of trainings: 20 steps of small nets, as the engine takes them.

Run it from the repository's root with `python tests/data/make_learning_golden.py`. Python and
JavaScript read the same file, `tests/data/learning/golden.json`. Each case holds

* `architecture`, `loss`, `optimizer`, `batch_size`, `seed`: what is trained, and how. The order of
  the examples follows from the seed.
* `weights` to begin with by `<layer>.<tensor>`, flat, or null for those that follow from the seed.
* `inputs`, flat, with `labels` or `targets`; or `digits`, how many of the embedded training digits
  are taken, divided by 255.
* `dtype`: what the engine computed in. Where two values of a pooling window differ by no more than
  rounding, float32 may take the other one for the larger, and a net that has only begun to learn
  makes a difference of 1e-6 in the loss into one of 1e-3 within 20 steps. So the MNIST net, with
  thousands of windows in every batch, has losses to agree on in float64 only.
* `losses`: of every step, before the weights moved; `final`: the weights afterwards, flat, where
  the net is small.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from convscope.architecture import (
    Activation,
    Add,
    Architecture,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    Layer,
    Maximum,
    MaxPooling2D,
    Multiply,
    Rescaling,
    ZeroPadding2D,
    load_net,
)
from convscope.arrays import Weights
from convscope.data.sources.embedded_digits import decode_digits
from convscope.engine.answers.examples import epoch_order
from convscope.engine.answers.losses import Loss, one_hot
from convscope.engine.network import build_network, read_weights
from convscope.engine.network.initialization import initial_weights
from convscope.engine.training.optimizers import OptimizerSettings

FILE = Path(__file__).parent / "learning" / "golden.json"
NUM_STEPS = 20
MOST_FINAL = 500
"""Weights of a net whose final ones are in the file."""

SPARSE, SQUARED = {"name": "sparse_categorical_crossentropy"}, {"name": "mean_squared_error"}
PICTURE = (7, 6, 2)


def main() -> None:
    """Writes the file."""
    FILE.parent.mkdir(exist_ok=True)
    cases = [{**case, **trained(case)} for case in plans()]
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(cases)} cases, {FILE.stat().st_size / 1024:.0f} KB")


def plans() -> list[dict[str, Any]]:
    """Returns the cases without what comes out of them."""
    sgd = {"name": "sgd", "learning_rate": 0.1}
    adam = {"name": "adam", "learning_rate": 0.02}
    mnist = load_net("mnist")
    still = [Dropout(0.0, name=x.name) if isinstance(x, Dropout) else x for x in mnist.layers]
    shares = (Dense(3, "softmax"), Dropout(0.0))
    return [
        _case("line", Input((1,)), [Dense(1)], SQUARED, sgd, 8, batch_size=8),
        _case(
            "neuron",
            Input((3,)),
            [Dense(1, "sigmoid")],
            {"name": "binary_crossentropy"},
            {**sgd, "momentum": 0.9},
            11,
        ),
        _case(
            "circle-cross",
            Input((3, 3, 1)),
            [Flatten(), Dense(3, "sigmoid"), Dense(2, "sigmoid")],
            SQUARED,
            {"name": "sgd", "learning_rate": 1.5, "momentum": 0.8, "nesterov": True},
            20,
            batch_size=20,
        ),
        _case(
            "convolutions",
            Input(PICTURE),
            [
                Conv2D(4, (3, 2), padding="same", activation="relu"),
                MaxPooling2D((2, 2), (2, 1), "same"),
                Conv2D(5, (2, 3), (2, 1), activation="leaky_relu"),
                AveragePooling2D((2, 2), (1, 1), "same"),
                Flatten(),
                Dense(3, "softmax"),
            ],
            SPARSE,
            adam,
            24,
            weights=1,
        ),
        _case(
            "padded-logits",
            Input(PICTURE, (0.0, 255.0)),
            [
                Rescaling(1 / 2, -0.5),
                ZeroPadding2D(((1, 0), (0, 2))),
                Conv2D(4, (3, 3), (2, 2), "same", use_bias=False),
                Activation("tanh"),
                Conv2D(3, (1, 1), activation="softmax"),
                GlobalAveragePooling2D(),
                Dense(3),
            ],
            {"name": "categorical_crossentropy", "from_logits": True},
            {"name": "adamw", "learning_rate": 0.05},
            24,
            weights=2,
            targets=True,
        ),
        _case(
            "normalized",
            Input(PICTURE),
            [
                Conv2D(4, (3, 3), use_bias=False),
                BatchNormalization(momentum=0.9),
                Activation("relu"),
                MaxPooling2D(),
                Flatten(),
                Dense(5, "linear", use_bias=False),
                BatchNormalization(epsilon=0.01),
                Activation("sigmoid"),
                Dense(3, "softmax"),
            ],
            SPARSE,
            {**sgd, "momentum": 0.9},
            23,
            weights=3,
        ),
        _case(
            "graph",
            Input((3, 2, 2)),
            [
                Conv2D(3, (3, 3), padding="same", activation="tanh", name="stem"),
                DepthwiseConv2D((3, 1), padding="same", name="branch"),
                Add(name="sum", inputs=("branch", "stem")),
                GlobalAveragePooling2D(name="means"),
                Dense(3, "sigmoid", name="gates"),
                Multiply(name="scaled", inputs=("sum", "gates")),
                Maximum(name="largest", inputs=("scaled", "stem")),
                Concatenate(name="appended", inputs=("largest", "input", "stem")),
                Flatten(name="flat"),
                Dense(3, "softmax", name="answer"),
            ],
            SPARSE,
            adam,
            12,
            weights=4,
        ),
        *(
            _case(f"outputs-{name}", Input((5,)), list(shares), {"name": name}, adam, 12)
            for name in (
                "sparse_categorical_crossentropy",
                "categorical_crossentropy",
                "binary_crossentropy",
            )
        ),
        *(
            {
                "name": f"mnist-{optimizer['name']}",
                "architecture": Architecture(mnist.input, tuple(still)).to_json(),
                "loss": SPARSE,
                "optimizer": optimizer,
                "batch_size": 16,
                "seed": 7,
                "weights": None,
                "digits": 100,
                "dtype": "float64",
            }
            for optimizer in (
                {"name": "sgd", "learning_rate": 0.02, "momentum": 0.9},
                {"name": "adam", "learning_rate": 0.001},
            )
        ),
    ]


def _case(
    name: str,
    input_: Input,
    layers: list[Layer],
    loss: dict[str, Any],
    optimizer: dict[str, Any],
    num_examples: int,
    batch_size: int = 7,
    weights: int | None = None,
    targets: bool = False,
) -> dict[str, Any]:
    """Returns a case with examples that can be learned; `weights` is a seed for random ones."""
    architecture = Architecture(input_, tuple(layers))
    random = np.random.default_rng(sum(map(ord, name)))
    inputs = random.integers(-8, 9, (num_examples, *input_.shape)) / 8
    outputs = architecture.output_shape[-1]
    scores = inputs.reshape(num_examples, -1) @ random.normal(size=(inputs[0].size, outputs))
    wanted: dict[str, Any] = {"labels": scores.argmax(1).tolist()}
    if outputs == 1 and loss is SQUARED:
        wanted = {"targets": np.round(scores[:, 0] + 0.5, 3).tolist()}
    elif outputs == 1:
        wanted = {"labels": (scores[:, 0] > 0).astype(int).tolist()}
    elif targets:
        soft = np.full((num_examples, outputs), 0.0625)
        soft[np.arange(num_examples), scores.argmax(1)] = 0.875
        wanted = {"targets": soft.ravel().tolist()}
    return {
        "name": name,
        "architecture": architecture.to_json(),
        "loss": loss,
        "optimizer": optimizer,
        "batch_size": batch_size,
        "seed": 5,
        "dtype": "float32",
        "weights": None if weights is None else _random_weights(architecture, weights),
        "inputs": inputs.ravel().tolist(),
        **wanted,
    }


def _random_weights(architecture: Architecture, seed: int) -> dict[str, list[float]]:
    """Returns weights that are whole sixteenths: short in a file, exact in float32."""
    random = np.random.default_rng(seed)
    return {
        name: (random.integers(1 if "variance" in name or "gamma" in name else -8, 9, shape) / 16)
        .ravel()
        .tolist()
        for name, shape in architecture.parameter_shapes.items()
    }


def trained(case: dict[str, Any]) -> dict[str, Any]:
    """Takes the steps and returns their losses, and the final weights of a small net."""
    architecture = Architecture.from_json(case["architecture"])
    network = build_network(architecture, _weights(case, architecture)).train()
    dtype = getattr(torch, case["dtype"])
    network = network.to(dtype)
    loss = Loss(**case["loss"])
    options = {key: value for key, value in case["optimizer"].items() if key != "name"}
    optimizer = OptimizerSettings(case["optimizer"]["name"], options).build(network.parameters())
    inputs, targets = _examples(case, architecture)
    inputs = inputs.to(dtype)
    losses: list[float] = []
    for epoch in range(NUM_STEPS):
        order = epoch_order(len(inputs), case["seed"], epoch)
        for batch in order.split(case["batch_size"])[: NUM_STEPS - len(losses)]:
            optimizer.zero_grad()
            scores = network.scores(inputs[batch])
            value = loss(scores, targets[batch], network.output_activation)
            value.backward()
            optimizer.step()
            losses.append(float(f"{value.item():.7g}"))
    weights = read_weights(network)
    is_small = sum(values.size for values in weights.values()) <= MOST_FINAL
    final = {name: [float(f"{x:.6g}") for x in v.ravel()] for name, v in weights.items()}
    return {"losses": losses, "final": final if is_small else None}


def _weights(case: dict[str, Any], architecture: Architecture) -> Weights:
    if case["weights"] is None:
        return initial_weights(architecture, case["seed"])
    shapes = architecture.parameter_shapes
    return {
        name: np.array(values, np.float32).reshape(shapes[name])
        for name, values in case["weights"].items()
    }


def _examples(
    case: dict[str, Any], architecture: Architecture
) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns inputs, and labels or targets as the loss takes them."""
    if "digits" in case:
        train = decode_digits().splits["train"]
        images, labels = train.images[: case["digits"]], train.labels[: case["digits"]]
        return torch.from_numpy(images.astype(np.float32) / 255), torch.from_numpy(labels)
    inputs = torch.tensor(case["inputs"]).reshape(-1, *architecture.input.shape)
    outputs = architecture.output_shape[-1]
    if "targets" in case:
        return inputs, torch.tensor(case["targets"]).reshape(-1, outputs)
    labels = torch.tensor(case["labels"])
    is_sparse = case["loss"]["name"].startswith("sparse")
    return inputs, labels if is_sparse or outputs == 1 else one_hot(labels, outputs)


if __name__ == "__main__":
    main()
