"""What leaves convscope as text and comes back: JSON, CSV, shell commands, plain characters.

Names of classes and files come from strangers. Each rule that makes them harmless in a terminal,
a page, a table or a command line stands here, once.
"""

from convscope.texts.commands import quoted
from convscope.texts.counting import counted
from convscope.texts.csv_text import from_csv, plain_cell, to_csv
from convscope.texts.json_text import parse_json, to_json_text
from convscope.texts.plain_text import visible

__all__ = [
    "counted",
    "from_csv",
    "parse_json",
    "plain_cell",
    "quoted",
    "to_csv",
    "to_json_text",
    "visible",
]
