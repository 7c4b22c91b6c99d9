"""The command line: one file per command; parses, calls, prints."""

from convscope.cli.main import main

__all__ = ["main"]
