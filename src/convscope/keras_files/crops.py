"""Layers whose pictures some versions of Keras leave as large as they are outside of a training.

Behind each one a layer is written that takes the largest part in the middle, as we do and earlier
versions did. It changes nothing where the other has done its work, and is left out when read here.
"""

from dataclasses import replace

from convscope.architecture import Architecture, Layer, Resampling, Resizing
from convscope.keras_config.kinds import KINDS

_ENDING = "_size"


def with_sizes(architecture: Architecture) -> Architecture:
    """Returns a net that brings pictures to their size in every version of Keras."""
    names = {layer.name for layer in architecture.layers}
    layers: list[Layer] = []
    renamed: dict[str, str] = {}
    for step in architecture.steps:
        layer = _renamed(step.layer, renamed)
        layers.append(layer)
        size = _size_after(layer) if step.output_shape != step.input_shape else None
        if size is not None and size.name not in names:
            layers.append(size)
            renamed[layer.name] = size.name
    return Architecture(architecture.input, tuple(layers)) if renamed else architecture


def without_sizes(architecture: Architecture) -> Architecture:
    """Returns a net without the layers that `with_sizes` has put in."""
    layers: list[Layer] = []
    renamed: dict[str, str] = {}
    for step in architecture.steps:
        layer, taken = step.layer, architecture.input_names(step)
        before = architecture.layers[step.inputs[0]] if step.inputs[0] >= 0 else None
        size = before and _size_after(before)
        if size and layer == replace(size, inputs=layer.inputs, training=layer.training):
            renamed[layer.name] = taken[0]
            continue
        # Sorted as Keras sorts a graph, what follows need not take in the layer before it.
        named = layer if architecture.is_chain else replace(layer, inputs=taken)
        layers.append(_renamed(named, renamed))
    return Architecture(architecture.input, tuple(layers)) if renamed else architecture


def _size_after(layer: Layer) -> Layer | None:
    """Returns what does for a layer what Keras may leave out, None where it does everything."""
    if not isinstance(layer, Resampling) or not KINDS[layer.kind].leaves_size:
        return None
    name = layer.name + _ENDING
    return Resizing(layer.height, layer.width, crop_to_aspect_ratio=True, name=name)


def _renamed(layer: Layer, names: dict[str, str]) -> Layer:
    inputs = tuple(names.get(name, name) for name in layer.inputs)
    return layer if inputs == layer.inputs else replace(layer, inputs=inputs)
