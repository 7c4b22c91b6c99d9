"""JSON that every reader understands, and strangers' JSON read within bounds."""

import json
import math
import re
from typing import Any

from convscope.errors import ConvscopeError

MAX_CHARACTERS = 64 * 1024**2
"""Longest JSON text that is read."""

_TERMINAL_CONTROLS = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_json_text(data: Any, indent: int | None = None, is_sorted: bool = False) -> str:
    r"""Returns data as JSON text; a number that is not finite becomes null, as JSON has none.

    Whatever a terminal could take for a command is written as `\u009b`.

    Args:
        data: Dictionaries, lists, texts, numbers; whatever else has a `float` value.
        indent: Spaces per level; None for one line.
        is_sorted: Whether keys are sorted, so that equal data has equal text.

    Example:
        >>> to_json_text({"loss": float("nan"), "name": "お"})
        '{"loss": null, "name": "お"}'
    """
    options: dict[str, Any] = {"indent": indent, "sort_keys": is_sorted, "default": float}
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, **options)
    except ValueError:
        text = json.dumps(_without_nan(data), ensure_ascii=False, allow_nan=False, **options)
    return _TERMINAL_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def parse_json(text: str | bytes, where: str, expected: str, fix: str) -> Any:
    """Returns the data in a JSON text from outside.

    Args:
        text: The text; bytes are UTF-8.
        where: What it is, for errors, such as a path.
        expected: What would have been accepted.
        fix: What to do where it cannot be read.

    Raises:
        ConvscopeError: It is no JSON, too long, nested too deeply, or holds a number of
            thousands of digits.
    """
    if len(text) > MAX_CHARACTERS:
        raise ConvscopeError(f"{where} has {len(text):,} characters.", expected, fix)
    try:
        content = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(content, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ConvscopeError(f"{where} is not valid JSON: {place}.", expected, fix) from None
    except UnicodeDecodeError:
        raise ConvscopeError(f"{where} is not text in UTF-8.", expected, fix) from None
    except RecursionError:
        raise ConvscopeError(f"{where} is nested too deeply.", expected, fix) from None
    except ValueError:
        why = "holds a number of thousands of digits"
        raise ConvscopeError(f"{where} {why}.", expected, fix) from None


def _without_nan(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_nan(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_without_nan(value) for value in data]
    if data is None or isinstance(data, str | int):
        return data
    return float(data) if math.isfinite(data) else None
