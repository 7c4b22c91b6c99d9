"""Help that appears at once: typer's renderer without what our help never uses."""

import sys
from types import ModuleType

_UNUSED = {"rich.markdown": "Markdown", "rich.traceback": "Traceback"}
"""Modules that the renderer imports for modes that are switched off here, and what it takes from
each. The parsers behind them are 70 of the 240 ms that help would take."""


def import_help_renderer() -> None:
    """Imports typer's renderer of help with empty stand-ins for the modules that stay unused.

    Afterwards the stand-ins are gone: whoever needs the real modules gets them.
    """
    stand_ins = {
        module: _stand_in(module, name)
        for module, name in _UNUSED.items()
        if module not in sys.modules
    }
    sys.modules.update(stand_ins)
    try:
        import typer.rich_utils  # noqa: F401
    finally:
        for module in stand_ins:
            del sys.modules[module]


def _stand_in(module: str, name: str) -> ModuleType:
    """Returns a module with one empty class in it."""
    empty = ModuleType(module)
    setattr(empty, name, type(name, (), {}))
    return empty
