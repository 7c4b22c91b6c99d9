"""Steps of a foreign net become fewer layers that do the same, as our nets are written."""

from dataclasses import dataclass, replace
from math import isclose, sqrt

import numpy as np

from convscope.architecture import (
    INPUT,
    Activation,
    BatchNormalization,
    Layer,
    Normalization,
    Rescaling,
)
from convscope.channels_first.building import Entry
from convscope.errors import ConvscopeError

Entries = dict[str, Entry]


@dataclass(frozen=True)
class Simplified:
    """The layers that are left.

    Attributes:
        entries: By name.
        last: Name of the one that ends the net.
        now: By names from before, which of the layers puts out the same numbers.
    """

    entries: Entries
    last: str
    now: dict[str, str]


def simplify(entries: Entries, last: str) -> Simplified:
    """Returns fewer layers that do the same.

    Args:
        entries: All of them, in order; none is changed.
        last: Name of the one that ends the net.
    """
    net = _Net({name: replace(e, inputs=list(e.inputs)) for name, e in entries.items()}, last)
    net.drop_unused()
    for rule in (_gelu, _gated, _merged, _into_bias, _without_places, _activated):
        for name in list(net.entries):
            if name in net.entries:
                rule(net, name)
    for name, entry in net.entries.items():
        if entry.layer is None:
            net.entries[name] = _as_layer(entry)
    return Simplified(net.entries, net.last, net.now)


class _Net:
    """Entries that take the place of others."""

    def __init__(self, entries: Entries, last: str) -> None:
        self.entries, self.last = entries, last
        self.known = {name: [name] for name in (INPUT, *entries)}
        self.takers: dict[str, list[str]] = {}
        for name, entry in entries.items():
            for taken in entry.inputs:
                self.takers.setdefault(taken, []).append(name)

    @property
    def now(self) -> dict[str, str]:
        """By names from before, which layer puts out the same numbers."""
        return {theirs: ours for ours, all_of_them in self.known.items() for theirs in all_of_them}

    def drop_unused(self) -> None:
        """Takes out what does not lead to the output."""
        used, waiting = {INPUT}, [self.last]
        while waiting:
            name = waiting.pop()
            if name not in used:
                used.add(name)
                waiting += self.entries[name].inputs
        for name in [name for name in self.entries if name not in used]:
            self._drop(name)

    def only(self, name: str) -> Entry | None:
        """Returns an entry that one other alone takes in."""
        return self.entries.get(name) if self.taker(name) else None

    def taker(self, name: str) -> str:
        """Returns the only one that takes an entry in, empty where there are several."""
        takers = self.takers.get(name, ())
        return takers[0] if len(takers) == 1 and name != self.last else ""

    def put_for(self, name: str, entry: Entry, instead: str, gone: tuple[str, ...]) -> None:
        """Puts an entry, called `name`, at the place of `instead`; others are gone with it."""
        theirs, takers = self.known[instead], self.takers.get(instead, [])
        for other in {*gone, name, instead}:
            if other in self.entries:
                self._drop(other)
        self.entries[name] = replace(entry, inputs=list(entry.inputs))
        self.known[name], self.takers[name] = theirs, takers
        for taken in entry.inputs:
            self.takers.setdefault(taken, []).append(name)
        for taker in takers:
            inputs = self.entries[taker].inputs
            inputs[:] = [name if each == instead else each for each in inputs]
        self.last = name if self.last == instead else self.last

    def _drop(self, name: str) -> None:
        for taken in self.entries.pop(name).inputs:
            self.takers[taken].remove(name)
        del self.known[name]


def _is_number(entry: Entry | None, scale: float, offset: float) -> bool:
    if entry is None or entry.scale is None or entry.offset is None:
        return False
    return (
        entry.scale.ndim == entry.offset.ndim == 0
        and isclose(float(entry.scale), scale, rel_tol=1e-5)
        and isclose(float(entry.offset), offset, abs_tol=1e-6)
    )


def _multiplies(entry: Entry | None) -> bool:
    from convscope.channels_first.joining_steps import JOINS

    return entry is not None and type(entry.layer) is JOINS["multiply"] and len(entry.inputs) == 2


def _gelu(net: _Net, name: str) -> None:
    """X · (1 + erf(x / √2)) / 2, whose half stands before, between or behind, is `gelu`."""
    if not net.entries[name].is_error_function:
        return
    inner = net.entries[name].inputs[0]
    if not _is_number(net.only(inner), 1 / sqrt(2), 0):
        return
    x = net.entries[inner].inputs[0]
    gone = [inner, name]
    above, is_half = net.taker(name), False
    if not _is_number(net.entries.get(above), 1, 1):
        return
    gone.append(above)
    if _is_number(net.entries.get(net.taker(above)), 0.5, 0):
        above, is_half = net.taker(above), True
        gone.append(above)
    product = net.taker(above)
    if not _multiplies(net.entries.get(product)):
        return
    (other,) = [each for each in net.entries[product].inputs if each != above] or [""]
    if not is_half and other != x and _is_number(net.only(other), 0.5, 0):
        gone.append(other)
        other, is_half = net.entries[other].inputs[0], True
    if other != x:
        return
    end = product
    if not is_half:
        end = net.taker(product)
        if not _is_number(net.entries.get(end), 0.5, 0):
            return
        gone.append(product)
    entry = Entry(Activation("gelu"), [x], net.entries[end].shape)
    net.put_for(end, entry, end, tuple(gone))


