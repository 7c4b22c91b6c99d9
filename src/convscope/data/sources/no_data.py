"""Folders that are no data though they lie among it: what systems, tools and we ourselves leave."""

from collections.abc import Collection

_NAMES = frozenset(
    {
        "__pycache__",
        "__macosx",
        "@eadir",  # Synology's thumbnails
        "#recycle",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "node_modules",
        "site-packages",
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "icon\r",
    }
)
"""Lower-case names of files and folders that nobody made on purpose."""

_MARKS = {
    frozenset({"run.json", "history.csv"}): "a run of convscope",
    frozenset({"run.json", "model.safetensors"}): "a run of convscope",
    frozenset({"run.json", ".lock"}): "a run of convscope",
    frozenset({"run.json", "last.checkpoint"}): "a run of convscope",
    frozenset({"trials.journal"}): "a search of convscope",
    frozenset({"pyvenv.cfg"}): "a Python environment",
    frozenset({"conda-meta"}): "a Python environment",
}
"""Names that together tell what a folder is, whatever its own name."""


def is_clutter(name: str) -> bool:
    """Whether a file or folder has a name that systems and tools leave behind or hide.

    Example:
        >>> is_clutter(".DS_Store"), is_clutter("@eaDir"), is_clutter("cat")
        (True, True, False)
    """
    return name.startswith(".") or name.lower() in _NAMES


def what_else(names: Collection[str]) -> str:
    """Returns what a folder is by the names in it if it is no data, else nothing.

    Example:
        >>> what_else(["run.json", "history.csv", "roc.svg"]), what_else(["1.png"])
        ('a run of convscope', '')
    """
    present = set(names)
    return next((what for marks, what in _MARKS.items() if marks <= present), "")
