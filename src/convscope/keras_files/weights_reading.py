"""Arrays of a file to the tensors of a net's layers, wherever each version of Keras kept them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.architecture import Architecture, Shape
from convscope.arrays import Weights
from convscope.errors import ConvscopeError, in_short
from convscope.keras_files.hdf5 import Content
from convscope.keras_files.net_reading import PlacedLayer, ReadNet
from convscope.keras_files.weight_order import in_order, numbered, snake_case

Arrays = list[NDArray[Any]]

OLD_GROUP = "model_weights"
"""Where the weights lie in a file that holds the net as well, but for Keras 3's own format."""

_OLDEST = re.compile(r"layer_(0|[1-9]\d{0,5})/param_(0|[1-9]\d{0,5})")
_LAYERS = ("layers", "_layer_checkpoint_dependencies")
_OTHER_NET = (
    "The weights do not belong to this net: take those that were saved with it, or open a whole "
    "net, as model.save() writes it."
)


def weights_of(net: ReadNet, content: Content) -> Weights:
    """Returns the weights of a net that was read from the same file.

    Raises:
        ConvscopeError: Weights are missing, or have other shapes than the net's.
    """
    if is_new(content):
        found = {place.name: _numbered_arrays(content, place.group) for place in net.placed}
    else:
        found = _by_place(net, content)
    return weights_from(net, found)


def weights_from(net: ReadNet, found: Mapping[str, Arrays]) -> Weights:
    """Returns the weights of a net whose arrays are already sorted by layers.

    Args:
        net: The net, as its file has it.
        found: Arrays by the layer's name in the architecture, in Keras' order of a layer's tensors.

    Raises:
        ConvscopeError: Weights are missing, or have other shapes than the net's.
    """
    tensors: Weights = {}
    for place in net.placed:
        shapes = net.architecture.step(place.name).parameter_shapes
        fillers = place.config.entry.fillers if place.config.entry else {}
        filled = {
            tensor: value
            for tensor, (option, value) in fillers.items()
            if not place.config.takes_flag(option)
        }
        tensors |= _named(place.name, shapes, found.get(place.name, []), filled)
    return {name: tensors[name] for name in net.architecture.parameter_shapes}


def weights_for(architecture: Architecture, content: Content) -> Weights:
    """Returns the weights in a file that holds no net, for a net that exists already.

    Args:
        architecture: The net.
        content: What `save_weights` of any version of Keras wrote.

    Raises:
        ConvscopeError: They do not fit the net.
    """
    steps = [step for step in in_order(architecture) if step.parameter_shapes]
    if is_new(content):
        counts: dict[str, int] = {}
        groups = [
            f"{_root(content)}/{numbered(snake_case(step.layer.kind), counts)}" for step in steps
        ]
        arrays = [_numbered_arrays(content, group) for group in groups]
        num_groups = len({path.rpartition("/")[0] for path in _weight_paths(content)})
        if num_groups != sum(map(bool, arrays)) or not all(arrays):
            arrays = _by_layer_name(content, [step.layer.name for step in steps])
    else:
        arrays = [group for _, group in _old_groups(content)]
    if len(arrays) != len(steps):
        raise ConvscopeError(
            f"the file has weights of {len(arrays)} layers.",
            f"The net has {len(steps)} with weights.",
            _OTHER_NET,
        )
    tensors: Weights = {}
    for step, found in zip(steps, arrays, strict=True):
        tensors |= _named(step.layer.name, step.parameter_shapes, found, {})
    return {name: tensors[name] for name in architecture.parameter_shapes}


def is_new(content: Content) -> bool:
    """Returns whether the weights lie as Keras 3 lays them out: numbered, by class."""
    return OLD_GROUP not in content.attributes and any(
        path.startswith(_LAYERS) for path in content.arrays
    )


def _root(content: Content) -> str:
    return next(r for r in _LAYERS if any(path.startswith(f"{r}/") for path in content.arrays))


def _weight_paths(content: Content) -> list[str]:
    return [path for path in content.arrays if path.startswith(_LAYERS)]


def _numbered_arrays(content: Content, group: str) -> Arrays:
    found: Arrays = []
    while (path := f"{group}/vars/{len(found)}") in content.arrays:
        found.append(content.arrays[path])
    return found


def _by_layer_name(content: Content, names: Sequence[str]) -> list[Arrays]:
    """Returns the arrays of layers by the names that Keras notes beside them."""
    groups = {path.rpartition("/vars/")[0] for path in _weight_paths(content)}
    named = {content.text("name", f"{group}/vars"): group for group in sorted(groups)}
    if len(groups) != len(names) or not all(name in named for name in names):
        shown = in_short(", ".join(sorted(groups)))
        raise ConvscopeError(
            f"the file has weights of {len(groups)} layers: {shown}.",
            f"The net has {len(names)} with weights: {in_short(', '.join(names))}.",
            _OTHER_NET,
        )
    return [_numbered_arrays(content, named[name]) for name in names]


def _old_groups(content: Content) -> list[tuple[str, list[NDArray[Any]]]]:
    """Returns name and arrays of every layer with weights, in the order of the file."""
    return [
        (name, [array for _, array in arrays]) for name, arrays in _old_arrays(content) if arrays
    ]


