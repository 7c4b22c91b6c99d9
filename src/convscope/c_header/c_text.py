"""Numbers, names and texts as C writes them."""

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH = 100


def identifier(text: str) -> str:
    """Returns a name that C takes, made of a file's name.

    Example:
        >>> identifier("My digits-2"), identifier("3 cats"), identifier("数字")
        ('my_digits_2', 'net_3_cats', 'net')
    """
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not found:
        return "net"
    return found if found[0].isalpha() else f"net_{found}"


def number(value: float) -> str:
    """Returns a float as C writes it, with all its digits.

    Example:
        >>> number(1), number(0.1), number(1e-10)
        ('1.0f', '0.1f', '1e-10f')
    """
    text = str(np.float32(value))
    return f"{text}f" if "." in text or "e" in text else f"{text}.0f"


def string(text: str) -> str:
    r"""Returns a text as a C string: UTF-8, with all that is not plain as octal numbers.

    Example:
        >>> string('a"b?ü')
        '"a\\042b\\077\\303\\274"'
    """
    plain = set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;-_+()!=")
    content = text.encode("utf-8", "replace")
    return '"' + "".join(chr(b) if b in plain else f"\\{b:03o}" for b in content) + '"'


def comment(text: str) -> str:
    """Returns a text that may stand inside a comment, in letters that every compiler reads."""
    plain = "".join(c if " " <= c <= "~" else "?" for c in text)
    return plain.replace("*/", "* /").replace("/*", "/ *").replace("??", "? ?").replace("\\", "/")


def array(c_type: str, name: str, values: NDArray[Any] | Iterable[str]) -> str:
    """Returns the definition of an array of numbers.

    Args:
        c_type: Of one value.
        name: Of the array.
        values: float or whole numbers in any shape, or texts that C reads already.
    """
    if isinstance(values, np.ndarray):
        flat = values.ravel()
        texts = [number(v) for v in flat] if c_type == "float" else [str(int(v)) for v in flat]
    else:
        texts = list(values)
    lines, line = [], ""
    for text in texts:
        if line and len(line) + len(text) + 2 > WIDTH - 4:
            lines.append(line)
            line = ""
        line += f"{text}, " if line else f"    {text}, "
    lines.append(line)
    body = "\n".join(line.rstrip() for line in lines).rstrip(",")
    return f"static const {c_type} {name}[{len(texts)}] = {{\n{body}\n}};\n"
