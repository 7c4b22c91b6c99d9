"""Minimised inputs as text: one JSON file that a repository can hold."""

import json
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from fuzz.reader import Case

CORPUS = Path(__file__).parents[2] / "tests" / "data" / "fuzz_corpus.json"
"""The inputs that the tests read; each failed once."""


def packed(case: Case) -> dict[str, str]:
    """Returns a case as JSON data: compressed, in base 64."""
    return {name: b64encode(zlib.compress(c, 9)).decode() for name, c in case.items()}


def unpacked(files: dict[str, str]) -> Case:
    """Returns the case that `packed` was given."""
    return {name: zlib.decompress(b64decode(text)) for name, text in files.items()}


def read_corpus(path: Path = CORPUS) -> list[dict[str, Any]]:
    """Returns the entries: `reader`, `kind` of the failure it had, `files` as `packed` gives."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def add_to_corpus(entries: list[dict[str, Any]], path: Path = CORPUS) -> int:
    """Adds entries of readers and kinds that are not there yet; returns how many."""
    known = read_corpus(path)
    seen = {(entry["reader"], entry["kind"]) for entry in known}
    new = [entry for entry in entries if (entry["reader"], entry["kind"]) not in seen]
    if new:
        known = sorted(known + new, key=lambda entry: (entry["reader"], entry["kind"]))
        path.write_text(json.dumps(known, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")
    return len(new)
