"""Any Keras program, unchanged, faster: what convscope can compute, it computes for Keras.

`python -m convscope.accelerate program.py`, `%load_ext convscope.accelerate` in a notebook, or
`convscope.accelerate.install()`, each before models are trained.
"""

from typing import Any

from convscope.accelerate.import_hook import when_imported, when_imported_no_more
from convscope.accelerate.telling import told

__all__ = ["install", "load_ipython_extension", "uninstall", "unload_ipython_extension"]


def install(report: bool = False) -> None:
    """Lets convscope compute what Keras' models are asked for, where it can.

    Keras may be imported already, or later, or never. Installing twice changes nothing.

    Args:
        report: Whether a table of all calls is printed to stderr when the program ends.

    Example:
        >>> import convscope.accelerate
        >>> convscope.accelerate.install()
        >>> convscope.accelerate.uninstall()
    """
    told.report_at_end = told.report_at_end or report
    when_imported("keras", _patch)


def uninstall() -> None:
    """Leaves everything to Keras again, from the next call on."""
    when_imported_no_more("keras")
    from convscope.accelerate.patching import unpatch

    unpatch()


def load_ipython_extension(ipython: Any) -> None:
    """Makes `%load_ext convscope.accelerate` install it."""
    install()


def unload_ipython_extension(ipython: Any) -> None:
    """Makes `%unload_ext convscope.accelerate` take it away."""
    uninstall()


def _patch(keras: Any) -> None:
    from convscope.accelerate.patching import patch

    patch(keras)
