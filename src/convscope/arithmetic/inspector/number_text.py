"""Numbers as people read them."""

NUM_DIGITS = 4
"""Significant digits that are shown."""


def to_text(value: float) -> str:
    """Returns a number with four significant digits and a real minus sign.

    Example:
        >>> to_text(-0.123456), to_text(308.0), to_text(-0.0), to_text(0.00001234)
        ('−0.1235', '308', '0', '1.234e−5')
    """
    if value == 0:
        return "0"
    magnitude = abs(value)
    if magnitude >= 1000 and magnitude < 1e7:
        text = f"{value:,.{0 if magnitude >= 10000 else 1}f}".removesuffix(".0")
    else:
        text = f"{value:.{NUM_DIGITS}g}"
    mantissa, e, exponent = text.partition("e")
    return (mantissa + (f"e{int(exponent)}" if e else "")).replace("-", "−")


def signed(value: float) -> str:
    """Returns a number that follows + or ×: negative ones in parentheses.

    Example:
        >>> signed(-2.0), signed(2.0)
        ('(−2)', '2')
    """
    text = to_text(value)
    return f"({text})" if value < 0 else text


def to_latex(text: str) -> str:
    r"""Returns the text of `to_text` or `signed` for LaTeX's mathematical mode.

    Example:
        >>> to_latex("−1.5e−5")
        '-1.5 \\cdot 10^{-5}'
    """
    if text.startswith("("):
        return f"({to_latex(text[1:-1])})"
    mantissa, e, exponent = text.replace("−", "-").replace(",", "{,}").partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if e else mantissa
