"""An architecture as Keras 3 describes it, its layers in the order in which Keras counts."""

from collections.abc import Mapping
from typing import Any

from convscope.architecture import Architecture, Layer, LayerStep, Shape, automatic_name
from convscope.errors import ConvscopeError
from convscope.keras_config.kinds import KINDS, LACKING
from convscope.keras_config.training import settings_config
from convscope.keras_files.weight_order import keras_order


def net_config(architecture: Architecture) -> dict[str, Any]:
    """Returns the net as `config.json` of a `.keras` file has it.

    Raises:
        ConvscopeError: A layer that Keras lacks.
    """
    expect_writable(architecture)
    shape = [None, *architecture.input.shape]
    begin = _input_name(architecture)
    first = _entry("keras.layers", "InputLayer", {"batch_shape": shape, "name": begin})
    first["config"]["dtype"] = "float32"
    if architecture.is_chain:
        layers = [first, *(_layer_entry(step) for step in architecture.steps)]
        config = {"name": "sequential", "trainable": True, "layers": layers}
        config["build_input_shape"] = shape
        return {**_entry("keras", "Sequential", config), "build_config": {"input_shape": shape}}
    layers = [{**first, "name": begin, "inbound_nodes": []}]
    for step in keras_order(architecture):
        taken = [_tensor(architecture, begin, source) for source in step.inputs]
        node = {"args": [taken if step.layer.joins else taken[0]], "kwargs": {}}
        layers.append({**_layer_entry(step), "name": step.layer.name, "inbound_nodes": [node]})
    end = architecture.layers[-1].name
    config = {"name": "functional", "trainable": True, "layers": layers}
    config |= {"input_layers": [begin, 0, 0], "output_layers": [end, 0, 0]}
    entry = _entry("keras.src.models.functional", "Functional", config)
    return {**entry, "registered_name": "Functional", "build_config": {"input_shape": shape}}


def without_modules(config: Any) -> Any:
    """Returns a config as Keras writes it in HDF5 files: classes by their names alone."""
    if isinstance(config, list):
        return [without_modules(item) for item in config]
    if not isinstance(config, Mapping):
        return config
    dropped = ("module", "registered_name", "build_config") if "class_name" in config else ()
    return {key: without_modules(value) for key, value in config.items() if key not in dropped}


def expect_writable(architecture: Architecture) -> None:
    """Checks that Keras has every layer of a net.

    Raises:
        ConvscopeError: It lacks one.
    """
    for layer in architecture.layers:
        activation = getattr(layer, "activation", "linear")
        if layer.kind not in KINDS or activation in LACKING:
            has = layer.kind if layer.kind not in KINDS else f'activation "{activation}"'
            raise ConvscopeError(
                f"{layer.title} cannot be written for Keras, which has no {has}.",
                "Expected layers that Keras has.",
                "Save the net as .safetensors, which holds all of convscope's layers.",
            )


def _layer_entry(step: LayerStep) -> dict[str, Any]:
    layer = step.layer
    entry = _entry("keras.layers", layer.kind, _options(layer))
    shapes: list[Any] = [[None, *shape] for shape in step.input_shapes]
    built = shapes if layer.joins else shapes[0]
    return {**entry, "build_config": {"input_shape": built}}


def _options(layer: Layer) -> dict[str, Any]:
    # Some classes without weights refuse to be told whether they are trained.
    trained = {"trainable": layer.training.is_trained} if layer.tensors else {}
    settings = settings_config(layer.training, KINDS[layer.kind])
    return {"name": layer.name, **trained, "dtype": "float32", **layer.options(), **settings}


def _entry(module: str, class_name: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def _input_name(architecture: Architecture) -> str:
    return automatic_name("input_layer", [layer.name for layer in architecture.layers])


def _tensor(architecture: Architecture, begin: str, source: int) -> dict[str, Any]:
    shape: Shape = architecture.input.shape
    name = begin
    if source >= 0:
        shape, name = architecture.steps[source].output_shape, architecture.layers[source].name
    config = {"shape": [None, *shape], "dtype": "float32", "keras_history": [name, 0, 0]}
    return {"class_name": "__keras_tensor__", "config": config}
