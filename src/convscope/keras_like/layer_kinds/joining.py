"""Layers that take in several others, and the same as functions."""

from collections.abc import Iterable
from typing import Any

from convscope import architecture
from convscope.keras_like.layer import Layer
from convscope.keras_like.symbolic import KerasTensor


class Add(Layer):
    """Adds up what several layers put out."""

    kind = architecture.Add


class Subtract(Layer):
    """Subtracts what the second layer puts out from what the first does."""

    kind = architecture.Subtract


class Multiply(Layer):
    """Multiplies what several layers put out, value by value."""

    kind = architecture.Multiply


class Average(Layer):
    """Keeps the mean of what several layers put out."""

    kind = architecture.Average


class Maximum(Layer):
    """Keeps the largest of what several layers put out."""

    kind = architecture.Maximum


class Concatenate(Layer):
    """Puts the channels of several layers one behind the other."""

    kind = architecture.Concatenate


def add(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Add()(inputs)`."""
    return Add(**options)(inputs)


def subtract(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Subtract()(inputs)`."""
    return Subtract(**options)(inputs)


def multiply(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Multiply()(inputs)`."""
    return Multiply(**options)(inputs)


def average(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Average()(inputs)`."""
    return Average(**options)(inputs)


def maximum(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Maximum()(inputs)`."""
    return Maximum(**options)(inputs)


def concatenate(inputs: Iterable[KerasTensor], **options: Any) -> KerasTensor:
    """Returns `Concatenate()(inputs)`; only along the channels, `axis=-1`."""
    return Concatenate(**options)(inputs)