def _old_arrays(content: Content) -> Iterable[tuple[str, list[tuple[str, NDArray[Any]]]]]:
    """Yields every layer's name, and its arrays by the names that Keras gave them."""
    root = OLD_GROUP if OLD_GROUP in content.attributes else ""
    names = content.texts("layer_names", root)
    if not names and (oldest := _oldest_arrays(content)):
        yield from oldest
        return
    if not names:
        raise ConvscopeError(
            "the file has no weights where Keras puts them.",
            f"Expected a list layer_names, or groups {_LAYERS[0]}/….",
            "Save the model again with Keras, or take another file.",
        )
    for name in names:
        group = f"{root}/{name}".lstrip("/")
        arrays: list[tuple[str, NDArray[Any]]] = []
        for weight in content.texts("weight_names", group):
            array = content.arrays.get(f"{group}/{weight}")
            if array is None:
                raise ConvscopeError(
                    f'the array "{in_short(weight)}" of layer "{in_short(name)}" is missing.',
                    "Expected every array that the file lists.",
                    "Copy the file again, or save the model again with Keras.",
                )
            arrays.append((weight, array))
        yield name, arrays


def _oldest_arrays(content: Content) -> list[tuple[str, list[tuple[str, NDArray[Any]]]]]:
    """Returns what Keras wrote before weights had names: `layer_0/param_0` and so on."""
    found: dict[int, list[tuple[str, NDArray[Any]]]] = {}
    places = [_OLDEST.fullmatch(path) for path in content.arrays]
    numbers = sorted((int(place[1]), int(place[2])) for place in places if place)
    for layer, parameter in numbers:
        path = f"layer_{layer}/param_{parameter}"
        found.setdefault(layer, []).append((path, content.arrays[path]))
    return [(f"layer_{layer}", arrays) for layer, arrays in found.items()]


def _by_place(net: ReadNet, content: Content) -> dict[str, Arrays]:
    """Returns the arrays of every layer, from groups of which each may hold those of a net."""
    outermost: dict[str, list[PlacedLayer]] = {}
    for place in net.placed:
        outermost.setdefault((*place.nets, place.config.name)[0], []).append(place)
    groups = [(name, arrays) for name, arrays in _old_arrays(content) if arrays]
    if len(groups) != len(outermost):
        raise ConvscopeError(
            f"the file has weights of {len(groups)} layers.",
            f"Its net has {len(outermost)} with weights.",
            _OTHER_NET,
        )
    named = dict(groups)
    listed = [arrays for _, arrays in groups]
    found: dict[str, Arrays] = {}
    for index, (name, places) in enumerate(outermost.items()):
        found |= _shared_out(net, places, named.get(name, listed[index]))
    return found


def _shared_out(
    net: ReadNet, places: list[PlacedLayer], arrays: list[tuple[str, NDArray[Any]]]
) -> dict[str, Arrays]:
    """Returns which of the arrays of one group belong to which of its layers."""
    if len(places) == 1:
        return {places[0].name: [array for _, array in arrays]}
    # A weight is called "block/conv/kernel:0": what stands before its own name is its layer.
    by_layer: dict[str, Arrays] = {}
    for name, array in arrays:
        layer = name.rpartition("/")[0].rpartition("/")[2]
        by_layer.setdefault(layer, []).append(array)
    names = [place.config.name for place in places]
    if len(set(names)) == len(names) and set(by_layer) == set(names):
        return {place.name: by_layer[place.config.name] for place in places}
    return _in_old_order(net, places, [array for _, array in arrays])


def _in_old_order(net: ReadNet, places: list[PlacedLayer], arrays: Arrays) -> dict[str, Arrays]:
    """Shares arrays out as Keras wrote them: first all that are trained, then all others."""
    found: dict[str, Arrays] = {place.name: [] for place in places}
    rest = list(arrays)
    for trained in (True, False):
        for place in places:
            step = net.architecture.step(place.name)
            is_trained = place.config.takes_flag("trainable")
            for tensor in step.parameter_shapes:
                if trained == (is_trained and tensor not in step.layer.non_trainable):
                    found[place.name] += rest[:1]
                    del rest[:1]
    return found


def _named(
    name: str, shapes: dict[str, Shape], arrays: Arrays, filled: dict[str, float]
) -> Weights:
    """Returns the tensors of one layer.

    Args:
        name: The layer's name.
        shapes: Its tensors, in Keras' order.
        arrays: What the file has for it, in the same order, without those that are filled.
        filled: Tensors that the file leaves out, with the value that stands for them.
    """
    wanted = [tensor for tensor in shapes if tensor not in filled]
    fitted = [_on_maps(array, shapes[t]) for array, t in zip(arrays, wanted, strict=False)]
    arrays = [*fitted, *arrays[len(fitted) :]]
    received = [array.shape for array in arrays]
    if received != [shapes[tensor] for tensor in wanted]:
        needed = ", ".join(f"{tensor} {shapes[tensor]}" for tensor in wanted)
        raise ConvscopeError(
            f'layer "{in_short(name)}" gets arrays of shapes {in_short(received)}.',
            f"Expected {needed}.",
            _OTHER_NET,
        )
    found = dict(zip(wanted, arrays, strict=True))
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused later
        return {
            f"{name}.{tensor}": np.asarray(found[tensor], np.float32)
            if tensor in found
            else np.full(shape, filled[tensor], np.float32)
            for tensor, shape in shapes.items()
        }


def _on_maps(array: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Returns the kernel of a `Dense` on pictures as that of a convolution of 1 × 1."""
    return array.reshape(shape) if shape == (1, 1, *array.shape) else array
