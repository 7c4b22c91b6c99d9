"""In which order, and under which names, Keras keeps the weights of layers."""

import re

from convscope.architecture import Architecture, LayerStep


def snake_case(class_name: str) -> str:
    """Returns a class name as Keras writes it in weights.

    Example:
        >>> [snake_case(name) for name in ("Conv2D", "MaxPooling2D", "ReLU")]
        ['conv2d', 'max_pooling2d', 're_lu']
    """
    letters = re.sub(r"\W+", "", class_name)
    letters = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", letters)
    return re.sub("([a-z])([A-Z])", r"\1_\2", letters).lower()


def numbered(stem: str, counts: dict[str, int]) -> str:
    """Returns the next name of a stem as Keras counts: `conv2d`, then `conv2d_1`."""
    count = counts.get(stem, 0)
    counts[stem] = count + 1
    return f"{stem}_{count}" if count else stem


def in_order(architecture: Architecture) -> list[LayerStep]:
    """Returns the layers as Keras sorts them: those of a chain stay as they are."""
    return list(architecture.steps) if architecture.is_chain else keras_order(architecture)


def keras_order(architecture: Architecture) -> list[LayerStep]:
    """Returns the layers as Keras sorts those of a graph, on which its weights' names depend.

    First those that are farthest from the output; at the same distance, those that a walk back from
    the output meets first, which follows every layer's inputs in turn.
    """
    steps = architecture.steps
    met: dict[int, int] = {}
    waiting = [len(steps) - 1]
    while waiting:
        index = waiting.pop()
        if index >= 0 and index not in met:
            met[index] = len(met)
            waiting += reversed(steps[index].inputs)
    distance = dict.fromkeys(range(len(steps)), 0)
    for index in reversed(range(len(steps))):
        for source in steps[index].inputs:
            distance[source] = max(distance.get(source, 0), distance[index] + 1)
    return [steps[i] for i in sorted(met, key=lambda i: (-distance[i], met[i]))]