GATES = {"sigmoid": "silu", "hard_sigmoid": "hard_silu"}
"""What x · f(x) is called, by f."""


def _gated(net: _Net, name: str) -> None:
    """X · sigmoid(x) is `silu`, and so on."""
    entry = net.entries[name]
    if not _multiplies(entry) or entry.inputs[0] == entry.inputs[1]:
        return
    for x, gate in (entry.inputs, entry.inputs[::-1]):
        found = net.only(gate)
        if found is None or found.inputs != [x] or found.layer is None:
            continue
        function = found.layer.options().get("activation", "")
        if found.layer.keeps_values and function in GATES:
            gated = Entry(Activation(GATES[function]), [x], entry.shape)
            net.put_for(name, gated, name, (gate,))
            return
    _mish(net, name)


def _mish(net: _Net, name: str) -> None:
    """X · tanh(softplus(x)) is `mish`."""
    entry = net.entries[name]
    for x, gate in (entry.inputs, entry.inputs[::-1]):
        bend = net.only(gate)
        inner = net.only(bend.inputs[0]) if bend and bend.inputs else None
        functions = [getattr(e.layer, "activation", "") if e else "" for e in (bend, inner)]
        if functions == ["tanh", "softplus"] and bend and inner and inner.inputs == [x]:
            gone = (gate, bend.inputs[0])
            net.put_for(name, Entry(Activation("mish"), [x], entry.shape), name, gone)
            return


def _merged(net: _Net, name: str) -> None:
    """Two scalings in a row are one."""
    second = net.entries[name]
    if second.scale is None or second.offset is None:
        return
    first = net.only(second.inputs[0])
    if first is None or first.scale is None or first.offset is None:
        return
    scale = first.scale * second.scale
    offset = first.offset * second.scale + second.offset
    entry = Entry(None, first.inputs, second.shape, {}, scale, offset)
    net.put_for(name, entry, name, (second.inputs[0],))


def _into_bias(net: _Net, name: str) -> None:
    """What is added to a weighted sum without a bias is its bias."""
    added = net.entries[name]
    if added.scale is None or added.offset is None or np.any(added.scale != 1):
        return
    before = added.inputs[0]
    entry = net.only(before)
    layer = entry.layer if entry else None
    if entry is None or layer is None or not layer.is_weighted_sum:
        return
    if "bias" in entry.tensors or getattr(layer, "activation", "") != "linear":
        return
    bias = np.broadcast_to(added.offset, (entry.shape[-1],)).astype(np.float32)
    options = {**layer.options(), "use_bias": True}
    tensors = {**entry.tensors, "bias": bias}
    whole = Entry(type(layer).from_options(options), entry.inputs, entry.shape, tensors)
    net.put_for(before, whole, name, (before,))


def _without_places(net: _Net, name: str) -> None:
    """A pooling over all places, flattened, puts out a vector."""
    flat = net.entries[name]
    if flat.layer is None or not flat.layer.flattens:
        return
    before = flat.inputs[0]
    pooled = net.only(before)
    if pooled is None or pooled.layer is None or not pooled.layer.options().get("keepdims"):
        return
    layer = type(pooled.layer).from_options({"keepdims": False})
    net.put_for(before, Entry(layer, pooled.inputs, flat.shape), name, (before,))


def _activated(net: _Net, name: str) -> None:
    """An activation function behind a layer that may have one is its own."""
    entry = net.entries[name]
    if entry.layer is None or entry.layer.option_names() != ["activation"]:
        return
    before = entry.inputs[0]
    taken = net.only(before)
    layer = taken.layer if taken else None
    if taken is None or layer is None or not layer.is_weighted_sum or name == before:
        return
    if getattr(layer, "activation", "") != "linear":
        return
    activation = entry.layer.options()["activation"]
    whole = type(layer).from_options({**layer.options(), "activation": activation})
    net.put_for(before, replace(taken, layer=whole), name, (before,))


def _as_layer(entry: Entry) -> Entry:
    """Returns the layer that scales and shifts."""
    if entry.scale is None or entry.offset is None:
        raise ConvscopeError(
            "the error function stands alone.",
            "Expected it in x · (1 + erf(x / √2)) / 2, which is GELU.",
            "Use GELU, or another activation function.",
        )
    if entry.scale.ndim == entry.offset.ndim == 0:
        layer: Layer = Rescaling(float(entry.scale), float(entry.offset))
        return replace(entry, layer=layer)
    channels = entry.shape[-1]
    scale, offset = (np.broadcast_to(a, (channels,)) for a in (entry.scale, entry.offset))
    if min(scale) > SMALLEST_SCALE and max(scale) < 1 / SMALLEST_SCALE:
        mean, variance = (-offset / scale).tolist(), (scale**-2.0).tolist()
        return replace(entry, layer=Normalization(tuple(mean), tuple(variance)))
    tensors = {
        "gamma": scale,
        "beta": offset,
        "moving_mean": np.zeros(channels),
        "moving_variance": np.ones(channels),
    }
    layer = BatchNormalization(epsilon=SMALLEST_EPSILON)
    return replace(
        entry, layer=layer, tensors={k: t.astype(np.float32) for k, t in tensors.items()}
    )


SMALLEST_SCALE = 1e-4
"""Between it and its reciprocal a positive scale is a deviation that `Normalization` divides by."""

SMALLEST_EPSILON = 1e-12
