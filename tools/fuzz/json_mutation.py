"""Changes on JSON: other kinds of values, huge numbers, depth, and what is no JSON at all."""

import json
from random import Random
from typing import Any

RAW = {
    "deep list": "[" * 5000 + "]" * 5000,
    "deep object": '{"a":' * 3000 + "1" + "}" * 3000,
    "less deep": "[" * 200 + "]" * 200,
    "digits": "9" * 5000,
    "fraction": "1." + "0" * 400 + "1",
    "1e999": "1e999",
    "-1e999": "-1e999",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "same key twice": '{"name": 1, "name": [2]}',
    "surrogate": '"\\ud800"',
}
"""Texts that stand in the place of a value."""

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    0.5,
    -0.0,
    1e308,
    1e-308,
    2**24,
    2**24 + 1,
    2**31,
    2**53,
    2**63,
    2**64,
    10**30,
    "",
    "0",
    "a",
    "nan",
    "__proto__",
    "constructor",
    "\x00",
    "\x1b[31m",
    "\u202e",
    "x" * 10_000,
    [],
    {},
    [[]],
    [0],
    [None],
    [1, 1],
    [1, 2, 3, 4],
    [0, 0, 0],
    [[1, 1], [1, 1]],
    {"a": 1},
    [1] * 3000,
    *(f"\0{name}" for name in RAW),
)
"""What a value is replaced by; texts beginning with a null name an entry of `RAW`."""

Path = tuple[Any, ...]


def change_json(data: Any, random: Random) -> Any:
    """Returns data with one place changed; the data itself stays as it was."""
    places = list(_places(data))
    place = random.choice(places)
    data = json.loads(json.dumps(data))
    if not place:
        return random.choice(VALUES)
    *way, key = place
    parent = data
    for step in way:
        parent = parent[step]
    value = parent[key]
    match random.randrange(6):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, list):
            parent.insert(key, value)
        case 1:
            parent[random.choice(("", "extra", "__proto__", "kind", key + " "))] = value
        case 2 if isinstance(value, int | float) and not isinstance(value, bool):
            parent[key] = random.choice((-value, value + 1, value - 1, value * 10**6, str(value)))
        case 3:
            parent[key] = [value]
        case _:
            parent[key] = random.choice(VALUES)
    return data


def json_bytes(data: Any) -> bytes:
    """Returns JSON text with the entries of `RAW` where they are named."""
    text = json.dumps(data)
    for name, raw in RAW.items():
        text = text.replace(json.dumps(f"\0{name}"), raw)
    return text.encode()


def _places(data: Any, way: Path = ()) -> Any:
    yield way
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _places(value, (*way, key))
