"""Computes a net whose layers take in each other, and keeps what is still needed."""

from collections.abc import Iterator, Sequence

from torch import Tensor

from convscope.engine.network.rewriting import Computation


def last_uses(computations: Sequence[Computation]) -> list[tuple[int, ...]]:
    """Returns for each computation whose outputs nobody needs after it.

    Example:
        >>> chain = [Computation(abs, (-1,)), Computation(abs, (0,)), Computation(max, (0, 1))]
        >>> last_uses(chain)
        [(-1,), (), (0, 1)]
    """
    last = {source: index for index, c in enumerate(computations) for source in c.inputs}
    freed: list[list[int]] = [[] for _ in computations]
    for source, index in last.items():
        freed[index].append(source)
    return [tuple(sources) for sources in freed]


def run(
    computations: Sequence[Computation], freed: Sequence[tuple[int, ...]], inputs: Tensor
) -> Iterator[Tensor]:
    """Yields what each computation puts out, in order.

    Args:
        computations: Each behind those that it takes in.
        freed: What `last_uses` returned for them.
        inputs: What goes into the net.
    """
    values = {-1: inputs}
    for index, (computation, unneeded) in enumerate(zip(computations, freed, strict=True)):
        found = computation.compute(*(values[source] for source in computation.inputs))
        for source in unneeded:
            del values[source]
        values[index] = found
        yield found
