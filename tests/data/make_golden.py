"""Writes the golden files of the neuron inspector: small nets, what they compute, and why.

Run it from the repository's root with `python tests/data/make_golden.py`. Python and JavaScript
read the same files, `tests/data/golden/*.json`:

* `architecture`, `class_names`, `weights` (nested arrays in Keras' axis order), `image` with
  `image_dtype`: what goes in. All are exact in float32.
* `inputs`: the image in the net's range; `layers`: each layer's `pre_activation` and
  `activation`, nested; `probabilities`, `verdict`, `notes`: what comes out.
* `neurons`: what `Neuron.to_json()` says of some neurons.
* `gradients`: what `Neuron.backward(...).to_json()` says, each under `expected`, with the
  arguments `layer`, `position`, `target`, `class_index` and `label` beside it.

Numbers are computed in float64 and rounded to ten significant digits.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from convscope.architecture import (
    Activation,
    Add,
    Architecture,
    Average,
    AveragePooling2D,
    BatchNormalization,
    CenterCrop,
    Concatenate,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Input,
    LayerNormalization,
    Maximum,
    MaxPooling2D,
    Multiply,
    Normalization,
    PReLU,
    RandomCrop,
    ReLU,
    Rescaling,
    Reshape,
    Resizing,
    SeparableConv2D,
    SpatialDropout2D,
    Subtract,
    ZeroPadding2D,
)
from convscope.arithmetic.inspector import Explanation
from convscope.model_file import Model
from convscope.telling import explain

GOLDEN = Path(__file__).parent / "golden"

NETS = {
    "pooled": Architecture(
        Input((6, 5, 1)),
        (
            Conv2D(2, (3, 2), (1, 2), "same", activation="relu"),
            MaxPooling2D((2, 2), (2, 1), "same"),
            Conv2D(3, (2, 2), activation="leaky_relu"),
            Flatten(),
            Dropout(0.5),
            Dense(3, "softmax"),
        ),
    ),
    "normalized": Architecture(
        Input((5, 4, 3), (0.0, 255.0)),
        (
            Rescaling(1 / 128, -1.0),
            ZeroPadding2D(((1, 0), (0, 2))),
            Conv2D(2, (3, 2), use_bias=False),
            BatchNormalization(),
            Activation("tanh"),
            AveragePooling2D((2, 2), (1, 2), "same"),
            Conv2D(3, (1, 1), activation="softmax"),
            GlobalAveragePooling2D(),
            Dense(4),
        ),
    ),
    "vector": Architecture(
        Input((2, 3, 1), (-1.0, 1.0)),
        (
            Flatten(),
            Dense(4, "sigmoid"),
            BatchNormalization(epsilon=0.01),
            Dense(3, "linear", use_bias=False),
            Activation("step"),
            Dense(2, "tanh"),
            Dense(1, "sigmoid"),
        ),
    ),
    "grouped": Architecture(
        Input((6, 5, 2)),
        (
            Conv2D(2, (2, 3), padding="same", activation="relu", dilation_rate=(3, 1)),
            Conv2D(4, (3, 2), (2, 1), "same", activation="gelu", groups=2),
            DepthwiseConv2D((2, 3), padding="same", activation="tanh"),
            SeparableConv2D(3, (3, 2), padding="same", dilation_rate=(2, 1), depth_multiplier=2),
            Cropping2D(((0, 1), (1, 0))),
            DepthwiseConv2D((2, 2), depth_multiplier=2, activation="softmax", use_bias=False),
            GlobalMaxPooling2D(),
            Dense(3, "softmax"),
        ),
    ),
    "grown": Architecture(
        Input((2, 2, 1)),
        (
            Conv2DTranspose(2, (3, 1), (2, 1), "same", activation="relu"),
            Conv2DTranspose(1, (2, 2), dilation_rate=(2, 1), padding="same", use_bias=False),
            GlobalMaxPooling2D(),
        ),
    ),
    "curved": Architecture(
        Input((2, 3, 2)),
        (
            Reshape((3, -1, 1)),
            SpatialDropout2D(0.5),
            ReLU(0.75, 0.25, 0.125),
            GaussianNoise(0.5),
            Flatten(),
            Dense(1, "exponential"),
            Dense(1, "elu"),
            Dense(1, "selu"),
            Dense(1, "silu"),
            Dense(1, "mish"),
            Dense(1, "softplus"),
            Dense(1, "softsign"),
            Dense(1, "hard_silu"),
            Dense(1, "hard_sigmoid"),
            Dense(1, "relu6"),
            Dense(2, "softmax"),
        ),
    ),
    "scaled": Architecture(
        Input((1, 3, 2)),
        (
            Resizing(2, 2, "bilinear", pad_to_aspect_ratio=True, fill_value=0.5),
            RandomCrop(1, 2),
            CenterCrop(1, 1),
            Normalization(),
            PReLU(),
            LayerNormalization(),
            Flatten(),
        ),
    ),
    "graph": Architecture(
        Input((5, 3, 2)),
        (
            Conv2D(2, 3, padding="same", activation="relu", name="stem"),
            Conv2D(2, (2, 3), padding="same", name="branch"),
            Add(name="sum", inputs=("branch", "stem")),
            Activation("relu", name="behind"),
            GlobalAveragePooling2D(name="squeeze"),
            Dense(2, "sigmoid", name="gates"),
            Multiply(name="scaled", inputs=("behind", "gates", "stem")),
            Concatenate(name="appended", inputs=("scaled", "input", "stem")),
            MaxPooling2D((2, 1), name="pool"),
            Conv2D(3, (1, 2), (2, 1), activation="relu", name="one"),
            Conv2D(1, (4, 2), padding="valid", name="other", inputs="appended"),
            AveragePooling2D((2, 1), name="halved"),
            Subtract(name="difference", inputs=("one", "halved")),
            Flatten(name="flat"),
            Dense(3, name="first"),
            Dense(3, "tanh", name="second", inputs="flat"),
            Average(name="mean", inputs=("first", "second", "first")),
            Maximum(name="largest", inputs=("mean", "second")),
            Dense(3, "softmax", name="answer"),
        ),
    ),
}
CLASS_NAMES = {
    "pooled": ("circle", "cross", "none"),
    "normalized": ("き", "す", "つ", "<b>"),
    "vector": ("no", "yes"),
    "grouped": ("circle", "cross", "none"),
    "grown": ("circle", "cross"),
    "curved": ("circle", "cross"),
    "scaled": ("circle", "cross"),
    "graph": ("circle", "cross", "none"),
}


def main() -> None:
    """Writes every file."""
    GOLDEN.mkdir(exist_ok=True)
    for name in NETS:
        lines = (
            f"{json.dumps(key)}: {json.dumps(rounded(value), ensure_ascii=False)}"
            for key, value in golden(name).items()
        )
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        (GOLDEN / f"{name}.json").write_text(text, encoding="utf-8")
        print(f"{name}.json: {len(text.encode()) / 1024:.0f} KB")


def golden(name: str) -> dict[str, Any]:
    """Returns the content of one file."""
    architecture, random = NETS[name], np.random.default_rng(sum(map(ord, name)))
    weights = {
        tensor: eighths(random, shape, is_positive=tensor.endswith("variance"))
        for tensor, shape in architecture.parameter_shapes.items()
    }
    image = random.integers(0, 256, architecture.input.shape).astype(np.uint8)
    explanation = explain(Model(architecture, weights, CLASS_NAMES[name]), image)
    return {
        "name": name,
        "architecture": architecture.to_json(),
        "class_names": list(CLASS_NAMES[name]),
        "weights": {tensor: values.tolist() for tensor, values in weights.items()},
        "image": image.tolist(),
        "image_dtype": "uint8",
        "inputs": explanation.inputs.tolist(),
        "layers": {
            layer.name: {
                "kind": layer.kind,
                "pre_activation": layer.pre_activation.tolist(),
                "activation": layer.activation.tolist(),
            }
            for layer in explanation.layers
        },
        "probabilities": explanation.to_json()["probabilities"],
        "verdict": explanation.to_json()["verdict"],
        "notes": list(explanation.notes),
        "neurons": [
            explanation.neuron(layer, *position).to_json()
            for layer, position in chosen_neurons(explanation)
        ],
        "gradients": list(gradients(explanation)),
    }


def chosen_neurons(explanation: Explanation) -> list[tuple[str, tuple[int, ...]]]:
    """Returns the strongest neuron of each layer, and the last one, which sees the padding."""
    chosen = []
    for layer in explanation.layers:
        last = tuple(size - 1 for size in layer.step.output_shape)
        positions = {explanation.strongest(layer.name, 1)[0].position, last}
        chosen += [(layer.name, position) for position in sorted(positions)]
    return chosen


def gradients(explanation: Explanation) -> Any:
    """Yields the gradient at each layer's strongest neuron, of the loss and a logit in turn."""
    requests = ({"target": "loss", "label": 0}, {"target": "logit", "class_index": 0})
    for number, layer in enumerate(explanation.layers):
        neuron = explanation.strongest(layer.name, 1)[0]
        request = {"class_index": None, "label": None, **requests[number % 2]}
        found = neuron.backward(**request).to_json()  # type: ignore[arg-type]
        place = {"layer": layer.name, "position": list(neuron.position)}
        yield {**place, **request, "expected": found}


def eighths(random: np.random.Generator, shape: tuple[int, ...], is_positive: bool) -> np.ndarray:
    """Returns small weights that are whole eighths: short in a file, exact in float32."""
    values = random.integers(1 if is_positive else -8, 9, shape)
    return (values / 8).astype(np.float32)


def rounded(value: Any) -> Any:
    """Returns JSON data with its floats rounded to ten significant digits."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.10g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
