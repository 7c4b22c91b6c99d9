"""Where data lies: the sets themselves, and decoded copies of them."""

import os
from pathlib import Path

import platformdirs


def data_root() -> Path:
    """Returns the folder of all data sets: `$CONVSCOPE_DATA`, else the platform's cache."""
    chosen = os.environ.get("CONVSCOPE_DATA")
    return Path(chosen) if chosen else platformdirs.user_cache_path("convscope") / "data"


def decoded_root() -> Path:
    """Returns the folder of decoded copies: `$CONVSCOPE_CACHE`, else the platform's cache.

    It is not below `data_root()`, which may be a read-only share of a whole class.
    """
    chosen = os.environ.get("CONVSCOPE_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("convscope") / "decoded"


def located(source: str | Path) -> str:
    """Returns where data lie that are not named sets: as typed, or below `data_root()`.

    A bare name may be that of a folder or file among the data sets. What the folder at work holds
    comes first, so that nothing there is ever hidden.

    Args:
        source: A path, or the name of something below `data_root()`.

    Returns:
        The source as it was given, or the path of what has this name among the data sets.
    """
    path = Path(source)
    if len(path.parts) == 1 and path.name == str(path) != "..":
        among_data_sets = data_root() / path
        try:
            if not path.expanduser().exists() and among_data_sets.exists():
                return str(among_data_sets)
        except (OSError, ValueError):  # such as a name that is too long
            pass
    return str(source)
