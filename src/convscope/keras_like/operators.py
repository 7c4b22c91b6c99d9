"""`a + b`, `x / 255` between what layers put out: the layers that compute the same."""

from typing import Any

from convscope.errors import ConvscopeError, in_short
from convscope.keras_like.symbolic import KerasTensor


def added(a: KerasTensor, b: Any) -> KerasTensor:
    """Returns a + b: a join, or a `Rescaling` for a number."""
    return _joined("Add", a, b) if isinstance(b, KerasTensor) else _rescaled(a, 1.0, b, "+")


def subtracted(a: KerasTensor, b: Any) -> KerasTensor:
    """Returns a − b."""
    if isinstance(b, KerasTensor):
        return _joined("Subtract", a, b)
    return _rescaled(a, 1.0, -_number(b, "-"), "-")


def multiplied(a: KerasTensor, b: Any) -> KerasTensor:
    """Returns a · b."""
    return _joined("Multiply", a, b) if isinstance(b, KerasTensor) else _rescaled(a, b, 0.0, "*")


def divided(a: KerasTensor, b: Any) -> KerasTensor:
    """Returns a / b, for a number."""
    number = _number(b, "/")
    if not number:
        raise ConvscopeError("x / 0.", "Expected another number.", "Write for example x / 255.")
    return _rescaled(a, 1.0 / number, 0.0, "/")


def negated(a: KerasTensor, plus: Any = 0.0) -> KerasTensor:
    """Returns `plus` − a."""
    return _rescaled(a, -1.0, plus, "-")


def _joined(kind: str, a: KerasTensor, b: KerasTensor) -> KerasTensor:
    from convscope.keras_like import layers

    return getattr(layers, kind)()([a, b])


def _rescaled(x: KerasTensor, scale: Any, offset: Any, sign: str) -> KerasTensor:
    from convscope.keras_like import layers

    return layers.Rescaling(_number(scale, sign), offset=_number(offset, sign))(x)


def _number(value: Any, sign: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ConvscopeError(
            f"A layer's output {sign} {in_short(value)}.",
            "Expected a number, or another layer's output.",
            "Put arrays into the net as inputs, or write Rescaling, Add, Subtract, Multiply.",
        ) from None
