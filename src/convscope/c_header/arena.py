"""Where each result lies in one block of memory; what is no longer needed is written over."""

from dataclasses import dataclass
from math import prod

from convscope.architecture import INPUT, Shape
from convscope.channels_first import Operation

IN_PLACE = {"activate", "affine", "join", "nothing", "prelu", "ramp"}
"""Operations that may write over what they take in, value by value."""


@dataclass(frozen=True)
class Arena:
    """Memory for the results of a net.

    Attributes:
        places: Where each result begins, by the operation's name; in values.
        num_values: Of the whole block.
        most_alive: Values that have to be kept at one moment, at most: no plan needs less.
    """

    places: dict[str, int]
    num_values: int
    most_alive: int


@dataclass
class _Buffer:
    size: int
    first: int
    last: int


def plan_arena(operations: list[Operation], input_shape: Shape) -> Arena:
    """Returns where the results of operations lie, the net's input among them.

    The largest is placed first, each as low as no other is in its way while both are needed.

    Args:
        operations: Those of a net, in order.
        input_shape: Of what goes in.
    """
    owner, buffers = _buffers(operations, input_shape)
    begins: dict[str, int] = {}
    order = sorted(buffers, key=lambda name: (-buffers[name].size, buffers[name].first))
    for name in order:
        one = buffers[name]
        others = sorted(
            (begins[other], begins[other] + buffers[other].size)
            for other in begins
            if buffers[other].first <= one.last and one.first <= buffers[other].last
        )
        begin = 0
        for low, high in others:
            if begin + one.size <= low:
                break
            begin = max(begin, high)
        begins[name] = begin
    places = {name: begins[owner[name]] for name in owner}
    alive = [
        sum(b.size for b in buffers.values() if b.first <= moment <= b.last)
        for moment in range(len(operations) + 1)
    ]
    num_values = max(begins[name] + buffers[name].size for name in buffers)
    return Arena(places, num_values, max(alive))


def _buffers(
    operations: list[Operation], input_shape: Shape
) -> tuple[dict[str, str], dict[str, _Buffer]]:
    """Returns whose memory each result uses, and that memory with when it is needed.

    The input is there at moment 0; the operation with index i works at moment i + 1.
    """
    last_needed = {INPUT: 0}
    for moment, op in enumerate(operations, 1):
        last_needed[op.name] = moment
        last_needed |= dict.fromkeys(op.inputs, moment)
    last_needed[operations[-1].name] = len(operations) + 1
    owner = {INPUT: INPUT}
    buffers = {INPUT: _Buffer(prod(input_shape), 0, last_needed[INPUT])}
    for moment, op in enumerate(operations, 1):
        size = prod(op.shape)
        taken = owner[op.inputs[0]]
        if is_view(op) or (
            op.what in IN_PLACE
            and op.options.get("function") != "concatenate"
            and size == buffers[taken].size
            and buffers[taken].last == moment
            and not any(owner[name] == taken for name in op.inputs[1:])
        ):
            owner[op.name] = taken
            buffers[taken].last = max(buffers[taken].last, last_needed[op.name])
        else:
            owner[op.name] = op.name
            buffers[op.name] = _Buffer(size, moment, last_needed[op.name])
    return owner, buffers


def is_view(op: Operation) -> bool:
    """Whether an operation only reads the same numbers under another shape."""
    if op.what == "nothing":
        return True
    if op.what == "flatten":
        return not op.options["channels_last"]
    if op.what == "reshape":
        return all(_reads_alike(op.options[key]) for key in ("before", "shape"))
    return False


def _reads_alike(shape: Shape) -> bool:
    """Whether (height, width, channels) lies in memory as (channels, height, width) does."""
    return len(shape) == 1 or shape[2] == 1 or shape[0] * shape[1] == 1
