"""Which array of a model belongs to which tensor of which layer: names say so."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convscope.arrays import Weights
from convscope.errors import ConvscopeError, in_short
from convscope.keras_files.hdf5 import Content
from convscope.keras_files.net_reading import PlacedLayer, ReadNet
from convscope.keras_files.weights_reading import weights_from, weights_of

Arrays = Mapping[str, NDArray[np.float32]]

_OF_KERAS_3 = re.compile(r"(_layer_checkpoint_dependencies|layers)/(.+/)?vars/\d+")
_NOT_OF_LAYERS = ("optimizer/", "_training_", "seed_generator")
"""How names begin, or what is in them, of arrays that only a training goes on with."""

_OTHER = "The weights do not belong to this net: export the model again, or take another one."


def weights_by_name(net: ReadNet, arrays: Arrays) -> Weights:
    """Returns the weights of a net.

    Args:
        net: The net.
        arrays: Its arrays, called `layer/tensor`, with or without the names of outer nets before
            it; `layer/0`; or, as Keras 3 numbers layers, `layers/conv2d_1/vars/0`.

    Raises:
        ConvscopeError: An array is missing, belongs to no layer, or has another shape.
    """
    own = {name: array for name, array in arrays.items() if not _is_of_training(name)}
    if own and all(_OF_KERAS_3.fullmatch(name) for name in own):
        return weights_of(net, Content({}, {_numbered(name): a for name, a in own.items()}))
    ends = _by_end(own)
    used: set[str] = set()
    found: dict[str, list[NDArray[Any]]] = {}
    for place in net.placed:
        names = [_find(place, ways, ends) for ways in _ways(net, place)]
        used |= set(names)
        found[place.name] = [own[name] for name in names]
    if left := sorted(own.keys() - used):
        raise ConvscopeError(
            f"the arrays {in_short(', '.join(left))} belong to no layer.",
            f"The net has {len(net.placed)} layers with weights.",
            _OTHER,
        )
    return weights_from(net, found)


def _is_of_training(name: str) -> bool:
    return name.startswith(_NOT_OF_LAYERS[:1]) or any(each in name for each in _NOT_OF_LAYERS[1:])


def _numbered(name: str) -> str:
    return re.sub(r"^_layer_checkpoint_dependencies/", "layers/", name)


def _by_end(names: Iterable[str]) -> dict[str, list[str]]:
    """Returns the full names by every end that they have, from `layer/tensor` on."""
    ends: dict[str, list[str]] = {}
    for name in names:
        parts = name.removesuffix(":0").split("/")
        for first in range(max(0, len(parts) - 8), len(parts) - 1):
            ends.setdefault("/".join(parts[first:]), []).append(name)
    return ends


def _ways(net: ReadNet, place: PlacedLayer) -> list[list[str]]:
    """Returns what each array of a layer may be called, in the order of its tensors."""
    fillers = place.config.entry.fillers if place.config.entry else {}
    tensors = [
        tensor
        for tensor in net.architecture.step(place.name).parameter_shapes
        if tensor not in fillers or place.config.takes_flag(fillers[tensor][0])
    ]
    prefixes = place.config.entry.prefixes if place.config.entry else {}
    return [
        [tensor, *([f"{prefixes[tensor]}_{tensor}"] if tensor in prefixes else []), str(index)]
        for index, tensor in enumerate(tensors)
    ]


def _find(place: PlacedLayer, ways: list[str], ends: Mapping[str, list[str]]) -> str:
    """Returns the full name of a layer's array."""
    for outer in ("", *("/".join(place.nets[first:]) + "/" for first in range(len(place.nets)))):
        for way in ways:
            found = ends.get(f"{outer}{place.config.name}/{way}", [])
            if len(found) == 1:
                return found[0]
    raise ConvscopeError(
        f'the array "{in_short(f"{place.config.name}/{ways[0]}")}" of {place.config.title} is '
        "missing, or there are several.",
        "Expected one array for each tensor of a layer, named after it.",
        _OTHER,
    )
