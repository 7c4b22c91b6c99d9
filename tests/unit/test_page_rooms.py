"""Imports of the page's modules point one way, from what puts together to what is put together."""

import re
from pathlib import Path

import convscope

WEB = Path(convscope.__file__).parent / "web"

ORDER = [
    ["."],  # the entries
    ["screens"],
    ["lessons", "studio"],
    ["training"],
    ["panels/drawing_screen.js"],
    ["panels/verdict", "panels/neuron", "panels/net_view"],
    ["panels/pad"],
    ["panels"],
    ["learning"],
    ["net"],
    ["draw"],
    ["core"],
]
"""Rooms, and one module that puts rooms together; each may import from itself and from below."""


def level_of(module: Path) -> int:
    place = module.relative_to(WEB).as_posix()
    fitting = [
        (len(room), level)
        for level, rooms in enumerate(ORDER)
        for room in rooms
        if room == "." or place == room or place.startswith(f"{room}/")
    ]
    return max(fitting)[1]


def test_imports_between_rooms_point_one_way():
    upwards = []
    for module in WEB.rglob("*.js"):
        for name in re.findall(
            r'^(?:import|export)\b[^"]*?from "(\.[^"]+)"', module.read_text(), re.M
        ):
            imported = (module.parent / name).resolve()
            assert imported.is_file(), f"{module}: {name}"
            if level_of(imported) < level_of(module):
                upwards.append(f"{module.relative_to(WEB)} -> {imported.relative_to(WEB)}")
    assert upwards == []
