"""Explanations as JSON data: what the page's JavaScript computes and shows as well.

Keys are the attributes of `Neuron`, `NeuronGradient` and of the parts in `terms.py`, with
positions and shapes as arrays. Numbers are not rounded. `null` stands for what does not apply:
`window` without a window, `winner` outside max-pooling, `softmax` for other activation functions,
`weight_share` where a weight is not learned, `slope` and `activation_gradient` where the target
begins. `sources`, `next_layers` and `input_layers` are left out where they are empty: outside of
joins, and where a neuron feeds one layer.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from convscope.arithmetic.inspector.explanation import Explanation
    from convscope.arithmetic.inspector.neuron import Neuron
    from convscope.arithmetic.inspector.neuron_gradient import NeuronGradient
    from convscope.arithmetic.inspector.walk import Walk

FORMAT = 1
"""Version of the JSON form."""


_OF_GRAPHS = ("sources", "next_layers", "input_layers")
"""What is written only where it says something, so that chains read as they always did."""


def neuron_to_json(neuron: "Neuron") -> dict[str, Any]:
    """Returns one neuron; the keys are the attributes of `Neuron`."""
    return {"format": FORMAT, **_object(neuron, leave_out=("find_gradient",))}


def gradient_to_json(gradient: "NeuronGradient") -> dict[str, Any]:
    """Returns the gradient at one neuron; the keys are the attributes of `NeuronGradient`."""
    return {"format": FORMAT, **_object(gradient)}


def walk_to_json(walk: "Walk") -> dict[str, Any]:
    """Returns the verdict, the notes and every neuron."""
    return {
        "verdict": {"class_name": walk.class_name, "probability": walk.probability},
        "notes": list(walk.notes),
        "neurons": [neuron_to_json(neuron) for neuron in walk.neurons],
    }


def explanation_to_json(explanation: "Explanation") -> dict[str, Any]:
    """Returns verdict, probabilities, notes and each layer's kind and shape."""
    return {
        "verdict": explanation.verdict._asdict(),
        "class_names": list(explanation.class_names),
        "probabilities": explanation.probabilities.tolist(),
        "notes": list(explanation.notes),
        "layers": [
            {"name": s.name, "kind": s.kind, "output_shape": list(s.step.output_shape)}
            for s in explanation.layers
        ],
    }


def to_json_data(value: Any) -> Any:
    """Returns records as objects and plain tuples as arrays, all the way down."""
    if is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()  # type: ignore[attr-defined]
    if isinstance(value, Mapping):
        return {key: to_json_data(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_json_data(item) for item in value]
    return value


def _object(value: Any, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    names = [field.name for field in fields(value) if field.name not in leave_out]
    given = {name: to_json_data(getattr(value, name)) for name in names}
    return {name: data for name, data in given.items() if data or name not in _OF_GRAPHS}
