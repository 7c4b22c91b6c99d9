"""Something to do as soon as a module has been imported, without importing it."""

import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_waiting: dict[str, Callable[[ModuleType], None]] = {}


def when_imported(name: str, action: Callable[[ModuleType], None]) -> None:
    """Calls `action` with a top-level module once it is imported; now if it is.

    Args:
        name: The module.
        action: Called once, after the module's own code.
    """
    module = sys.modules.get(name)
    # A module that is only half imported is in the table, too.
    if module is not None and not getattr(module.__spec__, "_initializing", False):
        action(module)
        return
    _waiting[name] = action
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)


def when_imported_no_more(name: str) -> None:
    """Forgets what was to be done with a module that has not been imported."""
    _waiting.pop(name, None)


class _Finder:
    """Finds modules that somebody waits for as the finders behind it do, and says when."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in _waiting:
            return None
        for finder in sys.meta_path:
            # Whoever only asks whether the module exists changes nothing.
            if finder is not _Finder and hasattr(finder, "find_spec"):
                spec = finder.find_spec(fullname, path, target)
                if spec is not None and spec.loader is not None:
                    spec.loader = _Loader(spec.loader, fullname)  # type: ignore[assignment]
                    return spec
        return None


class _Loader:
    """A module's own loader, and what is done behind it."""

    def __init__(self, loader: Any, name: str) -> None:
        self._loader, self._name = loader, name

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        action = _waiting.pop(self._name, None)
        if action is not None:
            action(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
