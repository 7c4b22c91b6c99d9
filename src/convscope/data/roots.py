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
